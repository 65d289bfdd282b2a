"""The mm_struct: VMAs, rss, its beginning and its end."""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.memory import GONE, MM_LIVE, Memory
from engine.machine.operations.signature import Operation, listed
from engine.words.saying import said


def _range_mask(m: Memory, address: int, size: int) -> int:
    pages = m.shape.pages_of_mm
    return sum(1 << page for page in range(address, min(address + size, pages)))


def find_vma(m: Memory, mm: int, address: int) -> int:
    found = m.get(m.layout.mms[mm - 1].vmas) >> address & 1
    m.tell("find-vma" if found else "find-vma-none", m.page_at(mm - 1, address))
    return found


def find_vma_for(m: Memory, mm: int, address: int, write: int) -> int:
    fields = m.layout.mms[mm - 1]
    found = m.get(fields.vmas) >> address & 1
    if found and write and m.get(fields.read_only) >> address & 1:
        m.tell("find-vma-read-only", m.page_at(mm - 1, address))
        return 0
    m.tell("find-vma" if found else "find-vma-none", m.page_at(mm - 1, address))
    return found


def insert_vmas(m: Memory, mm: int, address: int, size: int) -> None:
    fields = m.layout.mms[mm - 1]
    pages = _range_mask(m, address, size)
    m.set(fields.vmas, m.get(fields.vmas) | pages)
    if m.shape.is_file(address):  # a new VMA: whole, and VM_MAYSHARE
        m.set(fields.may_share, 1)
        m.set(fields.split, m.get(fields.split) & ~pages)
    m.tell("insert-vmas", m.shape.mms[mm - 1], address, address + size - 1)


def remove_vmas(m: Memory, mm: int, address: int, size: int) -> None:
    field = m.layout.mms[mm - 1].vmas
    m.set(field, m.get(field) & ~_range_mask(m, address, size))
    m.tell("remove-vmas", m.shape.mms[mm - 1], address, address + size - 1)


def dup_vmas(m: Memory, dst: int, src: int) -> None:
    child = m.layout.mms[dst - 1]
    m.set(child.vmas, m.get(m.layout.mms[src - 1].vmas))
    m.set(child.mm_users, max(m.shape.thread_mm.count(dst - 1), 1))
    parent = m.layout.mms[src - 1]
    for mine, its in ((child.read_only, parent.read_only), (child.may_share, parent.may_share)):
        m.set(mine, m.get(its))
    m.set(child.split, m.get(parent.split))
    m.tell("dup-vmas", m.shape.mms[dst - 1], m.shape.mms[src - 1])


def add_mm_rss(m: Memory, mm: int, n: int) -> None:
    field = m.layout.mms[mm - 1].rss
    set_mm_rss(m, mm, max(m.get(field) + n, 0))  # 2.4 never lets rss fall below zero


def set_mm_rss(m: Memory, mm: int, rss: int) -> None:
    field = m.layout.mms[mm - 1].rss
    old = m.get(field)
    if not 0 <= rss < 1 << field.width:
        raise LimitReached(
            "LIM06",
            said("error.rss-overflow", field.name, rss, m.shape.pages_of_mm),
            said("hint.rss-in-loop"),
        )
    m.set(field, rss)
    m.tell("rss", field.name, old, rss)


def load_mm_rss(m: Memory, mm: int) -> int:
    field = m.layout.mms[mm - 1].rss
    m.tell("read-counter", field.name, m.get(field))
    return m.get(field)


def add_table_rss(m: Memory, page: int, n: int) -> None:
    m.table(page)
    for mm, fields in enumerate(m.layout.mms):
        named = [slot for slot in fields.slots if m.pointers.slot_table(m.get(slot)) == page]
        if named and m.get(fields.state) != GONE:
            add_mm_rss(m, mm + 1, n)


def wake_up_process(m: Memory, mm: int) -> None:
    m.set(m.layout.mms[mm - 1].state, MM_LIVE)
    m.tell("wake-up", m.shape.mms[mm - 1])


def protect_vmas(m: Memory, mm: int, address: int, size: int, write: int) -> None:
    field = m.layout.mms[mm - 1].read_only
    pages = _range_mask(m, address, size)
    m.set(field, m.get(field) & ~pages if write else m.get(field) | pages)
    m.tell("vmas-writable" if write else "vmas-read-only", m.shape.mms[mm - 1], address, address + size - 1)


def move_vma(m: Memory, mm: int, address: int, to: int) -> None:
    field = m.layout.mms[mm - 1].vmas
    m.set(field, m.get(field) & ~(1 << address) | 1 << to)
    m.tell("move-vma", m.shape.mms[mm - 1], address, to)


def split_vma(m: Memory, mm: int, address: int) -> None:
    field = m.layout.mms[mm - 1].split
    m.set(field, m.get(field) | 1 << address)
    m.tell("split-vma", m.page_at(mm - 1, address))


def vma_may_share(m: Memory, mm: int, address: int) -> int:
    """One VMA must cover all that the table of the address can map, and allow what others' allow."""
    fields = m.layout.mms[mm - 1]
    first = address // m.shape.entries * m.shape.entries
    pages = _range_mask(m, first, m.shape.entries)
    whole = m.get(fields.vmas) & pages == pages
    cut = m.get(fields.split) & pages & ~(1 << first) | m.get(fields.read_only) & pages
    live = m.get(fields.state) == MM_LIVE
    may = m.shape.is_file(address) and live and whole and not cut and m.get(fields.may_share)
    m.tell("may-share" if may else "may-not-share", m.page_at(mm - 1, address))
    return int(bool(may))


def clear_vm_mayshare(m: Memory, mm: int) -> None:
    m.set(m.layout.mms[mm - 1].may_share, 0)
    m.tell("clear-mayshare", m.shape.mms[mm - 1])


def mmdrop(m: Memory, mm: int) -> None:
    m.set(m.layout.mms[mm - 1].state, GONE)
    m.tell("mmdrop", m.shape.mms[mm - 1])


OPERATIONS: dict[str, Operation] = {
    "load mm_struct.rss": load_mm_rss,
    "store mm_struct.rss": set_mm_rss,
    **listed(find_vma, find_vma_for, insert_vmas, remove_vmas, dup_vmas, wake_up_process, mmdrop),
    **listed(add_mm_rss, add_table_rss),
    **listed(protect_vmas, move_vma, split_vma, vma_may_share, clear_vm_mayshare),
}
