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
told; somebody waits and nobody can go on; there is no room for another state."""

POSITION, STOP, THREAD, WAY, MOVED, WAITS, STATES, TRANSITIONS, ARGUMENT = range(9)
UP, HALTED, ALWAYS, AT_REST, QUIET = range(9, 14)
"""The cursor's cells: the state, thread and way at which the loop is, and whether a thread could move, or
waits; how many states and transitions there are; what a reason is about (a judge, a set of violations);
the rest is set once: one CPU only, position of the halted bit or -1, judges of each kind; and that a deadlock
is told already."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_ONE = np.uint64(1)
_WORD = np.uint64(63)
_LOCAL = np.uint64((1 << THREAD_BITS) - 1)


ROW, FIRST, COUNT = range(3)
"""Of an item in `memo`: its row (-1: it is a row itself); its first way, or whether the thread waits, or the
row of its part, or its set of violations; how many ways (-1: look in that row)."""

JUDGED, RESTS, BROKEN, BEFORE, BEFORE_END, AFTER, AFTER_END = range(7)
"""Of a way in `ways`: PLAIN and so on; whether it leads out of the kernel; the set of violations of the step
itself, 0 for none; in `judges`, from where to where those stand that are asked before and after it."""


class Arrays(NamedTuple):
    """What the loop reads and writes. Numbers: t thread, l its local state, i item or row, w way, j judge."""

    cursor: Array
    scratch: Array  # a state
    here: Array  # [t] -> l, in the state that is expanded
    states: Array  # [state, word]
    index: Array  # state + 1, or 0
    row_of: Array  # [t, l] -> i, or -1
    outside: Array  # [t, l]
    pinned: Array  # [t, l]
    extra: Array  # [t, n] -> position of bit THREAD_BITS + n of l, or -1
    slots: Array  # i + 1, or 0
    memo: Array  # [i, ROW and so on]
    words: Array  # [i, word]: an item's key, a row's mask
    ways: Array  # [w, JUDGED and so on]
    deltas: Array  # [w, word]
    judges: Array  # j
    judge_row: Array  # j -> i
    quiet: Array  # per set of violations: need not be told


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
def find_item(slots: Array, memo: Array, words: Array, row: int, states: Array, at: int) -> Any:
    """The item of a row that holds for a state; else -(1 + the free slot for it)."""
    size = words.shape[1]
    mixed = np.uint64(row) * _MULTIPLIER
    for n in range(size):
        mixed = (mixed ^ (states[at, n] & words[row, n])) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    last = slots.shape[0] - 1
    slot = np.int64(mixed & np.uint64(last))
    while slots[slot]:
        item = slots[slot] - 1
        if memo[item, ROW] == row:
            same = True
            for n in range(size):
                same &= words[item, n] == states[at, n] & words[row, n]
            if same:
                return np.int64(item)
        slot = (slot + 1) & last
    return -1 - slot


@compiled
def find_state(states: Array, index: Array, new: Array, at: int) -> Any:
    """The slot of the index where a state is, or would be."""
    size = states.shape[1]
    mixed = np.uint64(0)
    for n in range(size):
        mixed = (mixed ^ new[at, n]) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    last = index.shape[0] - 1
    slot = np.int64(mixed & np.uint64(last))
    while index[slot]:
        known = np.int64(index[slot]) - 1
        same = True
        for n in range(size):
            same &= states[known, n] == new[at, n]
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
def fill_slots(slots: Array, memo: Array, words: Array, first: int, end: int) -> None:
    """Enter items into the slots."""
    for item in range(first, end):
        if memo[item, ROW] >= 0:
            slot = -1 - find_item(slots, memo, words, memo[item, ROW], words, item)
            slots[slot] = item + 1


@compiled
def ask(slots: Array, memo: Array, words: Array, quiet: Array, row: int, states: Array, at: int) -> Any:
    """What a judge has to tell of a state: the number of a set of violations, 0, or -1 if it is not known."""
    if row < 0:
        return np.int64(-1)
    item = find_item(slots, memo, words, row, states, at)
    if item >= 0 and memo[item, COUNT] < 0:
        item = find_item(slots, memo, words, memo[item, FIRST], states, at)
    if item < 0:
        return np.int64(-1)
    return np.int64(0) if quiet[memo[item, FIRST]] else np.int64(memo[item, FIRST])


