"""What must hold on every path through a function: no read before a write, no end without a return.

Sets of variables are bit sets in an int: bit n is `routine.variables[n]`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from engine.lang.codes import Diagnostics
from engine.lang.routine import FallOff, Routine, Step, Touch, successors, writes
from engine.words.saying import said

Fact = TypeVar("Fact")


def run_forward(
    routine: Routine, first: Fact, after: Callable[[Step, Fact], Fact], join: Callable[[Fact, Fact], Fact]
) -> list[Fact | None]:
    """The fact before each step (and at the end), the greatest solution; None where no path comes."""
    end = len(routine.code)
    before: list[Fact | None] = [None] * (end + 1)
    before[0] = first
    pending = [0]
    while pending:
        pc = pending.pop()
        fact = before[pc]
        if pc == end or fact is None:
            continue
        out = after(routine.code[pc], fact)
        for successor in successors(routine.code[pc], pc, end):
            old = before[successor]
            new = out if old is None else join(old, out)
            if old is None or new != old:
                before[successor] = new
                pending.append(successor)
    return before


def check_assignment(routine: Routine, diagnostics: Diagnostics) -> None:
    """Notes each variable that some path reads before it is written."""
    before = run_forward(routine, (1 << len(routine.params)) - 1, _assigned_after, lambda a, b: a & b)
    for step, assigned in zip(routine.code, before, strict=False):
        if isinstance(step, Touch) and assigned is not None and not assigned >> step.variable.offset & 1:
            diagnostics.add(
                "LANG23",
                step.place.span,
                said("lang.read-before-written", step.variable.name),
                said("hint.value-where-declared"),
            )


def _assigned_after(step: Step, assigned: int) -> int:
    target = writes(step)
    return assigned if target is None else assigned | 1 << target.offset


def check_returns(routine: Routine, diagnostics: Diagnostics) -> None:
    """Notes the closing brace of a function that should have returned a value before it."""
    if routine.result is None:
        return
    for step, reachable in zip(routine.code, routine.reachable, strict=False):
        if isinstance(step, FallOff) and reachable:
            diagnostics.add(
                "LANG21",
                step.place.span,
                said("lang.ends-without-value", routine.function.name),
                said("hint.return-on-every-path"),
            )
