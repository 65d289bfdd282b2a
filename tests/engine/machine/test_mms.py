"""The mm_struct: VMAs, rss, birth and end."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.machine.memory import GONE, MM_LIVE


def vmas(bench, mm=1):
    return [bench.do("find_vma", mm, page) for page in range(4)]


def test_vmas_are_mapped_and_removed_page_by_page(bench):
    bench.do("insert_vmas", 1, 1, 3)
    assert bench.events == [("insert-vmas", "A", "1", "3")]
    assert vmas(bench) == [0, 1, 1, 1]
    assert bench.events == [("find-vma", "A:3")]
    bench.do("remove_vmas", 1, 0, 3)
    assert bench.events == [("remove-vmas", "A", "0", "2")]
    assert vmas(bench) == [0, 0, 0, 1]
    bench.do("find_vma", 1, 0)
    assert bench.events == [("find-vma-none", "A:0")]


def test_a_range_ends_with_the_address_space(bench):
    bench.do("insert_vmas", 1, 2, 9)
    assert vmas(bench) == [0, 0, 1, 1]
    bench.do("insert_vmas", 1, 4, 0)
    assert bench.violations == []


@pytest.mark.parametrize(("address", "size"), [(5, 1), (-1, 1), (-200, 300)])
def test_a_range_that_begins_outside_is_an_oops(bench, address, size):
    bench.do("insert_vmas", 1, address, size)
    assert bench.broken == [("bug", "bad-address", "A", address)]
    assert bench.ended


@pytest.mark.parametrize("address", [4, 255, -1])
def test_an_address_outside_is_an_oops(bench, address):
    bench.do("find_vma", 1, address)
    assert bench.broken == [("bug", "bad-address", "A", address)]


def test_a_size_below_zero_is_a_stated_limit(bench):
    with pytest.raises(LimitReached, match="LIM09 size of remove_vmas would be -2"):
        bench.do("remove_vmas", 1, 0, -2)


def test_a_child_gets_the_vmas_and_one_user(bench):
    bench.do("insert_vmas", 1, 0, 2)
    bench.do("dup_vmas", 2, 1)
    assert vmas(bench, 2) == [1, 1, 0, 0]
    assert bench.do("atomic_read", 2) == 1
    bench.do("wake_up_process", 2)
    assert bench.get(bench.layout.mms[1].state) == MM_LIVE


def test_rss_counts_and_never_falls_below_zero(bench):
    bench.do("add_mm_rss", 1, 3)
    assert bench.events == [("rss", "A.rss", "0", "3")]
    assert bench.do("load mm_struct.rss", 1) == 3
    bench.do("add_mm_rss", 1, -4)
    assert bench.do("load mm_struct.rss", 1) == 0
    bench.do("store mm_struct.rss", 1, 2)
    assert bench.do("load mm_struct.rss", 1) == 2
    assert bench.events == [("read-counter", "A.rss", "2")]


@pytest.mark.parametrize("rss", [-1, 32])
def test_rss_has_its_bounds(bench, rss):
    with pytest.raises(LimitReached, match=f"LIM06 A.rss would become {rss}"):
        bench.do("store mm_struct.rss", 1, rss)


def test_mmdrop_is_the_end_of_an_mm(bench):
    bench.do("mmdrop", 1)
    assert bench.get(bench.layout.mms[0].state) == GONE


@pytest.mark.parametrize(
    "operation", ["load mm_struct.rss", "load pmd_t", "load pte_t", "mmdrop", "get_page"]
)
def test_following_null_is_an_oops(bench, operation):
    bench.do(operation, 0)
    assert bench.broken == [("bug", "null", "A")]
    assert bench.ended
