"""Lessons and pieces for tests: a text with one live block, a searched model, a question."""

from __future__ import annotations

from functools import cache

from engine.check.search import Search
from engine.lessons.lesson import Lesson, Live
from engine.lessons.text import read_lesson
from tests.engine.check.models import shipped

HEADER = '+++\ntitle = "A title"\ntext = "What it is about."\nminutes = 5\n+++\n'


def lesson(body: str, header: str = HEADER) -> Lesson:
    return read_lesson("mine", 1, "lessons/01-mine.md", header + body)


def block(kind: str, *lines: str) -> str:
    pair = 'protocol = "feb17"\nscenario = "zap-zap"'
    return "\n".join([f"```{kind}", pair, *lines, "```", ""])


@cache
def searched(protocol: str = "feb17", scenario: str = "zap-zap") -> Search:
    search = Search(shipped(protocol, scenario))
    search.run()
    return search


def asks(
    kind: str,
    schedule: str,
    first: int = 0,
    last: int | None = None,
    stray: int = 0,
    scenario: str = "zap-zap",
    protocol: str = "feb17",
) -> Live:
    return Live(
        "ask", 1, 1, protocol, scenario, (), schedule, kinds=(kind,), first=first, last=last, stray=stray
    )
