"""The oracle: what each process would see if fork had copied at once."""

from __future__ import annotations

import pytest

from engine.machine.memory import Memory
from engine.machine.operations import oracle

A, B = 1, 2
FAULT = 3
"""In `allowed`: may fault. The numbers below it are the values 0, 1, 7."""


def allowed(bench, page=0, mm=A):
    bits = bench.get(bench.layout.mms[mm - 1].oracle[page])
    return [number for number in range(4) if bits >> number & 1]


def tell(bench, what, *args, thread=0):
    """One of the oracle's own judgements, made in a step of a thread: what it broke."""
    memory = Memory(bench.layout, bench.state, thread)
    getattr(oracle, what)(memory, *args)
    bench.state = memory.state
    return [(found.property, found.message, *found.args) for found in memory.violations]


def test_at_first_nothing_is_mapped(bench):
    assert [allowed(bench, page, mm) for page in range(4) for mm in (A, B)] == [[FAULT]] * 8


def test_mapping_gives_zeroed_pages_and_keeps_what_is_mapped_already(bench):
    bench.do("oracle_map", A, 0, 2)
    tell(bench, "note_store", 0, 1, 2)
    bench.do("oracle_map", A, 1, 2)
    assert [allowed(bench, page) for page in range(4)] == [[0], [2], [0], [FAULT]]


def test_while_munmap_runs_a_page_may_be_seen_or_fault_and_then_only_fault(bench):
    bench.do("oracle_map", A, 0, 3)
    bench.do("oracle_unmap_begin", A, 0, 2)
    assert [allowed(bench, page) for page in range(3)] == [[0, FAULT], [0, FAULT], [0]]
    bench.do("oracle_unmap_end", A, 0, 2)
    assert [allowed(bench, page) for page in range(3)] == [[FAULT], [FAULT], [0]]


def test_where_memory_can_run_out_a_munmap_that_left_the_vmas_has_failed_and_all_is_as_it_was(bench):
    bench.do("oracle_map", A, 0, 2)
    bench.do("insert_vmas", A, 1, 1)
    bench.do("oracle_unmap_begin", A, 0, 2)
    bench.do("oracle_unmap_tried", A, 0, 2)
    assert [allowed(bench, page) for page in range(2)] == [[FAULT], [0]]


def test_a_load_of_an_allowed_value_is_no_news(bench):
    bench.do("oracle_map", A, 0, 1)
    assert tell(bench, "check_load", 0, 0, 0) == []


@pytest.mark.parametrize(
    ("stored", "seen", "broken"),
    [
        (1, 2, ("isolation", "saw-foreign", "A", "A:0", 7)),
        (1, 0, ("mapping-lost", "saw-zero", "A", "A:0")),
        (None, 1, ("isolation", "saw-unmapped", "A", "A:0", 1)),
        (None, 0, ("isolation", "saw-unmapped", "A", "A:0", 0)),
    ],
)
def test_a_load_of_any_other_value_is_damage(bench, stored, seen, broken):
    if stored is not None:
        bench.do("oracle_map", A, 0, 1)
        tell(bench, "note_store", 0, 0, stored)
    before = bench.state
    assert tell(bench, "check_load", 0, 0, seen) == [broken]
    assert bench.state == before


def test_a_store_to_what_is_not_mapped_is_damage(bench):
    assert tell(bench, "note_store", 0, 0, 1) == [("isolation", "stored-unmapped", "A", "A:0")]
    assert allowed(bench) == [FAULT]


def test_a_store_that_races_with_munmap_leaves_both_open(bench):
    bench.do("oracle_map", A, 0, 1)
    bench.do("oracle_unmap_begin", A, 0, 1)
    assert tell(bench, "note_store", 0, 0, 1) == []
    assert allowed(bench) == [1, FAULT]


def test_a_fault_is_right_only_where_nothing_is_mapped(bench):
    assert tell(bench, "check_fault", 0, 0) == []
    bench.do("oracle_map", A, 0, 1)
    assert tell(bench, "check_fault", 0, 0) == [("mapping-lost", "saw-fault", "A", "A:0")]
    bench.do("oracle_unmap_begin", A, 0, 1)
    assert tell(bench, "check_fault", 0, 0) == []


