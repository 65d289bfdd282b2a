"""When a primitive's arguments alone stop the modelled kernel, in the order in which they are looked at."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lang.instructions import Binary, Const, Expr, Pure
from engine.machine.shape import Shape
from engine.vocabulary.primitives import PRIMITIVES


def argument_faults(shape: Shape, operation: str, args: tuple[Expr, ...]) -> Iterator[tuple[str, Expr]]:
    """(message, condition) for an access, as `engine.machine.perform` looks at its arguments."""
    primitive = PRIMITIVES.get(operation)
    if primitive is None:  # loads and stores
        yield "null", Binary("==", args[0], Const(0))
        return
    names = [name for name, _ in primitive.params]
    for (name, ctype), arg in zip(primitive.params, args, strict=True):
        if ctype.is_pointer:
            yield "null", Binary("==", arg, Const(0))
        if name == "address":
            yield "bad_address", Binary("<", arg, Const(0))
            bound = shape.pages_of_mm + ("size" in names)
            yield "bad_address", Binary(">=", arg, Const(bound))
    if operation == "flush_tlb_cpu":
        yield "no_such_cpu", Binary("<", args[0], Const(0))
        yield "no_such_cpu", Binary(">=", args[0], Const(shape.cpus))


def private_faults(operation: str, args: tuple[Expr, ...]) -> Iterator[tuple[str, Expr]]:
    """(reason, condition) for private work; the reason is a key of `engine.export.ways.HALTS`."""
    primitive = PRIMITIVES.get(operation)
    if primitive is None:
        return
    for (_, ctype), arg in zip(primitive.params, args, strict=True):
        if ctype.is_pointer:
            yield "null", Binary("==", arg, Const(0))
    if operation == "BUG_ON":
        yield "bug-on", args[0]
    if operation in ("ASSERT_EXCLUSIVE_ACCESS", "EXCLUSIVE_ACCESS_END"):
        yield "not-a-table", Binary("==", Pure("is_table", args), Const(0))
