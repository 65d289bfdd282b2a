"""Which step a thread has in a state, without looking it up.

A step that changes nothing which another thread's step looks at leaves that thread's step as it was; so a
new state is handed on the items of the one that it was reached from (`Arrays.holds`). The thread that moved
is at another place: there it is noted which way it came, and first that item is tried that was found where
the way has led the last time. With three writers of `testzero` two items of three are handed on, and most of
the others are guessed right.

Where a row gives way to another, its items are let go (`Shelf._let_go`): their masks and judges are no longer
kept up to date.
"""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from engine.check.kernel_cache import inlined
from engine.check.kernel_find import ROW, Array, find_known, local_of


@inlined
def guess(way: int, follows: Array, memo: Array, words: Array, states: Array, at: int) -> Any:
    """The item that followed a way the last time, if it is right in a state; else -1.

    Masks leave out a thread's own place and locals. But a way belongs to one row, and so to one local state,
    and its delta says to which it leads: what followed once is of the right row.
    """
    item = np.int64(follows[way]) - 1
    if item >= 0:
        same = True
        for n in range(words.shape[1]):
            same &= words[item, n] == states[at, n] & words[memo[item, ROW], n]
        if not same:
            item = np.int64(-1)
    return item


@inlined
def item_of(
    holds: Array,
    follows: Array,
    slots: Array,
    memo: Array,
    words: Array,
    row_of: Array,
    extra: Array,
    states: Array,
    at: int,
    thread: int,
) -> Any:
    """The item for a thread's step in a state, which from then on is held; -1 if it is not known."""
    held: Any = np.int64(holds[at, thread])
    item = held - 1
    if held <= 0:
        if held < 0:
            item = guess(-1 - held, follows, memo, words, states, at)
        if item < 0:
            row: Any = row_of[thread, local_of(states, at, thread, extra)]
            item = np.int64(find_known(slots, memo, words, row, states, at))
            if item >= 0 and held < 0:
                follows[-1 - held] = item + 1
        if item >= 0:
            holds[at, thread] = item + 1
    return item


@inlined
def hand_on(
    holds: Array, memo: Array, words: Array, deltas: Array, before: int, mover: int, way: int, after: int
) -> None:
    """Say which steps the threads have in a new state, to which a way of the mover has led."""
    for thread in range(holds.shape[1]):
        held = holds[before, thread]
        if held > 0:
            changed = False
            for n in range(words.shape[1]):
                changed |= deltas[way, n] & words[memo[held - 1, ROW], n] != 0
            if changed:
                held = np.int32(0)
        if thread == mover:
            held = -1 - way
        holds[after, thread] = held
