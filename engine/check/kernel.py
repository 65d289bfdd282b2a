"""The search's inner loop for numba: the same loop as `Search._sweep`, over 64-bit words instead of integers.

Theory of operation. A state is a row of words; the array of states is the queue, and an open-addressed
index finds a state by comparing all of it. What is remembered (steps and what judges say) are items: a
row, whose mask says which bits count, and the state under that mask. The loop knows nothing else. When
it needs something that is not there, or meets something that has to be told, it returns a reason, and its
cursor stands at that very point: Python sees to it and calls again.

Most of the time goes into waiting for memory, so the steps are taken in batches. First it is looked up
which ones come next and where the states to which they lead would stand, and the processor is asked to
fetch those places; then they are taken, in the same order as one by one.
"""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from engine.check.kernel_arrays import lent, prefetch
from engine.check.kernel_cache import compiled, inlined
from engine.check.kernel_find import (
    COUNT,
    FIRST,
    ROW,
    Array,
    all_outside,
    fill_index,
    fill_slots,
    find_known,
    find_state,
    first_slot,
    local_of,
)
from engine.check.kernel_holds import hand_on, item_of
from engine.check.memo import ALWAYS_JUDGED

__all__ = ["COUNT", "FIRST", "ROW", "fill_index", "np"]

DONE, MISSING_STEP, MISSING_JUDGEMENT, TELL, STUCK, FULL = range(6)
"""Why the loop returned: the budget is spent; a step or a judgement is not known; a violation is to be
told; somebody waits and nobody can go on; there is no room for another state."""

POSITION, STOP, THREAD, WAY, MOVED, WAITS, STATES, TRANSITIONS, ARGUMENT = range(9)
UP, HALTED, ALWAYS, AT_REST, QUIET, ITEMS, ENTERED = range(9, 16)
"""The cursor's cells: the state, thread and way at which the loop is, and whether a thread could move, or
waits; how many states and transitions there are; what a reason is about (a judge, a set of violations);
the rest is set from outside: one CPU only, position of the halted bit or -1, judges of each kind; that a
deadlock is told already; how many items there are; and how many of them have been entered in `slots`."""

_ONE = np.uint64(1)

JUDGED, RESTS, BROKEN, BEFORE, BEFORE_END, AFTER, AFTER_END = range(7)
"""Of a way in `ways`: PLAIN and so on; whether it leads out of the kernel; the set of violations of the step
itself, 0 for none; in `judges`, from where to where those stand that are asked before and after it."""

AT, BY, NTH, GOING, SLOT = range(5)
"""Of a step in a batch: its state, thread and way, as the cursor has them; the way's number in `ways`; the
first slot of the index for the state to which it leads."""

BATCH = 64
"""Steps at most in a batch: what is looked up for them stays in the fastest cache."""
AHEAD = 8
"""For how many steps on a state is fetched: about as many as are taken while memory answers."""


class Arrays(NamedTuple):
    """What the loop reads and writes. Numbers: t thread, l its local state, i item or row, w way, j judge."""

    cursor: Array
    scratch: Array  # a state
    here: Array  # [t] -> l, in the state that is looked at, where one needs them all
    batch: Array  # [step, AT and so on]
    new: Array  # [step, word]: the state to which it leads
    states: Array  # [state, word]
    holds: Array  # [state, t] -> i + 1, or -1 - w, or 0: see `engine.check.kernel_holds`
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
    follows: Array  # [w] -> i + 1, or 0: the step last looked up where the way has led
    judges: Array  # j
    judge_row: Array  # j -> i
    quiet: Array  # per set of violations: need not be told


@compiled
def enter_items(arrays: Arrays) -> None:
    """Make the items that are new known to the look-ups."""
    cursor = arrays.cursor
    fill_slots(arrays.slots, arrays.memo, arrays.words, cursor[ENTERED], cursor[ITEMS])
    cursor[ENTERED] = cursor[ITEMS]


@inlined
def ask(slots: Array, memo: Array, words: Array, quiet: Array, row: int, states: Array, at: int) -> Any:
    """What a judge has to tell of a state: the number of a set of violations, 0, or -1 if it is not known."""
    item = find_known(slots, memo, words, row, states, at)
    found = np.int64(-1)
    if item >= 0:
        found = np.int64(memo[item, FIRST])
        if quiet[found]:
            found = np.int64(0)
    return found


