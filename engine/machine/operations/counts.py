"""Reference counts of pages and page tables, and the mm's atomic counters."""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.layout import Field
from engine.machine.memory import Memory
from engine.machine.operations.signature import listed


def add_one(m: Memory, field: Field) -> int:
    """Count up; returns what it was.

    Raises:
        LimitReached: the field is full.
    """
    old = m.get(field)
    if old + 1 >= 1 << field.width:
        raise LimitReached(
            "LIM04",
            f"{field.name} would become {old + 1}; the model counts up to {(1 << field.width) - 1}",
            "look for a routine that takes references in a loop and drops none",
        )
    m.set(field, old + 1)
    return old


def page_count(m: Memory, page: int) -> int:
    m.use_page(page)
    count = m.get(m.layout.page(page).count)
    m.tell("count", m.page_name(page), count)
    return count


def get_page(m: Memory, page: int) -> None:
    m.use_page(page)
    old = add_one(m, m.layout.page(page).count)
    m.tell("get", m.page_name(page), old, old + 1)


def put_page_testzero(m: Memory, page: int) -> int:
    m.use_page(page)
    field = m.layout.page(page).count
    old = m.get(field)
    name = m.page_name(page)
    if old == 0:
        m.violate("count-underflow", "underflow", (m.thread_name, name), name)
    m.set(field, old - 1)
    m.tell("put-zero" if old == 1 else "put", name, old, old - 1)
    return int(old == 1)


def atomic_read(m: Memory, counter: int) -> int:
    field = m.layout.mms[counter - 1].mm_users
    m.tell("read-counter", field.name, m.get(field))
    return m.get(field)


def atomic_inc(m: Memory, counter: int) -> None:
    field = m.layout.mms[counter - 1].mm_users
    old = add_one(m, field)
    m.tell("counter", field.name, old, old + 1)


def atomic_dec_and_test(m: Memory, counter: int) -> int:
    field = m.layout.mms[counter - 1].mm_users
    old = m.get(field)
    if old == 0:
        m.violate("count-underflow", "underflow", (m.thread_name, field.name), field.name)
    m.set(field, old - 1)
    m.tell("counter", field.name, old, old - 1)
    return int(old == 1)


OPERATIONS = listed(page_count, get_page, put_page_testzero, atomic_read, atomic_inc, atomic_dec_and_test)
