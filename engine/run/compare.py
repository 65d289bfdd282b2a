"""Two runs beside each other: two protocols, two settings, or two branches of one.

Both sides are given choices in the same order. A side that cannot take one says why and lets it pass, so that
each goes as far as it can. What differs is told by the names of objects: a lock, a slot, an entry, a count
that only one side has is taken as free, or as not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from engine.errors import EngineError, LimitReached
from engine.run.frames import Frame
from engine.run.memory_info import LockInfo, Memory, MmInfo, TableInfo
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.sentences import listed, said
from engine.words.text import Text

ROWS_LIMIT = 400
"""Choices of a comparison: both sides of it are sent whole."""

GROUPS = ("broken", "memory", "locks", "step")
"""What can differ, the weightiest first: what holds, memory, who holds which lock, what the step did."""

Facts = dict[tuple[str, str], Text]
"""What is so, by group and name."""

_ABSENT = {
    "broken": said("fact.holds"),
    "memory": said("fact.not-there"),
    "locks": said("fact.free"),
    "step": said("fact.nothing"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """`name` as in a frame ("T0.count"), or the id of a property; `left` and `right`: what is so there."""

    group: str
    name: str
    left: Text
    right: Text


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side made of a choice. at: its steps so far. refused: why it could not, if so."""

    choice: str | None
    at: int
    refused: Text | None


@dataclass(frozen=True, slots=True)
class Row:
    """Both sides after the same number of choices."""

    left: Turn
    right: Turn
    differs: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class First:
    """The first row in which a group differs, and the first thing of it that does."""

    row: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, row by row; row 0 is the start. first: by row, then weight."""

    left: tuple[Frame, ...]
    right: tuple[Frame, ...]
    rows: tuple[Row, ...]
    first: tuple[First, ...]


def compare(
    left: Model, right: Model, schedule: tuple[Choice, ...], other: tuple[Choice, ...] | None = None
) -> Comparison:
    """Play `schedule` on both; with `other`, that on the right.

    Raises:
        LimitReached: LIM14, the schedule is longer than ROWS_LIMIT.
    """
    other = schedule if other is None else other
    if max(len(schedule), len(other)) > ROWS_LIMIT:
        raise LimitReached(
            "LIM14",
            said("error.runs-too-long", max(len(schedule), len(other)), ROWS_LIMIT),
            said("hint.compare-earlier"),
        )
    sides = _Side(left), _Side(right)
    rows = [Row(Turn(None, 0, None), Turn(None, 0, None), sides[0].unlike(sides[1]))]
    for one, two in zip_longest(schedule, other):
        turns = sides[0].take(one), sides[1].take(two)
        rows.append(Row(*turns, sides[0].unlike(sides[1])))
    return Comparison(tuple(sides[0].frames), tuple(sides[1].frames), tuple(rows), _first(rows))


class _Side:
    """A run on its way. `moved`: it took the last choice."""

    def __init__(self, model: Model) -> None:
        self.run = Run(model)
        self.frames = [self.run.frame()]
        self.moved = True

    def take(self, choice: Choice | None) -> Turn:
        self.moved, refused = False, None
        if choice is not None:
            try:
                self.run.step(choice)
                self.frames.append(self.run.frame())
                self.moved = True
            except EngineError as error:
                refused = error.message
        return Turn(None if choice is None else str(choice), self.run.length, refused)

    def unlike(self, other: _Side) -> tuple[Difference, ...]:
        return differences(self.facts(), other.facts())

    def facts(self) -> Facts:
        found = facts(self.frames[-1])
        if not self.moved:
            found.pop(("step", "step"), None)
        return found


def differences(left: Facts, right: Facts) -> tuple[Difference, ...]:
    """What differs between the `facts` of two frames, the weightiest group first."""
    found = []
    for key in dict.fromkeys((*left, *right)):
        one, other = (side.get(key, _ABSENT[key[0]]) for side in (left, right))
        if one != other:
            found.append(Difference(*key, one, other))
    return tuple(sorted(found, key=lambda each: GROUPS.index(each.group)))


def facts(frame: Frame) -> Facts:
    """What is so in a frame. What is as if it were not there is left out."""
    found = {("broken", each.property): said("fact.broken") for each in frame.violations}
    for name, fact in _of_memory(frame.memory):
        found["memory", name] = fact
    found.update({("locks", lock.name): _held(lock) for lock in _locks(frame) if lock.holders})
    if frame.step is not None:
        found["step", "step"] = frame.step.sentence
    return found


def _of_memory(memory: Memory) -> Iterator[tuple[str, Text]]:
    for mm in memory.mms:
        yield from _of_mm(mm)
    for table in memory.tables:
        yield from _of_table(table)
    for page in memory.pages:
        yield page.name, said(f"fact.{page.state}")
        if page.state == "live":
            yield f"{page.name}.count", _is(page.count)
            yield f"{page.name}.value", _is(page.value)
    for cpu in memory.cpus:
        for entry in cpu.tlb:
            name = f"{cpu.name}.tlb {entry.address}"
            yield name, said("fact.stale", entry.names) if entry.stale else _is(entry.names)
        if cpu.queued:
            yield f"{cpu.name}.gather", _is(" ".join(cpu.queued))
    for swap in memory.swap:
        yield swap.name, said("fact.swap", swap.value, swap.count)
    for cached in memory.file:
        yield cached.name, _is(cached.page) if cached.page else said("fact.truncated")


def _is(value: str | int) -> Text:
    return said("fact.is", value)


def _of_mm(mm: MmInfo) -> Iterator[tuple[str, Text]]:
    yield mm.name, said(f"fact.{mm.state}")
    yield f"{mm.name}.rss", _is(mm.rss)
    for slot in mm.slots:
        yield slot.name, _named(slot.table, "read-only" if slot.read_only else "is")


def _of_table(table: TableInfo) -> Iterator[tuple[str, Text]]:
    yield table.name, said(f"fact.{table.state}")
    if table.state == "live":
        yield f"{table.name}.count", _is(table.count)
        for entry in table.entries:
            yield entry.name, _named(entry.page, "writable" if entry.write else "read-only")


def _named(what: str | None, how: str) -> Text:
    return said("fact.none") if what is None else said(f"fact.{how}", what)


def _locks(frame: Frame) -> Iterable[LockInfo]:
    memory = frame.memory
    yield from memory.locks
    yield from (table.lock for table in memory.tables if table.lock is not None)
    for mm in memory.mms:
        yield from (lock for lock in (mm.page_table_lock, mm.mmap_sem, mm.vma_lock) if lock is not None)


def _held(lock: LockInfo) -> Text:
    return said("fact.read" if lock.mode == "read" else "fact.held", listed(lock.holders))


def _first(rows: list[Row]) -> tuple[First, ...]:
    found: dict[str, First] = {}
    for number, row in enumerate(rows):
        for difference in row.differs:
            found.setdefault(difference.group, First(number, difference))
    return tuple(sorted(found.values(), key=lambda one: (one.row, GROUPS.index(one.difference.group))))