def test_a_child_may_see_any_value_that_a_page_had_while_fork_ran_fixed_by_its_first_load(bench):
    bench.do("oracle_map", A, 0, 1)
    bench.do("oracle_fork_begin", A, B)
    tell(bench, "note_store", 0, 0, 1)
    tell(bench, "note_store", 0, 0, 2)
    bench.do("oracle_fork_end", A, B)
    tell(bench, "note_store", 0, 0, 0)
    assert allowed(bench, 0, A) == [0]
    assert allowed(bench, 0, B) == [0, 1, 2]

    assert tell(bench, "check_load", 1, 0, 1, thread=1) == []
    assert allowed(bench, 0, B) == [1]
    assert tell(bench, "check_load", 1, 0, 2, thread=1) == [("isolation", "saw-foreign", "B", "B:0", 7)]


def test_after_fork_the_parents_stores_are_its_own(bench):
    bench.do("oracle_map", A, 0, 1)
    bench.do("oracle_fork_begin", A, B)
    bench.do("oracle_fork_end", A, B)
    tell(bench, "note_store", 0, 0, 1)
    assert allowed(bench, 0, B) == [0]


def test_a_child_has_no_more_mapped_than_its_parent(bench):
    bench.do("oracle_map", A, 1, 1)
    bench.do("oracle_fork_begin", A, B)
    assert [allowed(bench, page, B) for page in range(4)] == [[FAULT], [0], [FAULT], [FAULT]]


def test_sigsegv_asks_the_oracle(bench):
    bench.do("force_sig_segv", 2)
    assert bench.events == [("segv", "A:2")]
    assert bench.violations == []
    bench.do("oracle_map", A, 2, 1)
    bench.do("force_sig_segv", 2)
    assert bench.broken == [("mapping-lost", "saw-fault", "A", "A:2")]


# what drops contents, protects and moves --------------------------------------------------------
STORE_MAY_FAULT, STORE_MUST_FAULT, DROPPED = 4, 5, 6


@pytest.fixture
def wide(make_bench):
    """A machine whose stories drop contents and protect; pages 0 and 1 of A are mapped, page 0 holds 7."""
    bench = make_bench(discards=True, protects=True)
    bench.do("oracle_map", A, 0, 2)
    tell(bench, "note_store", 0, 0, 2)
    return bench


def flags(bench, page=0, mm=A):
    bits = bench.get(bench.layout.mms[mm - 1].oracle[page])
    return [number for number in range(7) if bits >> number & 1]


def test_while_contents_are_dropped_a_load_sees_them_or_zero_and_then_zero(wide):
    wide.do("oracle_discard_begin", A, 0, 3)
    assert [flags(wide, page) for page in range(3)] == [[0, 2, DROPPED], [0, DROPPED], [FAULT]]
    assert tell(wide, "check_load", 0, 0, 2) == []
    assert flags(wide) == [0, 2, DROPPED]
    wide.do("oracle_discard_end", A, 0, 3)
    assert [flags(wide, page) for page in range(3)] == [[0], [0], [FAULT]]


def test_a_store_while_contents_are_dropped_may_be_dropped_too(wide):
    wide.do("oracle_discard_begin", A, 0, 1)
    tell(wide, "note_store", 0, 0, 1)
    wide.do("oracle_discard_end", A, 0, 1)
    assert flags(wide) == [0, 1]


def test_the_child_of_a_fork_that_runs_meanwhile_may_see_zero_and_its_own_page_is_not_dropped(wide):
    wide.do("oracle_fork_begin", A, B)
    wide.do("oracle_discard_begin", A, 0, 1)
    assert flags(wide, 0, B) == [0, 2]
    wide.do("oracle_fork_begin", A, B)
    assert flags(wide, 0, B) == [0, 2]


