"""Schedules: the choices of a run, and their text ("1.AB2A!"), which stands in links for ever.

    text    = version "." { choice [ count ] }
    choice  = thread [ "!" ]          thread = capital letter { lower-case letter }
    count   = 2, 3, ...               the choice is taken that many times

The version is that of the step boundaries (`frames.SEMANTICS`). "!" is the outcome that an allocation
fails. The empty text is the empty schedule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from engine.errors import LimitReached, RequestError
from engine.run.frames import SEMANTICS
from engine.words.saying import said

TEXT_LIMIT = 16_000
"""Characters of a schedule text."""

STEPS_LIMIT = 10_000
"""Steps of a run."""

_ITEM = re.compile(r"([A-Z][a-z]*)(!?)([0-9]*)")


@dataclass(frozen=True, slots=True)
class Choice:
    """Who goes next; `fails`: and the allocation that its step makes gets no memory."""

    thread: str
    fails: bool = False

    def __str__(self) -> str:
        return self.thread + "!" * self.fails


def parse_choice(text: str) -> Choice:
    """Read "A" or "A!".

    Raises:
        RequestError: it is neither.
    """
    match = _ITEM.fullmatch(text)
    if match is None or match[3]:
        hint = said("hint.write-choice")
        raise RequestError("RUN01", said("error.no-choice", text[:40]), hint)
    return Choice(match[1], bool(match[2]))


def parse_schedule(text: str) -> tuple[Choice, ...]:
    """Read a schedule text.

    Raises:
        RequestError: it does not follow the grammar, or has a version that this ptscope cannot replay.
        LimitReached: it is longer than TEXT_LIMIT, or has more steps than STEPS_LIMIT.
    """
    if len(text) > TEXT_LIMIT:
        message = said("error.schedule-too-long", len(text), TEXT_LIMIT)
        raise LimitReached("LIM08", message, said("hint.shorten-run"))
    if text == "":
        return ()
    version, dot, rest = text.partition(".")
    if not dot or version != str(SEMANTICS):
        hint = said("hint.schedule-version", SEMANTICS)
        raise RequestError("RUN02", said("error.schedule-version", text[:12]), hint)
    return tuple(_choices(rest))


def _choices(text: str) -> list[Choice]:
    choices: list[Choice] = []
    position = 0
    while position < len(text):
        match = _ITEM.match(text, position)
        count = int(match[3] or 1) if match and len(match[3]) <= 6 else 0
        if match is None or count < 1:
            found = text[position : position + 12]
            hint = said("hint.schedule-text")
            raise RequestError("RUN02", said("error.schedule-text", found, len(choices)), hint)
        if len(choices) + count > STEPS_LIMIT:
            message = said("error.schedule-steps", STEPS_LIMIT)
            raise LimitReached("LIM08", message, said("hint.cut-schedule"))
        choices += [Choice(match[1], bool(match[2]))] * count
        position = match.end()
    return choices


def format_schedule(choices: Iterable[Choice]) -> str:
    """The canonical text: runs of the same choice are counted."""
    parts = []
    for choice, run in groupby(choices):
        count = len(list(run))
        parts.append(f"{choice}{count}" if count > 1 else str(choice))
    return f"{SEMANTICS}.{''.join(parts)}"


class Written:
    """The canonical text of a schedule that grows: the text of any beginning of it costs a slice."""

    def __init__(self) -> None:
        self._text = f"{SEMANTICS}."
        """All but the last run of equal choices."""
        self._ends = [(len(self._text), "", 0)]
        """Per number of choices: where the last run begins in the text, its choice, how often."""

    def add(self, choice: Choice) -> None:
        begin, last, count = self._ends[-1]
        text = str(choice)
        if text == last:
            self._ends.append((begin, last, count + 1))
        else:
            self._text = self.upto(len(self._ends) - 1)
            self._ends.append((len(self._text), text, 1))

    def upto(self, at: int) -> str:
        """The text of the first `at` choices."""
        begin, last, count = self._ends[at]
        return f"{self._text[:begin]}{last}{count if count > 1 else ''}"

    def truncate(self, at: int) -> None:
        del self._ends[at + 1 :]
        self._text = self._text[: self._ends[at][0]]
