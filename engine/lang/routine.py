"""A function lowered by itself: instructions, and four more that exist only before inlining.

Two things differ from a `Program`: a `Variable` has its number as `offset` and no width (`allocate` gives
both later), and every place is in frame 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Span
from engine.lang import ast
from engine.lang.instructions import (
    Access,
    Assign,
    Binary,
    Branch,
    Expr,
    Instruction,
    Jump,
    Place,
    Private,
    Pure,
    Read,
    Unary,
    Variable,
)


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call of a function. Inlining puts its code here."""

    place: Place
    target: Variable | None
    function: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Touch:
    """The text reads `variable` here. For definite assignment only: an `Expr` has no spans."""

    place: Place
    variable: Variable


@dataclass(frozen=True, slots=True)
class Leave:
    """`return`. `known` is the number that is returned, where it is known before a run."""

    place: Place
    has_value: bool
    known: int | None


@dataclass(frozen=True, slots=True)
class FallOff:
    """The closing brace of a function, reached without a return."""

    place: Place


Step = Instruction | Invoke | Touch | Leave | FallOff


@dataclass(frozen=True, slots=True)
class Routine:
    """One function. Jumps name an index of `code`, or its length: the end.

    `variables` are numbered by their place in it, parameters first. `dead` are the spans of statements that
    the toggles switch off. `reachable[pc]` tells whether any path comes there.
    """

    function: ast.Function
    code: tuple[Step, ...]
    params: tuple[Variable, ...]
    result: Variable | None
    variables: tuple[Variable, ...]
    dead: tuple[Span, ...]
    reachable: tuple[bool, ...]


def successors(step: Step, pc: int, end: int) -> tuple[int, ...]:
    """Where control may go from `pc`; a `Leave` goes to `end`."""
    match step:
        case Branch(otherwise=otherwise):
            return (pc + 1, otherwise)
        case Jump(target=target):
            return (target,)
        case Leave():
            return (end,)
        case _:
            return (pc + 1,)


def reads(step: Step) -> tuple[Expr, ...]:
    """The expressions that a step evaluates."""
    match step:
        case Assign(value=value):
            return (value,)
        case Access(args=args) | Private(args=args) | Invoke(args=args):
            return args
        case Branch(condition=condition):
            return (condition,)
        case _:
            return ()


def writes(step: Step) -> Variable | None:
    """The variable that a step sets."""
    match step:
        case Assign(target=target):
            return target
        case Access() | Private() | Invoke():
            return step.target
        case _:
            return None


def variables_of(expr: Expr) -> tuple[Variable, ...]:
    """The variables that an expression reads, each once for every mention."""
    match expr:
        case Read(variable=variable):
            return (variable,)
        case Unary(operand=operand):
            return variables_of(operand)
        case Binary(left=left, right=right):
            return variables_of(left) + variables_of(right)
        case Pure(args=args):
            return tuple(variable for arg in args for variable in variables_of(arg))
        case _:
            return ()


def size_of(expr: Expr) -> int:
    """The number of nodes of an expression."""
    match expr:
        case Unary(operand=operand):
            return 1 + size_of(operand)
        case Binary(left=left, right=right):
            return 1 + size_of(left) + size_of(right)
        case Pure(args=args):
            return 1 + sum(size_of(arg) for arg in args)
        case _:
            return 1
