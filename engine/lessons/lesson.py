"""What a lesson consists of."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("count", "who", "fate", "lock", "next", "alone")
"""What a question can be about (`engine.lessons.questions`)."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown, with the line of the file at which it begins."""

    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be seen after `at` steps: a name of `engine.lessons.facts` and what it is."""

    at: int
    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Live:
    """A live piece; `number` counts those of its kind in the lesson, from 1. config: toggles by CONFIG_ name.

    step: plays `schedule`, first shown `at`; `verdict` ("safe" or "damage") and `states` are what a check of
    all interleavings must find. ask: a question of one of the `kinds` at a moment between steps `first` and
    `last` of `schedule`, or up to `stray` steps beside it. level: the reader breaks `goal` (any
    damage where it is empty); `par` is the fewest steps that do it.
    """

    kind: str
    number: int
    line: int
    protocol: str
    scenario: str
    config: tuple[tuple[str, int | str], ...]
    schedule: str = ""
    at: int = 0
    expect: tuple[Expectation, ...] = ()
    kinds: tuple[str, ...] = ()
    first: int = 0
    last: int | None = None
    stray: int = 0
    goal: str = ""
    par: int = 0
    verdict: str = ""
    states: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together: prose before the live piece, the piece, prose behind it."""

    before: Prose
    live: Live | None
    after: Prose


@dataclass(frozen=True, slots=True)
class Lesson:
    """needs: ids of lessons to read first. file: where it was read from, for what is wrong in it.

    language: of title, text and prose. A translation keeps the file of the lesson: its blocks stand there.
    """

    id: str
    number: int
    file: str
    title: str
    text: str
    minutes: int
    needs: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str = "en"

    def pieces(self, kind: str) -> tuple[Live, ...]:
        """The live pieces of a kind, in order."""
        found = (section.live for section in self.sections)
        return tuple(live for live in found if live is not None and live.kind == kind)
