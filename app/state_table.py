"""A state as a table in plain text: every object of a frame, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from engine.run.frames import CpuInfo, Frame, LockInfo, MmInfo, PageInfo, SwapInfo, TableInfo

Row = tuple[str, str, str]
"""Object, what it is, how it is."""


def table_lines(frame: Frame) -> Iterator[str]:
    """The table, with a line of heads."""
    rows = [("object", "kind", f"after step {frame.at}"), *state_rows(frame)]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, kind, text in rows:
        yield f"{name:<{first}}  {kind:<{second}}  {text}"


def state_rows(frame: Frame) -> Iterator[Row]:
    """Threads, then memory, in the order of the frame."""
    memory = frame.memory
    for thread in frame.threads:
        why = f": {thread.reason.text}" if thread.reason else ""
        holds = f"; holds {', '.join(thread.holds)}" if thread.holds else ""
        yield thread.name, "thread", f"{thread.status}{why}{holds}"
    for mm in memory.mms:
        yield from _mm(mm)
    for table in memory.tables:
        yield from _table(table)
    for page in memory.pages:
        yield page.name, "data page", _page(page)
    for entry in memory.swap:
        yield entry.name, "swap entry", _swap(entry)
    for cached in memory.file:
        yield cached.name, "page cache", cached.page or "empty"
    for lock in memory.locks:
        yield lock.name, "lock", _lock(lock)
    for cpu in memory.cpus:
        yield cpu.name, "CPU", _cpu(cpu)


def _mm(mm: MmInfo) -> Iterator[Row]:
    yield mm.name, "mm", f"{mm.state}, rss {mm.rss}, mm_users {mm.mm_users}"
    for lock in (mm.page_table_lock, mm.mmap_sem, mm.vma_lock):
        if lock is not None:
            yield lock.name, "lock", _lock(lock)
    for slot in mm.slots:
        read_only = ", read-only" if slot.read_only and slot.table else ""
        was = f" (named {slot.was})" if slot.was else ""
        yield slot.name, "slot", f"{slot.table or 'none'}{read_only}{was}"


def _table(table: TableInfo) -> Iterator[Row]:
    owners = f", {' and '.join(table.owners)} believe to own it alone" if table.owners else ""
    count = f"{table.state}, count {table.count}, references {table.references}{_pinned(table)}{owners}"
    yield table.name, "page table", count
    if table.lock is not None:
        yield table.lock.name, "lock", _lock(table.lock)
    for entry in table.entries:
        marks = ", writable" * entry.write + ", dirty" * entry.dirty
        was = f" (mapped {entry.was})" if entry.was else ""
        yield entry.name, "entry", f"{entry.page or 'none'}{marks}{was}"


def _page(page: PageInfo) -> str:
    counted = f"{page.state}, count {page.count}, references {page.references}{_pinned(page)}"
    return f"{counted}, holds {page.value}"


def _pinned(what: PageInfo | TableInfo) -> str:
    return f", pinned by {', '.join(what.pins)}" if what.pins else ""


def _swap(entry: SwapInfo) -> str:
    return f"count {entry.count}, references {entry.references}, holds {entry.value}"


def _lock(lock: LockInfo) -> str:
    if not lock.holders:
        return "free"
    mode = "for reading " if lock.mode == "read" else ""
    since = f" since step {lock.since}" if lock.since is not None else ""
    waiters = f"; {', '.join(lock.waiters)} waits" if lock.waiters else ""
    return f"held {mode}by {', '.join(lock.holders)}{since}{waiters}"


def _cpu(cpu: CpuInfo) -> str:
    entries = [f"{entry.address} is {entry.names}{' (stale)' * entry.stale}" for entry in cpu.tlb]
    queued = f"; queued {', '.join(cpu.queued)}" if cpu.queued else ""
    irqs = "; IRQs off" if cpu.irqs_off else ""
    tlb = ", ".join(entries) or "empty"
    return f"runs {cpu.thread or 'nobody'}; TLB: {tlb}; gather {cpu.gather}{queued}{irqs}"
