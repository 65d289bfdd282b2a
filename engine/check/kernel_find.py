"""How the compiled loops look things up: the item that holds for a state, and the place of a state.

Arrays are passed one by one: a slice, or a tuple of arrays, costs numba more than the work done on it.
"""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from engine.check.kernel_cache import compiled, inlined
from engine.check.packing import THREAD_BITS

Array = Any
"""A numpy array, or one of its rows."""

ROW, FIRST, COUNT = range(3)
"""Of an item in `memo`: its row (-1: it is a row itself); its first way, or whether the thread waits, or the
row of its part, or its set of violations; how many ways (-1: look in that row)."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_ONE = np.uint64(1)
_LOCAL = np.uint64((1 << THREAD_BITS) - 1)


@inlined
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


@inlined
def all_outside(states: Array, at: int, outside: Array, extra: Array) -> Any:
    """Whether every thread is outside the kernel."""
    found = True
    for thread in range(outside.shape[0]):
        found &= outside[thread, local_of(states, at, thread, extra)]
    return found


@inlined
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


@inlined
def first_slot(index: Array, new: Array, at: int) -> Any:
    """The slot of the index from which on a state is looked for."""
    mixed = np.uint64(0)
    for n in range(new.shape[1]):
        mixed = (mixed ^ new[at, n]) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    return np.int64(mixed & np.uint64(index.shape[0] - 1))


@inlined
def find_state(states: Array, index: Array, new: Array, at: int, slot: int) -> Any:
    """The slot of the index where a state is, or would be; slot: its first one."""
    size, last = states.shape[1], index.shape[0] - 1
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
    """Enter the first `count` states into an empty index. They all differ, so that none is compared."""
    last = index.shape[0] - 1
    for number in range(count):
        slot = first_slot(index, states, number)
        while index[slot]:
            slot = (slot + 1) & last
        index[slot] = number + 1


@compiled
def fill_slots(slots: Array, memo: Array, words: Array, first: int, end: int) -> None:
    """Enter items into the slots."""
    for item in range(first, end):
        if memo[item, ROW] >= 0:
            slot = -1 - find_item(slots, memo, words, memo[item, ROW], words, item)
            slots[slot] = item + 1


@inlined
def find_known(slots: Array, memo: Array, words: Array, row: int, states: Array, at: int) -> Any:
    """The item that holds for a state, in a row or the part to which it leads; -1 if there is none."""
    if row < 0:
        return np.int64(-1)
    item = np.int64(find_item(slots, memo, words, row, states, at))
    if item >= 0 and memo[item, COUNT] < 0:
        item = np.int64(find_item(slots, memo, words, memo[item, FIRST], states, at))
    return max(item, np.int64(-1))
