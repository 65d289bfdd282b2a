"""Pure expressions over a thread's packed locals, and what a variable of a type can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from engine.errors import LimitReached
from engine.lang.instructions import Binary, Const, Expr, Pure, Read, Unary, Variable
from engine.machine.values import PureFunction
from engine.vocabulary.types import CType
from engine.words.saying import said

BINARY: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b),
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
}

UNARY: dict[str, Callable[[int], int]] = {
    "!": lambda a: int(a == 0),
    "-": lambda a: -a,
    "~": lambda a: ~a,
}

SHIFT_LIMIT = 16
"""Bits that a shift may move."""


def read_variable(variable: Variable, local: int) -> int:
    """The value of a variable; INT is two's complement."""
    value = local >> variable.offset & ((1 << variable.width) - 1)
    if variable.type is CType.INT and value >> (variable.width - 1):
        return value - (1 << variable.width)
    return value


def write_variable(variable: Variable, local: int, value: int) -> int:
    """The locals with a variable set.

    Raises:
        LimitReached: the value does not fit; the model's integers are small.
    """
    size = 1 << variable.width
    low, high = (-size // 2, size // 2) if variable.type is CType.INT else (0, size)
    if not low <= value < high:
        raise LimitReached(
            "LIM09",
            said("error.variable-overflow", variable.name, value, low, high - 1),
            said("hint.small-counters"),
        )
    mask = (size - 1) << variable.offset
    return local & ~mask | (value & (size - 1)) << variable.offset


def evaluate(expression: Expr, local: int, pure: Mapping[str, PureFunction]) -> int:
    """The value of a pure expression.

    Raises:
        LimitReached: it divides by zero, or shifts by more than SHIFT_LIMIT.
    """
    match expression:
        case Const():
            return expression.value
        case Read():
            return read_variable(expression.variable, local)
        case Unary():
            return UNARY[expression.op](evaluate(expression.operand, local, pure))
        case Pure():
            return pure[expression.operation](*(evaluate(arg, local, pure) for arg in expression.args))
        case Binary():
            left = evaluate(expression.left, local, pure)
            if expression.op in ("&&", "||"):
                decided = bool(left) == (expression.op == "||")
                return int(bool(left if decided else evaluate(expression.right, local, pure)))
            right = evaluate(expression.right, local, pure)
            if expression.op in BINARY:
                return BINARY[expression.op](left, right)
            return guarded(expression.op, left, right)
        case _:
            assert_never(expression)


def guarded(op: str, left: int, right: int) -> int:
    """Division as C rounds it (towards zero), remainder and shifts."""
    if op in ("/", "%"):
        if right == 0:
            raise LimitReached("LIM10", said("error.no-quotient", left, op), said("hint.test-divisor"))
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        return quotient if op == "/" else left - quotient * right
    if not 0 <= right <= SHIFT_LIMIT:
        message = said("error.shift", left, op, right, SHIFT_LIMIT)
        raise LimitReached("LIM10", message, said("hint.shift-less"))
    return left << right if op == "<<" else left >> right
