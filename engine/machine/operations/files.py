"""The page cache of the file that every mm maps."""

from __future__ import annotations

from engine.machine.memory import Memory
from engine.machine.operations.counts import add_one
from engine.machine.operations.signature import listed


def _look_up(m: Memory, address: int) -> int:
    """The page of the file at an address of its mapping; none where the address is not one of the file's."""
    page = m.get(m.layout.file.cache[address]) if m.shape.is_file(address) else 0
    m.tell("find-page" if page else "find-page-none", f"file[{address}]", m.page_name(page))
    return page


def find_page(m: Memory, mapping: int, address: int) -> int:
    return _look_up(m, address)


def find_get_page(m: Memory, mapping: int, address: int) -> int:
    page = _look_up(m, address)
    if page:
        m.use_page(page)
        old = add_one(m, m.layout.page(page).count)
        m.tell("get", m.page_name(page), old, old + 1)
    return page


def remove_from_page_cache(m: Memory, mapping: int, address: int) -> int:
    page = _look_up(m, address)
    if page:
        m.set(m.layout.file.cache[address], 0)
        m.tell("uncache", f"file[{address}]", m.page_name(page))
    return page


OPERATIONS = listed(find_page, find_get_page, remove_from_page_cache)
