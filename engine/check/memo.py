"""What a search remembers, in short form (`engine.check.packing`), laid out for its inner loop.

A `Book` holds the steps (`engine.check.steps`) and the judgements of one model. A judgement is remembered
as a step is, by the bits that the judge looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.check.judges import JudgeTable
from engine.check.packing import Packing
from engine.check.steps import Outcome, StepMemo
from engine.machine.memory import Memory
from engine.machine.properties import Judge, always_apart, at_rest_apart, foreign_change
from engine.machine.violations import Violation
from engine.run.model import Model


class Way:
    """An outcome in short form. before: judges to be asked of the state before it.

    after: those whose bits it changes, to be asked of the state after it, if that is new. images: its
    deltas in the images of its state, for a search that has some.
    """

    __slots__ = ("after", "before", "delta", "images", "outcome")

    def __init__(self, delta: int, outcome: Outcome) -> None:
        self.delta = delta
        self.outcome = outcome
        self.before: tuple[JudgeTable, ...] = ()
        self.after: tuple[JudgeTable, ...] = ()
        self.images: tuple[int, ...] = ()

    @property
    def judged(self) -> int:
        if self.before or self.outcome.violations:
            return ALWAYS_JUDGED
        return NEW_JUDGED if self.after or self.outcome.rests else PLAIN


PLAIN, NEW_JUDGED, ALWAYS_JUDGED, FURTHER = range(4)
"""Of a step: its new state is all; that is judged, if new; it is judged itself, or has several ways; it
has to be looked up in its part."""

Ways = tuple[Way, ...]
Get = Callable[[int], "Entry | None"]
Entry = tuple[()] | tuple[int, int, Any]
"""A step for the inner loop: nothing can happen; or the delta of its first way, PLAIN and so on, its Ways;
or a part's mask, FURTHER, the part's Get."""

Look = tuple[int, Get]
"""A row for the inner loop: its mask and its entries.get."""


class Part:
    """The steps of a row whose common bits agree; waits: the keys under which the thread is blocked.

    touched: the bits of the whole state that they look at; mask: the same in the short form.
    """

    __slots__ = ("entries", "mask", "touched", "waits", "ways")

    def __init__(self, touched: int, mask: int) -> None:
        self.touched = touched
        self.mask = mask
        self.entries: dict[int, Entry] = {}
        self.ways: dict[int, Ways] = {}
        self.waits: set[int] = set()


class Row:
    """The steps of a thread from one place with one set of locals.

    touched, mask: as in a part, the bits that all of them look at; all_touched: what any looks at.
    """

    __slots__ = ("all_touched", "entries", "mask", "parts", "touched")

    def __init__(self, touched: int, mask: int) -> None:
        self.touched = touched
        self.all_touched = touched
        self.mask = mask
        self.entries: dict[int, Entry] = {}
        self.parts: dict[int, Part] = {}

    def part(self, packed: int) -> Part | None:
        return self.parts.get(packed & self.mask)

    def ways(self, packed: int) -> Ways | None:
        """What can happen in a state, if it is known."""
        part = self.part(packed)
        return None if part is None else part.ways.get(packed & part.mask)

    def all_ways(self) -> Iterator[Ways]:
        return (ways for part in self.parts.values() for ways in part.ways.values())

    def enter(self, part: Part, key: int, entry: Entry) -> None:
        """Enter a step for the inner loop."""
        part.entries[key] = entry
        whole = part.touched == self.touched
        self.entries[key & self.mask] = entry if whole else (part.mask, FURTHER, part.entries.get)


class StepTable:
    """One thread's rows. The inner loop looks at `looks[packed & own]`."""

    def __init__(self, memo: StepMemo, packing: Packing) -> None:
        self.memo = memo
        self.code = memo.model.threads[memo.thread]
        self.packing = packing
        self.field = packing.threads[memo.thread]
        self.looks: dict[int, Look] = {}
        self.rows: dict[int, Row] = {}

    @property
    def own(self) -> int:
        return self.field.bits

    def learn(self, packed: int) -> Row:
        """Run the step from a state for which there is no entry; its ways are then in the row."""
        state = self.packing.unpack(packed)
        explored = self.memo.explore(state)
        ways = tuple(Way(self.packing.delta(state, state ^ one.delta), one) for one in explored.outcomes)
        local = packed & self.own
        row = self.rows.get(local)
        if row is None or row.touched != explored.common:
            row = self.rows[local] = Row(explored.common, self.packing.bits(explored.common))
            self.looks[local] = (row.mask, row.entries.get)
        part = row.part(packed)
        if part is None or part.touched != explored.touched:
            part = Part(explored.touched, self.packing.bits(explored.touched))
            row.parts[packed & row.mask] = part
            row.all_touched |= part.touched
        key = packed & part.mask
        part.ways[key] = ways
        if explored.waits:
            part.waits.add(key)
        return row

    def grow(self, mask: int, bit: int) -> None:
        """A field has got one bit more: whoever looks at the field looks at the bit."""
        for local, row in self.rows.items():
            if not row.all_touched & mask:
                continue
            if row.touched & mask:
                row.mask |= bit
                self.looks[local] = (row.mask, row.entries.get)
            for part in row.parts.values():
                if part.touched & mask:
                    part.mask |= bit
                    for key, entry in part.entries.items():
                        row.enter(part, key, entry)

    def waits(self, packed: int) -> bool:
        """Whether the thread is known to be blocked in a state."""
        row = self.rows.get(packed & self.own)
        part = None if row is None else row.part(packed)
        return part is not None and packed & part.mask in part.waits

    def place(self, packed: int) -> int:
        """Where the thread is in its program."""
        change = self.field.changes[packed & self.own]
        return ((self.memo.model.initial ^ change) & self.code.place.mask) >> self.code.place.shift


