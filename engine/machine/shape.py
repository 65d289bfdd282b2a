"""How large the modelled machine is, and which of its parts are switched on."""

from __future__ import annotations

from dataclasses import dataclass

NO_VALUE = 0
"""The index of the value of a page that nobody has written: zero-filled."""

FIRST_ADDRESS = 0x0800_0000
"""Where the pictures let the address space begin, as a program's text does on i386."""

TABLE_SPAN = 0x0040_0000
"""What one i386 page table covers: 4 MB. A table is drawn with its first entries only."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a machine. Names are what people read; everywhere else things are indices.

    mms: names, one letter each. threads: names; `thread_mm[t]` is the mm of thread t.
    values: what a page can hold, in order; the first is 0, a new page's. A page stores the index.
    born: indices of mms that are there from the start; the others are made by fork.
    """

    mms: tuple[str, ...]
    born: tuple[int, ...]
    threads: tuple[str, ...]
    thread_mm: tuple[int, ...]
    slots: int
    entries: int
    tables_per_mm: int
    pages_per_mm: int
    values: tuple[int, ...]
    smp: bool = True
    own_pools: bool = True
    walk_cache: bool = False
    out_of_memory: bool = False

    @property
    def pages_of_mm(self) -> int:
        """Pages in an address space."""
        return self.slots * self.entries

    @property
    def tables(self) -> int:
        return self.tables_per_mm * len(self.mms)

    @property
    def pages(self) -> int:
        return self.pages_per_mm * len(self.mms)

    @property
    def cpus(self) -> int:
        return len(self.threads) if self.smp else 1

    def cpu_of(self, thread: int) -> int:
        """One thread per CPU on SMP; on UP all share CPU 0."""
        return thread if self.smp else 0

    def address_text(self, index: int) -> str:
        """The virtual address of page `index` of an address space, as a picture shows it."""
        slot, entry = divmod(index, self.entries)
        return f"0x{FIRST_ADDRESS + slot * TABLE_SPAN + entry * 0x1000:08x}"
