"""The search's inner loop for numba: the same loop as `Search._sweep`, over 64-bit words instead of integers.

Theory of operation. A state is a row of words; the array of states is the queue, and an open-addressed
index finds a state by comparing all of it. What is remembered (steps and what judges say) are items: a
row, whose mask says which bits count, and the state under that mask. The loop knows nothing else. When
it needs something that is not there, or meets something that has to be told, it returns a reason, and its
cursor stands at that very point: Python sees to it and calls again.

A state is passed as an array and the number of a row in it, and arrays one by one: a slice, or a tuple
of arrays, costs numba more than the work done on it.
"""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numba  # type: ignore[import-not-found, import-untyped, unused-ignore]
import numpy as np  # type: ignore[import-not-found, unused-ignore]

from engine.check.memo import ALWAYS_JUDGED
from engine.check.packing import THREAD_BITS

Array = Any
"""A numpy array, or one of its rows."""

DONE, MISSING_STEP, MISSING_JUDGEMENT, TELL, STUCK, FULL = range(6)
"""Why the loop returned: the budget is spent; a step or a judgement is not known; a violation is to be
told; nobody can go on; there is no room for another state."""

POSITION, STOP, THREAD, WAY, MOVED, STATES, TRANSITIONS, ARGUMENT, UP, HALTED, ALWAYS, AT_REST, QUIET = range(
    13
)
"""The cursor's cells: the state, thread and way at which the loop is, and whether a thread could move;
how many states and transitions there are; what a reason is about (a judge, a set of violations); the
rest is set once: one CPU only, position of the halted bit or -1, judges of each kind; and that a deadlock
is told already."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_ONE = np.uint64(1)
_WORD = np.uint64(63)
_LOCAL = np.uint64((1 << THREAD_BITS) - 1)


class Arrays(NamedTuple):
    """What the loop reads and writes. Numbers: t thread, l its local state, r row, i item, w way, j judge."""

    cursor: Array
    scratch: Array
    states: Array  # [state, word]
    index: Array  # state + 1, or 0
    row_of: Array  # [t, l] -> r, or -1
    outside: Array  # [t, l]
    pinned: Array  # [t, l]
    extra: Array  # [t, n] -> position of bit THREAD_BITS + n of l, or -1
    row_mask: Array  # [r, word]
    slots: Array  # i + 1, or 0
    item_row: Array
    item_key: Array  # [i, word]
    item_first: Array  # of a step its first way, or the row of its part; of a judgement its set of violations
    item_count: Array  # of ways; -1: look in that row
    way_delta: Array  # [w, word]
    way_judged: Array
    way_rests: Array
    way_set: Array  # the set of violations of the step itself; 0: none
    way_before: Array  # first of the way's judges in `before`
    way_before_end: Array
    way_after: Array  # bit per judge
    before: Array  # j
    judge_row: Array  # j -> r
    quiet: Array  # per set of violations: told already, or empty


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """numba's compiler, with its cache where there is a place for one."""
    try:
        return numba.njit(cache=True, nogil=True)(function)  # type: ignore[no-any-return, unused-ignore]
    except RuntimeError:  # "no locator available": neither the source's folder nor the user's is writable
        return numba.njit(nogil=True)(function)  # type: ignore[no-any-return, unused-ignore]


@compiled
def local_of(words: Array, at: int, thread: int, extra: Array) -> Any:
    """The number of a thread's place and locals."""
    position = thread * THREAD_BITS
    number = np.int64((words[at, position >> 6] >> np.uint64(position & 63)) & _LOCAL)
    n = 0
    while extra[thread, n] >= 0:  # the last one always is -1
        position = extra[thread, n]
        bit = np.int64((words[at, position >> 6] >> np.uint64(position & 63)) & _ONE)
        number |= bit << (THREAD_BITS + n)
        n += 1
    return number


@compiled
def find_item(
    slots: Array, item_row: Array, item_key: Array, row_mask: Array, row: int, words: Array, at: int
) -> Any:
    """The item of a row that holds for a state; else -(1 + the free slot for it)."""
    size = row_mask.shape[1]
    mixed = np.uint64(row) * _MULTIPLIER
    for n in range(size):
        mixed = (mixed ^ (words[at, n] & row_mask[row, n])) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    last = slots.shape[0] - 1
    slot = np.int64(mixed & np.uint64(last))
    while slots[slot]:
        item = slots[slot] - 1
        if item_row[item] == row:
            same = True
            for n in range(size):
                same &= item_key[item, n] == words[at, n] & row_mask[row, n]
            if same:
                return np.int64(item)
        slot = (slot + 1) & last
    return -1 - slot


@compiled
def find_state(states: Array, index: Array, words: Array, at: int) -> Any:
    """The slot of the index where a state is, or would be."""
    size = states.shape[1]
    mixed = np.uint64(0)
    for n in range(size):
        mixed = (mixed ^ words[at, n]) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    last = index.shape[0] - 1
    slot = np.int64(mixed & np.uint64(last))
    while index[slot]:
        known = np.int64(index[slot]) - 1
        same = True
        for n in range(size):
            same &= states[known, n] == words[at, n]
        if same:
            return slot
        slot = (slot + 1) & last
    return slot


@compiled
def fill_index(states: Array, index: Array, count: int) -> None:
    """Enter the first `count` states into an empty index."""
    for number in range(count):
        index[find_state(states, index, states, number)] = number + 1


