"""The mm_struct: VMAs, rss, its beginning and its end."""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.memory import GONE, MM_LIVE, Memory
from engine.machine.operations.signature import Operation, listed


def _range_mask(m: Memory, address: int, size: int) -> int:
    pages = m.shape.pages_of_mm
    return sum(1 << page for page in range(address, min(address + size, pages)))


def find_vma(m: Memory, mm: int, address: int) -> int:
    found = m.get(m.layout.mms[mm - 1].vmas) >> address & 1
    m.tell("find-vma" if found else "find-vma-none", m.page_at(mm - 1, address))
    return found


def insert_vmas(m: Memory, mm: int, address: int, size: int) -> None:
    field = m.layout.mms[mm - 1].vmas
    m.set(field, m.get(field) | _range_mask(m, address, size))
    m.tell("insert-vmas", m.shape.mms[mm - 1], address, address + size - 1)


def remove_vmas(m: Memory, mm: int, address: int, size: int) -> None:
    field = m.layout.mms[mm - 1].vmas
    m.set(field, m.get(field) & ~_range_mask(m, address, size))
    m.tell("remove-vmas", m.shape.mms[mm - 1], address, address + size - 1)


def dup_vmas(m: Memory, dst: int, src: int) -> None:
    child = m.layout.mms[dst - 1]
    m.set(child.vmas, m.get(m.layout.mms[src - 1].vmas))
    m.set(child.mm_users, 1)
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
            f"{field.name} would become {rss}; an address space has {m.shape.pages_of_mm} pages",
            "look for a routine that adds to rss in a loop",
        )
    m.set(field, rss)
    m.tell("rss", field.name, old, rss)


def load_mm_rss(m: Memory, mm: int) -> int:
    field = m.layout.mms[mm - 1].rss
    m.tell("read-counter", field.name, m.get(field))
    return m.get(field)


def wake_up_process(m: Memory, mm: int) -> None:
    m.set(m.layout.mms[mm - 1].state, MM_LIVE)
    m.tell("wake-up", m.shape.mms[mm - 1])


def mmdrop(m: Memory, mm: int) -> None:
    m.set(m.layout.mms[mm - 1].state, GONE)
    m.tell("mmdrop", m.shape.mms[mm - 1])


OPERATIONS: dict[str, Operation] = {
    "load mm_struct.rss": load_mm_rss,
    "store mm_struct.rss": set_mm_rss,
    **listed(find_vma, insert_vmas, remove_vmas, dup_vmas, add_mm_rss, wake_up_process, mmdrop),
}
