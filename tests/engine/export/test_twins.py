"""Threads that do the same share a text in which `_pid` stands for what differs."""

from __future__ import annotations

import pytest

from engine.export.promela_twins import Twins

NUMBERS = {"A": 1, "B": 2, "C": 3, "A_pmd_1": 2, "B_pmd_1": 4, "by_A": 1, "by_B": 2}


def texts(*given: str) -> list[tuple[int, int, str]]:
    return [(group.first, group.threads, group.text) for group in Twins(given, NUMBERS).groups]


def test_names_of_what_is_ones_own_become_one_name() -> None:
    twins = Twins(["f(A, A_pmd_1, by_A)", "f(B, B_pmd_1, by_B)"], NUMBERS)
    assert [group.text for group in twins.groups] == ["f(MY_MM, MY_PMD_1, ME)"]
    assert twins.names == {"MY_MM": "(1 + _pid)", "MY_PMD_1": "(2 + 2 * _pid)", "ME": "(1 + _pid)"}


def test_numbers_that_grow_evenly_are_counted_from_the_process() -> None:
    assert texts("x[0] = 7", "x[1] = 5") == [(0, 2, "x[(_pid)] = (7 + -2 * _pid)")]


def test_a_name_that_would_mean_two_things_is_written_out() -> None:
    assert texts("A", "B", "stop", "B", "A") == [
        (0, 2, "MY_MM"),
        (2, 1, "stop"),
        (3, 2, "(5 + -1 * _pid)"),
    ]


@pytest.mark.parametrize(
    "other", ["g(A)", "f(B);", "f(9)\n"], ids=["another word", "more words", "more lines"]
)
def test_what_differs_in_anything_else_stays_apart(other: str) -> None:
    assert texts("f(A)", other) == [(0, 1, "f(A)"), (1, 1, other)]


def test_three_are_one_only_if_they_grow_evenly() -> None:
    assert texts("x = 1", "x = 2", "x = 4") == [(0, 2, "x = (1 + _pid)"), (2, 1, "x = 4")]
    assert texts("x = 1", "x = 2", "x = 3") == [(0, 3, "x = (1 + _pid)")]
