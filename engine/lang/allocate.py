"""Gives each variable its place in the packed locals.

Two variables may share bits unless one is written while the other still matters. Variables are placed in
the order in which the code first names them, each as low as it fits: outer calls lie low, inner ones above
them, as on a stack, and what a call no longer needs makes room for those that it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.lang.instructions import Instruction, Variable
from engine.lang.liveness import live_after, members
from engine.lang.routine import reads, variables_of, writes
from engine.vocabulary.types import CType


def number_densely(
    code: Sequence[Instruction], variables: Sequence[Variable]
) -> tuple[list[Variable], list[Variable]]:
    """New numbers for the variables that the code names, in the order in which it first does.

    Gives all variables by their old number (those that the code does not name stay as they are), and the
    named ones by their new number.
    """
    found: dict[int, None] = {}
    for step in code:
        for expr in reads(step):
            found.update(dict.fromkeys(variable.offset for variable in variables_of(expr)))
        target = writes(step)
        if target is not None:
            found[target.offset] = None
    renumbered, named = list(variables), []
    for number, old in enumerate(found):
        renumbered[old] = replace(variables[old], offset=number)
        named.append(renumbered[old])
    return renumbered, named


def allocate(
    code: Sequence[Instruction],
    live: Sequence[int],
    variables: Sequence[Variable],
    width: Callable[[CType], int],
) -> list[Variable]:
    """The variables with offset and width, by number."""
    conflicts = _conflicts(code, live, len(variables))
    placed: list[Variable] = []
    for number, variable in enumerate(variables):
        taken = [placed[other] for other in members(conflicts[number]) if other < number]
        placed.append(_lowest_fit(variable, width(variable.type), taken))
    return placed


def _conflicts(code: Sequence[Instruction], live: Sequence[int], count: int) -> list[int]:
    """For each variable, those that matter at a place where it is written (and the other way round)."""
    found = [0] * count
    for pc, step in enumerate(code):
        target = writes(step)
        if target is not None:
            found[target.offset] |= live_after(code, live, pc)
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
