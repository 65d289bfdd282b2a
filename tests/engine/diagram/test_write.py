"""A run becomes the text that kernel developers put into commit messages."""

from __future__ import annotations

import pytest

from engine.diagram.columns import WIDTH, column_width, heads, lines_of
from engine.diagram.compact import compact, full
from tests.engine.diagram.runs import run_of, shortest_runs

SEED = """\
T0: page table of A.pmd[0] and B.pmd[0], count 2

CPU 0 (A: munmap 0-1)                | CPU 1 (B: munmap 0-1)
-------------------------------------+-------------------------------------
sys_munmap()                         |
  zap_pte_range()                    |
    read(A.pmd[0])              = T0 |
    put_page_testzero(T0)     2 -> 1 |
    spin_lock(page_table_share_lock) |
    page_count(T0)               = 1 |
                                     | sys_munmap()
                                     |   zap_pte_range()
                                     |     read(B.pmd[0])              = T0
                                     |     put_page_testzero(T0)     1 -> 0
                                     |     /* T0 is mine alone */
    get_page(T0)              0 -> 1 |
    tlb_remove_page()                |
      ptep_get_and_clear(A.pmd[0])   |
                                = T0 |
      put_page()                     |
        put_page_testzero(T0) 1 -> 0 |
        __free_page(T0)      (freed) |
                                     |     get_page(T0)

BUG: Freed table used: B resurrects T0, which was freed.
"""


def test_the_race_of_the_seed_fits_a_commit_message() -> None:
    assert compact(run_of("feb17", "zap-zap", "1.A9B7A4B")) == SEED


def test_the_full_form_has_a_row_for_every_step_and_every_call() -> None:
    text = full(run_of("feb17", "zap-zap", "1.A9B7A4B"))
    assert text.count("down_write(") == 2
    assert text.count("zap_range()") == 2
    assert text.count("put_page_testzero(T0)") == 3


def test_a_run_that_breaks_nothing_ends_with_its_last_row() -> None:
    assert full(run_of("feb17", "zap-zap", "1.A3")).rstrip().endswith("spin_lock(A.page_table_lock)   |")


def test_a_run_of_no_step_is_heads_alone() -> None:
    text = compact(run_of("feb17", "zap-zap", "1."))
    assert [line[:5] for line in text.splitlines()] == ["CPU 0", "-----"]


def test_without_damage_the_first_warning_is_told() -> None:
    assert "WARNING: Count below slots: T0 counts 1" in compact(run_of("feb17", "zap-zap", "1.A9"))


def test_what_a_thread_does_in_user_mode_lies_in_no_call() -> None:
    lines = compact(run_of("feb17", "write-write", "1.A14B13A14")).splitlines()
    assert any(line.startswith("page fault T0[0]         (read-only) |") for line in lines)


@pytest.mark.parametrize(("scenario", "columns"), [("zap-zap", 2), ("zap-3", 3), ("zap-4", 4)])
def test_every_line_is_ascii_and_fits(scenario: str, columns: int) -> None:
    for run in shortest_runs("feb17", scenario)[:3]:
        for text in (full(run), compact(run)):
            assert text.isascii()
            assert max(map(len, text.splitlines())) <= WIDTH
            assert text.count(f"CPU {columns - 1} (") == 1


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_nothing_is_cut_however_narrow_a_column_is(columns: int) -> None:
    code, note = "ptep_get_and_clear(A.pmd[0]->somewhere)", "= 123456789"
    lines = list(lines_of(0, columns, 9, code, note))
    cells = [line[: column_width(columns)] for line in lines]
    assert "".join("".join(cells).split()) == (code + note).replace(" ", "")
    assert all(len(line.rstrip(" |")) <= column_width(columns) for line in lines)


def test_a_word_that_is_wider_than_its_column_goes_on_below() -> None:
    lines = list(lines_of(1, 4, 0, "averyverylongwordindeed", "= a_long_note_that_is_wider"))
    assert all(len(line) <= WIDTH for line in lines)
    assert "".join("".join(line.split("|")[1] for line in lines).split()).startswith(
        "averyverylongwordindeed=a_long"
    )


def test_a_head_that_is_too_long_goes_on_below() -> None:
    assert len(list(heads(["CPU 0 (A: " + "word " * 10 + ")", "CPU 1 (B)"]))) > 1
