"""Which variables are kept where, and in which bits."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from engine.lang.instructions import Access, Call, End, Enter, Program, Variable
from engine.lang.liveness import members

Make = Callable[..., Program]


def kept(program: Program) -> list[tuple[str, ...]]:
    """The names that are live at each access."""
    return [
        tuple(variable.name for variable in program.live[pc])
        for pc, step in enumerate(program.code)
        if isinstance(step, Access)
    ]


def overlap(left: Variable, right: Variable) -> bool:
    return left.offset < right.offset + right.width and right.offset < left.offset + left.width


def test_a_variable_is_kept_from_its_write_to_its_last_read(program: Make) -> None:
    made = program("""int f(struct page *a, struct page *b) {
        int x = page_count(a);
        int y = page_count(b) + x;
        get_page(b);
        return y; }""")
    assert kept(made) == [("a", "b"), ("b", "x"), ("b", "y")]


def test_what_a_loop_reads_again_is_kept_through_it(program: Make) -> None:
    made = program("void f(struct page *a, int n) { while (n > 0) { get_page(a); n--; } __free_page(a); }")
    assert kept(made) == [("a", "n"), ("a",)]


def test_a_variable_that_both_branches_write_is_not_kept_before(program: Make) -> None:
    made = program("""int f(struct page *a) {
        int x = 1;
        if (page_count(a)) x = 2; else x = 3;
        get_page(a);
        return x; }""")
    assert kept(made) == [("a",), ("a", "x")]


def test_nothing_is_kept_in_user_mode(story: Make) -> None:
    made = story("int f(int a) { return a; }", Call("f", (1,)), Call("f", (2,)))
    assert [made.live[pc] for pc, step in enumerate(made.code) if isinstance(step, Enter | End)] == [
        (),
        (),
        (),
    ]


def test_live_variables_are_named_only_where_a_thread_can_stop(program: Make) -> None:
    made = program('#include "overlay.c"\n', "do_munmap")
    stops = [isinstance(step, Access | Enter | End) for step in made.code]
    assert [bool(live) for live in made.live] == [
        stop and bool(live) for stop, live in zip(stops, made.live, strict=True)
    ]


def test_variables_that_are_never_needed_together_share_bits(program: Make) -> None:
    made = program("""int f(struct page *p) {
        { int x = page_count(p); if (x) get_page(p); }
        { int y = page_count(p); if (y) get_page(p); }
        return 0; }""")
    targets = {
        step.target.name: step.target for step in made.code if isinstance(step, Access) and step.target
    }
    assert overlap(targets["x"], targets["y"])
    assert made.bits == 5 + 6


def test_a_dead_result_does_not_overwrite_what_is_needed(program: Make) -> None:
    made = program("int f(struct page *p, int a) { int unused = page_count(p); get_page(p); return a; }")
    (count,) = [step for step in made.code if isinstance(step, Access) and step.target]
    assert count.target is not None
    assert not any(overlap(count.target, variable) for variable in made.live[4])


@pytest.mark.parametrize("function", ["do_munmap", "user_store", "zap_page_range", "handle_mm_fault"])
def test_what_is_kept_never_overlaps(program: Make, function: str) -> None:
    made = program('#include "overlay.c"\n', function)
    for live in made.live:
        assert all(low.offset + low.width <= high.offset for low, high in pairwise(live))
        assert all(variable.offset + variable.width <= made.bits for variable in live)


def test_a_parameter_that_is_only_passed_on_is_kept_once(program: Make) -> None:
    made = program("""void c(struct page *page) { get_page(page); }
        void b(struct page *page) { c(page); get_page(page); }
        void a(struct page *page) { b(page); get_page(page); }""")
    assert kept(made) == [("page",)] * 3
    assert made.bits == 5


def test_a_parameter_that_the_callee_changes_is_kept_beside_the_callers(program: Make) -> None:
    made = program("""void b(struct page *page) { page = pmd_page(*pmd_offset(NULL, 0)); get_page(page); }
        void a(struct page *page) { b(page); get_page(page); }""")
    assert kept(made) == [("page",), ("page", "page"), ("page",)]


def test_a_copy_under_another_name_is_kept_beside_it(program: Make) -> None:
    made = program("""void b(struct page *table) { get_page(table); }
        void a(struct page *page) { b(page); get_page(page); }""")
    assert kept(made) == [("page", "table"), ("page",)]


def test_widths_follow_the_types(program: Make) -> None:
    made = program("""void f(struct mm_struct *mm, pte_t *ptep) {
        pte_t pte = *ptep; unsigned long n = page_count(NULL); set_pte(ptep, pte); add_mm_rss(mm, n); }""")
    widths = {variable.name: variable.width for live in made.live for variable in live}
    assert widths == {"mm": 5, "ptep": 5, "pte": 9, "n": 6}


def test_members_of_a_bit_set_come_in_order() -> None:
    assert list(members(0b1010_0001)) == [0, 5, 7]
