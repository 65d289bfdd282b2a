"""Complete breadth-first search over packed states.

Theory of operation. A level is the list of states that can be reached in n steps and not in fewer. Each
state is expanded once, for every thread in the fixed order. A state that breaks a property is expanded
all the same: each property is searched by itself. Only where the modelled kernel stopped is there
nothing behind. So the first level at which a property breaks is the length of its shortest run.

A judge is asked only when the step changed a bit that it looks at: otherwise it says of the new state
what it said of the old one, and that was asked before.

States are kept in short form (`engine.check.packing`). `_sweep` is the inner loop: two look-ups, one
XOR and one more look-up a step. Whatever is not plain (a step that is not known yet, or has several
outcomes, or that somebody has to judge) goes through `_reach`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.check import compiled
from engine.check.compiled import Compiled
from engine.check.judges import JudgeTable
from engine.check.memo import ALWAYS_JUDGED, FURTHER, Book, Look, Way
from engine.check.packing import Levels
from engine.machine.violations import Violation
from engine.run.judge import deadlock
from engine.run.model import Model

DEADLOCK = "deadlock", "deadlock"

Kind = tuple[str, str]
"""A kind of violation: (property, message)."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """The first violation of a kind: the state before its last step, that step, and its number.

    thread is None where the violation is in the state itself (a deadlock, or the initial state).
    """

    violation: Violation
    steps: int
    before: int
    thread: int | None
    fails: bool


@dataclass(slots=True)
class Progress:
    """How far a search has come. `complete`: everything that can be reached was expanded."""

    states: int = 1
    transitions: int = 0
    depth: int = 0
    frontier: int = 1
    complete: bool = False


@dataclass(slots=True)
class Found:
    """All that a search knows. levels[n]: the states at distance n."""

    levels: Levels
    discoveries: dict[Kind, Discovery] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)


class Search:
    """A search that is advanced in slices: `advance(budget)` until `found.progress.complete`.

    compile_from: states from which on numba's loop is used, if it is ready. book: of an earlier search of
    the same model, which has ended: what it has learnt need not be run again.
    """

    def __init__(self, model: Model, compile_from: int = 5_000, book: Book | None = None) -> None:
        assert book is None or book.model is model, "a book is of one model"
        self.model = model
        self.compile_from = compile_from
        self.book = Book(model) if book is None else book
        self.steps = self.book.steps
        self.seen = {0}
        self.next_level: list[int] = []
        self.found = Found(Levels(self.book.packing, [[0]]))
        self.position = 0
        self.compiled: Compiled | None = None
        """Has taken over the states, once there are many and the compiled loop is ready."""
        self.noted: dict[int, tuple[Violation, ...]] = {}
        """By identity, what `note` has seen: most states of a broken protocol break what others broke."""
        for judge in (*self.book.always, *self.book.at_rest):
            self.note(self.book.ask(judge, 0), 0, None, False, 0)

    def advance(self, budget: int) -> bool:
        """Expand up to `budget` states more; true when the search is complete."""
        found, progress = self.found, self.found.progress
        while budget > 0 and not progress.complete:
            if self.compiled is None and len(self.seen) >= self.compile_from and compiled.ready():
                self._hand_over()
            expanded = self._expand(budget)
            self.position += expanded
            budget -= expanded
            if self.position == len(found.levels.packed[-1]):
                self._next_level()
        if self.compiled is None:
            progress.states, progress.frontier = len(self.seen), len(self.next_level)
        else:
            progress.states = self.compiled.states
            progress.frontier = progress.states - self.compiled.bounds[-1]
            progress.transitions = self.compiled.transitions
        return progress.complete

    def run(self, limit: int = 1_000_000) -> Found:
        """Search until complete, or until more than `limit` states are known."""
        while not self.advance(4_096) and self.found.progress.states <= limit:
            pass
        return self.found

    def _hand_over(self) -> None:
        """Let the compiled loop go on from here."""
        levels = self.found.levels
        self.compiled = Compiled(self.book, self, levels.packed, self.next_level)
        self.compiled.transitions = self.found.progress.transitions
        levels.packed = [self.compiled.level(depth) for depth in range(len(levels))]
        self.seen, self.next_level = set(), []

    def _expand(self, budget: int) -> int:
        """Expand up to `budget` states of the last level; returns how many."""
        if self.compiled is not None:
            return self.compiled.expand(self.position, budget)
        levels = self.found.levels.packed
        chunk = levels[-1][self.position : self.position + budget]
        self._sweep(chunk, len(levels))
        return len(chunk)

    def _next_level(self) -> None:
        levels, progress = self.found.levels.packed, self.found.progress
        following: Sequence[int] = self.next_level
        if self.compiled is not None:
            following = self.compiled.next_level()
        if following:
            levels.append(following)
            progress.depth = len(levels) - 1
            self.next_level = []
            self.position = 0
        else:
            progress.complete = True

    def _sweep(self, chunk: Sequence[int], depth: int) -> None:
        """Expand states. This loop is where a search spends its time: it is long so that it is fast."""
        all_looks, smp = self.book.looks, self.model.shape.smp
        seen, add, append = self.seen, self.seen.add, self.next_level.append
        transitions = self.found.progress.transitions
        for state in chunk:
            before = transitions
            for own, looks, thread in all_looks if smp else self._pinned(state):
                try:
                    mask, get = looks[state & own]
                    entry = get(state & mask)
                except KeyError:
                    entry = None
                if entry:
                    delta, judged, ways = entry
                    if judged == FURTHER:
                        entry = ways(state & delta)
                        if entry:
                            delta, judged, ways = entry
                if entry:
                    if judged < ALWAYS_JUDGED:
                        transitions += 1
                        new = state ^ delta
                        if new not in seen:
                            add(new)
                            append(new)
                            if judged:
                                self._judge(state, thread, ways[0], new, depth)
                        continue
                elif entry is None:
                    ways = self.book.learn(state, thread)
                else:
                    continue
                transitions += len(ways)
                for way in ways:
                    self._reach(state, thread, way, depth)
            if transitions == before:
                self.stuck(state, depth - 1)
        self.found.progress.transitions = transitions

    def candidates(self, state: int) -> list[tuple[int, dict[int, Look], int]]:
        """The looks of those who may go in a state."""
        return self.book.looks if self.model.shape.smp else self._pinned(state)

    def _pinned(self, state: int) -> list[tuple[int, dict[int, Look], int]]:
        """On UP, those of who may have the CPU."""
        tables = self.book.tables
        pinned = [n for n, table in enumerate(tables) if table.code.pinned[table.place(state)]]
        return [self.book.looks[n] for n in pinned] or self.book.looks

    def _reach(self, state: int, thread: int, way: Way, depth: int) -> None:
        """Take a step of which there is more to say than its new state."""
        if way.outcome.violations:
            self.note(way.outcome.violations, state, thread, way.outcome.fails, depth)
        self._ask(way.before, state, state, thread, way, depth)
        new = state ^ way.delta
        if new not in self.seen:
            self.seen.add(new)
            self.next_level.append(new)
            self._judge(state, thread, way, new, depth)

    def _judge(self, state: int, thread: int, way: Way, new: int, depth: int) -> None:
        """Ask of a new state what its step may have changed."""
        self._ask(self.judges_after(way, new), new, state, thread, way, depth)

    def judges_after(self, way: Way, new: int) -> tuple[JudgeTable, ...]:
        """Who may say something else of the state to which a step led than of the one before."""
        if way.outcome.rests and self.book.at_rest_in(new) and not new & self.book.packing.halted.bits:
            return way.after + self.book.at_rest
        return way.after

    def _ask(
        self, judges: tuple[JudgeTable, ...], about: int, state: int, thread: int, way: Way, depth: int
    ) -> None:
        """Ask judges about a state; the step was taken from another, or from that one."""
        for judge in judges:
            broken = judge.answer(about)
            if broken is None:
                broken = self.book.ask(judge, about)
            if broken and id(broken) not in self.noted:
                self.note(broken, state, thread, way.outcome.fails, depth)

    def stuck(self, state: int, steps: int) -> bool:
        """Nobody can go on; returns whether a deadlock is known."""
        waiting = any(table.waits(state) for table in self.book.tables)
        if waiting and DEADLOCK not in self.found.discoveries:
            violations = tuple(deadlock(self.model, self.book.packing.unpack(state)))
            self.note(violations, state, None, False, steps)
        return DEADLOCK in self.found.discoveries

    def knows(self, violations: tuple[Violation, ...]) -> bool:
        """Whether all their kinds are known."""
        return all((one.property, one.message) in self.found.discoveries for one in violations)

    def note(
        self, violations: tuple[Violation, ...], before: int, thread: int | None, fails: bool, steps: int
    ) -> None:
        if id(violations) in self.noted:
            return
        self.noted[id(violations)] = violations
        for violation in violations:
            kind = (violation.property, violation.message)
            if kind not in self.found.discoveries:
                whole = self.book.packing.unpack(before)
                self.found.discoveries[kind] = Discovery(violation, steps, whole, thread, fails)
