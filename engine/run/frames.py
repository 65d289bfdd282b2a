"""What is sent to whoever draws a run: one `RunInfo`, then one `Frame` a state.

A frame can be drawn without its neighbours. Order is part of the contract: everything is a tuple in the
order in which it is to be shown. Names ("A", "T0", "D1", "A.pmd[0]") are stable over a run. Nothing here
is computed by the page: if a picture needs a fact, it stands in the frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.run.code_info import FunctionInfo, SourceInfo, SpanInfo, StatementInfo
from engine.words.text import Arg, Text

SEMANTICS = 1
"""Version of the step boundaries: the first field of every schedule text."""


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
class CallInfo:
    """A frame of a call stack, outermost first; `span` is where it is now."""

    function: str
    span: SpanInfo


@dataclass(frozen=True, slots=True)
class LocalInfo:
    name: str
    type: str
    value: str
    calls: tuple[int, ...]  # of which calls of the stack it is a local: several where one passed it on


@dataclass(frozen=True, slots=True)
class ThreadInfo:
    """Where a thread is. `span` is the sub-expression that it executes next."""

    name: str
    status: str  # "ready" "blocked" "finished" "absent" "stopped"
    doing: str  # the line of its story: "munmap 0-1"
    reason: Text | None  # why it cannot go on, if it cannot
    next: Text | None  # what its next step does
    in_kernel: bool
    calls: tuple[CallInfo, ...]
    span: SpanInfo | None
    locals: tuple[LocalInfo, ...]
    holds: tuple[str, ...]  # locks


@dataclass(frozen=True, slots=True)
class ChoiceInfo:
    """A step that can be taken now; `choice` is its name in a schedule: "A", "A!"."""

    choice: str
    thread: str
    outcome: str | None  # None, or "fails": the allocation fails
    text: Text


@dataclass(frozen=True, slots=True)
class EventInfo:
    """Something that happened in this step. `short` fits a timeline, `mark` is one character."""

    id: str
    args: tuple[Arg, ...]
    text: str
    short: str
    mark: str  # [ lock  ] unlock  - put  + get  ? read  0 clear  x free  ! violation  w write


@dataclass(frozen=True, slots=True)
class ViolationInfo:
    """A property that this step broke (`new`) or that is broken in this state."""

    property: str
    title: str
    severity: str  # "damage" "warning"
    objects: tuple[str, ...]
    message: str  # the sentence is "violation.<message>" of the catalogue, with these arguments
    args: tuple[Arg | Text, ...]
    text: str
    new: bool  # broken by this step
    since: int  # the step that broke it
    ends: bool  # ends the run


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


@dataclass(frozen=True, slots=True)
class StepInfo:
    """The step that led to this state."""

    choice: str
    thread: str
    sentence: Text
    span: SpanInfo | None
    calls: tuple[CallInfo, ...]
    lines: tuple[tuple[str, int], ...]  # (file, line) that it ran through, in order
    short: str
    mark: str
    events: tuple[EventInfo, ...]
    changed: tuple[str, ...]  # names: "T0.count", "A.pmd[0]", "T0[1]", "A.page_table_lock", "CPU 0.tlb"
    clock: tuple[int, ...]  # per story: its last step that happens before this one, or is it; 0: none
    after: tuple[tuple[int, tuple[str, ...]], ...]  # (step of another thread, where they meet), latest first


@dataclass(frozen=True, slots=True)
class CostInfo:
    """What the run has cost up to here, in counts (`engine.run.costs` says what exactly is counted)."""

    steps: int = 0
    ptes_copied: int = 0
    ptes_changed: int = 0
    slots_changed: int = 0
    page_references: int = 0
    table_references: int = 0
    tables_allocated: int = 0
    pages_copied: int = 0
    locks: int = 0
    atomics: int = 0
    flushes: int = 0
    ipis: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """One state of a run, after `at` steps."""

    at: int
    schedule: str  # the canonical text of the choices up to here: "1.AB2"
    step: StepInfo | None  # None at 0
    memory: Memory
    threads: tuple[ThreadInfo, ...]
    choices: tuple[ChoiceInfo, ...]
    violations: tuple[ViolationInfo, ...]
    costs: CostInfo
    ended: Text | None  # why no step can follow, if none can


@dataclass(frozen=True, slots=True)
class ToggleInfo:
    """A CONFIG_ constant. `values` are labels; `value` and `default` are indices of them."""

    name: str
    label: str
    help: str
    values: tuple[str, ...]
    value: int
    default: int
    group: str  # "protocol": a fix or a reading of the proposal; "machine": CPUs, TLBs, allocator


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """What a system was like at some time. `values`: (toggle, value) of each toggle that any preset names."""

    name: str  # "2012", "today"
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class StoryInfo:
    thread: str
    mm: str  # "" for a kernel thread
    cpu: str
    lines: tuple[str, ...]  # "munmap 0-1"
    text: str  # "unmaps all of its table"
    told: tuple[Text, ...]  # the same as sentences, one a line; empty where the author wrote a text


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    id: str
    title: str
    severity: str
    help: str


@dataclass(frozen=True, slots=True)
class CostWordsInfo:
    """A field of CostInfo: how it is called, and what it counts."""

    id: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """All that does not change while a run is open."""

    semantics: int
    protocol: str
    protocol_title: str
    protocol_date: str
    protocol_text: str
    scenario: str
    scenario_title: str
    scenario_text: str
    toggles: tuple[ToggleInfo, ...]
    presets: tuple[PresetInfo, ...]  # oldest first; empty for a system that never changed
    sources: tuple[SourceInfo, ...]
    functions: tuple[FunctionInfo, ...]
    statements: tuple[StatementInfo, ...]  # those that touch something
    lines: tuple[tuple[str, tuple[int, ...]], ...]  # of each file, the lines on which a thread runs something
    dead: tuple[SpanInfo, ...]  # branches that the toggles switch off
    stories: tuple[StoryInfo, ...]
    properties: tuple[PropertyInfo, ...]
    costs: tuple[CostWordsInfo, ...]
    slots: int
    entries: int
