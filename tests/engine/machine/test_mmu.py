"""TLBs, walks and flushes: what the hardware remembers, and when that is wrong."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.machine.memory import Blocked, Memory
from engine.machine.operations.mmu import MMU_DONE, MMU_FAULT, MMU_WALK
from engine.machine.operations.tlb import switch_to

A = 1


def touch(bench, address=0, write=0, value=1, thread=0, mm=A):
    """A whole load or store: the results of its steps."""
    results = []
    while True:
        access = ("mmu_store", mm, address, value) if write else ("mmu_load", mm, address)
        results.append(bench.do(*access, thread=thread))
        if results[-1] != MMU_WALK:
            return results
        results.append(bench.do("mmu_walk", mm, address, write, thread=thread))
        if results[-1] == 0:
            return results


def live(bench, *pages):
    """Let the oracle allow what is there."""
    for page in pages or (0,):
        bench.set(bench.layout.mms[0].oracle[page], 1)


def leaves(bench, cpu=0):
    return [bench.get(field) for field in bench.layout.cpus[cpu].leaf]


def test_an_empty_slot_faults(bench):
    assert touch(bench) == [MMU_FAULT]
    assert bench.events == [("walk-slot-none", "A.pmd[0]", "NULL")]


def test_an_empty_entry_faults(bench):
    bench.map()
    live(bench)
    assert touch(bench, 1) == [MMU_WALK, 0]
    assert bench.events == [("walk-fault", "T0[1]", "NULL")]


def test_a_load_walks_once_and_hits_from_then_on(bench):
    bench.map()
    live(bench)
    assert touch(bench) == [MMU_WALK, 1, MMU_DONE]
    assert bench.events == [("load", "A:0", "D0", "0")]
    assert touch(bench) == [MMU_DONE]


def test_a_store_needs_the_write_bit(bench):
    bench.map(write=False)
    live(bench)
    assert touch(bench, write=1) == [MMU_WALK, 0]
    assert bench.events == [("walk-fault-write", "T0[0]", "D0")]


def test_a_store_sets_the_dirty_bit_of_the_entry(bench):
    table, page = bench.map()
    live(bench)
    touch(bench)
    assert not bench.do("load pte_t", bench.entry(table)) & bench.pointers.dirty_bit
    assert touch(bench, write=1, value=2) == [MMU_WALK, 1, MMU_DONE]
    assert bench.events == [("store", "A:0", "D0", "7")]
    assert bench.do("load pte_t", bench.entry(table)) & bench.pointers.dirty_bit
    assert touch(bench, write=1, value=1) == [MMU_DONE]


def test_a_store_of_a_value_that_no_story_has_is_a_stated_limit(bench):
    for value in (3, -1):
        with pytest.raises(LimitReached, match=f"LIM09 A stores value number {value}"):
            bench.do("mmu_store", A, 0, value)


def test_a_walk_that_nobody_began_is_an_oops(bench):
    bench.do("mmu_walk", A, 0, 0)
    assert bench.broken == [("bug", "null", "A")]


def test_the_walker_meets_a_table_that_was_freed_meanwhile(bench):
    table, _ = bench.map()
    bench.do("mmu_load", A, 0)
    bench.do("__free_page", table, thread=1)
    bench.do("mmu_walk", A, 0, 0)
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]
    assert bench.ended


def test_a_translation_outlives_its_entry_and_its_page(bench):
    table, page = bench.map()
    live(bench)
    touch(bench)
    bench.do("ptep_get_and_clear", bench.entry(table))
    assert touch(bench) == [MMU_DONE]
    assert bench.violations == []
    bench.do("__free_page", page)
    assert touch(bench) == [MMU_DONE]
    assert bench.broken == [("stale-tlb", "stale-leaf", "A", "A:0", "D0")]
    assert not bench.ended


def test_a_translation_stays_stale_when_its_page_has_a_next_life(make_bench):
    bench = make_bench(pages_per_mm=1)
    _, page = bench.map()
    live(bench)
    touch(bench)
    bench.do("__free_page", page)
    assert bench.page() == page
    touch(bench)
    assert bench.broken == [("stale-tlb", "stale-leaf", "A", "A:0", "D0")]


def test_a_store_through_a_stale_translation_does_not_wake_the_dead(bench):
    _, page = bench.map()
    live(bench)
    touch(bench, write=1)
    bench.do("__free_page", page)
    touch(bench, write=1, value=2)
    assert [found[:2] for found in bench.broken] == [("stale-tlb", "stale-leaf")]
    assert bench.get(bench.layout.pages[0].value) == 0


def test_a_walk_to_a_page_that_is_freed_already_fills_in_a_stale_translation(bench):
    _, page = bench.map()
    live(bench)
    bench.do("__free_page", page)
    assert touch(bench) == [MMU_WALK, 1, MMU_DONE]
    assert bench.broken == [("stale-tlb", "stale-leaf", "A", "A:0", "D0")]


def test_a_flush_drops_the_translations_of_a_range(bench):
    table, page = bench.map()
    bench.do("set_pte", bench.entry(table, 1), page)
    live(bench, 0, 1)
    touch(bench, 0)
    touch(bench, 1)
    bench.do("flush_tlb_cpu", 0, 1, 3, thread=1)
    assert bench.events == [("flush", "CPU 0", "1", "3")]
    assert [bool(leaf) for leaf in leaves(bench)] == [True, False, False, False]
    bench.do("flush_tlb_cpu", 0, 0, 1)
    assert leaves(bench) == [0] * 4


@pytest.mark.parametrize("cpu", [-1, 2])
def test_flushing_a_cpu_that_is_not_there_is_an_oops(bench, cpu):
    bench.do("flush_tlb_cpu", cpu, 0, 1)
    assert bench.broken == [("bug", "no-such-cpu", "A", cpu)]


@pytest.mark.parametrize("flush", [("flush_tlb_cpu", 0, 0, 4), ("flush_tlb_broadcast", A, 0, 4)])
def test_a_flush_waits_for_a_walk_under_way(bench, flush):
    bench.map()
    live(bench)
    bench.do("mmu_load", A, 0)
    before = bench.state
    with pytest.raises(Blocked) as waits:
        bench.do(*flush, thread=1)
    assert waits.value.args == ("waits-for-walker", "CPU 0", ())
    assert bench.state == before
    bench.do("mmu_walk", A, 0, 0)
    bench.do(*flush, thread=1)
    assert leaves(bench) == [0] * 4


def test_ones_own_walk_does_not_keep_one_from_flushing(bench):
    bench.map()
    bench.do("mmu_load", A, 0)
    bench.do("flush_tlb_cpu", 0, 0, 4)


def test_a_broadcast_reaches_the_cpus_that_run_the_mm(make_bench):
    bench = make_bench(threads=("A", "A2", "B"), thread_mm=(0, 0, 1))
    bench.map()
    live(bench)
    for thread in range(3):
        touch(bench, thread=thread)
    bench.do("flush_tlb_broadcast", A, 0, 4, thread=2)
    assert bench.events == [("flush-broadcast", "A", "0", "3")]
    assert [any(leaves(bench, cpu)) for cpu in range(3)] == [False, False, True]


# the walk cache ---------------------------------------------------------------------------------
@pytest.fixture
def cached(make_bench):
    return make_bench(walk_cache=True)


def test_the_walk_cache_saves_the_look_at_the_slot(cached):
    cached.map()
    live(cached, 0, 1)
    touch(cached)
    cached.do("pmd_clear", cached.slot(A))
    assert touch(cached, 1) == [MMU_WALK, 0]
    cached.do("mmu_load", A, 1)
    assert cached.events == [("walk-cache", "A.pmd[0]", "T0")]


def test_an_empty_slot_is_not_remembered(cached):
    touch(cached)
    assert cached.get(cached.layout.cpus[0].walk_cache[0]) == 0


def test_a_walk_by_a_cached_entry_whose_table_was_freed_is_damage(cached):
    table, _ = cached.map()
    live(cached)
    touch(cached)
    cached.do("__free_page", table)
    cached.do("mmu_load", A, 1)
    assert cached.broken == [("stale-tlb", "stale-walk", "A", "A.pmd[0]", "T0")]
    cached.do("mmu_walk", A, 1, 0)
    assert cached.broken == [("freed-table-used", "freed-used", "A", "T0")]


@pytest.mark.parametrize(
    ("address", "size", "left"), [(0, 1, [False, True]), (0, 2, [False, True]), (1, 2, [False, False])]
)
def test_a_flush_drops_the_walk_cache_of_every_slot_that_it_meets(cached, address, size, left):
    cached.map()
    cached.do("pmd_populate", 1, cached.slot(A, 1), cached.table())
    touch(cached, 0)
    touch(cached, 2)
    cached.do("flush_tlb_cpu", 0, address, size)
    assert [bool(cached.get(field)) for field in cached.layout.cpus[0].walk_cache] == left


def test_without_a_walk_cache_the_slot_is_read_each_time(bench):
    bench.map()
    live(bench)
    touch(bench)
    bench.do("mmu_load", A, 1)
    assert bench.events == [("walk-slot", "A.pmd[0]", "T0")]


# one CPU ----------------------------------------------------------------------------------------
def switch(bench, thread):
    memory = Memory(bench.layout, bench.state, thread)
    switch_to(memory)
    bench.state = memory.state
    return [(event.id, *event.args) for event in memory.events]


def test_on_one_cpu_another_address_space_means_an_empty_tlb(make_bench):
    bench = make_bench(smp=False, walk_cache=True)
    bench.map()
    live(bench)
    assert switch(bench, 0) == []
    touch(bench)
    assert switch(bench, 0) == []
    assert any(leaves(bench))
    assert switch(bench, 1) == [("switch", "A", "B")]
    assert leaves(bench) == [0] * 4
    assert bench.get(bench.layout.cpus[0].walk_cache[0]) == 0


def test_on_one_cpu_threads_of_one_mm_share_the_tlb(make_bench):
    bench = make_bench(smp=False, threads=("A", "A2"), thread_mm=(0, 0))
    bench.map()
    live(bench)
    switch(bench, 0)
    touch(bench)
    assert switch(bench, 1) == []
    assert any(leaves(bench))


def test_with_a_cpu_each_nothing_is_switched(bench):
    before = bench.state
    assert switch(bench, 1) == []
    assert bench.state == before


def test_one_cpu_runs_every_mm(make_bench):
    up, smp = make_bench(smp=False), make_bench()
    assert [up.pure["cpu_runs"](0, mm) for mm in (1, 2)] == [1, 1]
    assert [[smp.pure["cpu_runs"](cpu, mm) for mm in (1, 2)] for cpu in (0, 1)] == [[1, 0], [0, 1]]
    assert [smp.pure["cpu_runs"](cpu, 1) for cpu in (-1, 2)] == [0, 0]
