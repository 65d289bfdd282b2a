"""What some run of a check should do: what every scenario hopes for, and what its author wrote.

Each is looked for until it is found. If one is not met, the verdict may be beside the point: vacuous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.errors import Span
from engine.machine.memory import Event
from engine.run.model import Model
from engine.scenario.sometimes import Wish

EVENTS = {"table-freed": ("free", "T"), "page-freed": ("free", "D"), "no-memory": ("no-memory", "")}
"""Wishes that are met by an event: its id, and how its first argument begins."""


@dataclass(frozen=True, slots=True)
class Possibility:
    """Something that some run should do. If none does, what was checked may be beside the point."""

    id: str
    text: str
    met: bool


class Hopes:
    """What is hoped for of a model; is shown its states and events."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.texts: dict[str, str] = {}
        self.states: dict[str, Callable[[int], bool]] = {}
        self.events: dict[str, tuple[str, str]] = {}
        self.functions: dict[str, str] = {}
        for thread, name in enumerate(model.shape.threads):
            self._add(f"finishes-{name}", f"{name} comes to the end of its story", self._finished(thread))
        busy = [story for story in model.scenario.threads if story.lines]
        if len(busy) > 1:
            self._add("together", "two threads are in the kernel at once", self._together)
        if len(model.shape.mms) > 1:
            self._add("shared", "two processes share a page table", self._shared)
        for number, wish in enumerate(model.scenario.sometimes, 1):
            self._wish(f"sometimes-{number}", wish)

    def _add(self, id: str, text: str, test: Callable[[int], bool]) -> None:
        self.texts[id] = text
        self.states[id] = test

    def _wish(self, id: str, wish: Wish) -> None:
        if wish.kind == "count":
            self._add(id, wish.text, self._counts(wish.number))
        elif wish.kind == "share":
            self._add(id, wish.text, self._share(*wish.names))
        elif wish.kind == "runs":
            self.texts[id] = wish.text
            self.functions[id] = wish.names[0]
        else:
            self.texts[id] = wish.text
            self.events[id] = EVENTS[wish.kind]

    def look(self, state: int) -> None:
        """A state of the check."""
        for id in [id for id, test in self.states.items() if test(state)]:
            del self.states[id]

    def hear(self, events: Iterable[Event]) -> None:
        """What a step tells."""
        for event in events:
            for id, (wanted, begins) in list(self.events.items()):
                if event.id == wanted and str(event.args[0]).startswith(begins):
                    del self.events[id]

    def found(self, reached: set[Span]) -> tuple[Possibility, ...]:
        """What was met, when all has been shown. reached: the places that some run comes to."""
        entered = {
            code.program.frames[one.place.frame].function
            for code in self.model.threads
            for one in code.program.code
            if one.place.span in reached
        }
        unmet = {id for id, function in self.functions.items() if function not in entered}
        unmet |= self.states.keys() | self.events.keys()
        return tuple(Possibility(id, text, id not in unmet) for id, text in self.texts.items())

    def _finished(self, thread: int) -> Callable[[int], bool]:
        code = self.model.threads[thread]
        mask, end = code.place.mask, code.enters[-1] << code.place.shift
        return lambda state: state & mask == end

    def _together(self, state: int) -> bool:
        threads = enumerate(self.model.threads)
        return sum(code.in_kernel[self.model.place(state, thread)] for thread, code in threads) > 1

    def _shared(self, state: int) -> bool:
        slots = [field for mm in self.model.layout.mms for field in mm.slots]
        named = [(state & field.mask) >> field.shift for field in slots]
        return any(named.count(table) > 1 for table in named if table)

    def _counts(self, number: int) -> Callable[[int], bool]:
        fields = [table.count for table in self.model.layout.tables]
        return lambda state: any((state & field.mask) >> field.shift >= number for field in fields)

    def _share(self, one: str, other: str) -> Callable[[int], bool]:
        mms = [self.model.layout.mms[self.model.shape.mms.index(name)] for name in (one, other)]

        def named(state: int) -> list[set[int]]:
            return [{(state & field.mask) >> field.shift for field in mm.slots} - {0} for mm in mms]

        return lambda state: bool(set.intersection(*named(state)))
