"""Carrying out one primitive by name: the checks that all of them share, then the operation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial

from engine.errors import LimitReached
from engine.machine.memory import Memory
from engine.machine.operations import OPERATIONS
from engine.vocabulary.primitive import Kind
from engine.vocabulary.primitives import PRIMITIVES
from engine.vocabulary.types import CType
from engine.words.saying import said


def perform(m: Memory, operation: str, args: Sequence[int]) -> int:
    """Do it; the result is 0 where the primitive returns nothing.

    Raises:
        Blocked: it must wait; nothing was changed.
        RunEnds: the modelled kernel stopped here.
        LimitReached: the model's bound on a count, a pool or a batch was met.
    """
    for position, check in _checks(operation):
        check(m, args[position])
    return OPERATIONS[operation](m, *args) or 0


Check = Callable[[Memory, int], None]
"""Looks at one argument: following NULL, or an address that no address space has, is an oops of the
modelled kernel."""


@cache
def _checks(operation: str) -> tuple[tuple[int, Check], ...]:
    """Which arguments of an operation are looked at, by position, and how."""
    primitive = PRIMITIVES.get(operation)
    if primitive is None:  # loads, stores and the stories' marks
        return ((0, _not_null),) if operation.startswith(("load ", "store ")) else ()
    past_the_end = "size" in dict(primitive.params)
    checks: list[tuple[int, Check]] = []
    for position, (name, ctype) in enumerate(primitive.params):
        if ctype.is_pointer:
            checks.append((position, _not_null))
        if ctype is CType.SWP_ENTRY and primitive.kind is Kind.ACCESS:
            checks.append((position, _names_swap))
        if name == "address":
            checks.append((position, partial(_in_address_space, past_the_end)))
        if ctype is CType.ULONG:
            checks.append((position, partial(_not_negative, name, operation)))
    return tuple(checks)


def _not_null(m: Memory, value: int) -> None:
    if value == 0:
        m.violate("bug", "null", (m.thread_name,))


def _names_swap(m: Memory, value: int) -> None:
    if value == 0:
        m.violate("bug", "no-swap", (m.thread_name,))


def _in_address_space(past_the_end: bool, m: Memory, value: int) -> None:
    """past_the_end: it begins a range, which may be empty."""
    if not 0 <= value < m.shape.pages_of_mm + past_the_end:
        m.violate("bug", "bad-address", (m.thread_name, value))


def _not_negative(name: str, operation: str, m: Memory, value: int) -> None:
    if value < 0:
        raise LimitReached(
            "LIM09",
            said("error.does-not-wrap", name, operation, value),
            said("hint.compare-before"),
        )
