"""Swap entries, and entries of page tables that name them."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.machine.properties import counts_agree, mappings_kept, rss_agrees, swap_agrees


@pytest.fixture
def bench(make_bench):
    return make_bench(swap=2)


def swapped(bench, entry):
    """The entry value that names a swap entry."""
    return bench.pure["swp_entry_to_pte"](entry)


def test_a_swap_entry_is_handed_out_with_count_one_until_there_are_no_more(bench):
    assert [bench.do("get_swap_page"), bench.do("get_swap_page")] == [1, 2]
    with pytest.raises(LimitReached, match="2 swap entries are too few") as reached:
        bench.do("get_swap_page")
    assert "`swap`" in reached.value.hint.text


def test_a_swap_that_is_full_gives_no_entry(bench):
    assert bench.do("get_swap_page", fails=True) == 0


def test_the_last_reference_frees_a_swap_entry_and_the_next_who_asks_gets_it(bench):
    entry = bench.do("get_swap_page")
    bench.do("swap_duplicate", entry)
    assert bench.events == [("get", "S0", "1", "2")]
    bench.do("swap_free", entry)
    assert bench.events == [("put", "S0", "2", "1")]
    bench.do("swap_free", entry)
    assert bench.events == [("put-zero", "S0", "1", "0")]
    assert bench.do("get_swap_page") == entry


def test_dropping_a_reference_to_a_free_swap_entry_is_an_underflow_and_ends_the_run(bench):
    bench.do("swap_free", 1)
    assert bench.broken == [("count-underflow", "underflow", "A", "S0")]
    assert bench.ended


def test_using_the_entry_that_a_full_swap_gave_is_a_bug_of_the_kernel(bench):
    bench.do("swap_free", 0)
    assert bench.broken == [("bug", "no-swap", "A")]
    assert bench.ended


def test_taking_a_reference_to_a_free_swap_entry_is_damage(bench):
    bench.do("swap_duplicate", 1)
    assert bench.broken == [("freed-page-used", "freed-used", "A", "S0")]


def test_data_goes_out_and_comes_back(bench):
    _, page = bench.map()
    bench.set(bench.layout.pages[0].value, 2)
    entry = bench.do("get_swap_page")
    bench.do("swap_writepage", page, entry)
    other = bench.page()
    bench.do("swap_readpage", entry, other)
    assert bench.get(bench.layout.pages[1].value) == 2


def test_reading_a_swap_entry_that_was_freed_meanwhile_is_no_damage(bench):
    page = bench.page()
    bench.do("swap_readpage", 1, page)
    assert bench.broken == []


def test_an_entry_that_names_a_swap_entry_is_neither_none_nor_present(bench):
    pte = swapped(bench, 2)
    names = ("pte_none", "pte_present", "pte_swap", "pte_to_swp_entry", "pte_page", "pte_write")
    assert [bench.pure[name](pte) for name in names] == [0, 0, 1, 2, 0, 0]
    assert bench.pure["swp_entry_to_pte"](0) == 0
    assert [bench.pure["swp_none"](entry) for entry in (0, 1)] == [1, 0]


def test_the_hardware_faults_on_a_swapped_entry(bench):
    table, _ = bench.map()
    bench.do("set_pte", bench.entry(table), swapped(bench, 1))
    bench.do("mmu_load", 1, 0)
    assert bench.do("mmu_walk", 1, 0, 0) == 0
    assert bench.events == [("walk-fault", "T0[0]", "S0")]


def test_at_rest_a_swap_entry_counts_the_entries_that_name_it(bench):
    table, page = bench.map()
    entry = bench.do("get_swap_page")
    assert bench.judge(swap_agrees) == [("leak", "S0", 1)]
    bench.do("set_pte", bench.entry(table), swapped(bench, entry))
    assert bench.judge(swap_agrees) == []
    bench.do("swap_duplicate", entry)
    assert bench.judge(swap_agrees) == [("wrong-count", "S0", 2, 1)]
    bench.do("put_page_testzero", page)
    bench.do("__free_page", page)
    assert bench.judge(counts_agree) == []


def test_where_pages_are_swapped_rss_is_not_judged(bench, make_bench):
    for judged in (make_bench(), bench):
        judged.map()
    assert make_bench().judge(rss_agrees) == []
    assert bench.judge(rss_agrees) == []


def test_what_a_swapped_page_holds_must_be_what_its_owner_wrote(bench):
    table, page = bench.map()
    bench.do("oracle_map", 1, 0, 1)
    entry = bench.do("get_swap_page")
    bench.do("set_pte", bench.entry(table), swapped(bench, entry))
    assert bench.judge(mappings_kept) == []
    bench.set(bench.layout.pages[0].value, 2)
    bench.do("swap_writepage", page, entry)
    assert bench.judge(mappings_kept) == [("holds-foreign", "A:0", "S0", 7)]