@compiled
def fill_slots(slots: Array, item_row: Array, item_key: Array, row_mask: Array, first: int, end: int) -> None:
    """Enter items into the slots."""
    for item in range(first, end):
        slot = -1 - find_item(slots, item_row, item_key, row_mask, item_row[item], item_key, item)
        slots[slot] = item + 1


@compiled
def ask(
    slots: Array,
    item_row: Array,
    item_key: Array,
    row_mask: Array,
    item_first: Array,
    quiet: Array,
    row: int,
    words: Array,
    at: int,
) -> Any:
    """What a judge has to tell of a state: the number of a set of violations, 0, or -1 if it is not known."""
    if row < 0:
        return np.int64(-1)
    item = find_item(slots, item_row, item_key, row_mask, row, words, at)
    if item < 0:
        return np.int64(-1)
    return np.int64(0) if quiet[item_first[item]] else np.int64(item_first[item])


@compiled
def at_rest(outside: Array, extra: Array, halted: int, new: Array) -> Any:
    """Whether every thread is outside the kernel, and it has not stopped."""
    for thread in range(outside.shape[0]):
        if not outside[thread, local_of(new, 0, thread, extra)]:
            return False
    return halted < 0 or not (new[0, halted >> 6] >> np.uint64(halted & 63)) & _ONE


@compiled
def only_pinned(pinned: Array, words: Array, at: int, extra: Array) -> Any:
    """On UP, whether a thread has the CPU for itself."""
    for thread in range(pinned.shape[0]):
        if pinned[thread, local_of(words, at, thread, extra)]:
            return True
    return False


@compiled
def sweep(arrays: Arrays) -> Any:
    """Expand the states from POSITION to STOP; returns the reason why it returns."""
    cursor, new, states, index = arrays.cursor, arrays.scratch, arrays.states, arrays.index
    row_of, pinned, extra, row_mask = arrays.row_of, arrays.pinned, arrays.extra, arrays.row_mask
    slots, item_row, item_key = arrays.slots, arrays.item_row, arrays.item_key
    item_first, item_count = arrays.item_first, arrays.item_count
    way_delta, way_judged, way_set = arrays.way_delta, arrays.way_judged, arrays.way_set
    way_before, way_before_end, before = arrays.way_before, arrays.way_before_end, arrays.before
    way_after, way_rests, outside = arrays.way_after, arrays.way_rests, arrays.outside
    judge_row, quiet = arrays.judge_row, arrays.quiet
    judges, all_judges, halted = cursor[ALWAYS], cursor[ALWAYS] + cursor[AT_REST], cursor[HALTED]
    size, threads = states.shape[1], row_of.shape[0]
    most = min(states.shape[0], index.shape[0] * 2 // 3)
    thread, way, moved = cursor[THREAD], cursor[WAY], cursor[MOVED]
    count, transitions = cursor[STATES], cursor[TRANSITIONS]
    position, stop, reason = cursor[POSITION], cursor[STOP], DONE
    while position < stop and not reason:
        alone = cursor[UP] and only_pinned(pinned, states, position, extra)
        while thread < threads and not reason:
            local = local_of(states, position, thread, extra)
            if not alone or pinned[thread, local]:
                row = row_of[thread, local]
                item = np.int64(-1)
                if row >= 0:
                    item = find_item(slots, item_row, item_key, row_mask, row, states, position)
                if item >= 0 and item_count[item] < 0:
                    row = item_first[item]
                    item = find_item(slots, item_row, item_key, row_mask, row, states, position)
                if item < 0:
                    reason = MISSING_STEP
                    break
                while way < item_count[item]:
                    going = item_first[item] + way
                    judged = way_judged[going]
                    tell, judge = np.int64(0), np.int64(0)
                    if judged == ALWAYS_JUDGED:
                        if not quiet[way_set[going]]:
                            tell = np.int64(way_set[going])
                        nth = np.int64(way_before[going])
                        while nth < way_before_end[going] and not tell:
                            judge = np.int64(before[nth])
                            row = judge_row[judge]
                            tell = ask(
                                slots, item_row, item_key, row_mask, item_first, quiet, row, states, position
                            )
                            nth += 1
                    for n in range(size):
                        new[0, n] = states[position, n] ^ way_delta[going, n]
                    slot = find_state(states, index, new, 0)
                    if judged and not tell and not index[slot]:
                        last = judges
                        if way_rests[going] and at_rest(outside, extra, halted, new):
                            last = all_judges
                        for n in range(last):
                            if n >= judges or way_after[going] >> n & 1:
                                judge = np.int64(n)
                                row = judge_row[judge]
                                tell = ask(
                                    slots, item_row, item_key, row_mask, item_first, quiet, row, new, 0
                                )
                                if tell:
                                    break
                    if tell:
                        reason = TELL if tell > 0 else MISSING_JUDGEMENT
                        cursor[ARGUMENT] = tell if tell > 0 else judge
                        break
                    if not index[slot]:
                        if count == most:
                            reason = FULL
                            break
                        for n in range(size):
                            states[count, n] = new[0, n]
                        count += 1
                        index[slot] = count
                    transitions += 1
                    moved = 1
                    way += 1
                if reason:
                    break
                way = 0
            thread += 1
        if not reason:
            if moved or cursor[QUIET]:
                moved = thread = 0
                position += 1
            else:
                moved = 1
                reason = STUCK
    cursor[THREAD], cursor[WAY], cursor[MOVED] = thread, way, moved
    cursor[STATES], cursor[TRANSITIONS], cursor[POSITION] = count, transitions, position
    return reason
