"""What happens before what: of two steps of a run, must the one have come first, or could they be swapped?

A step happens before another one if the two are of one thread, or if they meet at an object (a field of the
state) that one of them wrote and the other one read or wrote; and so on along chains of such steps. A lock
that is handed over and a fork that wakes its child are such objects, too. Steps that neither happens before
the other may change places, and the run ends in the same state: a Hypothesis test swaps them.

What was read comes from `Attempt.touched`, what was written from the difference of the two states.

Left out, since no kernel and no CPU looks at them: what only the judges use (the oracle, who believes to own
a table, the mark of a stale translation), which thread ran last on UP, and that the kernel has stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.machine.layout import Field, Layout

Clock = tuple[int, ...]
"""Per thread, its last step that happens before; 0: none."""

_FLUSHES = frozenset({"flush", "flush-broadcast", "switch"})


@dataclass(frozen=True, slots=True)
class _Spot:
    """An object where steps meet.

    A step visits it that touches `looked` (a lock: that changes it; who holds one only asks for itself), and
    writes it if it changes `wrote`. cpu: whose TLB it is of, or None.
    """

    name: str
    looked: int
    wrote: int
    lock: bool = False
    cpu: int | None = None

    @property
    def test(self) -> tuple[int, bool, int | None]:
        """What decides whether a step visits it."""
        return self.looked, self.lock, self.cpu


@dataclass(frozen=True, slots=True)
class _Visit:
    at: int
    thread: int
    clock: Clock


@dataclass(frozen=True, slots=True)
class Order:
    """Where a step stands among those before it. clock: itself included. after: (step of another thread that
    comes directly before it, the names of the objects where they meet), latest first."""

    clock: Clock
    after: tuple[tuple[int, tuple[str, ...]], ...] = ()


def spots_of(layout: Layout) -> tuple[_Spot, ...]:
    """The objects of a machine."""
    spots = []
    for sem in layout.semaphores:  # two readers do not meet: only a writer keeps others out
        spots.append(_Spot(sem.writer.name, sem.writer.mask | sem.readers.mask, sem.writer.mask, lock=True))
    locks = {lock.mask for lock in _spinlocks(layout)}
    taken = sum(spot.looked for spot in spots) | sum(ghost.mask for ghost in _ghosts(layout))
    tlbs = {field.mask: cpu for cpu, one in enumerate(layout.cpus) for field in (*one.leaf, *one.walk_cache)}
    for field in layout.fields:
        if field.mask and not field.mask & taken:
            lock, cpu = field.mask in locks, tlbs.get(field.mask)
            spots.append(_Spot(field.name, field.mask, field.mask, lock, cpu))
    return tuple(spots)


def _spinlocks(layout: Layout) -> list[Field]:
    locks = [mm.page_table_lock for mm in layout.mms] + [table.lock for table in layout.tables]
    return [layout.share_lock, *locks, layout.file.i_mmap_lock]


def _ghosts(layout: Layout) -> list[Field]:
    ghosts = [layout.halted, *layout.file.oracle]
    ghosts += [cpu.current for cpu in layout.cpus]
    ghosts += [table.owners for table in layout.tables]
    for mm in layout.mms:
        ghosts += [mm.forking, *mm.oracle]
    return ghosts


_Group = tuple[int, list[tuple[int, int, bool, int | None]]]

_GROUP = 16
"""A step touches few objects of many: so many are passed over at once."""


def _groups(spots: tuple[_Spot, ...]) -> list[_Group]:
    """The objects by the bits where they lie: what a group looks at together, and what each is tested by."""
    tests = [(index, *spot.test) for index, spot in enumerate(spots)]
    parts = [tests[start : start + _GROUP] for start in range(0, len(tests), _GROUP)]
    return [(reduce(or_, (looked for _, looked, *_ in part)), part) for part in parts]


class Causes:
    """The order of the steps of one run, taken in one by one."""

    def __init__(self, layout: Layout, threads: int) -> None:
        self._spots = spots_of(layout)
        self._groups = _groups(self._spots)
        self._clocks: list[Clock] = [(0,) * threads] * threads
        self._writes: dict[int, _Visit] = {}
        self._reads: dict[int, dict[int, _Visit]] = {}

    def add(self, at: int, thread: int, cpu: int, touched: int, delta: int, events: set[str]) -> Order:
        """The order of step `at`, the next one.

        touched: the bits that it read or wrote; delta: those that it changed. cpu: where it runs.
        events: the ids of what it told: freeing a page marks what other TLBs hold of it, but only a flush
        reaches them.
        """
        flushes = not events.isdisjoint(_FLUSHES)
        met = [
            index
            for looked_at, spots in self._groups
            if looked_at & (touched | delta)
            for index, looked, lock, where in spots
            if looked & (delta if lock else touched) and (flushes or where is None or where == cpu)
        ]
        before: dict[int, _Visit] = {}
        over: dict[int, dict[str, None]] = {}
        for index in met:
            spot = self._spots[index]
            for visit in self._behind(index, thread, bool(delta & spot.wrote)):
                before[visit.at] = visit
                over.setdefault(visit.at, {})[spot.name] = None
        clock, after = list(self._clocks[thread]), []
        for other in sorted(before, reverse=True):
            visit = before[other]
            if clock[visit.thread] < other:
                after.append((other, tuple(over[other])))
                clock = [max(pair) for pair in zip(clock, visit.clock, strict=True)]
        clock[thread] = at
        order = Order(tuple(clock), tuple(after))
        self._clocks[thread] = order.clock
        self._note(met, _Visit(at, thread, order.clock), delta)
        return order

    def _behind(self, index: int, thread: int, writes: bool) -> list[_Visit]:
        """The visits of others that one more visit must come behind."""
        visits = [self._writes[index]] if index in self._writes else []
        if writes:
            visits += self._reads.get(index, {}).values()
        return [visit for visit in visits if visit.thread != thread]

    def _note(self, met: list[int], visit: _Visit, delta: int) -> None:
        for index in met:
            if delta & self._spots[index].wrote:
                self._writes[index] = visit
                self._reads[index] = {}
            else:
                self._reads.setdefault(index, {})[visit.thread] = visit
