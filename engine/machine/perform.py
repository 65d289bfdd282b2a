"""Carrying out one primitive by name: the checks that all of them share, then the operation."""

from __future__ import annotations

from collections.abc import Sequence

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
    _check_arguments(m, operation, args)
    return OPERATIONS[operation](m, *args) or 0


def _check_arguments(m: Memory, operation: str, args: Sequence[int]) -> None:
    """Following NULL, or an address that no address space has, is an oops of the modelled kernel."""
    primitive = PRIMITIVES.get(operation)
    if primitive is None:  # loads, stores and the stories' marks
        if operation.startswith(("load ", "store ")) and args[0] == 0:
            m.violate("bug", "null", (m.thread_name,))
        return
    names = [name for name, _ in primitive.params]
    for (name, ctype), value in zip(primitive.params, args, strict=True):
        if ctype.is_pointer and value == 0:
            m.violate("bug", "null", (m.thread_name,))
        if ctype is CType.SWP_ENTRY and value == 0 and primitive.kind is Kind.ACCESS:
            m.violate("bug", "no-swap", (m.thread_name,))
        if name == "address" and not 0 <= value < m.shape.pages_of_mm + ("size" in names):
            m.violate("bug", "bad-address", (m.thread_name, value))
        if ctype is CType.ULONG and value < 0:
            raise LimitReached(
                "LIM09",
                said("error.does-not-wrap", name, operation, value),
                said("hint.compare-before"),
            )
