"""How much of the machine an exported model needs: its objects, their numbers and their first values.

The engine's layout has room for everything that a scenario could ask for. Here only what some step can
reach is kept, so that the exported state is as small as one written by hand: frames that can be allocated
or are in use at the start, and as variables only those cells that some step changes.

Pointers are numbered as in `engine.machine.pointers`, but for two of them, so that dropping frames changes
no number that stands in a program:
pte_t *        the slots first, as pmd_t * counts them, then 1 + slots + table * entries + entry
spinlock_t *   the mms' page_table_locks, then page_table_share_lock, then the tables' locks
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.export.changes import CHANGES, FILLS_TLB, TLB
from engine.export.walk import Walk, walks
from engine.lang.instructions import Const, Expr, Pure
from engine.machine.layout import Field, PageFields, TableFields
from engine.machine.memory import MM_LIVE
from engine.machine.pointers import Pointers
from engine.machine.shape import Shape
from engine.machine.values import PureFunction, pure_functions
from engine.run.model import Model


@dataclass(frozen=True, slots=True)
class Cells:
    """An array of the exported machine. `bits`: what each cell can hold; `changes`: whether a step does."""

    name: str
    values: tuple[int, ...]
    bits: int
    changes: bool
    help: str


def encodings(shape: Shape) -> dict[str, PureFunction]:
    """The pure operations under the numbering above, for folding what is constant."""
    pointers = Pointers(shape)
    slots = len(shape.mms) * shape.slots
    locks = len(shape.mms) + 1

    def entry(page: int, address: int) -> int:
        return slots + pointers.entry_pointer(page - 1, address) if pointers.is_table(page) else 0

    return pure_functions(pointers) | {
        "pte_entry": entry,
        "address page_table_share_lock": lambda: locks,
        "address page.lock": lambda page: locks + page if pointers.is_table(page) else 0,
        "is_table": lambda page: int(pointers.is_table(page)),
    }


class Extent:
    """What is kept of one model's machine. `shape` is the engine's; `tables` and `pages` are left of it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.shape = model.shape
        pure = encodings(self.shape)
        self.walks = walks(model, pure)
        self.effects = tuple(effect for walk in self.walks for effect in walk.effects())
        self.failing = frozenset(f"{effect.operation} fails" for effect in self.effects if effect.fails)
        self.operations = frozenset(effect.operation for effect in self.effects)
        self.pures = frozenset(name for walk in self.walks for name in _pures(walk))
        self.tables = self._kept("pte_alloc_one", self.shape.tables_per_mm, model.layout.tables)
        self.pages = self._kept("alloc_page", self.shape.pages_per_mm, model.layout.pages)
        self.page_bits = (self.tables + self.pages).bit_length()
        self.table_locks = "address page.lock" in self.pures
        self.pins = not self.shape.smp
        changed = {name for operation in self.operations for name in CHANGES.get(operation, ())}
        if self.pins:  # a switch between address spaces empties the TLB
            changed |= {"leaf", "walk_cache"}
        if not self.operations & FILLS_TLB:  # what is empty stays so
            changed -= {cell.name for cell in self._cells() if cell.name in TLB and not any(cell.values)}
        self.cells = tuple(replace(cell, changes=cell.name in changed) for cell in self._cells())
        self.constant = frozenset(cell.name for cell in self.cells if not cell.changes)
        mms = model.layout.mms
        self.all_live = "mm_state" in self.constant and all(self.get(mm.state) == MM_LIVE for mm in mms)

    def _kept(self, allocates: str, per_mm: int, frames: Sequence[TableFields | PageFields]) -> int:
        """How many frames to keep: those in use at the start, and those that can be handed out."""
        kept = max((index + 1 for index, frame in enumerate(frames) if self.get(frame.state)), default=0)
        for effect in self.effects:
            if effect.operation == allocates:
                mm = effect.args[0]
                last = mm.value if isinstance(mm, Const) and self.shape.own_pools else len(self.shape.mms)
                kept = max(kept, per_mm * last)
        return kept

    @property
    def first_table_lock(self) -> int:
        """A table's lock is this plus the table's number, as a spinlock_t *."""
        return len(self.shape.mms) + 1

    # numbers -----------------------------------------------------------------------------------
    def get(self, field: Field) -> int:
        return (self.model.initial & field.mask) >> field.shift

    def page(self, number: int) -> int:
        """A struct page * in the new numbering."""
        dropped = self.shape.tables - self.tables
        return number if number <= self.tables else number - dropped

    def entry(self, pte: int) -> int:
        """A pte_t (or a TLB entry, with its stale mark) in the new numbering."""
        flags = pte >> self.model.layout.pointers.page_bits
        return self.page(self.model.layout.pointers.entry_page(pte)) | flags << self.page_bits

    @property
    def slots(self) -> int:
        return len(self.shape.mms) * self.shape.slots

    def pool(self, mm: int, tables: bool) -> range:
        """The struct page * numbers that an mm may be given."""
        per_mm = self.shape.tables_per_mm if tables else self.shape.pages_per_mm
        first, kept = (1, self.tables) if tables else (1 + self.tables, self.pages)
        own = range(mm * per_mm, (mm + 1) * per_mm) if self.shape.own_pools else range(kept)
        return range(first + own.start, first + min(own.stop, kept))

    # cells -------------------------------------------------------------------------------------
    def _cells(self) -> Iterable[Cells]:
        layout, shape, get = self.model.layout, self.shape, self.get
        threads = len(shape.threads).bit_length()
        span = shape.pages_of_mm
        frames: list[TableFields | PageFields] = [*layout.tables[: self.tables]]
        frames += layout.pages[: self.pages]
        locks = [get(mm.page_table_lock) for mm in layout.mms] + [get(layout.share_lock)]
        if self.table_locks:
            locks += [get(table.lock) for table in layout.tables[: self.tables]]
        slots = [self.page(get(slot)) for mm in layout.mms for slot in mm.slots]
        entries = [self.entry(get(one)) for table in layout.tables[: self.tables] for one in table.entries]
        walk_cache = [self.entry(get(one)) for cpu in layout.cpus for one in cpu.walk_cache]
        queued = layout.cpus[0].queue

        def cells(name: str, values: Iterable[int], bits: int, help: str) -> Cells:
            return Cells(name, tuple(values), bits, True, help)

        mms, cpus = layout.mms, layout.cpus
        yield cells("lock", locks, threads, "0, or the thread that holds it")
        yield cells("preempt_count", map(get, layout.preempt_count), 3, "spinlocks that a thread holds")
        yield cells("mm_state", (get(mm.state) for mm in mms), 2, "ABSENT, LIVE or GONE")
        yield cells("sem_writer", (get(mm.mmap_sem.writer) for mm in mms), threads, "mmap_sem: its writer")
        yield cells(
            "sem_readers", (get(mm.mmap_sem.readers) for mm in mms), len(shape.threads), "a bit a thread"
        )
        yield cells("mm_users", (get(mm.mm_users) for mm in mms), 3, "threads that use the mm")
        yield cells("rss", (get(mm.rss) for mm in mms), mms[0].rss.width, "pages mapped, as the mm believes")
        yield cells("vmas", (get(mm.vmas) for mm in mms), span, "a bit a page of the address space")
        yield cells(
            "oracle",
            (get(one) for mm in mms for one in mm.oracle),
            len(shape.values) + 1,
            "ghost: a bit a value that a load may see, then one for a fault",
        )
        yield cells(
            "forking", (get(mm.forking) for mm in mms), len(mms).bit_length(), "ghost: child of a fork"
        )
        yield cells("page_state", (get(frame.state) for frame in frames), 2, "0 never used, LIVE or FREED")
        yield cells("count", (get(frame.count) for frame in frames), 4, "page_count of tables, then pages")
        yield cells(
            "owners",
            (get(table.owners) for table in layout.tables[: self.tables]),
            len(shape.threads),
            "ghost: a bit a thread that believes to own the table",
        )
        yield cells("word", (*slots, *entries), self.page_bits + 2, "slots, then the tables' entries")
        yield cells("value", (get(page.value) for page in layout.pages[: self.pages]), 5, "what a page holds")
        yield cells("gather_mm", (get(cpu.gather_mm) for cpu in cpus), len(mms).bit_length(), "batch: its mm")
        yield cells("gather_fast", (get(cpu.gather_fast) for cpu in cpus), 1, "batch: free at once")
        yield cells(
            "gather_nr", (get(cpu.gather_nr) for cpu in cpus), len(queued).bit_length(), "pages queued"
        )
        yield cells(
            "queue",
            (self.page(get(one)) for cpu in cpus for one in cpu.queue),
            self.page_bits,
            "batch: pages, first in first",
        )
        yield cells(
            "walking", (get(cpu.walking) for cpu in cpus), self.page_bits, "table under a CPU's walker"
        )
        yield cells(
            "leaf",
            (self.entry(get(one)) for cpu in cpus for one in cpu.leaf),
            self.page_bits + 3,
            "TLB: entry, then a mark that it is stale",
        )
        yield cells("walk_cache", walk_cache, self.page_bits + 3, "TLB: a slot's table, and the mark")


def _pures(walk: Walk) -> Iterable[str]:
    """The pure operations in a thread's steps."""
    for stop in walk.stops.values():
        for way in stop.ways:
            exprs = [condition for condition, _ in way.conditions]
            exprs += [value for _, value in way.values]
            exprs += [arg for effect in way.effects for arg in effect.args]
            for expr in exprs:
                yield from _pure_operations(expr)


def _pure_operations(expr: Expr) -> Iterable[str]:
    """The pure operations in an expression."""
    if isinstance(expr, Pure):
        yield expr.operation
    for part in (getattr(expr, name, None) for name in ("operand", "left", "right")):
        if part is not None:
            yield from _pure_operations(part)
    for arg in getattr(expr, "args", ()):
        yield from _pure_operations(arg)
