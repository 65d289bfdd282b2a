"""The steps of a thread, remembered by the bits that they look at.

The readable functions (`engine.run.step.attempt`, the judges of `engine.machine.properties`) read the
state through a Memory that records which bits they touched. An answer holds for every state that agrees
in those bits; when a later run looks at more, the mask grows, and the older answers, whose reads lie
inside it, are worked out again when they are met. So there is one semantics, and the search knows
nothing of page tables. These are LTSmin's dependency matrices, found at run time.

What a step looks at next often depends on what it has just seen: the page that a TLB entry names. So a
step is looked up twice: under the bits that all of its runs had in common, which lead to a part; and under
all bits that the runs of that part have looked at. Runs that ended early, because the thread cannot go,
do not count for the first: they would leave nothing in common.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.machine.violations import Violation
from engine.run.model import Model
from engine.run.step import attempt


class Outcome(NamedTuple):
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


class Explored(NamedTuple):
    """A step that was run. common, touched: the bits under which it is remembered; waits: it is blocked."""

    outcomes: Outcomes
    common: int
    touched: int
    waits: bool


class _Known:
    """What is known of a thread's steps from one place with one set of locals.

    common: the bits that all steps which go look at. parts: by these, a mask and the answers under it.
    """

    __slots__ = ("common", "goes", "parts")

    def __init__(self, common: int, goes: bool) -> None:
        self.common = common
        self.goes = goes
        self.parts: dict[int, tuple[int, dict[int, Outcomes]]] = {}

    def enter(self, state: int, touched: int, outcomes: Outcomes) -> int:
        """Remember an answer; gives the mask of its part."""
        mask, answers = self.parts.get(state & self.common, (self.common, {}))
        if touched & ~mask:
            mask, answers = mask | touched, {}
        self.parts[state & self.common] = mask, answers
        answers[state & mask] = outcomes
        return mask


class StepMemo:
    """The outcomes of one thread's steps: by its own place and locals, then by what a step there looks at."""

    def __init__(self, model: Model, thread: int) -> None:
        self.model = model
        self.thread = thread
        self.own = model.threads[thread].mask
        self.known: dict[int, _Known] = {}

    def outcomes(self, state: int) -> Outcomes:
        """What can happen if the thread goes next; nothing, if it is blocked or done."""
        known = self.known.get(state & self.own)
        if known is not None:
            mask, answers = known.parts.get(state & known.common, (0, {}))
            found = answers.get(state & mask)
            if found is not None:
                return found
        return self.explore(state).outcomes

    def explore(self, state: int) -> Explored:
        """Run the readable step, and remember it."""
        outcomes, touched, waits = self.run(state)
        known = self._known(state & self.own, touched, bool(outcomes))
        mask = known.enter(state, touched, outcomes)
        return Explored(outcomes, known.common, mask, waits)

    def run(self, state: int) -> tuple[Outcomes, int, bool]:
        """What happens, the bits that it depends on, and whether the thread is blocked."""
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
        return outcomes, touched, tried.blocked is not None

    def _known(self, local: int, touched: int, goes: bool) -> _Known:
        known = self.known.get(local)
        if known is None or (goes and not known.goes):
            known = self.known[local] = _Known(touched, goes)
        elif goes and known.common & ~touched:
            known = self.known[local] = _Known(known.common & touched, goes)
        return known