def test_while_mprotect_runs_a_store_may_fault_and_then_it_must(wide):
    wide.do("oracle_protect", A, 0, 3, 1, 0)
    assert flags(wide) == [2, STORE_MAY_FAULT]
    assert tell(wide, "note_store", 0, 0, 1) == []
    wide.do("oracle_protect", A, 0, 3, 1, 1)
    assert flags(wide) == [1, STORE_MAY_FAULT, STORE_MUST_FAULT]
    assert tell(wide, "check_fault", 0, 0) == []
    assert tell(wide, "note_store", 0, 0, 1) == [("isolation", "stored-read-only", "A", "A:0")]
    assert flags(wide, 2) == [FAULT]


def test_a_page_that_may_be_written_again_must_not_fault(wide):
    wide.do("oracle_protect", A, 0, 1, 1, 1)
    wide.do("oracle_protect", A, 0, 1, 0, 0)
    assert [found[:2] for found in tell(wide, "check_fault", 0, 0)] == [("mapping-lost", "saw-fault")]


def test_a_moved_page_is_seen_where_it_went_and_faults_where_it_was(bench):
    bench.do("insert_vmas", A, 0, 1)
    bench.do("oracle_map", A, 0, 1)
    tell(bench, "note_store", 0, 0, 2)
    bench.do("oracle_move_begin", A, 0, 3)
    assert [allowed(bench, page) for page in (0, 3)] == [[2, FAULT], [FAULT]]
    bench.do("move_vma", A, 0, 3)
    bench.do("oracle_move_end", A, 0, 3)
    assert [allowed(bench, page) for page in (0, 3)] == [[FAULT], [2]]


def test_a_move_that_found_no_memory_leaves_all_as_it_was(bench):
    bench.do("insert_vmas", A, 0, 1)
    bench.do("oracle_map", A, 0, 1)
    bench.do("oracle_move_begin", A, 0, 3)
    bench.do("oracle_move_end", A, 0, 3)
    assert [allowed(bench, page) for page in (0, 3)] == [[0], [FAULT]]


def test_what_was_not_mapped_is_not_mapped_where_it_is_moved(bench):
    bench.do("insert_vmas", A, 3, 1)
    bench.do("oracle_move_begin", A, 0, 3)
    bench.do("oracle_move_end", A, 0, 3)
    assert allowed(bench, 3) == [FAULT]


# a file -----------------------------------------------------------------------------------------
@pytest.fixture
def filed(make_bench):
    """A machine in which pages 0 and 1 of A and B map a file that holds zeros."""
    bench = make_bench(file=2)
    for mm in (A, B):
        bench.do("oracle_map", mm, 0, 2)
    for field in bench.layout.file.oracle:
        bench.set(field, 1)
    return bench


def test_what_one_process_writes_to_the_file_all_see(filed):
    assert tell(filed, "note_store", 0, 0, 2) == []
    assert tell(filed, "check_load", 1, 0, 2, thread=1) == []
    assert tell(filed, "check_load", 1, 0, 1, thread=1) == [("isolation", "saw-foreign", "B", "B:0", 1)]


def test_the_child_of_a_fork_has_no_copy_of_the_file(filed):
    filed.do("oracle_fork_begin", A, B)
    tell(filed, "note_store", 0, 0, 2)
    assert allowed(filed, 0, B) == [0]


def test_who_has_unmapped_the_file_sees_it_no_more(filed):
    filed.do("oracle_unmap_end", A, 0, 2)
    assert tell(filed, "check_load", 0, 0, 0) == [("isolation", "saw-unmapped", "A", "A:0", 0)]


def test_a_truncated_page_may_fault_and_then_must(filed):
    filed.do("oracle_truncate_begin", 0, 1)
    assert tell(filed, "check_load", 0, 0, 0) == []
    assert tell(filed, "check_fault", 0, 0) == []
    filed.do("oracle_truncate_end", 0, 1)
    assert tell(filed, "check_load", 0, 0, 0) == [("isolation", "saw-unmapped", "A", "A:0", 0)]
    assert tell(filed, "note_store", 0, 0, 2) == [("isolation", "stored-unmapped", "A", "A:0")]
    assert tell(filed, "check_load", 0, 1, 0) == []
