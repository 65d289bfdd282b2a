"""Steps and judgements, remembered by the bits that they look at.

The readable functions (`engine.run.step.attempt`, the judges of `engine.machine.properties`) read the
state through a Memory that records which bits they touched. An answer holds for every state that agrees
in those bits; when a later run looks at more, the mask grows, and the older answers, whose reads lie
inside it, are worked out again when they are met. So there is one semantics, and the search below knows
nothing of page tables. These are LTSmin's dependency matrices, found at run time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.machine.memory import Memory
from engine.machine.properties import Judge, foreign_change
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
        self.blocked: set[int] = set()

    def outcomes(self, state: int) -> Outcomes:
        """What can happen if the thread goes next; nothing, if it is blocked or done."""
        entry = self.known.get(state & self.own)
        if entry is not None:
            found = entry[1].get(state & entry[0])
            if found is not None:
                return found
        return self._miss(state)

    def _miss(self, state: int) -> Outcomes:
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
        return outcomes


class JudgeMemo:
    """What a judge says of states, by the bits that it looks at."""

    def __init__(self, model: Model, judge: Judge) -> None:
        self.model = model
        self.judge = judge
        self.mask = 0
        self.known: dict[int, tuple[Violation, ...]] = {}

    def violations(self, state: int) -> tuple[Violation, ...]:
        found = self.known.get(state & self.mask)
        return self._miss(state) if found is None or not self.mask else found

    def _miss(self, state: int) -> tuple[Violation, ...]:
        memory = Memory(self.model.layout, state)
        found = tuple(self.judge(memory))
        if memory.touched & ~self.mask:
            self.mask |= memory.touched
            self.known.clear()
        self.known[state & self.mask] = found
        return found


class ForeignMemo:
    """`foreign_change` for one thread and one entry, remembered like a judge."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.judges: dict[tuple[int, int, int], JudgeMemo] = {}

    def violations(self, state: int, thread: int, place: tuple[int, int]) -> tuple[Violation, ...]:
        key = (thread, *place)
        if key not in self.judges:

            def judge(memory: Memory) -> Iterator[Violation]:
                return foreign_change(memory, thread, *place)

            self.judges[key] = JudgeMemo(self.model, judge)
        return self.judges[key].violations(state)
