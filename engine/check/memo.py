"""Steps and judgements, remembered by the bits that they look at.

The readable functions (`engine.run.step.attempt`, the judges of `engine.machine.properties`) read the
state through a Memory that records which bits they touched. An answer holds for every state that agrees
in those bits; when a later run looks at more, the mask grows, and the older answers, whose reads lie
inside it, are worked out again when they are met. So there is one semantics, and the search knows
nothing of page tables. These are LTSmin's dependency matrices, found at run time.

`StepMemo` answers for whole states. A `Book` holds the same for short forms (`engine.check.packing`),
laid out for the search's inner loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.check.packing import Packing
from engine.machine.layout import Layout
from engine.machine.memory import Memory
from engine.machine.properties import ALWAYS, AT_REST, Judge, foreign_change
from engine.machine.violations import Violation
from engine.run.model import Model
from engine.run.step import attempt


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which a step can go. `rests`: it leads out of the kernel.

    delta: XOR of the states before and after. violations: what the step itself broke.
    foreign: entries changed for one mm alone; whether another shares the table is judged apart.
    """

    delta: int
    fails: bool
    rests: bool
    violations: tuple[Violation, ...]
    foreign: tuple[tuple[int, int], ...]


Outcomes = tuple[Outcome, ...]


class StepMemo:
    """The outcomes of one thread's steps: by its own place and locals, then by what a step there looks at."""

    def __init__(self, model: Model, thread: int) -> None:
        self.model = model
        self.thread = thread
        self.own = model.threads[thread].mask
        self.known: dict[int, tuple[int, dict[int, Outcomes]]] = {}

    def outcomes(self, state: int) -> Outcomes:
        """What can happen if the thread goes next; nothing, if it is blocked or done."""
        entry = self.known.get(state & self.own)
        if entry is not None:
            found = entry[1].get(state & entry[0])
            if found is not None:
                return found
        return self.explore(state)[0]

    def explore(self, state: int) -> tuple[Outcomes, int, bool]:
        """Run the readable step: its outcomes, the bits that they depend on, and whether it must wait."""
        model, thread = self.model, self.thread
        tried = attempt(model, state, thread)
        touched = tried.touched
        ways = [(tried, False)] if tried.goes else []
        if ways and tried.can_fail and model.shape.out_of_memory:
            without = attempt(model, state, thread, fails=True)
            touched |= without.touched
            ways.append((without, True))
        outcomes = tuple(
            Outcome(
                state ^ way.state,
                fails,
                not model.threads[thread].in_kernel[model.place(way.state, thread)],
                tuple(way.violations),
                tuple(way.foreign),
            )
            for way, fails in ways
        )
        local = state & self.own
        mask, deltas = self.known.get(local, (0, {}))
        if touched & ~mask:
            mask, deltas = mask | touched, {}
            self.known[local] = (mask, deltas)
        deltas[state & mask] = outcomes
        return outcomes, mask, tried.blocked is not None


class Way:
    """An outcome in short form. before: judges to be asked of the state before it.

    after: those whose bits it changes, to be asked of the state after it, if that is new.
    """

    __slots__ = ("after", "before", "delta", "outcome")

    def __init__(self, delta: int, outcome: Outcome) -> None:
        self.delta = delta
        self.outcome = outcome
        self.before: tuple[JudgeTable, ...] = ()
        self.after: tuple[JudgeTable, ...] = ()

    @property
    def judged(self) -> int:
        if self.before or self.outcome.violations:
            return ALWAYS_JUDGED
        return NEW_JUDGED if self.after or self.outcome.rests else PLAIN


PLAIN, NEW_JUDGED, ALWAYS_JUDGED = range(3)
"""Of a step: its new state is all; that is judged, if new; it is judged itself, or has several ways."""

Ways = tuple[Way, ...]
Entry = tuple[()] | tuple[int, int, Ways]
"""A step for the inner loop: nothing can happen; or the delta of its first way, PLAIN and so on, its ways."""

Look = tuple[int, Callable[[int], Entry | None]]
"""A row for the inner loop: its mask and its entries.get."""


