"""How large the modelled machine is, and which of its parts are switched on."""

from __future__ import annotations

from dataclasses import dataclass

NO_MM = -1
"""The mm of a kernel thread."""

NO_VALUE = 0
"""The index of the value of a page that nobody has written: zero-filled."""

FIRST_ADDRESS = 0x0800_0000
"""Where the pictures let the address space begin, as a program's text does on i386."""

TABLE_SPAN = 0x0040_0000
"""What one i386 page table covers: 4 MB. A table is drawn with its first entries only."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a machine. Names are what people read; everywhere else things are indices.

    mms: names, one letter each. threads: names; `thread_mm[t]` is the mm of thread t, NO_MM for a
    kernel thread.
    values: what a page can hold, in order; the first is 0, a new page's. A page stores the index.
    born: indices of mms that are there from the start; the others are made by fork.
    swap: swap entries. file: pages, from address 0 up and whole tables, in which every mm maps one file.
    protects, discards, lockless: stories change what VMAs allow, drop contents (MADV_DONTNEED, truncate of
    private pages), walk without locks.
    pmd_write_bit: slots have one. counting: where the sharers of a table are counted (COUNTINGS).
    host: the mm that owns the file's tables, or None. rss: whether it is judged.
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
    swap: int = 0
    file: int = 0
    protects: bool = False
    discards: bool = False
    lockless: bool = False
    pmd_write_bit: bool = False
    counting: str = "page_count"
    host: int | None = None
    rss: bool = True

    @property
    def pages_of_mm(self) -> int:
        """Pages in an address space."""
        return self.slots * self.entries

    @property
    def tables(self) -> int:
        return self.tables_per_mm * len(self.mms)

    @property
    def pages(self) -> int:
        """The pools of all mms, and behind them the file's own."""
        return self.pages_per_mm * len(self.mms) + self.file

    def is_file(self, address: int) -> bool:
        return address < self.file

    @property
    def file_slots(self) -> int:
        """Slots that the file takes."""
        return self.file // self.entries

    @property
    def cpus(self) -> int:
        return len(self.threads) if self.smp else 1

    @property
    def has_threads(self) -> bool:
        """Whether some mm has several threads."""
        return any(self.thread_mm.count(mm) > 1 for mm in range(len(self.mms)))

    def cpu_of(self, thread: int) -> int:
        """One thread per CPU on SMP; on UP all share CPU 0."""
        return thread if self.smp else 0

    def address_text(self, index: int) -> str:
        """The virtual address of page `index` of an address space, as a picture shows it."""
        slot, entry = divmod(index, self.entries)
        return f"0x{FIRST_ADDRESS + slot * TABLE_SPAN + entry * 0x1000:08x}"
