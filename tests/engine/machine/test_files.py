"""The file that every mm maps: its page cache, its VMAs, its locks, and the mm that may own its tables."""

from __future__ import annotations

import pytest

from engine.machine import properties
from engine.machine.memory import MM_LIVE, Blocked

A, B, FILE = 1, 2, 1


@pytest.fixture
def filed(make_bench):
    """The first two pages of A and B map the file; page 0 of it is the data page D8."""
    bench = make_bench(file=2)
    cached = bench.pointers.data_page(8)
    bench.set(bench.layout.file.cache[0], cached)
    bench.set(bench.layout.pages[8].state, 1)
    bench.set(bench.layout.pages[8].count, 1)
    bench.cached = cached
    bench.do("insert_vmas", A, 0, 4)
    return bench


def count(bench, page=8):
    return bench.get(bench.layout.pages[page].count)


# the page cache ---------------------------------------------------------------------------------
def test_a_page_is_found_with_a_reference_or_without(filed):
    assert filed.do("find_page", FILE, 0) == filed.cached
    assert filed.events == [("find-page", "file[0]", "D8")]
    assert count(filed) == 1
    assert filed.do("find_get_page", FILE, 0) == filed.cached
    assert count(filed) == 2


@pytest.mark.parametrize("address", [1, 2])
@pytest.mark.parametrize("find", ["find_page", "find_get_page", "remove_from_page_cache"])
def test_what_was_truncated_or_is_no_page_of_the_file_is_not_found(filed, find, address):
    assert filed.do(find, FILE, address) == 0
    assert filed.events == [("find-page-none", f"file[{address}]", "NULL")]


def test_who_takes_a_page_out_of_the_cache_has_its_reference(filed):
    assert filed.do("remove_from_page_cache", FILE, 0) == filed.cached
    assert filed.events[1:] == [("uncache", "file[0]", "D8")]
    assert count(filed) == 1
    assert filed.do("find_page", FILE, 0) == 0


def test_a_freed_page_that_is_still_in_the_cache_is_damage_to_whom_takes_it(filed):
    filed.do("__free_page", filed.cached)
    filed.do("find_get_page", FILE, 0)
    assert filed.broken == [("freed-page-used", "freed-used", "A", "D8")]


# VMAs -------------------------------------------------------------------------------------------
def may_share(bench, address=0, mm=A):
    return bench.do("vma_may_share", mm, address)


def test_a_vma_of_the_file_that_covers_a_table_may_share_it(filed):
    assert may_share(filed) == may_share(filed, 1) == 1
    assert filed.events == [("may-share", "A:1")]
    assert may_share(filed, 2) == 0
    assert filed.events == [("may-not-share", "A:2")]


def test_a_vma_of_a_part_of_the_table_may_not_share_it(filed):
    filed.do("remove_vmas", A, 1, 1)
    assert may_share(filed) == 0


def test_two_vmas_over_a_table_may_not_share_it_until_one_is_mapped_anew(filed):
    filed.do("split_vma", A, 1)
    assert filed.events == [("split-vma", "A:1")]
    assert may_share(filed) == 0
    filed.do("remove_vmas", A, 0, 2)
    filed.do("insert_vmas", A, 0, 2)
    assert may_share(filed) == 1


def test_a_vma_that_begins_with_the_table_is_not_split_in_it(filed):
    filed.do("split_vma", A, 0)
    assert may_share(filed) == 1


def test_an_mm_that_does_not_run_yet_shares_nothing_and_inherits_what_it_may(filed):
    filed.do("split_vma", A, 1)
    filed.do("dup_vmas", B, A)
    assert may_share(filed, mm=B) == 0
    filed.set(filed.layout.mms[B - 1].state, MM_LIVE)
    assert may_share(filed, mm=B) == 0
    filed.set(filed.layout.mms[B - 1].split, 0)
    assert may_share(filed, mm=B) == 1


def test_without_vm_mayshare_nothing_is_shared_until_it_is_mapped_again(filed):
    filed.do("clear_vm_mayshare", A)
    assert filed.events == [("clear-mayshare", "A")]
    assert may_share(filed) == 0
    filed.do("insert_vmas", A, 0, 2)
    assert may_share(filed) == 1


def test_a_read_only_vma_is_found_by_reads_only_and_does_not_share_with_others(make_bench):
    bench = make_bench(file=2, protects=True)
    bench.do("insert_vmas", A, 0, 2)
    assert bench.do("find_vma_for", A, 1, 1) == 1
    bench.do("protect_vmas", A, 1, 1, 0)
    assert bench.events == [("vmas-read-only", "A", "1", "1")]
    assert [bench.do("find_vma_for", A, 1, write) for write in (0, 1)] == [1, 0]
    assert bench.events == [("find-vma-read-only", "A:1")]
    assert bench.do("find_vma_for", A, 0, 1) == 1
    assert bench.do("find_vma_for", A, 2, 0) == 0
    assert may_share(bench) == 0
    bench.do("protect_vmas", A, 0, 2, 1)
    assert bench.events == [("vmas-writable", "A", "0", "1")]
    assert may_share(bench) == 1


