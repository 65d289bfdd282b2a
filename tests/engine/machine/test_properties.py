"""The judges: what each says of a state, and what it leaves alone."""

from __future__ import annotations

import pytest

from engine.machine import properties
from engine.machine.memory import MM_LIVE, Memory
from engine.machine.shape import NO_MM
from engine.machine.violations import PROPERTIES

A, B = 1, 2


@pytest.fixture
def shared(bench):
    """A table that A and B name, counted twice; both mms are live."""
    table, page = bench.map()
    bench.do("wake_up_process", B)
    bench.do("get_page", table)
    bench.do("pmd_populate", B, bench.slot(B), table)
    return table, page


def foreign(bench, thread=0, table=0, entry=0):
    memory = Memory(bench.layout, bench.state)
    return [found.args for found in properties.foreign_change(memory, thread, table, entry)]


# warnings ---------------------------------------------------------------------------------------
def test_a_count_may_be_above_the_slots_but_not_below(bench, shared):
    table, _ = shared
    assert bench.judge(properties.count_below_slots) == []
    bench.do("get_page", table)
    assert bench.judge(properties.count_below_slots) == []
    for _ in range(2):
        bench.do("put_page_testzero", table)
    assert bench.judge(properties.count_below_slots) == [("count-below-slots", "T0", 1, 2)]


def test_a_freed_table_has_no_count_to_be_below_anything(bench, shared):
    bench.do("__free_page", shared[0])
    assert bench.judge(properties.count_below_slots) == []
    assert bench.judge(properties.freed_while_named) == [
        ("freed-while-named", "T0", "A.pmd[0]"),
        ("freed-while-named", "T0", "B.pmd[0]"),
    ]


def test_the_slots_of_an_mm_that_is_gone_are_gone(bench, shared):
    bench.do("mmdrop", A)
    bench.do("__free_page", shared[0])
    assert bench.judge(properties.freed_while_named) == [("freed-while-named", "T0", "B.pmd[0]")]


def test_two_owners_are_one_too_many(bench, shared):
    bench.do("ASSERT_EXCLUSIVE_ACCESS", shared[0])
    assert bench.events == [("believes-owner", "T0")]
    assert bench.judge(properties.two_owners) == []
    bench.do("ASSERT_EXCLUSIVE_ACCESS", shared[0], thread=1)
    assert bench.judge(properties.two_owners) == [("two-owners", "A", "B", "T0")]
    bench.do("EXCLUSIVE_ACCESS_END", shared[0])
    assert bench.judge(properties.two_owners) == []


def test_a_belief_ends_in_user_mode(bench, shared):
    for thread in (0, 1):
        bench.do("ASSERT_EXCLUSIVE_ACCESS", shared[0], thread=thread)
    bench.do("leave_kernel", thread=1)
    assert bench.get(bench.layout.tables[0].owners) == 1


@pytest.mark.parametrize("operation", ["ASSERT_EXCLUSIVE_ACCESS", "EXCLUSIVE_ACCESS_END"])
def test_beliefs_are_about_tables(bench, operation):
    bench.do(operation, bench.page())
    assert bench.broken == [("bug", "not-a-table", "A", "D0")]
    assert bench.ended


def test_bug_on_stops_the_kernel_when_its_condition_holds(bench):
    bench.do("BUG_ON", 0)
    assert not bench.ended
    bench.do("BUG_ON", -1)
    assert bench.broken == [("bug", "bug-on", "A")]
    assert bench.ended


def test_a_change_for_one_mm_is_foreign_to_the_others_that_name_the_table(bench, shared):
    assert foreign(bench) == [("A", "T0[0]", "B")]
    assert foreign(bench, thread=1) == [("B", "T0[0]", "A")]
    bench.do("pmd_clear", bench.slot(B))
    assert foreign(bench) == []


def test_filling_the_tables_of_a_child_that_does_not_run_yet_is_not_foreign(bench):
    table, _ = bench.map(mm=B)
    assert foreign(bench) == []
    bench.do("wake_up_process", B)
    assert foreign(bench) == [("A", "T0[0]", "B")]


# at rest ----------------------------------------------------------------------------------------
def test_counts_agree_with_slots_entries_and_queued_references(bench, shared):
    table, page = shared
    assert bench.judge(properties.counts_agree) == []
    tlb = bench.do("tlb_batch", A, 0)
    bench.do("pmd_clear", bench.slot(B))
    assert bench.judge(properties.counts_agree) == [("wrong-count", "T0", 2, 1)]
    bench.do("tlb_queue", tlb, table)
    assert bench.judge(properties.counts_agree) == []
    bench.do("get_page", page)
    assert bench.judge(properties.counts_agree) == [("wrong-count", "D0", 2, 1)]


def test_what_nothing_refers_to_is_a_leak(bench, shared):
    bench.do("pmd_clear", bench.slot(A))
    bench.do("mmdrop", B)
    assert bench.judge(properties.counts_agree) == [("leak", "T0", 2)]
    bench.page()
    assert bench.judge(properties.counts_agree)[1:] == [("leak", "D1", 1)]


