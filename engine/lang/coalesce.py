"""Joins parameters with what was passed for them, where they are one value under one name.

`zap_page_range(mm, ...)` called with `mm` makes a copy of `mm`; ten calls deep there would be ten, all equal,
all part of the state. Variables of the same name and type that only copy each other become one, unless some
other write to one of them happens while another still matters: then the class stays apart.

Why equality holds: at every write that is no copy within the class, none of the others matters, so all that
matter are equal after it; and a copy within the class gives its target the value that all others have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.lang.instructions import Assign, Instruction, Read
from engine.lang.liveness import Flow, live_after

Copies = Sequence[tuple[int, int] | None]
"""By place, the variables of a copy: from which, to which."""


def copies_of(code: Sequence[Instruction], numbers: Mapping[int, int]) -> Copies:
    """The steps that copy a variable to one of the same name and type. numbers: as of a flow."""
    return [_copied(step, numbers) for step in code]


def _copied(step: Instruction, numbers: Mapping[int, int]) -> tuple[int, int] | None:
    if not isinstance(step, Assign) or not isinstance(step.value, Read):
        return None
    source, target = step.value.variable, step.target
    same = (source.name, source.type) == (target.name, target.type)
    return (numbers[source.offset], numbers[target.offset]) if same else None


def coalesce(flow: Flow, live: Sequence[int], copies: Copies, count: int) -> list[int]:
    """For each of `count` variables, by number, the one that it becomes: itself or an earlier one."""
    leader = list(range(count))
    for copy in copies:
        if copy is not None:
            _join(leader, *copy)
    classes = [_find(leader, number) for number in range(count)]
    members = [0] * count
    for number, first in enumerate(classes):
        members[first] |= 1 << number
    for pc, target in enumerate(flow.written):
        copy = copies[pc]
        if target is None or (copy is not None and classes[copy[0]] == classes[copy[1]]):
            continue
        first = classes[target]
        if members[first] & live_after(flow, live, pc) & ~(1 << target):
            members[first] = 0
    return [first if members[first] else number for number, first in enumerate(classes)]


def _join(leader: list[int], left: int, right: int) -> None:
    first, second = sorted((_find(leader, left), _find(leader, right)))
    leader[second] = first


def _find(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