@compiled
def sweep(arrays: Arrays) -> Any:
    """Expand the states from POSITION to STOP; returns the reason why it returns."""
    cursor, new, here, states, index = arrays.cursor, arrays.scratch, arrays.here, arrays.states, arrays.index
    row_of, outside, pinned, extra = arrays.row_of, arrays.outside, arrays.pinned, arrays.extra
    slots, memo, words, ways, deltas = arrays.slots, arrays.memo, arrays.words, arrays.ways, arrays.deltas
    judges, judge_row, quiet = arrays.judges, arrays.judge_row, arrays.quiet
    up, halted = cursor[UP], cursor[HALTED]
    at_rest, at_rest_end = cursor[ALWAYS], cursor[ALWAYS] + cursor[AT_REST]
    size, threads = states.shape[1], row_of.shape[0]
    most = min(states.shape[0], index.shape[0] * 2 // 3)
    thread, way, moved, waits = cursor[THREAD], cursor[WAY], cursor[MOVED], cursor[WAITS]
    count, transitions = cursor[STATES], cursor[TRANSITIONS]
    position, stop, reason = cursor[POSITION], cursor[STOP], DONE
    while position < stop and not reason:
        inside, alone = 0, False  # threads in the kernel; on UP, whether one has the CPU for itself
        for t in range(threads):
            local = local_of(states, position, t, extra)
            here[t] = local
            inside += not outside[t, local]
            alone |= up and pinned[t, local]
        while thread < threads and not reason:
            local = here[thread]
            if not alone or pinned[thread, local]:
                row = row_of[thread, local]
                item = np.int64(-1)
                if row >= 0:
                    item = find_item(slots, memo, words, row, states, position)
                if item >= 0 and memo[item, COUNT] < 0:
                    item = find_item(slots, memo, words, memo[item, FIRST], states, position)
                if item < 0:
                    reason = MISSING_STEP
                    break
                first, ends = memo[item, FIRST], memo[item, COUNT]
                if ends == 0:
                    waits |= first
                others = inside - (not outside[thread, local])
                while way < ends:
                    going = first + way
                    judged = ways[going, JUDGED]
                    tell, judge = np.int64(0), np.int64(0)
                    if judged == ALWAYS_JUDGED:
                        if not quiet[ways[going, BROKEN]]:
                            tell = np.int64(ways[going, BROKEN])
                        nth = np.int64(ways[going, BEFORE])
                        while nth < ways[going, BEFORE_END] and not tell:
                            judge = np.int64(judges[nth])
                            tell = ask(slots, memo, words, quiet, judge_row[judge], states, position)
                            nth += 1
                    for n in range(size):
                        new[0, n] = states[position, n] ^ deltas[going, n]
                    slot = find_state(states, index, new, 0)
                    if not index[slot]:
                        if judged and not tell:
                            nth = np.int64(ways[going, AFTER])
                            while nth < ways[going, AFTER_END] and not tell:
                                judge = np.int64(judges[nth])
                                tell = ask(slots, memo, words, quiet, judge_row[judge], new, 0)
                                nth += 1
                            if ways[going, RESTS] and not others and not tell:
                                if halted < 0 or not (new[0, halted >> 6] >> np.uint64(halted & 63)) & _ONE:
                                    nth = at_rest
                                    while nth < at_rest_end and not tell:
                                        judge = nth
                                        tell = ask(slots, memo, words, quiet, judge_row[judge], new, 0)
                                        nth += 1
                        if not tell:
                            if count == most:
                                reason = FULL
                                break
                            for n in range(size):
                                states[count, n] = new[0, n]
                            count += 1
                            index[slot] = count
                    if tell:
                        reason = TELL if tell > 0 else MISSING_JUDGEMENT
                        cursor[ARGUMENT] = tell if tell > 0 else judge
                        break
                    transitions += 1
                    moved = 1
                    way += 1
                if reason:
                    break
                way = 0
            thread += 1
        if not reason:
            if moved or not waits or cursor[QUIET]:
                moved = thread = waits = 0
                position += 1
            else:
                moved = 1
                reason = STUCK
    cursor[THREAD], cursor[WAY], cursor[MOVED], cursor[WAITS] = thread, way, moved, waits
    cursor[STATES], cursor[TRANSITIONS], cursor[POSITION] = count, transitions, position
    return reason
