"""A scenario: its shape, what happened before, and what its threads do now (`docs/scenario-format.md`)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.scenario.sometimes import Wish
from engine.scenario.story import Line


@dataclass(frozen=True, slots=True)
class Story:
    """What one thread does, line by line. `text` tells it in words, or is empty.

    mm: its process; "" for a kernel thread. name: the thread's; a process's first is called as it is.
    """

    mm: str
    lines: tuple[Line, ...]
    text: str = ""
    name: str = ""

    @property
    def thread(self) -> str:
        return self.name or self.mm


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as its file has it. Config values are indices or labels, checked against the protocol.

    group: under which it stands in lists. needs: words of `engine.needs`.
    """

    id: str
    title: str
    text: str
    slots: int
    entries: int
    tables: int  # page tables that each process may have
    pages: int  # data pages that each process may have
    out_of_memory: bool
    config: tuple[tuple[str, int | str], ...]
    setup: tuple[Story, ...]
    threads: tuple[Story, ...]
    source: str
    group: str = ""
    needs: tuple[str, ...] = ()
    swap: int = 0  # swap entries
    file: int = 0  # pages, from 0 up, in which every process maps one file
    rss: bool = True  # whether rss is judged
    sometimes: tuple[Wish, ...] = ()  # what some run must do

    @property
    def mms(self) -> tuple[str, ...]:
        """All processes that are named, in order of letters."""
        stories = (*self.setup, *self.threads)
        named = {story.mm for story in stories if story.mm} | set(self.forked)
        return tuple(sorted(named))

    def does(self, *verbs: str) -> bool:
        """Whether a story has a line of one of these verbs."""
        return any(line.verb in verbs for story in (*self.setup, *self.threads) for line in story.lines)

    @property
    def forked(self) -> tuple[str, ...]:
        """Processes that a fork makes; the others are there from the start."""
        stories = (*self.setup, *self.threads)
        return tuple(line.mm for story in stories for line in story.lines if line.verb == "fork")

    @property
    def values(self) -> tuple[int, ...]:
        """What a page can hold: 0, and all that is written, in order of size."""
        stories = (*self.setup, *self.threads)
        return tuple(sorted({0} | {line.value for story in stories for line in story.lines}))
