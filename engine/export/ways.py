"""What a walk finds out: stops, the ways on from them, and the effects on a way."""

from __future__ import annotations

from dataclasses import dataclass

from engine.export.symbolic import Known
from engine.lang.instructions import Expr, Variable
from engine.vocabulary.types import CType

GATHER_MM = Variable("gather_mm", CType.INT, -1001, 8)
GATHER_FAST = Variable("gather_fast", CType.INT, -1002, 8)
GATHER_NR = Variable("gather_nr", CType.INT, -1003, 8)
GATHER = (GATHER_MM, GATHER_FAST, GATHER_NR)
"""The batch of the thread's CPU, which private work reads back within a step."""

BATCH_CHANGES = ("tlb_batch", "tlb_queue", "tlb_dequeue", "leave_kernel")
"""Primitives that change the batch."""

HALTS = {"null": ("bug", "null"), "not-a-table": ("bug", "not-a-table"), "bug-on": ("bug", "bug-on")}
"""Why private work can stop the kernel: (property, message)."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A primitive that is carried out: its arguments over the state before the step.

    `target` is the variable under which the way knows its result. `fails`: an allocation that gets nothing.
    `faults`: when the arguments alone stop the kernel, as (message, condition), as far as they can.
    """

    operation: str
    args: tuple[Expr, ...]
    target: Variable
    fails: bool = False
    faults: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way on.

    conditions: (expression, whether it is not zero), all over the state before the step.
    access: the index of the access among `effects` and the place where it stands; None if it has none.
    to: the place where the step ends. values: the new values of the variables that are live there.
    arrivals: what is known of them, and of the CPU's batch.
    halts: "", or why private work stops the kernel at `to` (a key of HALTS).
    """

    conditions: tuple[tuple[Expr, bool], ...]
    effects: tuple[Effect, ...]
    access: tuple[int, int] | None
    to: int
    values: tuple[tuple[Variable, Expr], ...]
    arrivals: tuple[tuple[Variable, Known], ...] = ()
    halts: str = ""


@dataclass(slots=True)
class Stop:
    """A place where the thread can stop: what is known of its live variables, and the ways on."""

    pc: int
    facts: dict[Variable, Known]
    ways: tuple[Way, ...] = ()

    @property
    def kept(self) -> tuple[Variable, ...]:
        """The live variables that are not always the same here."""
        return tuple(one for one, known in self.facts.items() if known.constant is None and one not in GATHER)
