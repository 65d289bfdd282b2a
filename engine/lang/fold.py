"""C's integer operators on known numbers, and what is known before a run: literals and toggles.

Numbers of the scenario's shape (PTRS_PER_PTE, ...) are not known here: a branch on them is not dead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.lang import ast

_BOUND = 2**63


def _divide(left: int, right: int) -> int:
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


_OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divide,
    "%": lambda a, b: a - b * _divide(a, b),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b),
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": lambda a, b: a << b,
    ">>": lambda a, b: a >> b,
    "&&": lambda a, b: int(bool(a and b)),
    "||": lambda a, b: int(bool(a or b)),
}


def fold_unary(op: str, operand: int) -> int:
    return int(not operand) if op == "!" else -operand if op == "-" else ~operand


def fold_binary(op: str, left: int, right: int) -> int | None:
    """The result, or None where it is left to the run: division by zero, odd shifts, very large results."""
    if op in ("/", "%") and right == 0:
        return None
    if op in ("<<", ">>") and not 0 <= right < 32:
        return None
    result = _OPERATORS[op](left, right)
    return result if abs(result) < _BOUND else None


def known_value(expr: ast.Expr, numbers: Mapping[str, int]) -> int | None:
    """The value of an expression of literals, `numbers` (toggles, defines) and operators, else None.

    `0 && x` and `1 || x` are known whatever x is.
    """
    match expr:
        case ast.Number(value=value):
            return value
        case ast.Name(name=name):
            return numbers.get(name)
        case ast.Unary(op=op, operand=operand):
            inner = known_value(operand, numbers)
            return None if inner is None else fold_unary(op, inner)
        case ast.Binary(op=op, left=first, right=second):
            left = known_value(first, numbers)
            if left is None:
                return None
            if op in ("&&", "||") and bool(left) == (op == "||"):
                return int(op == "||")
            right = known_value(second, numbers)
            return None if right is None else fold_binary(op, left, right)
        case _:
            return None
