"""What is broken: by a step, and in the state that it led to."""

from __future__ import annotations

from engine.machine.memory import Memory
from engine.machine.properties import ALWAYS, AT_REST, Judge, foreign_change
from engine.machine.violations import Violation
from engine.run.model import Model
from engine.run.sentences import listed, said
from engine.run.step import Attempt, candidates, look
from engine.words.text import Text


def broken_by(model: Model, before: int, thread: int, tried: Attempt) -> list[Violation]:
    """What a step itself broke: its own violations, and entries that it changed under another mm."""
    found = list(tried.violations)
    for table, entry in tried.foreign:
        found += foreign_change(Memory(model.layout, before), thread, table, entry)
    return found


def broken_in(model: Model, state: int) -> list[Violation]:
    """What does not hold in a state."""
    return Judges(model).broken_in(state)


class Judges:
    """What does not hold in states that differ little, as those of a run do: a judge is asked again only
    when a bit that it looked at has changed."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._said: dict[Judge, tuple[int, int, tuple[Violation, ...]]] = {}
        """By judge: the state that it was asked about last, the bits that it looked at, its answer."""

    def broken_in(self, state: int) -> list[Violation]:
        model = self._model
        found = [violation for judge in ALWAYS for violation in self._ask(judge, state)]
        if model.at_rest(state) and not model.halted(state):
            for judge in AT_REST:
                found += self._ask(judge, state)
        return found + deadlock(model, state)

    def _ask(self, judge: Judge, state: int) -> tuple[Violation, ...]:
        last, touched, answer = self._said.get(judge, (~state, -1, ()))
        if (state ^ last) & touched:
            memory = Memory(self._model.layout, state)
            answer = tuple(judge(memory))
            self._said[judge] = state, memory.touched, answer
        return answer


def deadlock(model: Model, state: int) -> list[Violation]:
    """The violation that nobody can go on, and somebody has something left to do.

    Its objects are the threads that wait and what each waits for.
    """
    if model.halted(state):
        return []
    waiting: list[Text] = []
    objects: list[str] = []
    for thread in candidates(model, state):
        tried = look(model, state, thread)
        if tried.goes or tried.limit is not None:
            return []
        if tried.blocked is not None:
            name, lock = model.shape.threads[thread], tried.blocked.lock
            why = said(f"reason.{tried.blocked.message}", lock, listed(tried.blocked.holders))
            waiting.append(said("reason.blocked-here", name, why))
            objects += [name, lock]
    if not waiting:
        return []
    all_of_them = listed(waiting, "reason.comma")
    return [Violation("deadlock", "deadlock", (all_of_them,), tuple(dict.fromkeys(objects)))]
