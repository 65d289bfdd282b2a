"""`ptscope lessons`: whether the lessons say what is so. For who writes one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from app.files import add_library, library_of
from app.parser import Parser
from app.runs import model_of
from engine.errors import Diagnostic, RoutineError
from engine.lessons.lesson import Lesson, Live
from engine.lessons.verify import problems
from engine.library import Library
from engine.run.model import Model
from engine.words.catalogue import LANGUAGES, Words


def add_lessons(parser: Parser) -> None:
    """Fills in the parser of the command."""
    parser.add_argument("lesson", nargs="*", metavar="LESSON", help=parser.words.say("usage.lesson"))
    add_library(parser)
    parser.set_defaults(command=lessons_command)


def lessons_command(options: argparse.Namespace) -> None:
    """Runs the command: replays every run, makes the questions, proves every par.

    Raises:
        RequestError: there is no such lesson.
        RoutineError: with all that is wrong, by file and line.
    """
    library = library_of(options.library)
    ids = library.lesson_ids()

    def model(live: Live) -> Model:
        return model_of(live.protocol, live.scenario, dict(live.config), library)

    wrong: list[Diagnostic] = []
    for id in options.lesson or ids:
        lesson = library.lesson(id)
        languages, found = _translations(library, id)
        found += problems(lesson, ids, model)
        wrong += found
        print(_told(lesson, languages, len(found), options.words))
    if wrong:
        raise RoutineError(tuple(wrong))


def _told(lesson: Lesson, languages: Sequence[str], wrong: int, words: Words) -> str:
    """How many pieces of each kind it has, as they are called in its file."""
    counts = [len(lesson.pieces(kind)) for kind in ("step", "ask", "level")]
    told = words.say("cli.lesson", lesson.file, *counts)
    if languages:
        told = words.say("cli.lesson-languages", told, ", ".join(languages))
    return words.say("cli.lesson-wrong", told, wrong) if wrong else told


def _translations(library: Library, id: str) -> tuple[list[str], list[Diagnostic]]:
    """The languages into which a lesson is translated, and what is wrong in the translations."""
    languages: list[str] = []
    wrong: list[Diagnostic] = []
    for language in LANGUAGES:
        try:
            if language == library.lesson(id, language).language != "en":
                languages.append(language)
        except RoutineError as error:
            wrong += error.diagnostics
    return languages, wrong
