"""A frame as what differs from the one before: a step changes little of a state.

A change is one of

- `{name: change, ...}`: the members of an object that differ, or those of a list by their places from 0;
- `[value]`: another value;
- `[n, rest]`: of a text or a list, the first n, and then others. A schedule and a stack grow at their ends.

A step, a place in the C and a sentence come whole or not at all: a page may put a sentence into its own
language where it stands. `static/src/changes.js` joins what this parts, and docs/wire-format.md tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from engine.run.code_info import SpanInfo
from engine.run.frames import Frame, StepInfo, ViolationInfo
from engine.words.text import Text

Change = dict[str, Any] | list[Any]

WHOLE = (StepInfo, ViolationInfo, SpanInfo, Text)


def frame_change(before: Frame, after: Frame) -> dict[str, Any]:
    """What makes a frame of the one before it in a run."""
    found = _change(before, after)
    assert isinstance(found, dict), "they differ at least in their `at`"
    return found


def _change(before: object, after: object) -> Change | None:
    """None where they are equal."""
    if before == after:
        return None
    if type(before) is not type(after) or isinstance(after, WHOLE):
        return [after]
    if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        return dict(_changes((str(n), one, after[n]) for n, one in enumerate(before)))
    if isinstance(before, str | tuple) and isinstance(after, str | tuple):
        shared = _shared(before, after)
        return [shared, after[shared:]] if shared > 0 else [after]
    if is_dataclass(after):
        names = _names(after.__class__)
        return dict(_changes((name, getattr(before, name), getattr(after, name)) for name in names))
    return [after]


def _changes(pairs: Iterator[tuple[str, object, object]]) -> Iterator[tuple[str, Change]]:
    for name, before, after in pairs:
        if (found := _change(before, after)) is not None:
            yield name, found


def _shared(one: str | tuple[object, ...], other: str | tuple[object, ...]) -> int:
    """How many of the first are the same: by halving, for schedules are long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
