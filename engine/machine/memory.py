"""The recording view through which operations read and write the packed state.

Rule 1: operations touch the state through `get` and `set` only, so that `touched` covers every bit that
the outcome of a step depends on. A step may then be remembered as (state & touched) -> XOR of the change.
Rule 2: what happened is told in events and violations: (id, arguments), never in words.
Rule 3: an operation that cannot go on raises `Blocked`; one after which nothing can go on, `RunEnds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from engine.machine.layout import Field, Layout, PageFields, TableFields
from engine.machine.pointers import Pointers
from engine.machine.shape import Shape
from engine.machine.violations import PROPERTIES, Violation
from engine.words.text import Arg

LIVE, FREED = 1, 2
"""States of a page or table; 0 was never in use."""

ABSENT, MM_LIVE, GONE = 0, 1, 2
"""States of an mm."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a sentence's id and its arguments (names of objects, numbers)."""

    id: str
    args: tuple[Arg, ...] = ()


class Blocked(Exception):
    """The access must wait. `lock` is the name of what it waits for, `message` the reason's sentence id."""

    def __init__(self, message: str, lock: str, holders: tuple[str, ...]) -> None:
        super().__init__(message, lock, holders)
        self.message = message
        self.lock = lock
        self.holders = holders


class RunEnds(Exception):
    """The modelled kernel has stopped; the violation is already recorded."""


class Memory:
    """A state under one thread's step."""

    def __init__(self, layout: Layout, state: int, thread: int = 0, allocation_fails: bool = False) -> None:
        self.layout: Layout = layout
        self.shape: Shape = layout.shape
        self.pointers: Pointers = layout.pointers
        self.state = state
        self.touched = 0
        self.thread = thread
        self.allocation_fails = allocation_fails
        self.events: list[Event] = []
        self.violations: list[Violation] = []
        self.foreign: list[tuple[int, int]] = []
        """(table, entry) of entries that this step wrote for its own mm alone."""

    def get(self, field: Field) -> int:
        self.touched |= field.mask
        return (self.state & field.mask) >> field.shift

    def set(self, field: Field, value: int) -> None:
        assert 0 <= value < 1 << field.width, f"{field.name} cannot hold {value}"
        self.touched |= field.mask
        self.state = self.state & ~field.mask | value << field.shift

    # who ---------------------------------------------------------------------------------------
    @property
    def cpu(self) -> int:
        return self.shape.cpu_of(self.thread)

    @property
    def mm(self) -> int:
        return self.shape.thread_mm[self.thread]

    @property
    def thread_name(self) -> str:
        return self.shape.threads[self.thread]

    def page_name(self, page: int) -> str:
        return self.pointers.page_name(page)

    def page_at(self, mm: int, address: int) -> str:
        """How a page of an address space is called: "A:0"."""
        return f"{self.shape.mms[mm]}:{address}"

    # telling -----------------------------------------------------------------------------------
    def tell(self, id: str, *args: Arg) -> None:
        self.events.append(Event(id, args))

    def violate(self, property: str, message: str, args: tuple[Arg, ...], *objects: str) -> None:
        """Record a broken property; raise RunEnds if nothing can follow it."""
        self.violations.append(Violation(property, message, args, objects))
        if PROPERTIES[property].ends:
            self.stop()

    def stop(self) -> NoReturn:
        """The modelled kernel stops here; the violation that was recorded last says why."""
        self.set(self.layout.halted, 1)
        raise RunEnds

    def use_page(self, page: int, message: str = "freed-used") -> None:
        """Say that the running routine touches a page; must be called before every such touch.

        message: what is wrong with this touch if the page is a table that was freed.
        """
        if self.get(self.layout.page(page).state) != FREED:
            return
        name = self.page_name(page)
        if self.pointers.is_table(page):
            self.violate("freed-table-used", message, (self.thread_name, name), name)
        self.violate("freed-page-used", "freed-used", (self.thread_name, name), name)

    def table(self, page: int) -> TableFields:
        """The fields of a page that must be a page table; following anything else is an oops."""
        self.use_page(page)
        fields = self.layout.page(page)
        if not isinstance(fields, TableFields):
            self.violate("bug", "not-a-table", (self.thread_name, self.page_name(page)))
        assert isinstance(fields, TableFields), "violate has raised"
        return fields

    def data_page(self, page: int) -> PageFields:
        """The fields of a page that must be a data page."""
        self.use_page(page)
        fields = self.layout.page(page)
        if not isinstance(fields, PageFields):
            self.violate("bug", "not-a-data-page", (self.thread_name, self.page_name(page)))
        assert isinstance(fields, PageFields), "violate has raised"
        return fields
