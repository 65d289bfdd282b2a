"""Allocating, freeing and copying pages and page tables."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import LimitReached
from engine.machine.layout import PageFields, TableFields
from engine.machine.memory import FREED, LIVE, Memory
from engine.machine.operations.locks import may_sleep
from engine.machine.operations.signature import listed
from engine.machine.operations.tlb import mark_stale
from engine.words.saying import said


def _pool(m: Memory, mm: int, per_mm: int) -> range:
    """The frames that an mm may get: its own, or everybody's, lowest first."""
    if m.shape.own_pools:
        return range(mm * per_mm, (mm + 1) * per_mm)
    return range(per_mm * len(m.shape.mms))


def _find(m: Memory, pool: range, frames: Sequence[TableFields | PageFields], what: str) -> int:
    """The frame to hand out. With own pools a freed one comes last: late reuse shows more mistakes."""
    states = [(m.get(frames[index].state), index) for index in pool]
    order = sorted(states) if m.shape.own_pools else states
    for state, index in order:
        if state != LIVE:
            return index
    raise LimitReached(
        "LIM05",
        said("error.pool-too-small", len(pool), what, m.thread_name),
        said("hint.raise-size", what),
    )


def _allocate(m: Memory, mm: int, what: str) -> int:
    may_sleep(m, "an allocation")
    if m.allocation_fails:
        m.tell("no-memory", what)
        return 0
    shape = m.shape
    frames: Sequence[TableFields | PageFields]
    if what == "tables":
        per_mm, frames, number = shape.tables_per_mm, m.layout.tables, m.pointers.table
    else:
        per_mm, frames, number = shape.pages_per_mm, m.layout.pages, m.pointers.data_page
    index = _find(m, _pool(m, mm - 1, per_mm), frames, what)
    m.set(frames[index].state, LIVE)
    m.set(frames[index].count, 1)
    if what == "tables" and m.shape.counting == "sharers":
        m.set(m.layout.tables[index].sharers, 1)
    page = number(index)
    m.tell("alloc", m.page_name(page))
    return page


def pte_alloc_one(m: Memory, mm: int) -> int:
    return _allocate(m, mm, "tables")


def alloc_page(m: Memory, mm: int) -> int:
    return _allocate(m, mm, "pages")


def __free_page(m: Memory, page: int) -> None:
    fields = m.layout.page(page)
    name = m.page_name(page)
    if m.get(fields.state) == FREED:
        m.violate("double-free", "double-free", (m.thread_name, name), name)
    m.set(fields.state, FREED)
    m.set(fields.count, 0)
    if isinstance(fields, TableFields):
        for field in (fields.lock, fields.owners, fields.sharers, *fields.entries):
            m.set(field, 0)
    else:
        m.set(fields.value, 0)
    mark_stale(m, page)
    m.tell("free", name)


def copy_cow_page(m: Memory, source: int, target: int) -> None:
    old, new = m.data_page(source), m.data_page(target)
    m.set(new.value, m.get(old.value))
    m.tell("copy-page", m.page_name(source), m.page_name(target))


OPERATIONS = listed(pte_alloc_one, alloc_page, __free_page, copy_cow_page)