class Row:
    """The steps of a thread from one place with one set of locals; waits: the keys under which it is blocked.

    touched: the bits of the whole state that they look at; mask: the same in the short form.
    """

    __slots__ = ("entries", "mask", "touched", "waits", "ways")

    def __init__(self, touched: int) -> None:
        self.touched = touched
        self.mask = 0
        self.entries: dict[int, Entry] = {}
        self.ways: dict[int, Ways] = {}
        self.waits: set[int] = set()


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

    def learn(self, packed: int) -> tuple[Row, int]:
        """Run the step from a state for which there is no entry; the row and the key of its ways."""
        state = self.packing.unpack(packed)
        outcomes, touched, waits = self.memo.explore(state)
        ways = tuple(Way(self.packing.delta(state, state ^ one.delta), one) for one in outcomes)
        local = packed & self.own
        row = self.rows.get(local)
        if row is None or touched & ~row.touched:
            row = self.rows[local] = Row(touched)
            row.mask = self.packing.bits(touched)
            self.looks[local] = (row.mask, row.entries.get)
        key = packed & row.mask
        row.ways[key] = ways
        if waits:
            row.waits.add(key)
        return row, key

    def grow(self, mask: int, bit: int) -> None:
        """A field has got one bit more: whoever looks at the field looks at the bit."""
        for local, row in self.rows.items():
            if row.touched & mask:
                row.mask |= bit
                self.looks[local] = (row.mask, row.entries.get)

    def waits(self, packed: int) -> bool:
        """Whether the thread is known to be blocked in a state."""
        row = self.rows.get(packed & self.own)
        return row is not None and packed & row.mask in row.waits

    def place(self, packed: int) -> int:
        """Where the thread is in its program."""
        change = self.field.changes[packed & self.own]
        return ((self.memo.model.initial ^ change) & self.code.place.mask) >> self.code.place.shift


class JudgeTable:
    """What a judge says of states, by the bits that it looks at. `touched` and `mask` as in a row."""

    __slots__ = ("judge", "known", "layout", "mask", "packing", "touched")

    def __init__(self, layout: Layout, packing: Packing, judge: Judge) -> None:
        self.layout = layout
        self.packing = packing
        self.judge = judge
        self.touched = 0
        self.mask = 0
        self.known: dict[int, tuple[Violation, ...]] = {}

    def learn(self, packed: int) -> tuple[Violation, ...]:
        """Ask the judge itself, of a state that is not known."""
        memory = Memory(self.layout, self.packing.unpack(packed))
        found = tuple(self.judge(memory))
        if memory.touched & ~self.touched:
            self.touched |= memory.touched
            self.mask = self.packing.bits(self.touched)
            self.known = {}
        self.known[packed & self.mask] = found
        return found

    def grow(self, mask: int, bit: int) -> None:
        if self.touched & mask:
            self.mask |= bit


class Book:
    """All that is remembered of one model: its steps, by thread, and what its judges say."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.packing = Packing(model)
        self.steps = [StepMemo(model, thread) for thread in range(len(model.threads))]
        self.tables = [StepTable(memo, self.packing) for memo in self.steps]
        self.looks = [(table.own, table.looks, thread) for thread, table in enumerate(self.tables)]
        """For the inner loop; changed in place."""
        self.always = tuple(self._judge(judge) for judge in ALWAYS)
        self.at_rest = tuple(self._judge(judge) for judge in AT_REST)
        self.foreign: dict[tuple[int, int, int], JudgeTable] = {}
        self.own = sum(table.own for table in self.tables)
        self.resting: dict[int, bool] = {}
        self.sorted_in = 0
        """How often all entries were made anew."""

    def _judge(self, judge: Judge) -> JudgeTable:
        return JudgeTable(self.model.layout, self.packing, judge)

    def learn(self, packed: int, thread: int) -> Ways:
        """Run a step that is not known and enter it."""
        row, key = self.tables[thread].learn(packed)
        for mask, bit in self.packing.take_grown():
            for table in self.tables:
                table.grow(mask, bit)
            for judge in (*self.always, *self.at_rest, *self.foreign.values()):
                judge.grow(mask, bit)
            self.looks[:] = [(table.own, table.looks, n) for n, table in enumerate(self.tables)]
            self.own = sum(table.own for table in self.tables)
        for way in row.ways[key]:
            way.before = tuple(self._foreign_judge(thread, place) for place in way.outcome.foreign)
        self._enter(row, key)
        return row.ways[key]

    def ways(self, packed: int, thread: int) -> Ways:
        """The ways of a step that is known."""
        table = self.tables[thread]
        row = table.rows[packed & table.own]
        return row.ways[packed & row.mask]

    def _enter(self, row: Row, key: int) -> None:
        ways = row.ways[key]
        for way in ways:
            way.after = tuple(judge for judge in self.always if judge.mask & way.delta)
        if ways:
            row.entries[key] = ways[0].delta, ways[0].judged if len(ways) == 1 else ALWAYS_JUDGED, ways
        else:
            row.entries[key] = ()

    def ask(self, judge: JudgeTable, packed: int) -> tuple[Violation, ...]:
        """What a judge says of a state that is not known to it."""
        before = judge.mask
        found = judge.learn(packed)
        if judge.mask != before and judge in self.always:
            self.sorted_in += 1
            for table in self.tables:
                for row in table.rows.values():
                    for key in row.ways:
                        self._enter(row, key)
        return found

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
