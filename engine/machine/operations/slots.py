"""The pmd slots of an mm: which page table each names."""

from __future__ import annotations

from engine.machine.layout import Field
from engine.machine.memory import Memory
from engine.machine.operations.signature import Operation, listed


def slot_field(m: Memory, pmdp: int) -> Field:
    mm, slot = m.pointers.slot_place(pmdp)
    return m.layout.mms[mm].slots[slot]


def load_pmd(m: Memory, pmdp: int) -> int:
    field = slot_field(m, pmdp)
    pmd = m.get(field)
    m.tell("read-slot" if pmd else "read-slot-none", field.name, m.pointers.slot_name(pmd))
    return pmd


def pmd_populate(m: Memory, mm: int, pmdp: int, page: int) -> None:
    field = slot_field(m, pmdp)
    m.table(page)
    m.set(field, page)
    m.tell("populate", field.name, m.page_name(page))


def set_pmd(m: Memory, pmdp: int, value: int) -> None:
    field = slot_field(m, pmdp)
    page = m.pointers.slot_table(value)
    if page:
        m.table(page)
    m.set(field, value)
    m.tell("set-slot-read-only" if value != page else "populate", field.name, m.page_name(page))


def pmdp_get_and_clear(m: Memory, pmdp: int) -> int:
    old = m.get(slot_field(m, pmdp))
    pmd_clear(m, pmdp)
    return old


def pmd_clear(m: Memory, pmdp: int) -> None:
    field = slot_field(m, pmdp)
    old = m.get(field)
    m.set(field, 0)
    m.tell("clear-slot", field.name, m.pointers.slot_name(old))


def pte_offset(m: Memory, pmdp: int, address: int) -> int:
    page = m.pointers.slot_table(load_pmd(m, pmdp))
    if page == 0:
        m.violate("bug", "null", (m.thread_name,))
    return m.pointers.entry_pointer(page - 1, address)


OPERATIONS: dict[str, Operation] = {"load pmd_t": load_pmd} | listed(
    pmd_populate, set_pmd, pmd_clear, pmdp_get_and_clear, pte_offset
)
