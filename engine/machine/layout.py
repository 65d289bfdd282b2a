"""Where each field of the machine lies in the packed state: one integer.

The memory fields come first (from bit 0), in the order below; `engine.run.model` puts the threads'
places and locals above them. Every field has the name under which people see it change.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.machine.pointers import Pointers
from engine.machine.shape import Shape

COUNT_BITS = 4
"""Counts up to 15; one more is a stated limit, not an overflow."""


@dataclass(frozen=True, slots=True)
class Field:
    """`width` bits at `shift`; `mask` covers them in place; `name` is what a change of it is called."""

    name: str
    shift: int
    width: int

    @property
    def mask(self) -> int:
        return ((1 << self.width) - 1) << self.shift


@dataclass(frozen=True, slots=True)
class MmFields:
    state: Field  # 0 absent, 1 live, 2 gone
    page_table_lock: Field  # 1 + thread that holds it
    sem_writer: Field  # 1 + thread
    sem_readers: Field  # bit per thread
    mm_users: Field
    rss: Field
    vmas: Field  # bit per page of the address space
    slots: tuple[Field, ...]  # page number of a table
    oracle: tuple[Field, ...]  # per page of the address space: bit per allowed value, then "fault"
    forking: Field  # 1 + the mm that a fork of this one is filling


@dataclass(frozen=True, slots=True)
class TableFields:
    state: Field  # 0 never used, 1 live, 2 freed
    count: Field
    lock: Field
    owners: Field  # ghost: bit per thread that believes to own it alone
    entries: tuple[Field, ...]  # pte_t


@dataclass(frozen=True, slots=True)
class PageFields:
    state: Field
    count: Field
    value: Field


@dataclass(frozen=True, slots=True)
class CpuFields:
    current: Field  # 1 + thread that ran last; UP only
    gather_mm: Field  # 1 + mm; 0: idle
    gather_fast: Field
    gather_nr: Field
    queue: tuple[Field, ...]  # page numbers, first in first
    walking: Field  # table that the hardware walker has read from a slot and not yet looked into
    leaf: tuple[Field, ...]  # per page of the address space: pte_t | stale
    walk_cache: tuple[Field, ...]  # per slot: page number | stale


class Layout:
    """The fields of one shape. `bits` is the width of the memory part."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.pointers = Pointers(shape)
        self.fields: list[Field] = []
        self.bits = 0
        self.stale_bit = 4 << self.pointers.page_bits
        self.halted = self._field("halted", 1)
        self.preempt_count = tuple(self._field(f"{name}.preempt_count", 3) for name in shape.threads)
        """Per thread: how many spinlocks it holds."""
        self.share_lock = self._field("page_table_share_lock", self._thread_bits)
        self.mms = tuple(self._mm(name) for name in shape.mms)
        self.tables = tuple(self._table(f"T{index}") for index in range(shape.tables))
        self.pages = tuple(self._page(f"D{index}") for index in range(shape.pages))
        self.cpus = tuple(self._cpu(index) for index in range(shape.cpus))

    @property
    def _thread_bits(self) -> int:
        return len(self.shape.threads).bit_length()

    def _field(self, name: str, width: int) -> Field:
        field = Field(name, self.bits, width)
        self.bits += width
        self.fields.append(field)
        return field

    def _mm(self, name: str) -> MmFields:
        shape = self.shape
        span = range(shape.pages_of_mm)
        return MmFields(
            state=self._field(f"{name}.state", 2),
            page_table_lock=self._field(f"{name}.page_table_lock", self._thread_bits),
            sem_writer=self._field(f"{name}.mmap_sem", self._thread_bits),
            sem_readers=self._field(f"{name}.mmap_sem", len(shape.threads)),
            mm_users=self._field(f"{name}.mm_users", 3),
            rss=self._field(f"{name}.rss", (2 * shape.pages_of_mm).bit_length() + 1),
            vmas=self._field(f"{name}.vmas", shape.pages_of_mm),
            slots=tuple(
                self._field(f"{name}.pmd[{slot}]", shape.tables.bit_length()) for slot in range(shape.slots)
            ),
            oracle=tuple(self._field(f"{name}.oracle[{page}]", len(shape.values) + 1) for page in span),
            forking=self._field(f"{name}.forking", len(shape.mms).bit_length()),
        )

    def _table(self, name: str) -> TableFields:
        shape = self.shape
        return TableFields(
            state=self._field(f"{name}.state", 2),
            count=self._field(f"{name}.count", COUNT_BITS),
            lock=self._field(f"{name}.lock", self._thread_bits),
            owners=self._field(f"{name}.owners", len(shape.threads)),
            entries=tuple(
                self._field(f"{name}[{entry}]", self.pointers.page_bits + 2) for entry in range(shape.entries)
            ),
        )

    def _page(self, name: str) -> PageFields:
        return PageFields(
            state=self._field(f"{name}.state", 2),
            count=self._field(f"{name}.count", COUNT_BITS),
            value=self._field(f"{name}.value", (len(self.shape.values) - 1).bit_length() or 1),
        )

    def _cpu(self, index: int) -> CpuFields:
        shape = self.shape
        name = f"CPU {index}"
        page_bits = self.pointers.page_bits
        queued = shape.pages_of_mm + shape.slots
        slots = range(shape.slots if shape.walk_cache else 0)
        return CpuFields(
            current=self._field(f"{name}.current", 0 if shape.smp else self._thread_bits),
            gather_mm=self._field(f"{name}.gather", len(shape.mms).bit_length()),
            gather_fast=self._field(f"{name}.gather", 1),
            gather_nr=self._field(f"{name}.gather", queued.bit_length()),
            queue=tuple(self._field(f"{name}.gather", page_bits) for _ in range(queued)),
            walking=self._field(f"{name}.walking", shape.tables.bit_length()),
            leaf=tuple(self._field(f"{name}.tlb", page_bits + 3) for _ in range(shape.pages_of_mm)),
            walk_cache=tuple(self._field(f"{name}.tlb", page_bits + 3) for _ in slots),
        )

    # by pointer --------------------------------------------------------------------------------
    def lock(self, pointer: int) -> Field:
        """The field of a spinlock_t *."""
        mms = len(self.mms)
        if pointer <= mms:
            return self.mms[pointer - 1].page_table_lock
        if pointer == self.pointers.share_lock:
            return self.share_lock
        return self.tables[pointer - 1 - mms].lock

    def page(self, pointer: int) -> TableFields | PageFields:
        """The fields of a struct page *: of a page table or a data page."""
        if self.pointers.is_table(pointer):
            return self.tables[pointer - 1]
        return self.pages[pointer - 1 - self.shape.tables]

    def changed(self, delta: int) -> tuple[str, ...]:
        """The names of the fields in which two states differ, given their XOR; each once, in order."""
        names = (field.name for field in self.fields if delta & field.mask)
        return tuple(dict.fromkeys(names))
