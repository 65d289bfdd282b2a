"""Walks without locks: IRQs that are off, IPIs that wait for them, pages that stay pinned."""

from __future__ import annotations

import pytest

from engine.machine.memory import Blocked

A, B = 1, 2


@pytest.fixture
def walking(make_bench):
    """Thread A has its IRQs off."""
    bench = make_bench(lockless=True)
    bench.do("local_irq_disable")
    return bench


def test_irqs_go_off_and_on(walking):
    assert walking.events == [("irqs-off", "CPU 0")]
    walking.do("local_irq_enable")
    assert walking.events == [("irqs-on", "CPU 0")]
    walking.do("leave_kernel")
    assert walking.violations == []


def test_who_returns_to_user_mode_with_its_irqs_off_is_named(walking):
    walking.do("leave_kernel")
    assert walking.broken == [("lock-discipline", "returns-with-lock", "A", "its IRQs off")]


@pytest.mark.parametrize("ipi", [("flush_tlb_cpu", 0, 0, 4), ("tlb_remove_table_sync_one",)])
def test_an_ipi_waits_until_the_irqs_are_on(walking, ipi):
    before = walking.state
    with pytest.raises(Blocked) as waits:
        walking.do(*ipi, thread=1)
    assert waits.value.args == ("waits-for-irqs", "CPU 0", ())
    assert walking.state == before
    walking.do("local_irq_enable")
    walking.do(*ipi, thread=1)
    assert len(walking.events) == 1


@pytest.mark.parametrize("ipi", [("flush_tlb_cpu", 0, 0, 4), ("tlb_remove_table_sync_one",)])
def test_ones_own_irqs_do_not_hold_one_up(walking, ipi):
    walking.do(*ipi)
    assert walking.violations == []


def test_an_ipi_to_another_cpu_does_not_wait(walking):
    walking.do("flush_tlb_cpu", 1, 0, 4, thread=1)
    assert walking.events == [("flush", "CPU 1", "0", "3")]


@pytest.mark.parametrize("flush", ["flush_tlb_broadcast", "flush_tlb_broadcast_leaf"])
def test_a_broadcast_needs_no_irqs(walking, flush):
    walking.do(flush, A, 0, 4, thread=1)
    assert walking.events == [("flush-broadcast", "A", "0", "3")]


def test_a_leaf_flush_leaves_the_walk_cache(make_bench):
    bench = make_bench(walk_cache=True)
    bench.map()
    bench.do("mmu_load", A, 0)
    with pytest.raises(Blocked, match="waits-for-walker"):
        bench.do("flush_tlb_broadcast_leaf", A, 0, 4, thread=1)
    bench.do("mmu_walk", A, 0, 0)
    cpu = bench.layout.cpus[0]
    bench.do("flush_tlb_broadcast_leaf", A, 1, 3)
    assert bench.get(cpu.leaf[0])
    bench.do("flush_tlb_broadcast_leaf", A, 0, 4)
    assert [bench.get(leaf) for leaf in cpu.leaf] == [0, 0, 0, 0]
    assert bench.get(cpu.walk_cache[0])


# pins -------------------------------------------------------------------------------------------
def test_a_pinned_page_must_not_be_freed(bench):
    page = bench.page()
    bench.do("read_pinned_page", page)
    assert bench.events == [("read-pinned", "D0")]
    bench.do("__free_page", page)
    bench.do("read_pinned_page", page)
    assert bench.broken == [("freed-page-used", "freed-used", "A", "D0")]


def test_a_walk_must_not_use_a_table_that_anothers_thread_owns_alone(bench):
    table, _ = bench.map()
    bench.do("ASSERT_EXCLUSIVE_ACCESS", table)
    bench.do("ASSERT_NOT_ANOTHERS", table)
    assert bench.violations == []
    bench.do("ASSERT_NOT_ANOTHERS", table, thread=1)
    assert bench.broken == [("isolation", "walks-anothers", "B", "T0", "A")]
    bench.do("EXCLUSIVE_ACCESS_END", table)
    bench.do("ASSERT_NOT_ANOTHERS", table, thread=1)
    assert bench.violations == []
