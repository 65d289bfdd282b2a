"""Asking about single steps and states: what can happen in a state, and what is broken by a step.

A search only keeps the first state of each kind of violation, and its states in a form of its own. What
is worked out after it (the shortest runs, fates, claims) asks again, about the few or all states that it
needs, through `Search.steps` and the memories of judges here. So it does not matter which engine searched.
Everything is in the fixed order: by thread, then outcome, then judge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from engine.check.search import Search
from engine.check.steps import Outcome
from engine.errors import RequestError
from engine.machine.memory import Memory
from engine.machine.properties import ALWAYS, AT_REST, Judge, foreign_change
from engine.machine.violations import PROPERTIES, Violation
from engine.run.judge import deadlock
from engine.run.model import Model
from engine.run.schedule import Choice
from engine.run.step import Attempt, attempt, candidates
from engine.words.saying import said

Answer = TypeVar("Answer")
Transition = tuple[int, Outcome]
"""(thread, outcome) of a step from a given state."""


class Remembered(Generic[Answer]):
    """What a question about a state is answered, by the bits that the answer depends on."""

    def __init__(self, model: Model, question: Callable[[Memory], Answer]) -> None:
        self.model = model
        self.question = question
        self.mask = 0
        self.known: dict[int, Answer] = {}

    def answer(self, state: int) -> Answer:
        found = self.known.get(state & self.mask)
        return self._ask(state) if found is None else found

    def _ask(self, state: int) -> Answer:
        memory = Memory(self.model.layout, state)
        found = self.question(memory)
        if memory.touched & ~self.mask:
            self.mask |= memory.touched
            self.known.clear()
        self.known[state & self.mask] = found
        return found


Verdicts = Remembered[tuple[Violation, ...]]


class Asker:
    """Answers about the steps and states of one search."""

    def __init__(self, search: Search) -> None:
        self.model = search.model
        self.search = search
        self.threads = tuple(range(len(self.model.threads)))
        self.always = self._memos(ALWAYS)
        self.at_rest = self._memos(AT_REST)
        self.foreign: dict[tuple[int, int, int], Verdicts] = {}

    def _memos(self, judges: tuple[Judge, ...]) -> list[Verdicts]:
        return [self._memo(judge) for judge in judges]

    def _memo(self, judge: Judge) -> Verdicts:
        return Remembered(self.model, lambda memory: tuple(judge(memory)))

    def transitions(self, state: int) -> list[Transition]:
        """All that can happen next; none where the modelled kernel has stopped."""
        model = self.model
        if state & model.layout.halted.mask:
            return []
        able = self.threads if model.shape.smp else candidates(model, state)
        steps = self.search.steps
        return [(thread, outcome) for thread in able for outcome in steps[thread].outcomes(state)]

    def choice(self, transition: Transition) -> Choice:
        """The name of a transition in a schedule."""
        return Choice(self.model.shape.threads[transition[0]], transition[1].fails)

    def told(self, state: int, transition: Transition) -> Attempt:
        """A transition, run once more by the readable step: its events and the places that it ran through."""
        return attempt(self.model, state, transition[0], transition[1].fails)

    def by_step(self, state: int, transition: Transition) -> list[Violation]:
        """What a step itself breaks; `state` is the one before it."""
        thread, outcome = transition
        found = list(outcome.violations)
        for table, entry in outcome.foreign:
            found += self._foreign(thread, table, entry).answer(state)
        return found

    def in_state(self, state: int) -> list[Violation]:
        """What does not hold in a state; deadlock apart."""
        found = [violation for judge in self.always for violation in judge.answer(state)]
        return found + self.rest_in(state)

    def rest_in(self, state: int) -> list[Violation]:
        """What does not hold in a state in which every thread is outside the kernel; else nothing."""
        if not self.model.at_rest(state) or self.model.halted(state):
            return []
        return [violation for judge in self.at_rest for violation in judge.answer(state)]

    def stuck_in(self, state: int) -> list[Violation]:
        """The deadlock of a state that has no transitions."""
        return [] if self.transitions(state) else deadlock(self.model, state)

    def broken(self, state: int, transition: Transition) -> list[Violation]:
        """All that a step breaks: itself, or by the state that it leads to."""
        after = state ^ transition[1].delta
        return self.by_step(state, transition) + self.in_state(after) + self.stuck_in(after)

    def breaks(self, property: str, state: int, transition: Transition) -> list[Violation]:
        """What a step breaks of one property."""
        after = state ^ transition[1].delta
        found = self.by_step(state, transition) + self.in_state(after)
        if property == "deadlock":
            found += self.stuck_in(after)
        return [violation for violation in found if violation.property == property]

    def named(self, state: int, choice: Choice) -> Transition:
        """The transition that a choice names.

        Raises:
            RequestError: it cannot be made in that state.
        """
        able = self.transitions(state)
        for transition in able:
            if self.choice(transition) == choice:
                return transition
        names = ", ".join(str(self.choice(other)) for other in able) or said("error.nobody")
        raise RequestError(
            "RUN03", said("error.cannot-go", str(choice)), said("hint.step-one-that-can", names)
        )

    def _foreign(self, thread: int, table: int, entry: int) -> Verdicts:
        key = (thread, table, entry)
        if key not in self.foreign:
            self.foreign[key] = self._memo(lambda memory: foreign_change(memory, thread, table, entry))
        return self.foreign[key]


def is_damage(violation: Violation) -> bool:
    return PROPERTIES[violation.property].severity == "damage"
