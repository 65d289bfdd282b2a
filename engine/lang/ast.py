"""The syntax tree of a routine text, as the checker and the lowering see it.

Every node carries its `Span`. `parse` has already turned what is merely another way of writing the same
into one form: `x++` is `x += 1`, a `for` step is a tuple of statements, a labelled statement is a `Label`
followed by the statement, parentheses are gone. `Refused` stands where a construct was reported.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Span
from engine.vocabulary.types import CType

# --- expressions


@dataclass(frozen=True, slots=True)
class Number:
    span: Span
    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A local, a parameter, a constant or a toggle."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    span: Span
    function: str
    name_span: Span
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """`object->field`"""

    span: Span
    object: Expr
    field: str
    field_span: Span


@dataclass(frozen=True, slots=True)
class Dereference:
    """`*pointer`"""

    span: Span
    pointer: Expr


@dataclass(frozen=True, slots=True)
class AddressOf:
    """`&object->field` or `&global`"""

    span: Span
    target: Expr


@dataclass(frozen=True, slots=True)
class Cast:
    """`type` is None where the type was refused."""

    span: Span
    type: CType | None
    operand: Expr


@dataclass(frozen=True, slots=True)
class Unary:
    span: Span
    op: str  # ! - ~
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    span: Span
    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Refused:
    """An expression that was reported; nothing more is said about it."""

    span: Span


Expr = Number | Name | Call | Arrow | Dereference | AddressOf | Cast | Unary | Binary | Refused

# --- statements


@dataclass(frozen=True, slots=True)
class Block:
    """`{ ... }`, or the single statement that stands for one."""

    span: Span
    items: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Declare:
    """One local variable. `type` is None where the type was refused."""

    span: Span
    type: CType | None
    name: str
    name_span: Span
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression as a statement."""

    span: Span
    value: Expr


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`, or with `op` ("+", "<<", ...) `target op= value`."""

    span: Span
    target: Expr
    op: str | None
    value: Expr


@dataclass(frozen=True, slots=True)
class If:
    span: Span
    condition: Expr
    then: Block
    otherwise: Block | None


@dataclass(frozen=True, slots=True)
class While:
    span: Span
    condition: Expr
    body: Block


@dataclass(frozen=True, slots=True)
class DoWhile:
    span: Span
    body: Block
    condition: Expr


@dataclass(frozen=True, slots=True)
class For:
    span: Span
    first: tuple[Statement, ...]
    condition: Expr | None
    steps: tuple[Statement, ...]
    body: Block


@dataclass(frozen=True, slots=True)
class Switch:
    """`body` holds the `Case` marks among its statements."""

    span: Span
    value: Expr
    body: Block


@dataclass(frozen=True, slots=True)
class Case:
    """`case value:`, or `default:` when `value` is None."""

    span: Span
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Break:
    span: Span


@dataclass(frozen=True, slots=True)
class Continue:
    span: Span


@dataclass(frozen=True, slots=True)
class Goto:
    span: Span
    label: str
    label_span: Span


@dataclass(frozen=True, slots=True)
class Label:
    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Return:
    span: Span
    value: Expr | None


Statement = (
    Block
    | Declare
    | Evaluate
    | Assign
    | If
    | While
    | DoWhile
    | For
    | Switch
    | Case
    | Break
    | Continue
    | Goto
    | Label
    | Return
)

# --- a file


@dataclass(frozen=True, slots=True)
class Parameter:
    span: Span
    type: CType | None
    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function. `body` is None in a prototype. The span's lines are the function's lines."""

    span: Span
    name: str
    name_span: Span
    returns: CType | None
    params: tuple[Parameter, ...]
    body: Block | None

    @property
    def file(self) -> str:
        return self.span.file


@dataclass(frozen=True, slots=True)
class Define:
    """`#define name value  /* comment */`; `above` is the comment that ends on the line before."""

    span: Span
    name: str
    value: int
    comment: str
    above: str


@dataclass(frozen=True, slots=True)
class Include:
    span: Span
    file: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One file. `header` is its first comment when nothing stands before it."""

    file: str
    header: str
    header_span: Span | None
    includes: tuple[Include, ...]
    defines: tuple[Define, ...]
    prototypes: tuple[Function, ...]
    functions: tuple[Function, ...]