@compiled
def look_ahead(arrays: Arrays) -> Any:
    """Fill a batch with the steps from the cursor on, and move it behind them; how many, and why no more."""
    arrays = lent(arrays)
    cursor, here, states, index = arrays.cursor, arrays.here, arrays.states, arrays.index
    batch, new = arrays.batch, arrays.new
    row_of, pinned, extra, holds = arrays.row_of, arrays.pinned, arrays.extra, arrays.holds
    slots, memo, words, deltas = arrays.slots, arrays.memo, arrays.words, arrays.deltas
    follows = arrays.follows
    up, size, threads = cursor[UP], states.shape[1], row_of.shape[0]
    thread, way, moved, waits = cursor[THREAD], cursor[WAY], cursor[MOVED], cursor[WAITS]
    position, stop = cursor[POSITION], cursor[STOP]
    due, reason = 0, DONE
    while position < stop and due < BATCH and not reason:
        alone = False  # on UP, whether one has the CPU for itself
        if up:
            for t in range(threads):
                here[t] = local_of(states, position, t, extra)
                alone |= pinned[t, here[t]]
        while thread < threads:
            if not alone or pinned[thread, here[thread]]:
                item = item_of(holds, follows, slots, memo, words, row_of, extra, states, position, thread)
                if item < 0:
                    reason = MISSING_STEP
                    break
                first, ends = memo[item, FIRST], memo[item, COUNT]
                if ends == 0:
                    waits |= first
                while way < ends and due < BATCH:
                    going = first + way
                    for n in range(size):
                        new[due, n] = states[position, n] ^ deltas[going, n]
                    slot = first_slot(index, new, due)
                    prefetch(index, slot)
                    batch[due, AT], batch[due, BY], batch[due, NTH] = position, thread, way
                    batch[due, GOING], batch[due, SLOT] = going, slot
                    due += 1
                    moved = 1
                    way += 1
                if way < ends:
                    break
                way = 0
            thread += 1
        if thread < threads:
            break
        if moved or not waits or cursor[QUIET]:
            moved = thread = waits = 0
            position += 1
        else:
            moved = 1
            reason = STUCK
    cursor[THREAD], cursor[WAY], cursor[MOVED], cursor[WAITS] = thread, way, moved, waits
    cursor[POSITION] = position
    return due, reason


@compiled
def take(arrays: Arrays, due: int) -> Any:
    """Take the steps of a batch. Where one cannot be taken yet, the cursor goes back to it; returns why."""
    arrays = lent(arrays)
    cursor, states, index = arrays.cursor, arrays.states, arrays.index
    slots, memo, words, ways = arrays.slots, arrays.memo, arrays.words, arrays.ways
    judges, judge_row, quiet = arrays.judges, arrays.judge_row, arrays.quiet
    holds, deltas, batch, new = arrays.holds, arrays.deltas, arrays.batch, arrays.new
    halted, size = cursor[HALTED], states.shape[1]
    at_rest, at_rest_end = cursor[ALWAYS], cursor[ALWAYS] + cursor[AT_REST]
    most = min(states.shape[0], index.shape[0] * 2 // 3)
    count, reason, taken = cursor[STATES], DONE, 0
    while taken < due and not reason:
        if taken + AHEAD < due:
            known = np.int64(index[batch[taken + AHEAD, SLOT]])
            if known:
                prefetch(states, known - 1)
        going = batch[taken, GOING]
        judged = ways[going, JUDGED]
        tell, judge = np.int64(0), np.int64(0)
        if judged == ALWAYS_JUDGED:
            if not quiet[ways[going, BROKEN]]:
                tell = np.int64(ways[going, BROKEN])
            nth = np.int64(ways[going, BEFORE])
            while nth < ways[going, BEFORE_END] and not tell:
                judge = np.int64(judges[nth])
                tell = ask(slots, memo, words, quiet, judge_row[judge], states, batch[taken, AT])
                nth += 1
        slot = find_state(states, index, new, taken, batch[taken, SLOT])
        if not index[slot]:
            if judged and not tell:
                nth = np.int64(ways[going, AFTER])
                while nth < ways[going, AFTER_END] and not tell:
                    judge = np.int64(judges[nth])
                    tell = ask(slots, memo, words, quiet, judge_row[judge], new, taken)
                    nth += 1
                if ways[going, RESTS] and not tell and all_outside(new, taken, arrays.outside, arrays.extra):
                    if halted < 0 or not (new[taken, halted >> 6] >> np.uint64(halted & 63)) & _ONE:
                        nth = at_rest
                        while nth < at_rest_end and not tell:
                            judge = nth
                            tell = ask(slots, memo, words, quiet, judge_row[judge], new, taken)
                            nth += 1
            if not tell:
                if count == most:
                    reason = FULL
                else:
                    for n in range(size):
                        states[count, n] = new[taken, n]
                    hand_on(holds, memo, words, deltas, batch[taken, AT], batch[taken, BY], going, count)
                    count += 1
                    index[slot] = count
        if tell:
            reason = TELL if tell > 0 else MISSING_JUDGEMENT
            cursor[ARGUMENT] = tell if tell > 0 else judge
        taken += not reason
    if reason:
        cursor[POSITION], cursor[THREAD], cursor[WAY] = batch[taken, AT], batch[taken, BY], batch[taken, NTH]
        cursor[MOVED], cursor[WAITS] = 1, 0
        for n in range(size):
            arrays.scratch[0, n] = new[taken, n]
    cursor[STATES] = count
    cursor[TRANSITIONS] += taken
    return reason


@compiled
def sweep(arrays: Arrays) -> Any:
    """Expand the states from POSITION to STOP; returns the reason why it returns."""
    cursor = arrays.cursor
    enter_items(arrays)
    reason = DONE
    while cursor[POSITION] < cursor[STOP] and not reason:
        due, why = look_ahead(arrays)
        reason = take(arrays, due)
        if not reason:
            reason = why
    return reason
