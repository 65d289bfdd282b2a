"""Allocating, freeing and copying."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.machine.memory import FREED


def test_what_is_allocated_is_empty_and_counts_one(bench):
    table, page = bench.table(), bench.page()
    assert bench.do("page_count", table) == 1
    assert bench.do("page_count", page) == 1
    assert bench.do("pte_page_rss", table) == 0
    assert bench.get(bench.layout.pages[0].value) == 0


def test_an_allocation_that_fails_gives_null_and_changes_nothing(bench):
    before = bench.state
    assert bench.do("pte_alloc_one", 1, fails=True) == 0
    assert bench.events == [("no-memory", "tables")]
    assert bench.do("alloc_page", 1, fails=True) == 0
    assert bench.events == [("no-memory", "pages")]
    assert bench.state == before


def test_each_process_has_frames_of_its_own_and_a_freed_one_comes_last(bench):
    first = bench.table()
    assert bench.pointers.page_name(bench.table(thread=1)) == "T2"
    bench.do("__free_page", first)
    assert bench.pointers.page_name(bench.table()) == "T1"
    assert bench.pointers.page_name(bench.table()) == "T0"


def test_lowest_free_first_hands_a_freed_frame_to_whoever_comes_next(make_bench):
    bench = make_bench(own_pools=False)
    first = bench.table()
    assert bench.pointers.page_name(bench.table(thread=1)) == "T1"
    bench.do("__free_page", first)
    assert bench.table(thread=1) == first


def test_a_pool_that_is_too_small_says_which_and_what_to_raise(bench):
    for _ in range(4):
        bench.page()
    with pytest.raises(LimitReached, match="pool of 4 pages is too small for thread A") as reached:
        bench.page()
    assert "`pages`" in reached.value.hint.text


def test_a_freed_table_is_poisoned_and_forgets_its_contents(bench):
    table, page = bench.map()
    bench.do("__free_page", table)
    fields = bench.layout.tables[0]
    assert bench.get(fields.state) == FREED
    assert [bench.get(field) for field in (fields.count, fields.lock, fields.owners, *fields.entries)] == [
        0
    ] * 5
    assert bench.events == [("free", "T0")]
    assert bench.do("page_count", page) == 1


def test_a_freed_page_forgets_its_value(bench):
    page = bench.page()
    bench.set(bench.layout.pages[0].value, 2)
    bench.do("__free_page", page)
    assert bench.get(bench.layout.pages[0].value) == 0


@pytest.mark.parametrize("allocate", ["pte_alloc_one", "alloc_page"])
def test_freeing_twice_ends_the_run(bench, allocate):
    page = bench.do(allocate, 1)
    bench.do("__free_page", page)
    bench.do("__free_page", page)
    assert [found[:2] for found in bench.broken] == [("double-free", "double-free")]
    assert bench.ended


def test_a_frame_that_was_freed_may_be_freed_again_after_its_next_life(make_bench):
    bench = make_bench(pages_per_mm=1)
    page = bench.page()
    bench.do("__free_page", page)
    assert bench.page() == page
    bench.do("__free_page", page)
    assert bench.violations == []


def test_a_copy_has_the_value_of_its_source(bench):
    source, target = bench.page(), bench.page()
    bench.set(bench.layout.pages[0].value, 2)
    bench.do("copy_cow_page", source, target)
    assert bench.get(bench.layout.pages[1].value) == 2
    assert bench.events == [("copy-page", "D0", "D1")]


def test_copying_from_a_freed_page_is_damage_and_goes_on(bench):
    source, target = bench.page(), bench.page()
    bench.do("__free_page", source)
    bench.do("copy_cow_page", source, target)
    assert bench.broken == [("freed-page-used", "freed-used", "A", "D0")]
    assert not bench.ended


def test_only_data_pages_are_copied(bench):
    table, page = bench.table(), bench.page()
    bench.do("copy_cow_page", table, page)
    assert bench.broken == [("bug", "not-a-data-page", "A", "T0")]
    assert bench.ended
