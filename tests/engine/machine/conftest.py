"""A bench: a small machine on which a test performs single primitives, as a thread's step would."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from engine.machine.layout import Field, Layout
from engine.machine.memory import MM_LIVE, Memory, RunEnds
from engine.machine.operations.oracle import fault_bit
from engine.machine.perform import perform
from engine.machine.shape import Shape
from engine.machine.values import pure_functions
from engine.machine.violations import Violation

SHAPE = {
    "mms": ("A", "B"),
    "born": (0,),
    "threads": ("A", "B"),
    "thread_mm": (0, 1),
    "slots": 2,
    "entries": 2,
    "tables_per_mm": 2,
    "pages_per_mm": 4,
    "values": (0, 1, 7),
}


class Bench:
    """Mm 1 is A, live; mm 2 is B, not yet forked. Thread 0 runs in A, thread 1 in B.

    `events` and `violations` are those of the last `do`; `ended` is whether it stopped the kernel.
    """

    def __init__(self, **changes: object) -> None:
        self.shape = Shape(**{**SHAPE, **changes})  # type: ignore[arg-type]
        self.layout = Layout(self.shape)
        self.pointers = self.layout.pointers
        self.pure = pure_functions(self.pointers)
        self.events: list[tuple[str, ...]] = []
        self.violations: list[Violation] = []
        self.foreign: list[tuple[int, int]] = []
        self.touched = 0
        self.ended = False
        memory = Memory(self.layout, 0)
        memory.set(self.layout.mms[0].state, MM_LIVE)
        for mm in self.layout.mms:
            for page in mm.oracle:
                memory.set(page, fault_bit(memory))
        self.state = memory.state

    def do(self, operation: str, *args: int, thread: int = 0, fails: bool = False) -> int:
        """Perform a primitive; where it blocks, the state stays and Blocked is raised."""
        memory = Memory(self.layout, self.state, thread, fails)
        result, self.ended = 0, False
        try:
            result = perform(memory, operation, args)
        except RunEnds:
            self.ended = True
        self.state = memory.state
        self.events = [(event.id, *map(str, event.args)) for event in memory.events]
        self.violations, self.foreign, self.touched = memory.violations, memory.foreign, memory.touched
        return result

    def get(self, field: Field) -> int:
        return (self.state & field.mask) >> field.shift

    def set(self, field: Field, value: int) -> None:
        memory = Memory(self.layout, self.state)
        memory.set(field, value)
        self.state = memory.state

    def judge(self, judge: Callable[[Memory], Iterator[Violation]]) -> list[tuple[object, ...]]:
        """What a judge says of the state: (message, *arguments)."""
        return [(found.message, *found.args) for found in judge(Memory(self.layout, self.state))]

    @property
    def broken(self) -> list[tuple[object, ...]]:
        """What the last `do` broke: (property, message, *arguments)."""
        return [(found.property, found.message, *found.args) for found in self.violations]

    # in place of C ----------------------------------------------------------------------------
    def slot(self, mm: int, slot: int = 0) -> int:
        """A pmd_t *."""
        return self.pure["pmd_offset"](mm, slot * self.shape.entries)

    def entry(self, page: int, address: int = 0) -> int:
        """A pte_t *."""
        return self.pure["pte_entry"](page, address)

    def table(self, thread: int = 0) -> int:
        """A new page table."""
        return self.do("pte_alloc_one", thread + 1, thread=thread)

    def page(self, thread: int = 0) -> int:
        """A new data page."""
        return self.do("alloc_page", thread + 1, thread=thread)

    def map(self, mm: int = 1, write: bool = True) -> tuple[int, int]:
        """A new table under slot 0 of an mm, whose entry 0 maps a new page: (table, page)."""
        table, page = self.table(), self.page()
        self.do("pmd_populate", mm, self.slot(mm), table)
        flags = self.pointers.write_bit if write else 0
        self.do("set_pte", self.entry(table), page | flags)
        return table, page


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def make_bench() -> type[Bench]:
    return Bench
