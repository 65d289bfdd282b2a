"""Where each field of the machine lies in the packed state: one integer.

The memory fields come first (from bit 0), in the order below; `engine.run.model` puts the threads'
places and locals above them. Every field has the name under which people see it change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

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
    mask: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mask", ((1 << self.width) - 1) << self.shift)


@dataclass(frozen=True, slots=True)
class SemFields:
    """A semaphore: both fields have its name."""

    writer: Field  # 1 + thread
    readers: Field  # bit per thread


@dataclass(frozen=True, slots=True)
class MmFields:
    state: Field  # 0 absent, 1 live, 2 gone
    page_table_lock: Field  # 1 + thread that holds it
    mmap_sem: SemFields
    mm_users: Field
    rss: Field
    vmas: Field  # bit per page of the address space
    read_only: Field  # bit per page: its VMA lets nobody write
    slots: tuple[Field, ...]  # pmd_t
    oracle: tuple[Field, ...]  # per page: bit per allowed value, "fault", "read-only", "being dropped"
    forking: Field  # 1 + the mm that a fork of this one is filling
    vma_lock: SemFields
    may_share: Field  # the VMA of the file has VM_MAYSHARE
    split: Field  # bit per page: a VMA begins there that was split from the one before


@dataclass(frozen=True, slots=True)
class TableFields:
    state: Field  # 0 never used, 1 live, 2 freed
    count: Field
    lock: Field
    owners: Field  # ghost: bit per thread that believes to own it alone
    sharers: Field
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
    walking: Field  # pmd_t that the hardware walker has read and not yet looked below
    leaf: tuple[Field, ...]  # per page of the address space: pte_t | stale
    walk_cache: tuple[Field, ...]  # per slot: pmd_t | stale
    irqs_off: Field


@dataclass(frozen=True, slots=True)
class FileFields:
    """The file: `cache` has a page number a page, `oracle` what a load may see, as an mm's."""

    i_mmap_lock: Field
    i_mmap_rwsem: SemFields
    cache: tuple[Field, ...]
    oracle: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SwapFields:
    """A swap entry. It is free while its count is 0."""

    count: Field
    value: Field


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
        self.file = self._file()
        self.swap = tuple(self._swap(f"S{index}") for index in range(shape.swap))

    @property
    def _thread_bits(self) -> int:
        return len(self.shape.threads).bit_length()

    def _field(self, name: str, width: int) -> Field:
        field = Field(name, self.bits, width)
        self.bits += width
        self.fields.append(field)
        return field

    def _sem(self, name: str, exists: bool = True) -> SemFields:
        threads = len(self.shape.threads)
        return SemFields(
            self._field(name, self._thread_bits if exists else 0), self._field(name, threads if exists else 0)
        )

    def _mm(self, name: str) -> MmFields:
        shape = self.shape
        span = range(shape.pages_of_mm)
        return MmFields(
            state=self._field(f"{name}.state", 2),
            page_table_lock=self._field(f"{name}.page_table_lock", self._thread_bits),
            mmap_sem=self._sem(f"{name}.mmap_sem"),
            mm_users=self._field(f"{name}.mm_users", 3),
            rss=self._field(f"{name}.rss", (2 * shape.pages_of_mm).bit_length() + 1),
            vmas=self._field(f"{name}.vmas", shape.pages_of_mm),
            read_only=self._field(f"{name}.vmas", shape.pages_of_mm if shape.protects else 0),
            slots=tuple(
                self._field(f"{name}.pmd[{slot}]", self.pointers.slot_bits) for slot in range(shape.slots)
            ),
            oracle=tuple(self._field(f"{name}.oracle[{page}]", self._oracle_bits) for page in span),
            forking=self._field(f"{name}.forking", len(shape.mms).bit_length()),
            vma_lock=self._sem(f"{name}.vma_lock", bool(shape.file)),
            may_share=self._field(f"{name}.vmas", 1 if shape.file else 0),
            split=self._field(f"{name}.vmas", shape.pages_of_mm if shape.file else 0),
        )

    @property
    def _oracle_bits(self) -> int:
        """A bit a value and "fault"; then "store may fault", "store must" and "being dropped"."""
        shape = self.shape
        return len(shape.values) + (4 if shape.discards or shape.protects else 1)

    def _table(self, name: str) -> TableFields:
        shape = self.shape
        return TableFields(
            state=self._field(f"{name}.state", 2),
            count=self._field(f"{name}.count", COUNT_BITS),
            lock=self._field(f"{name}.lock", self._thread_bits),
            owners=self._field(f"{name}.owners", len(shape.threads)),
            sharers=self._field(f"{name}.sharers", COUNT_BITS if shape.counting == "sharers" else 0),
            entries=tuple(
                self._field(f"{name}[{entry}]", self.pointers.entry_bits) for entry in range(shape.entries)
            ),
        )

    def _page(self, name: str) -> PageFields:
        return PageFields(
            state=self._field(f"{name}.state", 2),
            count=self._field(f"{name}.count", COUNT_BITS),
            value=self._field(f"{name}.value", self._value_bits),
        )

    @property
    def _value_bits(self) -> int:
        return (len(self.shape.values) - 1).bit_length() or 1

    def _file(self) -> FileFields:
        shape = self.shape
        pages = range(shape.file)
        return FileFields(
            i_mmap_lock=self._field("i_mmap_lock", self._thread_bits if shape.file else 0),
            i_mmap_rwsem=self._sem("i_mmap_rwsem", bool(shape.file)),
            cache=tuple(self._field(f"file[{page}]", self.pointers.page_bits) for page in pages),
            oracle=tuple(self._field(f"file.oracle[{page}]", self._oracle_bits) for page in pages),
        )

    def _swap(self, name: str) -> SwapFields:
        return SwapFields(
            self._field(f"{name}.count", COUNT_BITS), self._field(f"{name}.value", self._value_bits)
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
            walking=self._field(f"{name}.walking", self.pointers.slot_bits),
            leaf=tuple(self._field(f"{name}.tlb", page_bits + 3) for _ in range(shape.pages_of_mm)),
            walk_cache=tuple(self._field(f"{name}.tlb", page_bits + 3) for _ in slots),
            irqs_off=self._field(f"{name}.irqs", 1 if shape.lockless else 0),
        )

    # by pointer --------------------------------------------------------------------------------
    def lock(self, pointer: int) -> Field:
        """The field of a spinlock_t *."""
        mms = len(self.mms)
        if pointer <= mms:
            return self.mms[pointer - 1].page_table_lock
        if pointer == self.pointers.share_lock:
            return self.share_lock
        if pointer > self.pointers.share_lock:
            return self.file.i_mmap_lock
        return self.tables[pointer - 1 - mms].lock

    def semaphore(self, pointer: int) -> SemFields:
        """The fields of a struct rw_semaphore *."""
        mms = len(self.mms)
        if pointer <= mms:
            return self.mms[pointer - 1].mmap_sem
        return self.mms[pointer - 1 - mms].vma_lock if pointer <= 2 * mms else self.file.i_mmap_rwsem

    @property
    def semaphores(self) -> tuple[SemFields, ...]:
        """All that exist."""
        sems = [sem for mm in self.mms for sem in (mm.mmap_sem, mm.vma_lock)]
        return tuple(sem for sem in (*sems, self.file.i_mmap_rwsem) if sem.readers.width)

    def counter(self, pointer: int) -> Field:
        """The field of an atomic_t *."""
        mms = len(self.mms)
        return self.mms[pointer - 1].mm_users if pointer <= mms else self.tables[pointer - 1 - mms].sharers

    def page(self, pointer: int) -> TableFields | PageFields:
        """The fields of a struct page *: of a page table or a data page."""
        if self.pointers.is_table(pointer):
            return self.tables[pointer - 1]
        return self.pages[pointer - 1 - self.shape.tables]

    def changed(self, delta: int) -> tuple[str, ...]:
        """The names of the fields in which two states differ, given their XOR; each once, in order."""
        names: dict[str, None] = {}
        delta &= (1 << self.bits) - 1
        while delta:  # a step changes a few fields of some hundreds
            field = self._field_of_bit[(delta & -delta).bit_length() - 1]
            names[field.name] = None
            delta &= ~field.mask
        return tuple(names)

    @cached_property
    def _field_of_bit(self) -> tuple[Field, ...]:
        """Fields lie in their order, without gaps."""
        return tuple(field for field in self.fields for _ in range(field.width))
