"""Joins parameters with what was passed for them, where they are one value under one name.

`zap_page_range(mm, ...)` called with `mm` makes a copy of `mm`; ten calls deep there would be ten, all equal,
all part of the state. Variables of the same name and type that only copy each other become one, unless some
other write to one of them happens while another still matters: then the class stays apart.

Why equality holds: at every write that is no copy within the class, none of the others matters, so all that
matter are equal after it; and a copy within the class gives its target the value that all others have.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.lang.instructions import Assign, Instruction, Read, Variable
from engine.lang.liveness import live_after
from engine.lang.routine import writes


def coalesce(
    code: Sequence[Instruction], live: Sequence[int], variables: Sequence[Variable]
) -> list[Variable]:
    """For each variable, by number, the one that it becomes: itself or an earlier one."""
    leader = list(range(len(variables)))
    for step in code:
        source = _copied(step)
        target = writes(step)
        if source is not None and target is not None:
            _join(leader, source.offset, target.offset)
    classes = [_find(leader, number) for number in range(len(variables))]
    members = [0] * len(variables)
    for number, first in enumerate(classes):
        members[first] |= 1 << number
    for pc, step in enumerate(code):
        target = writes(step)
        if target is None or _is_inside(step, classes):
            continue
        first = classes[target.offset]
        if members[first] & live_after(code, live, pc) & ~(1 << target.offset):
            members[first] = 0
    return [variables[first if members[first] else number] for number, first in enumerate(classes)]


def _copied(step: Instruction) -> Variable | None:
    """The variable that a step copies to one of the same name and type."""
    if not isinstance(step, Assign) or not isinstance(step.value, Read):
        return None
    source, target = step.value.variable, step.target
    return source if (source.name, source.type) == (target.name, target.type) else None


def _is_inside(step: Instruction, classes: Sequence[int]) -> bool:
    source, target = _copied(step), writes(step)
    return source is not None and target is not None and classes[source.offset] == classes[target.offset]


def _join(leader: list[int], left: int, right: int) -> None:
    first, second = sorted((_find(leader, left), _find(leader, right)))
    leader[second] = first


def _find(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
