"""What the lowering makes of a checked text: flat instructions, calls inlined, each with its span.

Rule 1: an `Access` is the only instruction that touches an object that others can reach. A step of a
thread begins with one and runs on through everything else up to the next `Access`, `Enter` or `End`.
Rule 2: everything else is private: it reads and writes only the thread's own variables, or (`Private`)
the CPU's own gather batch and the ghost cells, which no routine can read.
Rule 3: calls are inlined, so a place in the code implies its whole call stack, and the state of a thread
is one number (its place) plus the variables that are live there.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Span
from engine.vocabulary.types import CType


@dataclass(frozen=True, slots=True)
class Variable:
    """A local variable or a temporary at a fixed place in the thread's packed locals.

    `offset` and `width` are in bits. Frames lie as on a stack: variables of two calls that are never
    active together may overlap. INT is two's complement in `width` bits, all else unsigned.
    `name` is the C name; temporaries are called "%1", "%2", ...
    """

    name: str
    type: CType
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class Const:
    value: int


@dataclass(frozen=True, slots=True)
class Read:
    variable: Variable


@dataclass(frozen=True, slots=True)
class Unary:
    op: str  # "!" "-" "~"
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    op: str  # + - * / % == != < <= > >= & | ^ << >> && ||   (&& || only where both sides are pure)
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Pure:
    """A primitive that only computes: "pmd_page", "address mm_struct.page_table_lock",
    "address page_table_share_lock", "cast pmd_t * to pte_t *"."""

    operation: str
    args: tuple[Expr, ...]


Expr = Const | Read | Unary | Binary | Pure


@dataclass(frozen=True, slots=True)
class Frame:
    """A call on the way to a place. `call` is the span of the call in the caller (None for the outermost)."""

    function: str
    file: str
    call: Span | None
    parent: int | None  # index into Program.frames


@dataclass(frozen=True, slots=True)
class Place:
    """Where an instruction stands: the sub-expression it executes and its frame (index in Program.frames)."""

    span: Span
    frame: int


@dataclass(frozen=True, slots=True)
class Assign:
    place: Place
    target: Variable
    value: Expr


@dataclass(frozen=True, slots=True)
class Access:
    """A step begins here. `operation` is a primitive's name, "load mm_struct.rss", "store mm_struct.rss"
    (args: object, value), "load pmd_t" or "load pte_t" (args: pointer)."""

    place: Place
    target: Variable | None
    operation: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Private:
    """A primitive on the CPU's own batch or on ghost cells: part of the step that runs through it."""

    place: Place
    target: Variable | None
    operation: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Goes on to the next instruction when `condition` is not zero, else to `otherwise`."""

    place: Place
    condition: Expr
    otherwise: int


@dataclass(frozen=True, slots=True)
class Jump:
    place: Place
    target: int


@dataclass(frozen=True, slots=True)
class Enter:
    """The thread is in user mode, about to begin call number `call` of its story. A thread rests here."""

    place: Place
    call: int


@dataclass(frozen=True, slots=True)
class End:
    """The thread's story is over."""

    place: Place


Instruction = Assign | Access | Private | Branch | Jump | Enter | End


@dataclass(frozen=True, slots=True)
class Call:
    """One line of a thread's story: a call of `function` with constant `args` (already encoded).

    `before` and `after` are `Private` operations with constant args that are run as part of the first
    step and of the last one: the oracle's marks.
    """

    function: str
    args: tuple[int, ...]
    before: tuple[tuple[str, tuple[int, ...]], ...] = ()
    after: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """A thread's whole story, lowered. Instruction 0 is `Enter(0)`; the last one is `End`.

    `live[pc]` holds, for every pc at which a thread can stop (Access, Enter, End), the variables whose
    values still matter there, without overlaps; elsewhere it is empty. `bits` is the width of the locals.
    `owners[pc]` says of each of them in which frames it is a local: of several where a parameter is what was
    passed for it.
    """

    code: tuple[Instruction, ...]
    frames: tuple[Frame, ...]
    live: tuple[tuple[Variable, ...], ...]
    bits: int
    owners: tuple[tuple[tuple[int, ...], ...], ...] = ()
