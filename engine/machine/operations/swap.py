"""Swap entries: a count and one page of data each. There is no swap cache, and I/O takes no time."""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.layout import SwapFields
from engine.machine.memory import Memory
from engine.machine.operations.counts import add_one
from engine.machine.operations.signature import listed
from engine.words.saying import said


def _used(m: Memory, entry: int) -> SwapFields:
    """The fields of a swap entry that must be in use."""
    fields = m.layout.swap[entry - 1]
    name = f"S{entry - 1}"
    if m.get(fields.count) == 0:
        m.violate("freed-page-used", "freed-used", (m.thread_name, name), name)
    return fields


def get_swap_page(m: Memory) -> int:
    if m.allocation_fails:
        m.tell("no-memory", "swap")
        return 0
    for number, fields in enumerate(m.layout.swap):
        if m.get(fields.count) == 0:
            m.set(fields.count, 1)
            m.set(fields.value, 0)
            m.tell("alloc", f"S{number}")
            return number + 1
    raise LimitReached(
        "LIM05",
        said("error.swap-too-small", m.shape.swap, m.thread_name),
        said("hint.raise-swap"),
    )


def swap_duplicate(m: Memory, entry: int) -> None:
    field = _used(m, entry).count
    old = add_one(m, field)
    m.tell("get", f"S{entry - 1}", old, old + 1)


def swap_free(m: Memory, entry: int) -> None:
    field = m.layout.swap[entry - 1].count
    old = m.get(field)
    name = f"S{entry - 1}"
    if old == 0:
        m.violate("count-underflow", "underflow", (m.thread_name, name), name)
    m.set(field, old - 1)
    m.tell("put-zero" if old == 1 else "put", name, old, old - 1)


def swap_writepage(m: Memory, page: int, entry: int) -> None:
    m.set(_used(m, entry).value, m.get(m.data_page(page).value))
    m.tell("copy-page", m.page_name(page), f"S{entry - 1}")


def swap_readpage(m: Memory, entry: int, page: int) -> None:
    """Of an entry that was freed meanwhile, too: who reads it looks afterwards whether it was still his."""
    m.set(m.data_page(page).value, m.get(m.layout.swap[entry - 1].value))
    m.tell("copy-page", f"S{entry - 1}", m.page_name(page))


OPERATIONS = listed(get_swap_page, swap_duplicate, swap_free, swap_writepage, swap_readpage)
