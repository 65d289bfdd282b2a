"""A reduced search: steps that concern no other thread are not interleaved with the others' steps.

Theory of operation. In a state, a step of a thread is *local* if nothing that another thread may still do
from where it stands writes what the step looks at or looks at what it writes; if no judge sees what it
changes; and if it leads forward in the thread's program. Then nothing is lost by taking it at once and
alone (a persistent set of one; the last condition is the cycle proviso, for every cycle of states has a
step backwards in some program). Chains of local steps are followed without keeping the states between.

What a thread may still do is not worked out from the program, which could only guess where pointers lead,
but observed: for each place and locals, the bits that its steps were ever seen to look at and to write, and
those of all that was seen to follow. A round searches with what is known when it begins; whatever it sees
that is new is known to the next one; the last round is one that saw nothing new. A step that was taken for
local wrongly shows in that very round: up to the first access that conflicts with it, the other thread
does the same in a run that was kept as in the run that was left out. So the last round is sound.

That the kernel stops is no conflict, though it ends the others' steps: a local step may as well go first,
and what is broken is broken all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.check.judges import JudgeTable
from engine.check.memo import Book, Part, Row, StepTable, Way
from engine.check.search import DEADLOCK, Kind, Search
from engine.machine.violations import Violation
from engine.run.judge import deadlock
from engine.run.model import Model


@dataclass(slots=True)
class Reduced:
    """What a reduced search found. bounds: of each kind, the length of some run to it, in unreduced steps.

    states: those kept in the last round. rounds: how many there were. searched: every run of up to so many
    steps was taken, up to names; 0 where steps are merged.
    """

    bounds: dict[Kind, int] = field(default_factory=dict)
    states: int = 0
    transitions: int = 0
    rounds: int = 0
    complete: bool = False
    searched: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """The bits that a thread may still look at and write."""

    touched: int
    written: int


@dataclass(frozen=True, slots=True)
class Local:
    """A decision that a step is local: taken in a state with these locals of all threads."""

    thread: int
    row: Row
    way: Way
    locals: int


class Futures:
    """For each thread, what it may still do, by its place and locals; from all that a book has seen."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.machine = book.model.machine_mask & ~book.model.layout.halted.mask
        self.reach = [self._closed(table) for table in book.tables]
        self.nothing = Reach(0, 0)
        self.looked: dict[Row, int] = {}
        self.apart: dict[tuple[Way, int, int], bool] = {}

    def keeps_off(self, one: Local, other: int, local: int) -> bool:
        """Whether a step and all that another thread may still do keep off each other's bits."""
        key = one.way, other, local
        if key not in self.apart:
            if one.row not in self.looked:
                self.looked[one.row] = self._looks_at(one.row)
            reach = self.reach[other].get(local, self.nothing)
            writes = one.way.outcome.delta & self.machine
            self.apart[key] = not (self.looked[one.row] & reach.written or writes & reach.touched)
        return self.apart[key]

    def _looks_at(self, row: Row) -> int:
        """The bits that the steps of a row look at, or that are looked at to judge them."""
        judges = {judge for ways in row.all_ways() for way in ways for judge in way.before}
        touched = row.all_touched
        for judge in judges:
            touched |= judge.touched
        return touched & self.machine

    def _closed(self, table: StepTable) -> dict[int, Reach]:
        own = table.own
        touched = {local: self._looks_at(row) for local, row in table.rows.items()}
        written = dict.fromkeys(table.rows, 0)
        before: dict[int, set[int]] = {}
        for local, row in table.rows.items():
            for ways in row.all_ways():
                for way in ways:
                    written[local] |= way.outcome.delta & self.machine
                    before.setdefault((local ^ way.delta) & own, set()).add(local)
        due = list(before)
        while due:
            after = due.pop()
            for local in before.get(after, ()):
                more = touched.get(after, 0) & ~touched[local], written.get(after, 0) & ~written[local]
                if any(more):
                    touched[local] |= more[0]
                    written[local] |= more[1]
                    due.append(local)
        return {local: Reach(touched[local], written[local]) for local in table.rows}


