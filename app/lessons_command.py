"""`ptscope lessons`: whether the lessons say what is so. For who writes one."""

from __future__ import annotations

import argparse

from app.files import add_library, library_of
from app.runs import model_of
from engine.errors import RoutineError
from engine.lessons.text import Live
from engine.lessons.verify import problems
from engine.run.model import Model


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

    wrong = []
    for id in options.lesson or ids:
        lesson = library.lesson(id)
        found = list(problems(lesson, ids, model))
        wrong += found
        counts = ", ".join(f"{len(lesson.pieces(kind))} {kind}" for kind in ("step", "ask", "level"))
        print(f"{lesson.file}: {counts}{f', {len(found)} wrong' if found else ''}")
    if wrong:
        raise RoutineError(tuple(wrong))
