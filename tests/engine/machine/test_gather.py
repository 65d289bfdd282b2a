"""The mmu_gather batch of a CPU, and the flush that comes before what waits in it is freed."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached


@pytest.mark.parametrize(("fast", "told"), [(0, "batch"), (1, "batch-fast"), (3, "batch-fast")])
def test_a_batch_is_for_one_mm_in_one_mode(bench, fast, told):
    tlb = bench.do("tlb_batch", 2, fast, thread=1)
    assert bench.events == [(told, "CPU 1")]
    assert bench.do("tlb_mm", tlb) == 2
    assert bench.do("tlb_fast_mode", tlb) == int(fast > 0)
    assert bench.do("tlb_nr", tlb) == 0


def test_what_is_queued_first_is_taken_first(bench):
    tlb = bench.do("tlb_batch", 1, 0)
    first, second = bench.page(), bench.table()
    bench.do("tlb_queue", tlb, first)
    assert bench.events == [("queue", "D0")]
    bench.do("tlb_queue", tlb, second)
    assert bench.do("tlb_nr", tlb) == 2
    assert [bench.do("tlb_dequeue", tlb) for _ in range(3)] == [first, second, 0]
    assert bench.do("tlb_nr", tlb) == 0


def test_queueing_touches_nothing_that_is_queued(bench):
    tlb = bench.do("tlb_batch", 1, 0)
    page = bench.page()
    bench.do("__free_page", page)
    bench.do("tlb_queue", tlb, page)
    assert bench.violations == []


def test_a_full_batch_is_a_stated_limit(bench):
    tlb, page = bench.do("tlb_batch", 1, 0), bench.page()
    for _ in range(6):
        bench.do("tlb_queue", tlb, page)
    with pytest.raises(LimitReached, match="LIM07 CPU 0's gather batch is full: it holds 6 pages"):
        bench.do("tlb_queue", tlb, page)


def test_each_cpu_has_a_batch_of_its_own(bench):
    mine, other = bench.do("tlb_batch", 1, 0), bench.do("tlb_batch", 2, 0, thread=1)
    bench.do("tlb_queue", mine, bench.page())
    assert bench.do("tlb_nr", other, thread=1) == 0


def test_returning_to_user_mode_ends_the_batch(bench):
    tlb = bench.do("tlb_batch", 1, 1)
    bench.do("leave_kernel")
    assert bench.do("tlb_mm", tlb) == 0
    assert bench.do("tlb_fast_mode", tlb) == 0
