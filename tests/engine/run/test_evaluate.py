"""Arithmetic as C has it, on small integers that say when they are too small."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.lang.instructions import Binary, Const, Pure, Read, Unary, Variable
from engine.run.evaluate import evaluate, read_variable, write_variable
from engine.vocabulary.types import CType

PURE = {"double": lambda value: 2 * value}


def binary(left, op, right):
    return evaluate(Binary(op, Const(left), Const(right)), 0, PURE)


@pytest.mark.parametrize(
    ("left", "op", "right", "value"),
    [
        (5, "+", 3, 8),
        (5, "-", 8, -3),
        (5, "*", -3, -15),
        (7, "/", 2, 3),
        (-7, "/", 2, -3),
        (7, "/", -2, -3),
        (-7, "/", -2, 3),
        (7, "%", 2, 1),
        (-7, "%", 2, -1),
        (7, "%", -2, 1),
        (1, "<<", 4, 16),
        (17, ">>", 2, 4),
        (6, "&", 3, 2),
        (6, "|", 3, 7),
        (6, "^", 3, 5),
        (2, "==", 2, 1),
        (2, "!=", 2, 0),
        (2, "<", 2, 0),
        (2, "<=", 2, 1),
        (3, ">", 2, 1),
        (2, ">=", 3, 0),
        (2, "&&", 3, 1),
        (2, "&&", 0, 0),
        (0, "||", 0, 0),
        (0, "||", 3, 1),
    ],
)
def test_operators_give_what_c_gives(left, op, right, value):
    assert binary(left, op, right) == value


@pytest.mark.parametrize(("op", "left", "value"), [("&&", 0, 0), ("||", 4, 1)])
def test_the_right_side_is_left_alone_when_the_left_decides(op, left, value):
    boom = Binary("/", Const(1), Const(0))
    assert evaluate(Binary(op, Const(left), boom), 0, PURE) == value
    with pytest.raises(LimitReached):
        evaluate(Binary(op, Const(1 - bool(left)), boom), 0, PURE)


@pytest.mark.parametrize(("op", "value"), [("!", 0), ("-", -5), ("~", -6)])
def test_unary_operators(op, value):
    assert evaluate(Unary(op, Const(5)), 0, PURE) == value


def test_pure_primitives_are_called():
    assert evaluate(Pure("double", (Const(4),)), 0, PURE) == 8


@pytest.mark.parametrize("op", ["/", "%"])
def test_division_by_zero_is_a_stated_limit(op):
    with pytest.raises(LimitReached, match=f"LIM10 5 {op} 0 has no value"):
        binary(5, op, 0)


@pytest.mark.parametrize("bits", [-1, 17])
@pytest.mark.parametrize("op", ["<<", ">>"])
def test_long_shifts_are_a_stated_limit(op, bits):
    with pytest.raises(LimitReached, match=f"LIM10 1 {op} {bits} shifts by more than 16 bits"):
        binary(1, op, bits)


@pytest.mark.parametrize(
    ("ctype", "values", "beyond"),
    [(CType.INT, (-8, -1, 0, 7), (-9, 8)), (CType.ULONG, (0, 15), (-1, 16))],
)
def test_a_variable_holds_what_its_type_holds_and_no_more(ctype, values, beyond):
    variable = Variable("n", ctype, 3, 4)
    for value in values:
        local = write_variable(variable, 0b1111_111, value)
        assert read_variable(variable, local) == value
        assert evaluate(Read(variable), local, PURE) == value
        assert local & 0b111 == 0b111, "its neighbour is as it was"
    for value in beyond:
        with pytest.raises(LimitReached, match=f"LIM09 n would become {value}; its type holds"):
            write_variable(variable, 0, value)
