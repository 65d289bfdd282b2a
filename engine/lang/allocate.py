"""Gives each variable its place in the packed locals.

Two variables may share bits unless one is written while the other still matters. Variables are placed in
the order in which the code first names them, each as low as it fits: outer calls lie low, inner ones above
them, as on a stack, and what a call no longer needs makes room for those that it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.lang.instructions import Instruction, Variable
from engine.lang.liveness import Flow, live_after, members
from engine.lang.routine import reads, variables_of, writes
from engine.vocabulary.types import CType


def number_densely(code: Sequence[Instruction]) -> dict[int, int]:
    """New numbers for the variables that the code names, by the old: in the order in which it first does."""
    found: dict[int, int] = {}
    for step in code:
        for expr in reads(step):
            for variable in variables_of(expr):
                found.setdefault(variable.offset, len(found))
        target = writes(step)
        if target is not None:
            found.setdefault(target.offset, len(found))
    return found


def allocate(
    flow: Flow, live: Sequence[int], variables: Sequence[Variable], width: Callable[[CType], int]
) -> list[Variable]:
    """The variables with offset and width, by number."""
    conflicts = _conflicts(flow, live, len(variables))
    placed: list[Variable] = []
    for number, variable in enumerate(variables):
        taken = [placed[other] for other in members(conflicts[number]) if other < number]
        placed.append(_lowest_fit(variable, width(variable.type), taken))
    return placed


def _conflicts(flow: Flow, live: Sequence[int], count: int) -> list[int]:
    """For each variable, those that matter at a place where it is written (and the other way round)."""
    found = [0] * count
    for pc, target in enumerate(flow.written):
        if target is not None:
            found[target] |= live_after(flow, live, pc)
    for number in range(count):
        found[number] &= ~(1 << number)
        for other in members(found[number]):
            found[other] |= 1 << number
    return found


def _lowest_fit(variable: Variable, width: int, taken: Sequence[Variable]) -> Variable:
    offset = 0
    for other in sorted(taken, key=lambda other: other.offset):
        if offset + width <= other.offset:
            break
        offset = max(offset, other.offset + other.width)
    return replace(variable, offset=offset, width=width)