def test_what_was_never_in_use_or_is_free_is_no_leak(bench):
    assert bench.judge(properties.counts_agree) == []
    bench.do("__free_page", bench.page())
    assert bench.judge(properties.counts_agree) == []


def test_what_is_free_must_not_be_held(bench, shared):
    table, page = shared
    bench.do("__free_page", page)
    assert bench.judge(properties.counts_agree) == [("freed-but-held", "D0", "T0[0]")]


def test_rss_counts_what_is_mapped_in_live_mms(bench, shared):
    assert bench.judge(properties.rss_agrees) == [("wrong-rss", "A", 0, 1), ("wrong-rss", "B", 0, 1)]
    bench.do("add_mm_rss", A, 1)
    bench.do("mmdrop", B)
    assert bench.judge(properties.rss_agrees) == []


def test_a_freed_table_maps_nothing(bench, shared):
    bench.do("__free_page", shared[0])
    assert bench.judge(properties.rss_agrees) == []


def allow(bench, value, page=0, mm=A):
    bench.set(bench.layout.mms[mm - 1].oracle[page], 1 << value)


def test_a_mapping_is_kept_with_its_value(bench):
    bench.map()
    allow(bench, 0)
    assert bench.judge(properties.mappings_kept) == []
    allow(bench, 2)
    bench.set(bench.layout.pages[0].value, 2)
    assert bench.judge(properties.mappings_kept) == []


def test_a_mapping_that_holds_anothers_value_breaks_isolation(bench):
    bench.map()
    allow(bench, 1)
    bench.set(bench.layout.pages[0].value, 2)
    assert bench.judge(properties.mappings_kept) == [("holds-foreign", "A:0", "D0", 7)]


def test_a_mapping_that_holds_zero_where_something_was_written_is_lost(bench):
    bench.map()
    allow(bench, 1)
    assert bench.judge(properties.mappings_kept) == [("holds-zero", "A:0", "D0")]
    (found,) = properties.mappings_kept(Memory(bench.layout, bench.state))
    assert found.property == "mapping-lost"


def test_a_mapping_whose_page_was_freed_is_lost(bench):
    _, page = bench.map()
    allow(bench, 0)
    bench.do("__free_page", page)
    assert bench.judge(properties.mappings_kept) == [("mapping-freed", "A:0", "D0")]


def test_a_mapping_that_is_gone_is_lost_if_anything_was_written_there(bench):
    allow(bench, 1)
    assert bench.judge(properties.mappings_kept) == [("mapping-gone", "A:0")]
    allow(bench, 0)
    assert bench.judge(properties.mappings_kept) == []


def test_what_may_fault_need_not_be_mapped(bench):
    bench.set(bench.layout.mms[0].oracle[0], 0b1010)
    assert bench.judge(properties.mappings_kept) == []


def test_only_live_mms_have_anything_to_lose(bench):
    allow(bench, 1, mm=B)
    assert bench.judge(properties.mappings_kept) == []
    bench.set(bench.layout.mms[1].state, MM_LIVE)
    assert bench.judge(properties.mappings_kept) == [("mapping-gone", "B:0")]


# the table of properties ------------------------------------------------------------------------
def test_damage_comes_first_and_only_damage_ends_a_run():
    severities = [found.severity for found in PROPERTIES.values()]
    assert severities == sorted(severities)
    assert {found.id for found in PROPERTIES.values() if found.ends} == {
        "freed-table-used",
        "double-free",
        "count-underflow",
        "bug",
        "deadlock",
    }


def test_a_page_of_the_file_that_nobody_has_mapped_is_what_the_page_cache_holds(make_bench):
    bench = make_bench(file=2)
    page = bench.page()
    bench.do("oracle_map", 1, 0, 1)
    bench.set(bench.layout.file.oracle[0], 1)
    bench.set(bench.layout.file.cache[0], page)
    assert bench.judge(properties.mappings_kept) == []
    bench.set(bench.layout.pages[0].value, 2)
    assert bench.judge(properties.mappings_kept) == [("holds-foreign", "A:0", "D0", 7)]


def test_where_the_scenario_says_so_rss_is_not_judged(make_bench):
    for judged, found in ((make_bench(rss=False), []), (make_bench(), [("wrong-rss", "A", 0, 1)])):
        judged.map()
        assert judged.judge(properties.rss_agrees) == found


def test_what_reclaim_changes_is_meant_for_all_who_share(make_bench):
    bench = make_bench(threads=("A", "K"), thread_mm=(0, NO_MM))
    table, _ = bench.map()
    bench.do("ptep_get_and_clear", bench.entry(table), thread=1)
    assert bench.foreign == []
    bench.do("ptep_get_and_clear", bench.entry(table), thread=0)
    assert bench.foreign == [(0, 0)]
