"""Complete breadth-first search over packed states.

Theory of operation. A level is the list of states that can be reached in n steps and not in fewer. Each
state is expanded once, for every thread in the fixed order. A state that breaks a property is expanded
all the same: each property is searched by itself. Only where the modelled kernel stopped is there
nothing behind. So the first level at which a property breaks is the length of its shortest run.

A judge is asked only when the step changed a bit that it looks at: otherwise it says of the new state
what it said of the old one, and that was asked before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.check.memo import ForeignMemo, JudgeMemo, Outcome, StepMemo
from engine.machine.properties import ALWAYS, AT_REST
from engine.machine.violations import Violation
from engine.run.judge import deadlock
from engine.run.model import Model
from engine.run.step import candidates

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

    discoveries: dict[Kind, Discovery] = field(default_factory=dict)
    levels: list[list[int]] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)


class Search:
    """A search that is advanced in slices: `advance(budget)` until `found.progress.complete`."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.steps = [StepMemo(model, thread) for thread in range(len(model.threads))]
        self.always = [JudgeMemo(model, judge) for judge in ALWAYS]
        self.at_rest = [JudgeMemo(model, judge) for judge in AT_REST]
        self.foreign = ForeignMemo(model)
        self.seen = {model.initial}
        self.next_level: list[int] = []
        self.found = Found(levels=[[model.initial]])
        self.position = 0
        for judge in self.always + self.at_rest:
            self._note(judge.violations(model.initial), model.initial, None, False, 0)

    def advance(self, budget: int) -> bool:
        """Expand up to `budget` states more; true when the search is complete."""
        found, progress = self.found, self.found.progress
        while budget > 0 and not progress.complete:
            level = found.levels[-1]
            chunk = level[self.position : self.position + budget]
            for state in chunk:
                self._expand(state, len(found.levels))
            self.position += len(chunk)
            budget -= len(chunk)
            if self.position == len(level):
                self._next_level()
        progress.states = len(self.seen)
        progress.frontier = len(self.next_level)
        return progress.complete

    def run(self, limit: int = 1_000_000) -> Found:
        """Search until complete, or until more than `limit` states are known."""
        while not self.advance(4_096) and len(self.seen) <= limit:
            pass
        return self.found

    def _next_level(self) -> None:
        if self.next_level:
            self.found.levels.append(self.next_level)
            self.found.progress.depth = len(self.found.levels) - 1
            self.next_level = []
            self.position = 0
        else:
            self.found.progress.complete = True

    def _expand(self, state: int, depth: int) -> None:
        if self.model.halted(state):
            return
        smp = self.model.shape.smp
        moved = False
        for thread in range(len(self.steps)) if smp else candidates(self.model, state):
            for outcome in self.steps[thread].outcomes(state):
                moved = True
                self.found.progress.transitions += 1
                self._reach(state, thread, outcome, depth)
        if not moved:
            self._note(deadlock(self.model, state), state, None, False, depth - 1)

    def _reach(self, state: int, thread: int, outcome: Outcome, depth: int) -> None:
        new = state ^ outcome.delta
        if outcome.violations:
            self._note(outcome.violations, state, thread, outcome.fails, depth)
        for place in outcome.foreign:
            broken = self.foreign.violations(state, thread, place)
            if broken:
                self._note(broken, state, thread, outcome.fails, depth)
        if new in self.seen:
            return
        self.seen.add(new)
        self.next_level.append(new)
        for judge in self.always:
            if outcome.delta & judge.mask or not judge.mask:
                broken = judge.violations(new)
                if broken:
                    self._note(broken, state, thread, outcome.fails, depth)
        if outcome.rests and self.model.at_rest(new) and not self.model.halted(new):
            for judge in self.at_rest:
                broken = judge.violations(new)
                if broken:
                    self._note(broken, state, thread, outcome.fails, depth)

    def _note(
        self, violations: Iterable[Violation], before: int, thread: int | None, fails: bool, steps: int
    ) -> None:
        for violation in violations:
            kind = (violation.property, violation.message)
            if kind not in self.found.discoveries:
                self.found.discoveries[kind] = Discovery(violation, steps, before, thread, fails)
