"""`ptscope lessons`: whether the lessons say what is so. For who writes one."""

from __future__ import annotations

import argparse

from app.files import add_library, library_of
from app.runs import model_of
from engine.errors import Diagnostic, RoutineError
from engine.lessons.text import Live
from engine.lessons.verify import problems
from engine.library import Library
from engine.run.model import Model
from engine.words.catalogue import LANGUAGES


def add_lessons(parser: argparse.ArgumentParser) -> None:
    """Fills in the parser of the command."""
    parser.add_argument("lesson", nargs="*", metavar="LESSON", help="an id (default: all)")
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
        counts = ", ".join(f"{len(lesson.pieces(kind))} {kind}" for kind in ("step", "ask", "level"))
        spoken = f", also in {', '.join(languages)}" if languages else ""
        print(f"{lesson.file}: {counts}{spoken}{f', {len(found)} wrong' if found else ''}")
    if wrong:
        raise RoutineError(tuple(wrong))


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
