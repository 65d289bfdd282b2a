"""Reference counts of pages and page tables, and the mm's atomic counters."""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.layout import Field
from engine.machine.memory import Memory
from engine.machine.operations.signature import listed
from engine.words.saying import said

RESURRECTED = "resurrected"
"""What a reference to a table that was freed does: whoever gave it away goes on as if it were there."""


def _count_is_full(field: Field, value: int) -> LimitReached:
    return LimitReached(
        "LIM04",
        said("error.count-overflow", field.name, value, (1 << field.width) - 1),
        said("hint.references-in-loop"),
    )


def add_one(m: Memory, field: Field) -> int:
    """Count up; returns what it was.

    Raises:
        LimitReached: the field is full.
    """
    old = m.get(field)
    if old + 1 >= 1 << field.width:
        raise _count_is_full(field, old + 1)
    m.set(field, old + 1)
    return old


def page_count(m: Memory, page: int) -> int:
    m.use_page(page)
    count = m.get(m.layout.page(page).count)
    m.tell("count", m.page_name(page), count)
    return count


def get_page(m: Memory, page: int) -> None:
    m.use_page(page, RESURRECTED)
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


def page_ref_add_unless(m: Memory, page: int, nr: int, unless: int) -> int:
    m.use_page(page)
    field = m.layout.page(page).count
    old = m.get(field)
    if old == unless:
        m.tell("count", m.page_name(page), old)
        return 0
    _set_count(m, page, field, old, old + nr)
    return 1


def _set_count(m: Memory, page: int, field: Field, old: int, new: int) -> None:
    name = m.page_name(page)
    if new < 0:
        m.violate("count-underflow", "underflow", (m.thread_name, name), name)
    if new >= 1 << field.width:
        raise _count_is_full(field, new)
    m.set(field, new)
    m.tell("get" if new > old else "put-zero" if new == 0 else "put", name, old, new)


def get_page_unless_zero(m: Memory, page: int) -> int:
    """On any frame: that is what a walk without locks has to try."""
    field = m.layout.page(page).count
    old = m.get(field)
    if old == 0:
        m.tell("count", m.page_name(page), 0)
        return 0
    _set_count(m, page, field, old, old + 1)
    return 1


def _counter(m: Memory, counter: int, message: str = "freed-used") -> Field:
    """A counter in a table's struct page goes with the page."""
    if counter > len(m.shape.mms):
        m.use_page(m.pointers.table(counter - 1 - len(m.shape.mms)), message)
    return m.layout.counter(counter)


def atomic_read(m: Memory, counter: int) -> int:
    field = _counter(m, counter)
    m.tell("read-counter", field.name, m.get(field))
    return m.get(field)


def atomic_inc(m: Memory, counter: int) -> None:
    field = _counter(m, counter, RESURRECTED)
    old = add_one(m, field)
    m.tell("counter", field.name, old, old + 1)


def atomic_dec_and_test(m: Memory, counter: int) -> int:
    field = _counter(m, counter)
    old = m.get(field)
    if old == 0:
        m.violate("count-underflow", "underflow", (m.thread_name, field.name), field.name)
    m.set(field, old - 1)
    m.tell("counter", field.name, old, old - 1)
    return int(old == 1)


OPERATIONS = listed(
    page_count,
    get_page,
    put_page_testzero,
    page_ref_add_unless,
    get_page_unless_zero,
    atomic_read,
    atomic_inc,
    atomic_dec_and_test,
)
