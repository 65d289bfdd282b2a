"""How loosely a line may be worded, and what still speaks against a step."""

from __future__ import annotations

import pytest

from engine.diagram.deeds import deed
from engine.diagram.split import lines_of_text
from engine.diagram.wording import fits, wanted
from engine.run.model import Model
from tests.engine.diagram.runs import model_of, run_of

FUNCTIONS = frozenset({"zap_pte_range", "sys_munmap", "put_page"})
SOURCES = frozenset({"page_table_page", "mm", "page", "pmd", "elsewhere"})


def fit(line: str, schedule: str = "1.A7", scenario: str = "zap-zap") -> int | None:
    """How the last step of a run of feb17 fits a line; that of 1.A7 drops a reference to T0, 2 -> 1."""
    run = run_of("feb17", scenario, schedule)
    taken = run.moments[-1].taken
    assert taken is not None
    thread = run.model.thread_index(run.choices[-1].thread)
    return fits(wanted(line, FUNCTIONS, SOURCES), deed(run.model, thread, taken))


@pytest.mark.parametrize(
    "line",
    [
        "put_page_testzero(T0)  2 -> 1",
        "put_page_testzero(T0)",
        "if (!put_page_testzero(page_table_page)) {",
        "drops a reference",
        "T0's count 2 -> 1",
        "count goes from 2 to 1",
        "zap_pte_range() drops its reference to T0",
        "refcount 2 → 1",
        "dec T0",
        "page_put_ref()",
    ],
)
def test_the_same_step_may_be_told_in_many_ways(line: str) -> None:
    assert fit(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "put_page_testzero(T1)",
        "put_page_testzero(T0)  1 -> 0",
        "drops the last reference",
        "get_page(T0)",
        "takes a reference",
        "sys_munmap() frees T0",
        "put_page() drops T0",
        "put_page_testzero(T0) under page_table_share_lock",
        "BUG: put_page_testzero(T0)",
        "zap_pte_range()",
        "the count is 7",
        "nothing of this is known",
    ],
)
def test_what_speaks_against_a_step_rules_it_out(line: str) -> None:
    assert fit(line) is None


def test_a_row_of_ours_fits_best_then_c_of_the_source_then_loose_words() -> None:
    assert fit("put_page_testzero(T0)   2 -> 1") == 0
    assert fit("!put_page_testzero(page_table_page)") == 1
    assert fit("put_page_testzero(elsewhere)") == 2


def test_a_value_that_is_read_must_be_the_right_one() -> None:
    assert fit("page_count() reads 1", "1.A9") is not None
    assert fit("page_count() reads one", "1.A9") is not None
    assert fit("page_count() reads 2", "1.A9") is None


def test_the_step_that_meets_what_was_freed_is_known_by_its_primitive() -> None:
    crash = "1.A9B7A4B"
    assert fit("get_page(T0)", crash) == 0
    assert fit("takes a reference: use-after-free", crash) is not None
    assert fit("drops a reference", crash) is None


def test_locks_have_nicknames() -> None:
    assert fit("takes the ptl", "1.A3") is not None
    assert fit("lock share lock", "1.A3") is None
    assert fit("lock share lock", "1.A8") is not None


def cells(text: str, model: Model | None = None) -> list[tuple[int, int | None, str]]:
    return [
        (line.number, line.thread, line.text)
        for line in lines_of_text(model or model_of("feb17", "zap-zap"), text)[0]
    ]


def test_heads_name_threads_by_cpu_by_name_or_by_place() -> None:
    for head in ("CPU 1 | CPU 0", "CPU1 (B)   |  CPU0 (A)", "B | A", "Thread B: zap | Thread A: zap"):
        assert cells(f"{head}\nx | y\n") == [(2, 1, "x"), (2, 0, "y")]
    for head in ("Process 1 | Process 2", "task X | task Y", "CPU 7 | CPU 8"):
        assert cells(f"{head}\nx | y\n") == [(2, 0, "x"), (2, 1, "y")]


def test_without_heads_bars_or_the_place_of_a_line_tell_the_column() -> None:
    assert cells("x | y") == [(1, 0, "x"), (1, 1, "y")]
    assert cells("x\n" + " " * 40 + "y\n") == [(1, 0, "x"), (2, 1, "y")]


def test_a_wide_gap_within_a_column_does_not_leave_it() -> None:
    head = "CPU 0" + " " * 40 + "CPU 1\n"
    assert cells(head + "put_page(T0)     2 -> 1\n") == [(2, 0, "put_page(T0) 2 -> 1")]


def test_an_or_of_c_is_no_bar_and_a_bar_too_many_belongs_to_the_last_column() -> None:
    assert cells("A | B\na || b | c\nx | y | z\n") == [
        (2, 0, "a || b"),
        (2, 1, "c"),
        (3, 0, "x"),
        (3, 1, "y | z"),
    ]


def test_what_stands_above_the_heads_and_below_the_verdict_is_prose() -> None:
    text = "T0: shared | by two\n\nA | B\n---+---\nx |\n\nBUG: it broke\nand more of it\n"
    assert cells(text) == [(5, 0, "x")]


def test_a_row_without_a_bar_is_placed_by_where_it_begins() -> None:
    head = "CPU 0" + " " * 30 + "| CPU 1\n"
    assert cells(head + "x\n" + " " * 37 + "y\n") == [(2, 0, "x"), (3, 1, "y")]


def test_a_name_before_a_colon_that_is_no_thread_is_no_name() -> None:
    assert cells("Note: x\n") == [(1, 0, "Note: x")]


def test_comments_are_left_out_and_what_hangs_is_joined() -> None:
    text = "A | B\nput_page_testzero(  |\n   T0)  |\n  2 -> 1 |\n/* now it is mine */ |\n... |\n"
    assert cells(text) == [(2, 0, "put_page_testzero(T0) 2 -> 1")]


def test_a_read_of_an_entry_is_no_system_call() -> None:
    functions = frozenset({"user_load"})
    assert wanted("read()", functions, SOURCES).function == "user_load"
    assert wanted("read(T0[1])", functions, SOURCES).function == ""
    assert wanted("read(NULL)", functions, SOURCES).function == ""
