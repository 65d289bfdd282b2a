"""What a frame shows of the machine: address spaces, tables, pages, locks, CPUs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LockInfo:
    """A spinlock or a semaphore. `mode` is "write" or "read" while held; spinlocks are held "write"."""

    name: str  # "A.page_table_lock", "page_table_share_lock", "T0.lock", "A.mmap_sem"
    label: str  # the kernel's own name: "page_table_lock"
    holders: tuple[str, ...]  # threads
    mode: str  # "free" "read" "write"
    since: int | None  # the step at which the present holder took it
    waiters: tuple[str, ...]  # threads that are blocked on it


@dataclass(frozen=True, slots=True)
class SlotInfo:
    name: str  # "A.pmd[0]"
    index: int
    address: str  # "0x08000000"
    table: str | None
    read_only: bool  # no store goes through it, whatever the entries below it say
    was: str | None  # the table that it last named in this run, when it names none now
    writer: int | None  # the step that last wrote it; 0: before the run


@dataclass(frozen=True, slots=True)
class MmInfo:
    name: str  # "A"
    state: str  # "absent": its fork has not run; "live"; "gone"
    rss: int
    mm_users: int
    page_table_lock: LockInfo
    mmap_sem: LockInfo
    slots: tuple[SlotInfo, ...]
    mapped: tuple[bool, ...]  # per page of the address space: is there a VMA
    read_only: tuple[bool, ...]  # per page: does its VMA forbid to write
    host: bool  # it owns the file's page tables and runs no thread
    vma_lock: LockInfo | None  # None where no file is mapped


@dataclass(frozen=True, slots=True)
class EntryInfo:
    name: str  # "T0[1]"
    index: int
    page: str | None
    write: bool
    dirty: bool
    was: str | None  # the page it held when its table was freed, or before it was cleared


@dataclass(frozen=True, slots=True)
class HolderInfo:
    """Something that refers to a page table or page: a slot, an entry, a queued put."""

    by: str  # "A.pmd[0]", "T0[1]", "CPU 0 gather"
    mm: str | None  # whose colour it is drawn in; None for an entry, or the page cache
    counted: bool  # False: the count is too low to know of it
    gone: bool  # True: it referred to the table earlier in this run


@dataclass(frozen=True, slots=True)
class FreedInfo:
    by: str  # thread
    at: int  # step; 0: before the run


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A data page."""

    name: str  # "D0"
    state: str  # "live" "freed"
    count: int
    references: int
    value: str  # what a load sees: "0", "7"; "6b6b6b6b" when freed
    holders: tuple[HolderInfo, ...]
    pins: tuple[str, ...]  # threads that hold a reference of their own, one name a reference
    freed: FreedInfo | None


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A page table (the mail's "pmd page")."""

    name: str  # "T0"
    state: str  # "live" "freed"
    count: int  # what counts its sharers; the references where nothing does
    page_count: int | None  # where that is not what counts the sharers
    references: int
    lock: LockInfo | None  # None where the routines never take it
    entries: tuple[EntryInfo, ...]
    holders: tuple[HolderInfo, ...]
    pins: tuple[str, ...]  # as of a page
    owners: tuple[str, ...]  # threads that believe to own it alone
    freed: FreedInfo | None


@dataclass(frozen=True, slots=True)
class TlbEntryInfo:
    """What a CPU remembers: `of` is a page of the address space (leaf) or a slot (walk cache)."""

    kind: str  # "leaf" "walk"
    of: int
    address: str
    names: str  # "D0" or "T0"
    write: bool
    dirty: bool
    stale: bool  # what it names was freed since


@dataclass(frozen=True, slots=True)
class CpuInfo:
    name: str  # "CPU 0"
    thread: str | None  # the thread that runs on it (on UP: that ran last)
    tlb: tuple[TlbEntryInfo, ...]
    gather: str  # "idle" "fast" "batched"
    queued: tuple[str, ...]  # tables and pages that wait for the flush
    irqs_off: bool  # no IPI interrupts it: it walks without locks


@dataclass(frozen=True, slots=True)
class SwapInfo:
    """A swap entry that is in use, or was in this run."""

    name: str  # "S0"
    count: int
    references: int
    value: str
    holders: tuple[HolderInfo, ...]


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """A page of the file: `page` is None once it is truncated."""

    name: str  # "file[0]"
    index: int
    page: str | None


@dataclass(frozen=True, slots=True)
class OracleInfo:
    """What a process would see if fork had copied at once. `allowed` holds values, or "fault"."""

    mm: str
    index: int  # page of the address space
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    mms: tuple[MmInfo, ...]
    tables: tuple[TableInfo, ...]  # only those that were ever in use
    pages: tuple[PageInfo, ...]
    locks: tuple[LockInfo, ...]  # the global ones
    cpus: tuple[CpuInfo, ...]
    oracle: tuple[OracleInfo, ...]
    swap: tuple[SwapInfo, ...]  # only those in use, or held
    file: tuple[CacheInfo, ...]  # the page cache of the file that every process maps
