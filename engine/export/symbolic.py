"""Expressions over the state before a step: put together, folded, and judged by what their parts can be.

The walk (`engine.export.walk`) follows private work with the variables' values as expressions over the
thread's variables at the start of the step and the results of its primitives (`capture`). Nothing here
knows a target language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import assert_never

from engine.lang.instructions import Binary, Const, Expr, Pure, Read, Unary, Variable
from engine.machine.values import PureFunction
from engine.run.evaluate import evaluate
from engine.vocabulary.types import CType

SET_LIMIT = 16
"""Values that a variable may have before they count as unknown."""

PRODUCT_LIMIT = 256
"""Combinations of values that are tried to judge an expression."""

Values = frozenset[int] | None
"""What a variable can be; None: anything."""

NONZERO, SLOT, ENTRY, TABLE = "not zero", "value of a slot", "value of an entry", "a page table"
"""What else can be known. A slot's value is zero or names a table, an entry's is zero or maps a page: the
primitives that write them see to that."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a variable."""

    values: Values = None
    marks: frozenset[str] = frozenset()

    @property
    def constant(self) -> int | None:
        return next(iter(self.values)) if self.values is not None and len(self.values) == 1 else None

    def join(self, other: Known) -> Known:
        """What holds of either."""
        if self.values is None or other.values is None or len(self.values | other.values) > SET_LIMIT:
            return Known(None, self.all_marks & other.all_marks)
        return Known(self.values | other.values, self.all_marks & other.all_marks)

    @property
    def all_marks(self) -> frozenset[str]:
        nonzero = self.values is not None and 0 not in self.values
        return self.marks | {NONZERO} if nonzero else self.marks


UNKNOWN = Known()

Facts = Mapping[Variable, Known]

_IDENTITIES = ("pmd_page", "mk_pte", "cast pmd_t * to pte_t *")
_SAME_TRUTH = ("pte_present",)
_OPPOSITE_TRUTH = ("pmd_none", "pte_none")


def capture(number: int) -> Variable:
    """The result of the step's effect of that number."""
    return Variable(f"result {number}", CType.INT, -1 - number, 16)


def is_capture(variable: Variable) -> bool:
    return variable.offset < 0


def substitute(expr: Expr, known: Mapping[Variable, Expr], pure: Mapping[str, PureFunction]) -> Expr:
    """The expression with its variables replaced, folded as far as it goes."""
    match expr:
        case Const():
            return expr
        case Read():
            return known.get(expr.variable, expr)
        case Unary():
            return fold(Unary(expr.op, substitute(expr.operand, known, pure)), pure)
        case Binary():
            left, right = (substitute(side, known, pure) for side in (expr.left, expr.right))
            return fold(Binary(expr.op, left, right), pure)
        case Pure():
            args = tuple(substitute(arg, known, pure) for arg in expr.args)
            return fold(Pure(expr.operation, args), pure)
        case _:
            assert_never(expr)


def fold(expr: Expr, pure: Mapping[str, PureFunction]) -> Expr:
    """A constant where all parts are, and without what changes nothing."""
    match expr:
        case Pure(operation=operation, args=args):
            if operation in _IDENTITIES or (operation.startswith("address ") and _is_own_address(operation)):
                return args[0]
            if all(isinstance(arg, Const) for arg in args):
                return Const(evaluate(expr, 0, pure))
        case Unary(operand=Const()):
            return Const(evaluate(expr, 0, pure))
        case Binary(op="&&" | "||" as op, left=Const(value=value), right=right):
            if bool(value) == (op == "||"):
                return Const(int(bool(value)))
            return fold(Binary("!=", right, Const(0)), pure)
        case Binary(left=Const(), right=Const()):
            return Const(evaluate(expr, 0, pure))
    return expr


def _is_own_address(operation: str) -> bool:
    """A lock or counter in an mm is known by the mm's own number."""
    return operation.startswith("address mm_struct.")


def atoms(expr: Expr) -> Iterator[Variable]:
    """The variables that an expression reads."""
    match expr:
        case Read(variable=variable):
            yield variable
        case Unary(operand=operand):
            yield from atoms(operand)
        case Binary(left=left, right=right):
            yield from atoms(left)
            yield from atoms(right)
        case Pure(args=args):
            for arg in args:
                yield from atoms(arg)


def combinations(
    expr: Expr, facts: Facts, pure: Mapping[str, PureFunction]
) -> list[tuple[dict[Variable, int], int]] | None:
    """Every choice of values for the expression's variables, with its value; None if they are too many."""
    variables = list(dict.fromkeys(atoms(expr)))
    size = 1
    for variable in variables:
        values = facts.get(variable, UNKNOWN).values
        if values is None:
            return None
        size *= len(values)
    if size > PRODUCT_LIMIT:
        return None
    found = []
    for chosen in product(*(sorted(facts[variable].values or ()) for variable in variables)):
        known = dict(zip(variables, chosen, strict=True))
        value = substitute(expr, {variable: Const(number) for variable, number in known.items()}, pure)
        assert isinstance(value, Const), "all of its variables are known"
        found.append((known, value.value))
    return found


def known_of(
    expr: Expr, facts: Facts, nonzero: Mapping[Expr, bool], pure: Mapping[str, PureFunction]
) -> Known:
    """What is known of an expression; `nonzero` has the expressions that were looked at on the way."""
    found = combinations(expr, facts, pure)
    values = None if found is None else frozenset(value for _, value in found)
    known = Known(values, _marks(expr, facts, nonzero))
    return known.join(known)  # no more than SET_LIMIT values


def _marks(expr: Expr, facts: Facts, nonzero: Mapping[Expr, bool]) -> frozenset[str]:
    marks: frozenset[str] = frozenset()
    match expr:
        case Read(variable=variable):
            marks = facts.get(variable, UNKNOWN).all_marks
        case Pure(operation="pte_page", args=(pte,)):
            marks = _marks(pte, facts, nonzero) & {NONZERO} if ENTRY in _marks(pte, facts, nonzero) else marks
        case Pure(operation="pte_entry", args=(page, _)):
            marks = frozenset({NONZERO}) if TABLE in _marks(page, facts, nonzero) else marks
        case Pure(operation="pte_mkwrite" | "pte_mkdirty"):
            marks = frozenset({NONZERO})
    if nonzero.get(expr):
        marks |= {NONZERO}
    if {NONZERO, SLOT} <= marks:
        marks |= {TABLE}
    return marks


def truth_of(expr: Expr) -> tuple[Expr, bool]:
    """(base, positive): the condition holds when the base is not zero, or (not positive) when it is zero."""
    match expr:
        case Unary(op="!", operand=operand):
            base, positive = truth_of(operand)
            return base, not positive
        case Binary(op="==" | "!=" as op, left=left, right=Const(value=0)):
            base, positive = truth_of(left)
            return base, positive == (op == "!=")
        case Pure(operation=operation, args=(arg,)) if operation in _OPPOSITE_TRUTH:
            return arg, False
        case Pure(operation=operation, args=(arg,)) if operation in _SAME_TRUTH:
            return arg, True
    return expr, True