class Round:
    """One breadth-first search that takes local steps at once, with the futures as they are known."""

    def __init__(self, model: Model, book: Book) -> None:
        self.model = model
        self.book = book
        self.futures = Futures(book)
        self.decisions: dict[Part, dict[int, Local | None]] = {}
        """By thread's locals, then by all threads' locals and what the step looks at."""
        self.found = Reduced()
        for judge in (*book.always, *book.at_rest):
            self._note(self._answer(judge, 0), 0)
        start, steps = self._settle(0, 0)
        self.distance = {start: steps}
        self.queue = [start]

    def holds(self) -> bool:
        """Whether all that was taken for local is still local, by what is known now."""
        self.futures = Futures(self.book)
        return all(self._is_local(one) for known in self.decisions.values() for one in known.values() if one)

    def run(self, limit: int) -> Iterator[Reduced]:
        """Search until complete, or until more than `limit` states are known; yields after each state."""
        for state in self.queue:  # which grows
            self._expand(state)
            self.found.states = len(self.queue)
            yield self.found
            if len(self.queue) > limit:
                return
        self.found.complete = True

    def _ways(self, state: int, thread: int) -> tuple[Row, tuple[Way, ...]]:
        table = self.book.tables[thread]
        row = table.rows.get(state & table.own)
        ways = row.ways(state) if row is not None else None
        if row is None or ways is None:
            ways = self.book.learn(state, thread)
            row = table.rows[state & table.own]
        return row, ways

    def _expand(self, state: int) -> None:
        steps = self.distance[state] + 1
        moved = False
        for thread in range(len(self.book.tables)):
            for way in self._ways(state, thread)[1]:
                moved = True
                self.found.transitions += 1
                if way.judged:
                    self._judge(state, way, steps)
                after, total = self._settle(state ^ way.delta, steps)
                if after not in self.distance:
                    self.distance[after] = total
                    self.queue.append(after)
        if not moved and DEADLOCK not in self.found.bounds:
            self._note(tuple(deadlock(self.model, self.book.packing.unpack(state))), steps - 1)

    def _judge(self, state: int, way: Way, steps: int) -> None:
        """Judge a step and the state behind it."""
        book, after = self.book, state ^ way.delta
        self._note(way.outcome.violations, steps)
        for judge in way.before:
            self._note(self._answer(judge, state), steps)
        judges = way.after
        if way.outcome.rests and book.at_rest_in(after) and not after & book.packing.halted.bits:
            judges += book.at_rest
        for judge in judges:
            self._note(self._answer(judge, after), steps)

    def _settle(self, state: int, steps: int) -> tuple[int, int]:
        """Take local steps as long as there are any."""
        tables, decisions = self.book.tables, self.decisions
        last = thread = 0
        while True:
            row = tables[thread].rows.get(state & tables[thread].own)
            part = row.part(state) if row is not None else None
            if part is None:
                self._ways(state, thread)
                continue
            key = state & (self.book.own | part.mask)
            known = decisions.get(part)
            if known is None:
                known = decisions[part] = {}
            if key not in known:
                known[key] = self._decide(state, thread)
                continue
            local = known[key]
            if local is not None:
                steps += 1
                if local.way.judged:
                    self._judge(state, local.way, steps)
                state ^= local.way.delta
                last = thread
            else:
                thread = (thread + 1) % len(tables)
                if thread == last:
                    return state, steps

    def _decide(self, state: int, thread: int) -> Local | None:
        row, ways = self._ways(state, thread)
        if len(ways) != 1:
            return None
        local = Local(thread, row, ways[0], state & self.book.own)
        return local if self._is_local(local) else None

    def _is_local(self, one: Local) -> bool:
        if not self._is_unseen(one):
            return False
        return all(
            other == one.thread or self.futures.keeps_off(one, other, one.locals & table.own)
            for other, table in enumerate(self.book.tables)
        )

    def _is_unseen(self, one: Local) -> bool:
        """Whether a step leads forward, and no judge can tell that it was taken."""
        table, delta = self.book.tables[one.thread], one.way.delta
        here, there = table.place(one.locals), table.place(one.locals ^ delta & table.own)
        if there <= here or one.way.after or delta & self.book.packing.halted.bits:
            return False
        inside = table.code.in_kernel
        if inside[here] != inside[there]:
            return False
        return inside[here] or not any(judge.mask & delta for judge in self.book.at_rest)

    def _answer(self, judge: JudgeTable, state: int) -> tuple[Violation, ...]:
        found = judge.answer(state)
        return self.book.ask(judge, state) if found is None else found

    def _note(self, violations: tuple[Violation, ...], steps: int) -> None:
        for violation in violations:
            kind = violation.property, violation.message
            self.found.bounds[kind] = min(steps, self.found.bounds.get(kind, steps))


def reduced(model: Model, limit: int = 1_000_000) -> Reduced:
    """Search a model in rounds until one holds. On UP a step keeps others from going: nothing is reduced."""
    if not model.shape.smp:
        return _unreduced(model, limit)
    for found in rounds(model, limit):
        last = found
    return last


def rounds(model: Model, limit: int) -> Iterator[Reduced]:
    """Search in rounds until one holds; yields after each state. What the last round found counts."""
    book = Book(model)
    number = 0
    holds = False
    while not holds:
        number += 1
        one = Round(model, book)
        one.found.rounds = number
        yield from one.run(limit)
        holds = not one.found.complete or one.holds()
        yield one.found


def _unreduced(model: Model, limit: int) -> Reduced:
    found = Search(model).run(limit)
    bounds = {kind: one.steps for kind, one in found.discoveries.items()}
    progress = found.progress
    return Reduced(bounds, progress.states, progress.transitions, 1, progress.complete)


def confirmed(model: Model, found: Reduced) -> Search:
    """An unreduced search, far enough to have the shortest run to each kind that a reduced one has found."""
    search = Search(model)
    while found.bounds.keys() - search.found.discoveries.keys() and not search.advance(4_096):
        pass
    return search