def test_a_vma_moves_with_its_page(bench):
    bench.do("insert_vmas", A, 0, 2)
    bench.do("move_vma", A, 1, 3)
    assert bench.events == [("move-vma", "A", "1", "3")]
    assert [bench.do("find_vma", A, page) for page in range(4)] == [1, 0, 0, 1]


# locks ------------------------------------------------------------------------------------------
def test_the_locks_of_vmas_and_of_the_file_are_apart(filed):
    names = []
    for mm in (A, B):
        filed.do("down_write", filed.pure["address mm_struct.vma_lock"](mm))
        names += filed.events
        filed.do("down_write", filed.pure["address mm_struct.mmap_sem"](mm))
        names += filed.events
    filed.do("down_write", filed.pure["address address_space.i_mmap_rwsem"](FILE))
    filed.do("spin_lock", filed.pure["address address_space.i_mmap_lock"](FILE))
    assert [name for _, name in names] == ["A.vma_lock", "A.mmap_sem", "B.vma_lock", "B.mmap_sem"]
    assert filed.violations == []
    with pytest.raises(Blocked, match="i_mmap_lock"):
        filed.do("spin_lock", filed.pure["address address_space.i_mmap_lock"](FILE), thread=1)
    with pytest.raises(Blocked, match="i_mmap_rwsem"):
        filed.do("down_read", filed.pure["address address_space.i_mmap_rwsem"](FILE), thread=1)


def test_a_reader_of_a_vma_lock_keeps_its_writer_out(filed):
    lock = filed.pure["address mm_struct.vma_lock"](A)
    for thread in (0, 1):
        filed.do("down_read", lock, thread=thread)
    filed.do("up_read", lock)
    with pytest.raises(Blocked) as waits:
        filed.do("down_write", lock)
    assert waits.value.args == ("waits-for", "A.vma_lock", ("B",))


def test_where_no_file_is_mapped_its_locks_are_null(bench):
    assert bench.pure["file_mapping"]() == 0
    assert bench.pure["address mm_struct.vma_lock"](A) == 0
    assert bench.pure["address address_space.i_mmap_lock"](0) == 0
    assert bench.pure["address address_space.i_mmap_rwsem"](0) == 0


def test_nobody_returns_to_user_mode_with_the_rwsem_of_the_file(filed):
    filed.do("down_write", filed.pure["address address_space.i_mmap_rwsem"](FILE))
    filed.do("leave_kernel")
    assert filed.broken == [("lock-discipline", "returns-with-lock", "A", "i_mmap_rwsem")]


# the host ---------------------------------------------------------------------------------------
def test_all_mms_are_walked_by_number_the_host_last(make_bench):
    bench = make_bench(file=2, mms=("A", "B", "H"), host=2)
    assert [bench.pure["mm_at"](number) for number in (-1, 0, 1, 2, 3)] == [0, 1, 2, 3, 0]
    assert bench.pure["host_mm"]() == 3
    assert make_bench(file=2).pure["host_mm"]() == 0


def test_the_host_runs_on_no_cpu(make_bench):
    bench = make_bench(file=2, mms=("A", "B", "H"), host=2)
    assert [bench.pure["cpu_runs"](cpu, 3) for cpu in (0, 1)] == [0, 0]


# who counts -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("counting", "said"), [("none", []), ("page_count", [("T0", 1, 2)])])
def test_only_where_sharers_are_counted_the_count_is_held_against_the_slots(make_bench, counting, said):
    bench = make_bench(counting=counting)
    table, _ = bench.map()
    bench.do("dup_vmas", B, A)
    bench.do("pmd_populate", B, bench.slot(B), table)
    assert bench.judge(properties.count_below_slots) == [("count-below-slots", *args) for args in said]
    assert bench.judge(properties.counts_agree) == [("wrong-count", *args) for args in said]
    assert bench.judge(properties.sharers_agree) == []


def test_a_table_that_nobody_counts_has_one_reference_and_leaks_when_no_slot_names_it(make_bench):
    bench = make_bench(counting="none")
    table, _ = bench.map()
    bench.do("get_page", table)
    assert bench.judge(properties.counts_agree) == [("wrong-count", "T0", 2, 1)]
    bench.do("pmd_clear", bench.slot(A))
    assert bench.judge(properties.counts_agree)[0] == ("leak", "T0", 2)
