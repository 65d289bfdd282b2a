"""C's integer arithmetic on known numbers."""

from __future__ import annotations

import pytest

from engine.lang.fold import fold_binary, fold_unary


@pytest.mark.parametrize(
    ("left", "op", "right", "result"),
    [
        (7, "/", 2, 3),
        (-7, "/", 2, -3),
        (7, "/", -2, -3),
        (-7, "/", -2, 3),
        (-7, "%", 2, -1),
        (7, "%", -2, 1),
        (1, "/", 0, None),
        (1, "%", 0, None),
        (1, "<<", 31, 2**31),
        (1, "<<", 32, None),
        (1, ">>", -1, None),
        (6, ">>", 1, 3),
        (2**62, "*", 2, None),
        (6, "&", 3, 2),
        (6, "|", 3, 7),
        (6, "^", 3, 5),
        (1, "==", 1, 1),
        (1, "!=", 1, 0),
        (1, "<", 2, 1),
        (2, "<=", 1, 0),
        (1, ">", 2, 0),
        (2, ">=", 1, 1),
        (2, "&&", 3, 1),
        (0, "||", 3, 1),
        (0, "||", 0, 0),
        (1, "+", 2, 3),
        (1, "-", 2, -1),
    ],
)
def test_binary_operators_compute_as_c_does(left: int, op: str, right: int, result: int | None) -> None:
    assert fold_binary(op, left, right) == result


@pytest.mark.parametrize(("op", "value", "result"), [("!", 0, 1), ("!", 5, 0), ("-", 5, -5), ("~", 0, -1)])
def test_unary_operators_compute_as_c_does(op: str, value: int, result: int) -> None:
    assert fold_unary(op, value) == result
