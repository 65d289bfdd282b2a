"""Where a thread's variables live in an exported process: as few as the busiest stop needs.

Only what is live at some stop and not always the same there is kept. Variables that are never kept at the
same stop share a place, as in the engine's packed locals; a place that no variable uses at a stop is zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.export.walk import Walk
from engine.export.ways import Stop
from engine.lang.instructions import Variable
from engine.vocabulary.types import CType


@dataclass(slots=True)
class Slot:
    """A place: the variables that use it, and how many bits it needs; `signed` if it can be below zero."""

    variables: list[Variable] = field(default_factory=list)
    name: str = ""
    bits: int = 1
    signed: bool = False

    @property
    def help(self) -> str:
        return ", ".join(dict.fromkeys(variable.name for variable in self.variables))


class Slots:
    """The places of one thread; `of[variable]` is where it lives."""

    def __init__(self, walk: Walk) -> None:
        self.all: list[Slot] = []
        self.of: dict[Variable, Slot] = {}
        stops = sorted(walk.stops.values(), key=lambda stop: stop.pc)
        for stop in stops:
            for variable in stop.kept:
                if variable not in self.of:
                    self._place(variable, stops)
        for stop in stops:
            for variable in stop.kept:
                self._widen(self.of[variable], variable, stop)
        self._name()

    def _place(self, variable: Variable, stops: list[Stop]) -> None:
        together = {other for stop in stops if variable in stop.kept for other in stop.kept}
        for slot in self.all:
            if not together & set(slot.variables):
                break
        else:
            slot = Slot()
            self.all.append(slot)
        slot.variables.append(variable)
        self.of[variable] = slot

    def _widen(self, slot: Slot, variable: Variable, stop: Stop) -> None:
        values = stop.facts[variable].values
        if values is None:
            slot.bits = max(slot.bits, variable.width)
            slot.signed = slot.signed or variable.type is CType.INT
        else:
            slot.bits = max(slot.bits, *(value.bit_length() for value in values))
            slot.signed = slot.signed or min(values) < 0

    def _name(self) -> None:
        taken: set[str] = set()
        for slot in self.all:
            names = [variable.name for variable in slot.variables if not variable.name.startswith("%")]
            name = "_or_".join(list(dict.fromkeys(names))[:2]) or "temporary"
            slot.name = f"v_{name}"
            number = 2
            while slot.name in taken:
                slot.name = f"v_{name}_{number}"
                number += 1
            taken.add(slot.name)

    def kept_at(self, stop: Stop | None) -> dict[Variable, Slot]:
        """The places in use at a stop; none where the kernel has stopped."""
        return {} if stop is None else {variable: self.of[variable] for variable in stop.kept}
