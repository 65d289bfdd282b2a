"""Spinlocks and semaphores: who waits, who may release, what a mistake is called."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.machine.memory import Blocked

PTL, SEM = 1, 1


def test_a_spinlock_is_held_by_one_thread_at_a_time(bench):
    bench.do("spin_lock", PTL)
    before = bench.state
    with pytest.raises(Blocked) as waits:
        bench.do("spin_lock", PTL, thread=1)
    assert waits.value.args == ("waits-for", "A.page_table_lock", ("A",))
    assert bench.state == before

    bench.do("spin_unlock", PTL)
    bench.do("spin_lock", PTL, thread=1)
    assert bench.events == [("lock", "A.page_table_lock")]


def test_a_thread_that_takes_a_spinlock_twice_stops_the_run(bench):
    bench.do("spin_lock", PTL)
    bench.do("spin_lock", PTL)
    assert bench.broken == [("lock-discipline", "taken-twice", "A", "A.page_table_lock")]
    assert bench.ended
    assert bench.get(bench.layout.halted) == 1


@pytest.mark.parametrize("first", ["down_read", "down_write"])
@pytest.mark.parametrize("second", ["down_read", "down_write"])
def test_a_thread_that_takes_a_semaphore_twice_stops_the_run(bench, first, second):
    bench.do(first, SEM)
    bench.do(second, SEM)
    assert bench.broken == [("lock-discipline", "taken-twice", "A", "A.mmap_sem")]
    assert bench.ended


def test_only_its_holder_releases_a_spinlock(bench):
    bench.do("spin_lock", PTL)
    bench.do("spin_unlock", PTL, thread=1)
    assert bench.broken == [("lock-discipline", "not-holder", "B", "A.page_table_lock")]
    assert not bench.ended
    assert bench.get(bench.layout.mms[0].page_table_lock) == 1


@pytest.mark.parametrize("operation", ["up_read", "up_write"])
def test_only_its_holder_releases_a_semaphore(bench, operation):
    bench.do("down_read" if operation == "up_read" else "down_write", SEM)
    before = bench.state
    bench.do(operation, SEM, thread=1)
    assert bench.broken == [("lock-discipline", "not-holder", "B", "A.mmap_sem")]
    assert bench.state == before


def test_a_reader_is_no_writer(bench):
    bench.do("down_read", SEM)
    bench.do("up_write", SEM)
    assert bench.broken == [("lock-discipline", "not-holder", "A", "A.mmap_sem")]


def test_readers_share_a_semaphore_and_a_writer_waits_for_all_of_them(make_bench):
    bench = make_bench(mms=("A", "B", "C"), threads=("A", "B", "C"), thread_mm=(0, 1, 2))
    bench.do("down_read", SEM)
    bench.do("down_read", SEM, thread=1)
    with pytest.raises(Blocked) as waits:
        bench.do("down_write", SEM, thread=2)
    assert waits.value.holders == ("A", "B")

    bench.do("up_read", SEM)
    with pytest.raises(Blocked) as waits:
        bench.do("down_write", SEM, thread=2)
    assert waits.value.holders == ("B",)

    bench.do("up_read", SEM, thread=1)
    bench.do("down_write", SEM, thread=2)
    assert bench.events == [("down-write", "A.mmap_sem")]


@pytest.mark.parametrize("operation", ["down_read", "down_write"])
def test_a_writer_keeps_everybody_out(bench, operation):
    bench.do("down_write", SEM)
    with pytest.raises(Blocked) as waits:
        bench.do(operation, SEM, thread=1)
    assert waits.value.args == ("waits-for", "A.mmap_sem", ("A",))
    bench.do("up_write", SEM)
    bench.do(operation, SEM, thread=1)
    assert bench.violations == []


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ("down_read", "A.mmap_sem"),
        ("down_write", "A.mmap_sem"),
        ("pte_alloc_one", "an allocation"),
        ("alloc_page", "an allocation"),
    ],
)
def test_nothing_that_may_sleep_is_done_with_a_spinlock_held(bench, operation, what):
    bench.do("spin_lock", PTL)
    bench.do(operation, 1)
    assert bench.broken == [("lock-discipline", "sleeps-with-lock", "A", what)]
    assert not bench.ended

    bench.do("spin_unlock", PTL)
    bench.do("pte_alloc_one", 1)
    assert bench.violations == []


def test_another_threads_spinlock_does_not_keep_me_from_sleeping(bench):
    bench.do("spin_lock", PTL, thread=1)
    bench.do("alloc_page", 1)
    assert bench.violations == []


def test_the_lock_in_a_freed_table_must_not_be_taken(bench):
    table = bench.table()
    lock = bench.pure["address page.lock"](table)
    bench.do("spin_lock", lock)
    assert bench.events == [("lock", "T0.lock")]
    bench.do("__free_page", table)
    bench.do("spin_unlock", lock)
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]
    assert bench.ended


def test_a_freed_table_gives_up_its_lock(bench):
    table = bench.table()
    bench.do("spin_lock", bench.pure["address page.lock"](table))
    bench.do("__free_page", table)
    assert bench.get(bench.layout.tables[0].lock) == 0


def test_the_share_lock_is_one_for_all(bench):
    lock = bench.pure["address page_table_share_lock"]()
    bench.do("spin_lock", lock)
    with pytest.raises(Blocked) as waits:
        bench.do("spin_lock", lock, thread=1)
    assert waits.value.lock == "page_table_share_lock"


def test_the_model_counts_seven_spinlocks_of_one_thread_and_says_so(make_bench):
    bench = make_bench(tables_per_mm=8)
    locks = [bench.pure["address page.lock"](bench.table()) for _ in range(8)]
    for lock in locks[:7]:
        bench.do("spin_lock", lock)
    with pytest.raises(LimitReached, match=r"LIM04 A.preempt_count would become 8"):
        bench.do("spin_lock", locks[7])


@pytest.mark.parametrize(
    ("take", "what"),
    [
        (("spin_lock", PTL), "a spinlock"),
        (("down_read", SEM), "A.mmap_sem"),
        (("down_write", SEM), "A.mmap_sem"),
        (("down_write", 2), "B.mmap_sem"),
    ],
)
def test_nothing_is_held_into_user_mode(bench, take, what):
    bench.do(*take)
    bench.do("leave_kernel")
    assert bench.broken == [("lock-discipline", "returns-with-lock", "A", what)]


def test_others_may_hold_locks_while_one_returns_to_user_mode(bench):
    bench.do("spin_lock", PTL, thread=1)
    bench.do("down_write", SEM, thread=1)
    bench.do("leave_kernel")
    assert bench.violations == []
