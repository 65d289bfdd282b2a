"""Slots that have a write bit: without it no store goes through them, whatever the entries below allow."""

from __future__ import annotations

import pytest

from engine.machine import properties
from engine.machine.operations.mmu import MMU_DONE, MMU_WALK

A, B = 1, 2


@pytest.fixture
def bench(make_bench):
    return make_bench(pmd_write_bit=True)


def walk(bench, write):
    """A load or a store up to where the TLB is filled, or the walk refused."""
    access = ("mmu_store", A, 0, 1) if write else ("mmu_load", A, 0)
    assert bench.do(*access) == MMU_WALK
    return bench.do("mmu_walk", A, 0, write)


def test_a_slot_value_tells_its_table_and_whether_it_may_be_written(bench):
    table = bench.table()
    writable = bench.pure["mk_pmd"](table)
    read_only = bench.pure["pmd_wrprotect"](writable)
    assert [bench.pure["pmd_write"](value) for value in (writable, read_only)] == [1, 0]
    assert [bench.pure["pmd_page"](value) for value in (writable, read_only)] == [table, table]
    assert bench.pure["pmd_same"](writable, read_only) == 0
    assert bench.pure["pmd_same"](writable, bench.pure["pmd_mkwrite"](read_only)) == 1
    assert [bench.pure["pmd_none"](value) for value in (read_only, 0)] == [0, 1]


def test_without_a_protocol_that_uses_it_a_slot_has_no_such_bit(make_bench):
    bench = make_bench()
    table = bench.table()
    assert bench.pure["pmd_wrprotect"](table) == table
    assert bench.pure["pmd_write"](table) == 1


def test_set_pmd_says_whether_the_slot_may_be_written(bench):
    table = bench.table()
    bench.do("set_pmd", bench.slot(A), bench.pure["pmd_wrprotect"](table))
    assert bench.events == [("set-slot-read-only", "A.pmd[0]", "T0")]
    assert bench.do("load pmd_t", bench.slot(A)) == bench.pure["pmd_wrprotect"](table)
    bench.do("set_pmd", bench.slot(A), table)
    assert bench.events == [("populate", "A.pmd[0]", "T0")]
    bench.do("set_pmd", bench.slot(A), 0)
    assert bench.do("load pmd_t", bench.slot(A)) == 0


@pytest.mark.parametrize("read_only", [False, True])
def test_a_slot_cannot_be_made_to_name_a_freed_table(bench, read_only):
    table = bench.table()
    bench.do("__free_page", table)
    bench.do("set_pmd", bench.slot(A), bench.pure["pmd_wrprotect"](table) if read_only else table)
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]


def test_a_slot_is_read_and_emptied_at_once_with_its_bit(bench):
    table, _ = bench.map()
    read_only = bench.pure["pmd_wrprotect"](table)
    bench.do("set_pmd", bench.slot(A), read_only)
    assert bench.do("pmdp_get_and_clear", bench.slot(A)) == read_only
    assert bench.events == [("clear-slot", "A.pmd[0]", "T0")]
    assert bench.do("load pmd_t", bench.slot(A)) == 0


def test_an_entry_is_found_below_a_read_only_slot(bench):
    table, _ = bench.map()
    bench.do("set_pmd", bench.slot(A), bench.pure["pmd_wrprotect"](table))
    assert bench.do("pte_offset", bench.slot(A), 1) == bench.entry(table, 1)


def test_no_store_goes_through_a_read_only_slot_though_the_entry_may_be_written(bench):
    table, _ = bench.map(write=True)
    bench.do("set_pmd", bench.slot(A), bench.pure["pmd_wrprotect"](table))
    assert walk(bench, write=1) == 0
    assert bench.events == [("walk-fault-write", "T0[0]", "D0")]
    assert not bench.do("load pte_t", bench.entry(table)) & bench.pointers.dirty_bit
    bench.do("set_pmd", bench.slot(A), table)
    assert walk(bench, write=1) == 1


def test_what_a_load_fills_in_through_a_read_only_slot_cannot_be_written(bench):
    """Else a later store would hit in the TLB and go around the slot."""
    table, page = bench.map(write=True)
    bench.do("set_pte", bench.entry(table), page | bench.pointers.write_bit | bench.pointers.dirty_bit)
    bench.do("set_pmd", bench.slot(A), bench.pure["pmd_wrprotect"](table))
    bench.set(bench.layout.mms[0].oracle[0], 1)
    assert walk(bench, write=0) == 1
    leaf = bench.get(bench.layout.cpus[0].leaf[0])
    assert bench.pointers.entry_page(leaf) == page
    assert not leaf & bench.pointers.write_bit
    assert bench.do("mmu_load", A, 0) == MMU_DONE
    assert bench.do("mmu_store", A, 0, 1) == MMU_WALK


def test_a_walk_cache_remembers_that_the_slot_was_read_only(make_bench):
    bench = make_bench(pmd_write_bit=True, walk_cache=True)
    table, _ = bench.map(write=True)
    bench.do("set_pmd", bench.slot(A), bench.pure["pmd_wrprotect"](table))
    assert walk(bench, write=1) == 0
    bench.do("set_pmd", bench.slot(A), table)
    assert walk(bench, write=1) == 0
    assert bench.broken == []
    bench.do("flush_tlb_cpu", 0, 0, 2)
    assert walk(bench, write=1) == 1


def test_a_read_only_slot_counts_as_one_that_names_the_table(bench):
    table, _ = bench.map()
    bench.do("wake_up_process", B)
    bench.do("set_pmd", bench.slot(B), bench.pure["pmd_wrprotect"](table))
    assert bench.judge(properties.count_below_slots) == [("count-below-slots", "T0", 1, 2)]
    assert bench.judge(properties.counts_agree) == [("wrong-count", "T0", 1, 2)]
    bench.do("__free_page", table)
    assert ("freed-while-named", "T0", "B.pmd[0]") in bench.judge(properties.freed_while_named)
