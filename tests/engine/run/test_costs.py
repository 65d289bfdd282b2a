"""What a run costs: each count by its own meaning, on runs whose routines can be read."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest

from engine.machine.memory import Event
from engine.run.advance import advance
from engine.run.costs import _COUNTS, COSTS, Costs
from engine.run.frames import CostInfo
from engine.run.run import Run
from engine.run.sentences import EVENTS


def alone(model, *threads):
    """The counts of a run in which the threads go one after the other, without those that are 0."""
    run = Run(model)
    for thread in threads:
        advance(run, thread, "end")
    return {name: n for name, n in asdict(run.frame().costs).items() if n}


def test_every_count_has_words_and_every_counted_event_is_one():
    assert tuple(COSTS) == tuple(field.name for field in fields(CostInfo))
    assert _COUNTS.keys() <= EVENTS.keys()


def test_steps_are_those_of_the_run(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    assert [run.frame(at).costs.steps for at in range(run.length + 1)] == list(range(run.length + 1))


def test_nothing_has_been_spent_at_the_start(play):
    assert set(asdict(play("feb17", "fork-write").frame().costs).values()) == {0}


FORK = {"A": ["fork B"], "B": []}
TWO_PAGES = [("A", ["map 0-1", "write 0 = 1", "write 1 = 2"])]


def test_an_eager_fork_copies_each_entry_and_takes_a_reference_to_each_page(tiny):
    costs = alone(tiny('#include "mm.c"\n', FORK, TWO_PAGES), "A")
    # the parent's entries become read-only; locks: mmap_sem, both ptls, and the child's again after its table
    assert costs == {
        "ptes_copied": 2,
        "ptes_changed": 2,
        "slots_changed": 1,
        "page_references": 2,
        "tables_allocated": 1,
        "locks": 4,
        "atomics": 4,
        "flushes": 1,
        "steps": costs["steps"],
    }


def test_a_sharer_counted_apart_is_a_reference_to_the_table_when_it_comes_and_not_when_it_goes():
    costs, told = Costs(), []
    for event in (("T0.sharers", 1, 2), ("T0.sharers", 2, 1), ("A.mm_users", 1, 2)):
        costs = costs.after(0, 0, [Event("counter", event)])
        told.append((costs.counts.table_references, costs.counts.atomics))
    assert told == [(1, 1), (1, 2), (1, 3)]


def test_a_fork_that_shares_takes_one_reference_to_the_table_and_copies_nothing(tiny):
    costs = alone(tiny('#include "mm.c"\n#include "sharing.c"\n', FORK, TWO_PAGES), "A")
    assert "ptes_copied" not in costs
    assert (costs["table_references"], costs["slots_changed"]) == (1, 1)
    assert "tables_allocated" not in costs


def test_the_first_write_after_it_pays_for_the_copy(model):
    run = Run(model("lockless", "fork-write"))
    advance(run, "A", "end")
    costs = run.frame().costs
    assert (costs.ptes_copied, costs.tables_allocated, costs.pages_copied) == (2, 1, 1)


def test_a_fault_fills_an_entry_and_copies_none(tiny):
    costs = alone(tiny('#include "mm.c"\n', {"A": ["map 0-1", "write 0 = 7"]}), "A")
    assert (costs["ptes_changed"], costs.get("ptes_copied")) == (1, None)


def test_a_flush_of_another_cpu_is_an_ipi(tiny):
    body = """
	flush_tlb_cpu(0, 0, 2);
	flush_tlb_cpu(1, 0, 2);
	flush_tlb_broadcast(mm, 0, 2);
"""
    costs = alone(tiny(body, {"A": ["munmap 0-1"], "B": []}), "A")
    assert (costs["flushes"], costs["ipis"]) == (3, 1)


@pytest.mark.parametrize(
    ("events", "copied"),
    [
        ([Event("read-entry", ("T0[0]", "D0")), Event("set-entry", ("T1[0]", "D0"))], 1),
        ([Event("read-entry", ("T0[0]", "D0")), Event("set-entry", ("T0[1]", "D0"))], 0),  # in one table
        ([Event("read-entry", ("T0[0]", "D0")), Event("set-entry", ("T1[0]", "D1"))], 0),  # another page
        (
            [
                Event("read-entry", ("T0[0]", "D0")),
                Event("read-entry-none", ("T1[0]", "none")),
                Event("set-entry", ("T1[0]", "D0")),
            ],
            0,
        ),  # it looked at an empty entry, and fills it
    ],
)
def test_a_copy_is_what_was_read_last_from_another_table(events, copied):
    costs = Costs().after(0, 0, events).counts
    assert (costs.ptes_copied, costs.ptes_changed) == (copied, 1 - copied)


def test_an_entry_in_swap_is_copied_like_any_other():
    events = [Event("read-entry", ("T0[0]", "S1")), Event("set-entry", ("T1[0]", "S1"))]
    assert Costs().after(0, 0, events).counts.ptes_copied == 1


@pytest.mark.parametrize(
    "event", [Event("get", ("S0", 1, 2)), Event("copy-page", ("D0", "S0")), Event("alloc", ("S0",))]
)
def test_the_swap_area_itself_is_not_counted(event):
    assert Costs().after(0, 0, [event]).counts == CostInfo(steps=1)


def test_an_entry_that_is_swapped_out_is_a_changed_one():
    assert Costs().after(0, 0, [Event("set-entry", ("T0[0]", "S0"))]).counts.ptes_changed == 1


def test_a_wait_for_walks_without_locks_is_an_ipi_and_no_flush():
    counts = Costs().after(0, 0, [Event("sync-one")]).counts
    assert (counts.ipis, counts.flushes) == (1, 0)


def test_what_one_thread_read_makes_no_copy_of_what_another_writes():
    costs = Costs().after(0, 0, [Event("read-entry", ("T0[0]", "D0"))])
    assert costs.after(1, 1, [Event("set-entry", ("T1[0]", "D0"))]).counts.ptes_copied == 0
