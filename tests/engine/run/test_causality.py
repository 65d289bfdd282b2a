"""What happens before what: program order, locks handed over, forks, conflicts; the rest may be swapped."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.run.causality import spots_of
from engine.run.run import Run
from engine.run.step import enabled, step

MODELS = [
    ("eager-copy", "fork-write", {}),
    ("testzero", "partial-write", {"CONFIG_WALK_CACHE": 1}),
    ("feb17", "zap-write", {}),
    ("repaired", "zap-zap", {}),
]


def is_before(run, one, other):
    """Whether step `one` happens before step `other`."""
    thread = run.model.thread_index(run.moments[one].choice.thread)
    return one != other and run.moments[other].order.clock[thread] >= one


def test_steps_of_one_thread_are_in_their_order(play):
    run = play("feb17", "zap-zap", "1.A4B3A")
    assert is_before(run, 1, 8)
    assert not is_before(run, 8, 1)
    assert run.moments[4].order.clock == (4, 0)


def test_a_lock_that_is_handed_over_orders_its_holders(play):
    run = play("repaired", "gup-unshare")
    _to_end(run)
    steps = [run.frame(at).step for at in range(1, run.length + 1)]
    taken = next(step for step in steps if step.thread == "B" and step.after)
    ((at, over),) = taken.after
    assert (taken.thread, taken.short, over) == ("B", "lock T0", ("T0.lock",))
    assert run.frame(at).step.short == "unlock T0"


def test_a_child_comes_behind_the_fork_that_wakes_it(play):
    run = play("feb17", "fork-write", "1.A17B")
    fork = run.moments[18].order
    assert fork.after == ((17, ("B.state",)),)
    assert is_before(run, 17, 18)


def test_what_two_threads_do_to_their_own_things_is_in_no_order(play):
    run = play("feb17", "zap-zap", "1.ABAB")
    assert not is_before(run, 1, 2)
    assert not is_before(run, 2, 3)
    assert run.frame(2).step.after == ()


def test_the_seed_race_is_four_accesses_in_a_row_to_one_table(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    met = [(at, order) for at in range(1, run.length + 1) for order in run.frame(at).step.after]
    assert met == [
        (16, (9, ("T0.count",))),
        (17, (16, ("T0.count",))),
        (21, (20, ("T0.state",))),
    ]
    assert run.frame(18).step.clock == (18, 16)


def test_readers_of_a_semaphore_do_not_meet_and_ghosts_are_no_objects(model):
    layout = model("feb17", "zap-zap").layout
    spots = spots_of(layout)
    names = [spot.name for spot in spots]
    assert names.count("A.mmap_sem") == 1
    (sem,) = (spot for spot in spots if spot.name == "A.mmap_sem")
    assert sem.looked & layout.mms[0].mmap_sem.readers.mask
    assert not sem.wrote & layout.mms[0].mmap_sem.readers.mask
    assert not any("oracle" in name or "owners" in name or name == "halted" for name in names)


def test_going_back_forgets_what_came_later(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    run.truncate(12)
    again = play("feb17", "zap-zap", "1.A9B3")
    for each in (run, again):
        _to_end(each)
    assert [moment.order for moment in run.moments] == [moment.order for moment in again.moments]


@pytest.mark.parametrize(("protocol", "scenario", "config"), MODELS)
def test_neighbours_in_no_order_may_change_places(model, protocol, scenario, config):
    shipped = model(protocol, scenario, **config)
    kept = ~_unseen(shipped.layout)

    @settings(max_examples=6)
    @given(st.integers(0, 2**32 - 1))
    def law(seed):
        run = Run(shipped)
        _to_end(run, random.Random(seed))
        for at in range(2, run.length + 1):
            one, other = run.moments[at - 1], run.moments[at]
            if is_before(run, at - 1, at) or shipped.halted(other.state):
                continue
            between = step(shipped, run.moments[at - 2].state, other.choice).state
            assert (step(shipped, between, one.choice).state ^ other.state) & kept == 0

    law()


def _unseen(layout):
    """The bits that no order is about: those of the judges."""
    ghosts = [layout.halted, *layout.file.oracle, *(table.owners for table in layout.tables)]
    ghosts += [field for mm in layout.mms for field in (mm.forking, *mm.oracle)]
    mask = 0
    for field in ghosts:
        mask |= field.mask
    for cpu in layout.cpus:
        for field in (*cpu.leaf, *cpu.walk_cache):
            mask |= layout.stale_bit << field.shift
    return mask


def _to_end(run, chance=None):
    """Steps on, by chance or the first thread that can, until nobody can."""
    while able := enabled(run.model, run.moments[-1].state):
        run.step(chance.choice(able) if chance else able[0])
