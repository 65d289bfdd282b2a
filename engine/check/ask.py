"""Asking about single steps and states: what can happen in a state, and what is broken by a step.

A search only keeps the first state of each kind of violation, and its states in a form of its own. What
is worked out after it (the shortest runs, fates, claims) asks again, about the few or all states that it
needs, through `Search.steps` and the memories of judges here. So it does not matter which engine searched.
Everything is in the fixed order: by thread, then outcome, then judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.check.memo import Outcome
from engine.check.search import Search
from engine.machine.memory import Memory
from engine.machine.properties import ALWAYS, AT_REST, Judge, foreign_change
from engine.machine.violations import PROPERTIES, Violation
from engine.run.judge import deadlock
from engine.run.model import Model
from engine.run.schedule import Choice
from engine.run.step import candidates

Transition = tuple[int, Outcome]
"""(thread, outcome) of a step from a given state."""


class JudgeMemo:
    """What a judge says of states, by the bits that it looks at."""

    def __init__(self, model: Model, judge: Callable[[Memory], Iterator[Violation]]) -> None:
        self.model = model
        self.judge = judge
        self.mask = 0
        self.known: dict[int, tuple[Violation, ...]] = {}

    def violations(self, state: int) -> tuple[Violation, ...]:
        found = self.known.get(state & self.mask)
        return self._ask(state) if found is None else found

    def _ask(self, state: int) -> tuple[Violation, ...]:
        memory = Memory(self.model.layout, state)
        found = tuple(self.judge(memory))
        if memory.touched & ~self.mask:
            self.mask |= memory.touched
            self.known.clear()
        self.known[state & self.mask] = found
        return found


class Asker:
    """Answers about the steps and states of one search."""

    def __init__(self, search: Search) -> None:
        self.model = search.model
        self.search = search
        self.threads = tuple(range(len(self.model.threads)))
        self.always = self._memos(ALWAYS)
        self.at_rest = self._memos(AT_REST)
        self.foreign: dict[tuple[int, int, int], JudgeMemo] = {}
        self._levels = [[self.model.initial]]
        self._seen = {self.model.initial}

    def _memos(self, judges: tuple[Judge, ...]) -> list[JudgeMemo]:
        return [JudgeMemo(self.model, judge) for judge in judges]

    def transitions(self, state: int) -> list[Transition]:
        """All that can happen next; none where the modelled kernel has stopped."""
        model = self.model
        if state & model.layout.halted.mask:
            return []
        able = self.threads if model.shape.smp else candidates(model, state)
        steps = self.search.steps
        return [(thread, outcome) for thread in able for outcome in steps[thread].outcomes(state)]

    def levels(self, deepest: int) -> list[list[int]]:
        """The states by their distance from the start, down to a depth: whole, not in short form."""
        while len(self._levels) <= deepest and self._levels[-1]:
            following: list[int] = []
            for state in self._levels[-1]:
                for _, outcome in self.transitions(state):
                    after = state ^ outcome.delta
                    if after not in self._seen:
                        self._seen.add(after)
                        following.append(after)
            self._levels.append(following)
        return self._levels

    def choice(self, transition: Transition) -> Choice:
        """The name of a transition in a schedule."""
        return Choice(self.model.shape.threads[transition[0]], transition[1].fails)

    def by_step(self, state: int, transition: Transition) -> list[Violation]:
        """What a step itself breaks; `state` is the one before it."""
        thread, outcome = transition
        found = list(outcome.violations)
        for table, entry in outcome.foreign:
            found += self._foreign(thread, table, entry).violations(state)
        return found

    def in_state(self, state: int) -> list[Violation]:
        """What does not hold in a state; deadlock apart."""
        found = [violation for judge in self.always for violation in judge.violations(state)]
        return found + self.rest_in(state)

    def rest_in(self, state: int) -> list[Violation]:
        """What does not hold in a state in which every thread is outside the kernel; else nothing."""
        if not self.model.at_rest(state) or self.model.halted(state):
            return []
        return [violation for judge in self.at_rest for violation in judge.violations(state)]

    def stuck_in(self, state: int) -> list[Violation]:
        """The deadlock of a state that has no transitions."""
        return [] if self.transitions(state) else deadlock(self.model, state)

    def broken(self, state: int, transition: Transition) -> list[Violation]:
        """All that a step breaks: itself, or by the state that it leads to."""
        after = state ^ transition[1].delta
        return self.by_step(state, transition) + self.in_state(after) + self.stuck_in(after)

    def _foreign(self, thread: int, table: int, entry: int) -> JudgeMemo:
        key = (thread, table, entry)
        if key not in self.foreign:

            def judge(memory: Memory) -> Iterator[Violation]:
                return foreign_change(memory, thread, table, entry)

            self.foreign[key] = JudgeMemo(self.model, judge)
        return self.foreign[key]


def is_damage(violation: Violation) -> bool:
    return PROPERTIES[violation.property].severity == "damage"
