"""The memory of a state as named, ordered things to show (`engine.run.memory_info.Memory`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.machine.layout import Field, SemFields, TableFields
from engine.machine.memory import FREED, LIVE
from engine.machine.properties import sharers_of
from engine.run.history import History
from engine.run.memory_info import (
    CacheInfo,
    CpuInfo,
    EntryInfo,
    FreedInfo,
    HolderInfo,
    LockInfo,
    Memory,
    MmInfo,
    OracleInfo,
    PageInfo,
    SlotInfo,
    SwapInfo,
    TableInfo,
    TlbEntryInfo,
)
from engine.run.model import Model

POISON = "6b6b6b6b"
"""What the kernel fills freed memory with."""

_LIVES = ("absent", "live", "gone")


def snapshot(model: Model, state: int, history: History, waiters: Mapping[str, tuple[str, ...]]) -> Memory:
    """All memory of a state. `waiters`: the threads that are blocked, by what they wait for."""
    return _Snapshot(model, state, history, waiters).memory()


class _Snapshot:
    def __init__(
        self, model: Model, state: int, history: History, waiters: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.model = model
        self.layout = model.layout
        self.shape = model.shape
        self.pointers = model.layout.pointers
        self.state = state
        self.history = history
        self.waiters = waiters
        self.holders = self._all_holders()

    def get(self, field: Field) -> int:
        return (self.state & field.mask) >> field.shift

    def memory(self) -> Memory:
        return Memory(
            mms=tuple(self._mm(index) for index in range(len(self.shape.mms))),
            tables=tuple(
                self._table(index) for index, table in enumerate(self.layout.tables) if self.get(table.state)
            ),
            pages=tuple(
                self._page(index) for index, page in enumerate(self.layout.pages) if self.get(page.state)
            ),
            locks=self._global_locks(),
            cpus=tuple(self._cpu(index) for index in range(self.shape.cpus)),
            oracle=tuple(self._oracle()),
            swap=tuple(self._swap()),
            file=tuple(self._cached(index, field) for index, field in enumerate(self.layout.file.cache)),
        )

    # swap and the file -------------------------------------------------------------------------
    def _swap(self) -> Iterator[SwapInfo]:
        for index, fields in enumerate(self.layout.swap):
            name, count = f"S{index}", self.get(fields.count)
            holders, present = self._held(name, count)
            if count or holders:
                value = str(self.shape.values[self.get(fields.value)])
                yield SwapInfo(name, count, present, value, holders)

    def _cached(self, index: int, field: Field) -> CacheInfo:
        page = self.get(field)
        return CacheInfo(field.name, index, self.pointers.page_name(page) if page else None)

    # locks -------------------------------------------------------------------------------------
    def _global_locks(self) -> tuple[LockInfo, ...]:
        locks = [self._spinlock(self.layout.share_lock, "page_table_share_lock")]
        if self.shape.file:
            file = self.layout.file
            locks.append(self._spinlock(file.i_mmap_lock, "i_mmap_lock"))
            locks.append(self._semaphore(file.i_mmap_rwsem, "i_mmap_rwsem"))
        return tuple(locks)

    def _spinlock(self, field: Field, label: str) -> LockInfo:
        holder = self.get(field)
        holders = (self.shape.threads[holder - 1],) if holder else ()
        since = self.history.since.get(field.name) if holder else None
        waiters = self.waiters.get(field.name, ())
        return LockInfo(field.name, label, holders, "write" if holder else "free", since, waiters)

    def _semaphore(self, fields: SemFields, label: str) -> LockInfo:
        writer, readers = self.get(fields.writer), self.get(fields.readers)
        name = fields.writer.name
        holders = tuple(
            thread
            for number, thread in enumerate(self.shape.threads)
            if writer == number + 1 or readers >> number & 1
        )
        mode = "write" if writer else "read" if readers else "free"
        since = self.history.since.get(name) if holders else None
        return LockInfo(name, label, holders, mode, since, self.waiters.get(name, ()))

    # mms ---------------------------------------------------------------------------------------
    def _mm(self, index: int) -> MmInfo:
        fields = self.layout.mms[index]
        vmas, read_only = self.get(fields.vmas), self.get(fields.read_only)
        span = range(self.shape.pages_of_mm)
        return MmInfo(
            name=self.shape.mms[index],
            state=_LIVES[self.get(fields.state)],
            rss=self.get(fields.rss),
            mm_users=self.get(fields.mm_users),
            page_table_lock=self._spinlock(fields.page_table_lock, "page_table_lock"),
            mmap_sem=self._semaphore(fields.mmap_sem, "mmap_sem"),
            slots=tuple(self._slot(slot, field) for slot, field in enumerate(fields.slots)),
            mapped=tuple(bool(vmas >> page & 1) for page in span),
            read_only=tuple(bool(read_only >> page & 1) for page in span),
            host=index == self.shape.host,
            vma_lock=self._semaphore(fields.vma_lock, "vma_lock") if self.shape.file else None,
        )

    def _slot(self, index: int, field: Field) -> SlotInfo:
        pmd = self.get(field)
        table = self.pointers.slot_table(pmd)
        return SlotInfo(
            name=field.name,
            index=index,
            address=self.shape.address_text(index * self.shape.entries),
            table=self.pointers.page_name(table) if table else None,
            read_only=pmd != table,
            was=self.history.was.get(field.name),
            writer=self.history.writer.get(field.name, 0),
        )

    # tables and pages --------------------------------------------------------------------------
    def _all_holders(self) -> dict[str, list[HolderInfo]]:
        """What refers, or referred in this run, to each table and page."""
        found: dict[str, list[HolderInfo]] = {}

        def hold(page: str, by: str, mm: str | None, gone: bool = False) -> None:
            found.setdefault(page, []).append(HolderInfo(by, mm, counted=True, gone=gone))

        for name, mm in zip(self.shape.mms, self.layout.mms, strict=True):
            for slot in mm.slots:
                if table := self.pointers.slot_table(self.get(slot)):
                    hold(self.pointers.page_name(table), slot.name, name)
                elif slot.name in self.history.was:
                    hold(self.history.was[slot.name], slot.name, name, gone=True)
        for table_fields in self.layout.tables:
            for entry in table_fields.entries:
                if pte := self.get(entry):
                    hold(self.pointers.entry_name(pte), entry.name, None)
                elif entry.name in self.history.was:
                    hold(self.history.was[entry.name], entry.name, None, gone=True)
        for cached in self.layout.file.cache:
            if page := self.get(cached):
                hold(self.pointers.page_name(page), cached.name, None)
        for index, cpu in enumerate(self.layout.cpus):
            for queued in cpu.queue[: self.get(cpu.gather_nr)]:
                owner = self.get(cpu.gather_mm)
                mm_name = self.shape.mms[owner - 1] if owner else None
                hold(self.pointers.page_name(self.get(queued)), f"CPU {index} gather", mm_name)
        return found

    def _pins(self, page: str) -> tuple[str, ...]:
        return tuple(thread for pinned, thread in self.history.pins if pinned == page)

    def _held(self, page: str, count: int, pins: tuple[str, ...] = ()) -> tuple[tuple[HolderInfo, ...], int]:
        """The holders of a page, those marked that its count is too low to know of; all its references."""
        holders = self.holders.get(page, [])
        present = [holder for holder in holders if not holder.gone]
        references = len(present) + len(pins)
        missing = references - count
        dropped = [h for h in present if h.mm and (page, h.mm) in self.history.dropped]
        others = [h for h in reversed(present) if h not in dropped]
        uncounted = [*dropped, *others][: max(missing, 0)]
        marked = tuple(
            HolderInfo(h.by, h.mm, counted=not any(h is other for other in uncounted), gone=h.gone)
            for h in holders
        )
        return marked, references

    def _freed(self, name: str, state: int) -> FreedInfo | None:
        if state != FREED:
            return None
        thread, at = self.history.freed.get(name, ("", 0))
        return FreedInfo(thread, at)

    def _table(self, index: int) -> TableInfo:
        fields = self.layout.tables[index]
        name = f"T{index}"
        state, count = self.get(fields.state), self.get(sharers_of(self.shape, fields))
        pins = self._pins(name)
        holders, present = self._held(name, count, pins if self.shape.counting == "page_count" else ())
        if self.shape.counting == "none":
            holders, count = tuple(replace(holder, counted=True) for holder in holders), present
        locked = self.model.config.get("CONFIG_SHARE_LOCK_PER_TABLE", 0) or self.get(fields.lock)
        return TableInfo(
            name=name,
            state="live" if state == LIVE else "freed",
            count=count,
            page_count=None if self.shape.counting == "page_count" else self.get(fields.count),
            references=present,
            lock=self._spinlock(fields.lock, "lock") if locked else None,
            entries=self._entries(fields),
            holders=holders,
            pins=pins,
            owners=self._threads(self.get(fields.owners)),
            freed=self._freed(name, state),
        )

    def _entries(self, fields: TableFields) -> tuple[EntryInfo, ...]:
        entries = []
        for index, field in enumerate(fields.entries):
            pte = self.get(field)
            entries.append(
                EntryInfo(
                    name=field.name,
                    index=index,
                    page=self.pointers.entry_name(pte) if pte else None,
                    write=bool(pte & self.pointers.write_bit),
                    dirty=bool(pte & self.pointers.dirty_bit),
                    was=self.history.was.get(field.name),
                )
            )
        return tuple(entries)

    def _page(self, index: int) -> PageInfo:
        fields = self.layout.pages[index]
        name = f"D{index}"
        state, count = self.get(fields.state), self.get(fields.count)
        pins = self._pins(name)
        holders, present = self._held(name, count, pins)
        value = POISON if state == FREED else str(self.shape.values[self.get(fields.value)])
        return PageInfo(
            name=name,
            state="live" if state == LIVE else "freed",
            count=count,
            references=present,
            value=value,
            holders=holders,
            pins=pins,
            freed=self._freed(name, state),
        )

    def _threads(self, bits: int) -> tuple[str, ...]:
        return tuple(name for index, name in enumerate(self.shape.threads) if bits >> index & 1)

    # cpus and oracle ---------------------------------------------------------------------------
    def _cpu(self, index: int) -> CpuInfo:
        fields = self.layout.cpus[index]
        thread = index + 1 if self.shape.smp else self.get(fields.current)
        mode = "idle"
        if self.get(fields.gather_mm):
            mode = "fast" if self.get(fields.gather_fast) else "batched"
        queued = (self.get(field) for field in fields.queue[: self.get(fields.gather_nr)])
        leaf = [self._translation("leaf", page, field) for page, field in enumerate(fields.leaf)]
        walk = [self._translation("walk", slot, field) for slot, field in enumerate(fields.walk_cache)]
        return CpuInfo(
            name=f"CPU {index}",
            thread=self.shape.threads[thread - 1] if thread else None,
            tlb=tuple(entry for entry in (*walk, *leaf) if entry is not None),
            gather=mode,
            queued=tuple(self.pointers.page_name(page) for page in queued),
            irqs_off=bool(self.get(fields.irqs_off)),
        )

    def _translation(self, kind: str, of: int, field: Field) -> TlbEntryInfo | None:
        entry = self.get(field)
        if entry == 0:
            return None
        address = of if kind == "leaf" else of * self.shape.entries
        return TlbEntryInfo(
            kind=kind,
            of=of,
            address=self.shape.address_text(address),
            names=self.pointers.page_name(self.pointers.entry_page(entry)),
            write=bool(entry & self.pointers.write_bit),
            dirty=bool(entry & self.pointers.dirty_bit),
            stale=bool(entry & self.layout.stale_bit),
        )

    def _oracle(self) -> list[OracleInfo]:
        rows = []
        for name, mm in zip(self.shape.mms, self.layout.mms, strict=True):
            if _LIVES[self.get(mm.state)] != "live":
                continue
            for index, field in enumerate(mm.oracle):
                bits = self.get(field)
                if self.shape.is_file(index):  # what the mm's own field says is whether it may fault
                    fault = 1 << len(self.shape.values)
                    contents = self.get(self.layout.file.oracle[index])
                    bits = bits if bits == fault else contents | bits & fault
                values = [str(v) for n, v in enumerate(self.shape.values) if bits >> n & 1]
                if bits >> len(self.shape.values) & 1:
                    values.append("fault")
                rows.append(OracleInfo(name, index, tuple(values)))
        return rows