class Book:
    """All that is remembered of one model: its steps, by thread, and what its judges say."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.packing = Packing(model)
        self.steps = [self._memo(thread) for thread in range(len(model.threads))]
        self.tables = [StepTable(memo, self.packing) for memo in self.steps]
        self.looks = [(table.own, table.looks, thread) for thread, table in enumerate(self.tables)]
        """For the inner loop; changed in place."""
        self.always = tuple(self._judge(judge) for judge in self._judges_of_all())
        self.at_rest = tuple(self._judge(judge) for judge in self._judges_at_rest())
        self.foreign: dict[tuple[int, int, int], JudgeTable] = {}
        self.own = sum(table.own for table in self.tables)
        self.resting: dict[int, bool] = {}
        self.sorted_in = 0
        """How often all entries were made anew."""
        self.grown = 0
        """The fields that have got bits since a shelf was told."""

    def _memo(self, thread: int) -> StepMemo:
        return StepMemo(self.model, thread)

    def _judges_of_all(self) -> tuple[Judge, ...]:
        """Who is asked of every state."""
        return always_apart(self.model.layout)

    def _judges_at_rest(self) -> tuple[Judge, ...]:
        """Who is asked where every thread is outside the kernel."""
        return at_rest_apart(self.model.layout)

    def _judge(self, judge: Judge) -> JudgeTable:
        return JudgeTable(self.model.layout, self.packing, judge)

    def learn(self, packed: int, thread: int) -> Ways:
        """Run a step that is not known and enter it."""
        row = self.tables[thread].learn(packed)
        self.grow()
        part = row.parts[packed & row.mask]
        key = packed & part.mask
        for way in part.ways[key]:
            way.before = tuple(self._foreign_judge(thread, place) for place in way.outcome.foreign)
        self._enter(row, part, key)
        return part.ways[key]

    def grow(self) -> None:
        """Let everybody know the bits that the short form has got."""
        for mask, bit in self.packing.take_grown():
            self.grown |= mask
            for table in self.tables:
                table.grow(mask, bit)
            for judge in (*self.always, *self.at_rest, *self.foreign.values()):
                judge.grow(mask, bit)
            self.looks[:] = [(table.own, table.looks, n) for n, table in enumerate(self.tables)]
            self.own = sum(table.own for table in self.tables)

    def ways(self, packed: int, thread: int) -> Ways:
        """The ways of a step that is known."""
        table = self.tables[thread]
        ways = table.rows[packed & table.own].ways(packed)
        assert ways is not None, "it is known"
        return ways

    def _enter(self, row: Row, part: Part, key: int) -> None:
        ways = part.ways[key]
        for way in ways:
            way.after = tuple([judge for judge in self.always if judge.mask & way.delta])
        if ways:
            judged = ways[0].judged if len(ways) == 1 else ALWAYS_JUDGED
            row.enter(part, key, (ways[0].delta, judged, ways))
        else:
            row.enter(part, key, ())

    def ask(self, judge: JudgeTable, packed: int) -> tuple[Violation, ...]:
        """What a judge says of a state that is not known to it."""
        before = judge.mask
        found = judge.learn(packed)
        if judge.mask != before and judge in self.always:
            self._sort_in(judge.mask & ~before)
        return found

    def _sort_in(self, fresh: int) -> None:
        """A judge looks at bits that it did not look at before: some steps concern it now."""
        self.sorted_in += 1
        for table in self.tables:
            for row in table.rows.values():
                for part in row.parts.values():
                    for key, ways in part.ways.items():
                        if any(way.delta & fresh for way in ways):
                            self._enter(row, part, key)

    def _foreign_judge(self, thread: int, place: tuple[int, int]) -> JudgeTable:
        """Who says what is wrong with a thread's changing an entry for its own mm alone."""
        judge = self.foreign.get((thread, *place))
        if judge is None:

            def asked(memory: Memory) -> Iterator[Violation]:
                return foreign_change(memory, thread, *place)

            judge = self.foreign[thread, *place] = self._judge(asked)
        return judge

    def at_rest_in(self, packed: int) -> bool:
        """Whether every thread is outside the kernel."""
        key = packed & self.own
        found = self.resting.get(key)
        if found is None:
            found = not any(table.code.in_kernel[table.place(packed)] for table in self.tables)
            self.resting[key] = found
        return found
