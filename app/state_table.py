"""A state as a table in plain text: every object of a frame, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from engine.run.frames import Frame, ThreadInfo
from engine.run.memory_info import CpuInfo, LockInfo, MmInfo, PageInfo, SwapInfo, TableInfo, TlbEntryInfo
from engine.words.catalogue import Words
from engine.words.saying import listed, said, translated

Row = tuple[str, str, str]
"""Object, what it is, how it is."""


def table_lines(frame: Frame, words: Words) -> Iterator[str]:
    """The table, with a line of heads."""
    heads = (words.say("cli.object"), words.say("cli.kind"), words.say("cli.after-step", frame.at))
    rows = [heads, *state_rows(frame, words)]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, kind, text in rows:
        yield f"{name:<{first}}  {kind:<{second}}  {text}"


def state_rows(frame: Frame, words: Words) -> Iterator[Row]:
    """Threads, then memory, in the order of the frame."""
    say, memory = words.say, frame.memory
    for thread in frame.threads:
        yield thread.name, say("cli.thread"), _thread(thread, words)
    for mm in memory.mms:
        yield from _mm(mm, words)
    for table in memory.tables:
        yield from _table(table, words)
    for page in memory.pages:
        yield page.name, say("cli.data-page"), say("cli.value", _counted(page, words), page.value)
    for entry in memory.swap:
        yield entry.name, say("cli.swap-entry"), _swap(entry, words)
    for cached in memory.file:
        yield cached.name, say("cli.page-cache"), cached.page or say("cli.empty")
    for lock in memory.locks:
        yield _lock_row(lock, words)
    for cpu in memory.cpus:
        yield cpu.name, say("cli.cpu"), _cpu(cpu, words)


def _thread(thread: ThreadInfo, words: Words) -> str:
    text = words.say(f"cli.status-{thread.status}")
    if thread.reason:
        text = words.say("cli.because", text, translated(thread.reason, words))
    return words.say("cli.holds-locks", text, ", ".join(thread.holds)) if thread.holds else text


def _mm(mm: MmInfo, words: Words) -> Iterator[Row]:
    say = words.say
    state = say({"absent": "cli.mm-absent", "live": "cli.live"}.get(mm.state, "cli.gone"))
    yield mm.name, say("cli.mm"), say("cli.mm-is", state, mm.rss, mm.mm_users)
    for lock in (mm.page_table_lock, mm.mmap_sem, mm.vma_lock):
        if lock is not None:
            yield _lock_row(lock, words)
    for slot in mm.slots:
        text = slot.table or say("cli.none")
        if slot.read_only and slot.table:
            text = say("cli.read-only", text)
        yield slot.name, say("cli.slot"), say("cli.named", text, slot.was) if slot.was else text


def _table(table: TableInfo, words: Words) -> Iterator[Row]:
    say, counted = words.say, _counted(table, words)
    if table.owners:
        id = "cli.owner" if len(table.owners) == 1 else "cli.owners"
        counted = translated(said(id, counted, listed(table.owners)), words)
    yield table.name, say("cli.page-table"), counted
    if table.lock is not None:
        yield _lock_row(table.lock, words)
    for entry in table.entries:
        text = entry.page or say("cli.none")
        if entry.write:
            text = say("cli.writable", text)
        if entry.dirty:
            text = say("cli.dirty", text)
        yield entry.name, say("cli.entry"), say("cli.mapped", text, entry.was) if entry.was else text


def _counted(what: PageInfo | TableInfo, words: Words) -> str:
    state = words.say("cli.live" if what.state == "live" else "cli.freed")
    text = words.say("cli.counted", state, what.count, what.references)
    return words.say("cli.pinned", text, ", ".join(what.pins)) if what.pins else text


def _swap(entry: SwapInfo, words: Words) -> str:
    return words.say("cli.swap", entry.count, entry.references, entry.value)


def _lock_row(lock: LockInfo, words: Words) -> Row:
    return lock.name, words.say("cli.lock"), _lock(lock, words)


def _lock(lock: LockInfo, words: Words) -> str:
    if not lock.holders:
        return words.say("cli.free")
    reads, holders = lock.mode == "read", ", ".join(lock.holders)
    if lock.since is None:
        text = words.say("cli.held-for-reading" if reads else "cli.held", holders)
    else:
        id = "cli.held-for-reading-since" if reads else "cli.held-since"
        text = words.say(id, holders, lock.since)
    waiters = lock.waiters
    return words.say("cli.waits", len(waiters), text, ", ".join(waiters)) if waiters else text


def _cpu(cpu: CpuInfo, words: Words) -> str:
    say = words.say
    tlb = ", ".join(_remembered(entry, words) for entry in cpu.tlb) or say("cli.empty")
    text = say("cli.cpu-runs", cpu.thread or say("cli.nobody"), tlb, say(f"cli.gather-{cpu.gather}"))
    if cpu.queued:
        text = say("cli.queued", text, ", ".join(cpu.queued))
    return say("cli.irqs-off", text) if cpu.irqs_off else text


def _remembered(entry: TlbEntryInfo, words: Words) -> str:
    text = words.say("cli.tlb", entry.address, entry.names)
    return words.say("cli.stale", text) if entry.stale else text
