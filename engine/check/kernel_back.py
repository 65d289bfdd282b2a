"""`engine.check.back` for numba: of the states of a level, which may lie on a way.

The same as `Back` does in Python, over the arrays of `engine.check.kernel`. Whatever is not known (a step, or
what a judge says) may be anything, so the state is given.
"""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from engine.check.kernel import (
    AFTER,
    AFTER_END,
    ALWAYS,
    AT_REST,
    BEFORE,
    BEFORE_END,
    BROKEN,
    HALTED,
    JUDGED,
    RESTS,
    UP,
    Arrays,
    ask,
    enter_items,
)
from engine.check.kernel_arrays import lent
from engine.check.kernel_cache import compiled
from engine.check.kernel_find import (
    COUNT,
    FIRST,
    Array,
    all_outside,
    find_known,
    find_state,
    first_slot,
    local_of,
)

_ONE = np.uint64(1)


@compiled
def says(arrays: Arrays, first: Any, end: Any, listed: Any, unwanted: Array, states: Array, at: Any) -> Any:
    """Whether one of some judges may say of a state what is wanted. listed: they stand in `judges`."""
    for nth in range(first, end):
        judge = arrays.judges[nth] if listed else nth
        row = arrays.judge_row[judge]
        if ask(arrays.slots, arrays.memo, arrays.words, unwanted, row, states, at):
            return True
    return False


@compiled
def breaks(arrays: Arrays, way: Any, unwanted: Array, at: Any) -> Any:
    """Whether a way from a state to the one in `scratch` may break what is wanted."""
    cursor, ways, states, new = arrays.cursor, arrays.ways, arrays.states, arrays.scratch
    if not ways[way, JUDGED]:
        return False
    if not unwanted[ways[way, BROKEN]]:
        return True
    if says(arrays, ways[way, BEFORE], ways[way, BEFORE_END], True, unwanted, states, at):
        return True
    if says(arrays, ways[way, AFTER], ways[way, AFTER_END], True, unwanted, new, 0):
        return True
    if not ways[way, RESTS] or not all_outside(new, 0, arrays.outside, arrays.extra):
        return False
    halted = cursor[HALTED]
    if halted >= 0 and (new[0, halted >> 6] >> np.uint64(halted & 63)) & _ONE:
        return False
    return says(arrays, cursor[ALWAYS], cursor[ALWAYS] + cursor[AT_REST], False, unwanted, new, 0)


@compiled
def look_back(arrays: Arrays, first: Any, end: Any, marked: Array, ends: Any, unwanted: Array) -> Any:
    """The states from `first` to `end` with a step to a marked one; if `ends`, also those from which a step
    may break what is wanted. marked: per state. unwanted: per set of violations.
    """
    arrays = lent(arrays)
    states, here, new = arrays.states, arrays.here, arrays.scratch
    slots, memo, words = arrays.slots, arrays.memo, arrays.words
    enter_items(arrays)
    found = np.zeros(end - first, np.int64)
    count = 0
    for at in range(first, end):
        alone, hit = False, False
        for thread in range(here.shape[0]):
            local = local_of(states, at, thread, arrays.extra)
            here[thread] = local
            alone |= arrays.cursor[UP] and arrays.pinned[thread, local]
        for thread in range(here.shape[0]):
            local = here[thread]
            if hit or (alone and not arrays.pinned[thread, local]):
                continue
            item = find_known(slots, memo, words, arrays.row_of[thread, local], states, at)
            if item < 0:
                hit = True
                continue
            for way in range(memo[item, FIRST], memo[item, FIRST] + memo[item, COUNT]):
                for n in range(states.shape[1]):
                    new[0, n] = states[at, n] ^ arrays.deltas[way, n]
                slot = find_state(states, arrays.index, new, 0, first_slot(arrays.index, new, 0))
                hit |= arrays.index[slot] and marked[arrays.index[slot] - 1]
                if ends and not hit:
                    hit |= breaks(arrays, way, unwanted, at)
        if hit:
            found[count] = at
            count += 1
    return found[:count]
