"""Who shares a page table: counted in its page_count, with "add unless", or by a counter of its own."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.machine import properties

A, B = 1, 2


@pytest.fixture
def counted(make_bench):
    """A table that A and B name, shared by a counter of its own; both mms are live."""
    bench = make_bench(counting="sharers")
    table, _ = bench.map()
    bench.do("wake_up_process", B)
    bench.do("pmd_populate", B, bench.slot(B), table)
    return bench, table, bench.pure["address page.sharers"](table)


# page_count: add unless -------------------------------------------------------------------------
def test_decrement_unless_one_leaves_the_last_reference(bench):
    table = bench.table()
    bench.do("get_page", table)
    assert bench.do("page_ref_add_unless", table, -1, 1) == 1
    assert bench.events == [("put", "T0", "2", "1")]
    assert bench.do("page_ref_add_unless", table, -1, 1) == 0
    assert bench.events == [("count", "T0", "1")]
    assert bench.do("page_count", table) == 1


def test_add_unless_tells_which_way_the_count_went(bench):
    page = bench.page()
    bench.do("page_ref_add_unless", page, 1, 0)
    assert bench.events == [("get", "D0", "1", "2")]
    bench.do("page_ref_add_unless", page, -2, 0)
    assert bench.events == [("put-zero", "D0", "2", "0")]


def test_add_unless_keeps_to_the_bounds_of_a_count(bench):
    page = bench.page()
    with pytest.raises(LimitReached, match="LIM04 D0.count would become 16"):
        bench.do("page_ref_add_unless", page, 15, 0)
    bench.do("page_ref_add_unless", page, -2, 0)
    assert bench.broken == [("count-underflow", "underflow", "A", "D0")]
    assert bench.ended


def test_add_unless_must_not_touch_a_freed_table(bench):
    table = bench.table()
    bench.do("__free_page", table)
    bench.do("page_ref_add_unless", table, -1, 1)
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]


def test_a_reference_to_any_frame_is_taken_unless_it_is_free(bench):
    table, page = bench.map()
    assert bench.do("get_page_unless_zero", page) == 1
    assert bench.events == [("get", "D0", "1", "2")]
    bench.do("__free_page", table)
    assert bench.do("get_page_unless_zero", table) == 0
    assert bench.events == [("count", "T0", "0")]
    assert bench.violations == [], "to look at a free frame is what it is for"


# a counter of its own ---------------------------------------------------------------------------
def test_a_new_table_has_one_sharer(counted):
    bench, _, sharers = counted
    assert bench.do("atomic_read", sharers) == 1
    assert bench.events == [("read-counter", "T0.sharers", "1")]


def test_sharers_come_and_go_while_the_page_count_stays_one(counted):
    bench, table, sharers = counted
    bench.do("atomic_inc", sharers)
    assert bench.do("atomic_dec_and_test", sharers) == 0
    assert bench.do("atomic_dec_and_test", sharers) == 1
    assert bench.do("page_count", table) == 1
    bench.do("atomic_dec_and_test", sharers)
    assert bench.broken == [("count-underflow", "underflow", "A", "T0.sharers")]


def test_the_counter_goes_with_the_table(counted):
    bench, table, sharers = counted
    bench.do("__free_page", table)
    assert bench.get(bench.layout.tables[0].sharers) == 0
    bench.do("atomic_inc", sharers)
    assert bench.broken == [("freed-table-used", "resurrected", "A", "T0")]


def test_the_counter_of_a_freed_table_is_not_read(counted):
    bench, table, sharers = counted
    bench.do("__free_page", table)
    bench.do("atomic_read", sharers)
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]


def test_only_tables_that_count_their_sharers_have_such_a_counter(bench, counted):
    assert bench.pure["address page.sharers"](bench.table()) == 0
    with_counter, _, _ = counted
    assert with_counter.pure["address page.sharers"](with_counter.page()) == 0


def test_the_sharers_are_compared_with_the_slots_and_the_page_count_with_one(counted):
    bench, table, sharers = counted
    assert bench.judge(properties.count_below_slots) == [("count-below-slots", "T0", 1, 2)]
    assert bench.judge(properties.sharers_agree) == [("wrong-count", "T0.sharers", 1, 2)]
    assert bench.judge(properties.counts_agree) == []
    bench.do("atomic_inc", sharers)
    assert bench.judge(properties.count_below_slots) == []
    assert bench.judge(properties.sharers_agree) == []
    bench.do("get_page", table)
    assert bench.judge(properties.counts_agree) == [("wrong-count", "T0", 2, 1)]


def test_a_table_that_no_slot_names_is_a_leak_and_not_a_wrong_number_of_sharers(counted):
    bench, table, _ = counted
    for mm in (A, B):
        bench.do("pmd_clear", bench.slot(mm))
    assert bench.judge(properties.sharers_agree) == []
    assert bench.judge(properties.counts_agree) == [("leak", "T0", 1)]
    bench.do("__free_page", table)
    assert bench.judge(properties.sharers_agree) == []


def test_where_nobody_counts_sharers_nobody_is_judged_by_it(make_bench):
    bench = make_bench(counting="none")
    table, _ = bench.map()
    bench.do("wake_up_process", B)
    bench.do("pmd_populate", B, bench.slot(B), table)
    for judge in (properties.count_below_slots, properties.sharers_agree, properties.counts_agree):
        assert bench.judge(judge) == []


# what is meant for all who share a table --------------------------------------------------------
def test_an_entry_written_for_all_is_no_change_for_one(bench):
    table, page = bench.map()
    bench.do("set_pte", bench.entry(table, 1), page)
    assert bench.foreign == [(0, 1)]
    bench.do("set_shared_pte", bench.entry(table, 1), page)
    assert bench.events == [("set-entry", "T0[1]", "D0")]
    assert bench.foreign == []
    bench.do("set_shared_pte", bench.entry(table, 1), table)
    assert bench.broken == [("bug", "not-a-data-page", "A", "T0")]


def test_the_rss_of_all_who_share_a_table_changes_at_once(bench):
    table, _ = bench.map()
    bench.do("add_table_rss", table, 1)
    bench.do("pmd_populate", B, bench.slot(B, 1), table)
    bench.do("add_table_rss", table, 2)
    assert bench.events == [("rss", "A.rss", "1", "3"), ("rss", "B.rss", "0", "2")]
    bench.do("mmdrop", B)
    bench.do("add_table_rss", table, -1)
    assert bench.events == [("rss", "A.rss", "3", "2")]


def test_only_a_table_has_an_rss_of_its_own(bench):
    bench.do("add_table_rss", bench.page(), 1)
    assert bench.broken == [("bug", "not-a-table", "A", "D0")]
