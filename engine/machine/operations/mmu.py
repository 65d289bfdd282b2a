"""What the hardware does for a load or a store: TLB, else walk, else fault.

`mmu_load` and `mmu_store` look into the TLB. A hit is the whole access, at once. A miss reads the slot
(or the walk cache); then `mmu_walk` reads the entry, sets its dirty bit on a store ("if present and
writable, set D, else fault", atomically) and fills the TLB, and the access is tried again.
"""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.layout import PageFields
from engine.machine.memory import FREED, Memory
from engine.machine.operations import oracle
from engine.machine.operations.signature import listed
from engine.words.saying import said

MMU_DONE, MMU_WALK, MMU_FAULT = 0, 1, 2


def mmu_load(m: Memory, mm: int, address: int) -> int:
    entry = m.get(m.layout.cpus[m.cpu].leaf[address])
    if entry == 0:
        return _read_slot(m, mm - 1, address)
    page = _translated(m, mm - 1, address, entry)
    value = m.get(page.value)
    m.tell(
        "load", m.page_at(mm - 1, address), m.page_name(m.pointers.entry_page(entry)), m.shape.values[value]
    )
    if not entry & m.layout.stale_bit:
        oracle.check_load(m, mm - 1, address, value)
    return MMU_DONE


def mmu_store(m: Memory, mm: int, address: int, value: int) -> int:
    if not 0 <= value < len(m.shape.values):
        raise LimitReached(
            "LIM09",
            said("error.value-number", m.thread_name, value, len(m.shape.values)),
            said("hint.value-number"),
        )
    entry = m.get(m.layout.cpus[m.cpu].leaf[address])
    if not (entry & m.pointers.write_bit and entry & m.pointers.dirty_bit):
        return _read_slot(m, mm - 1, address)
    page = _translated(m, mm - 1, address, entry)
    if m.get(page.state) != FREED:  # a freed page keeps its poison
        m.set(page.value, value)
    m.tell(
        "store", m.page_at(mm - 1, address), m.page_name(m.pointers.entry_page(entry)), m.shape.values[value]
    )
    oracle.note_store(m, mm - 1, address, value)
    return MMU_DONE


def _translated(m: Memory, mm: int, address: int, entry: int) -> PageFields:
    """The data page of a TLB entry; using one that went stale is damage, and goes on."""
    page = m.pointers.entry_page(entry)
    name = m.page_name(page)
    if entry & m.layout.stale_bit:
        m.violate("stale-tlb", "stale-leaf", (m.thread_name, m.page_at(mm, address), name), name)
    fields = m.layout.page(page)
    assert isinstance(fields, PageFields), "the walker fills in data pages only"
    return fields


def _read_slot(m: Memory, mm: int, address: int) -> int:
    cpu = m.layout.cpus[m.cpu]
    slot = address // m.shape.entries
    field = m.layout.mms[mm].slots[slot]
    if cpu.walk_cache and (cached := m.get(cpu.walk_cache[slot])):
        pmd = cached & ~m.layout.stale_bit
        name = m.pointers.slot_name(pmd)
        if cached & m.layout.stale_bit:
            m.violate("stale-tlb", "stale-walk", (m.thread_name, field.name, name), name)
        m.tell("walk-cache", field.name, name)
    else:
        pmd = m.get(field)
        name = m.pointers.slot_name(pmd)
        m.tell("walk-slot" if pmd else "walk-slot-none", field.name, name)
        if pmd and cpu.walk_cache:
            m.set(cpu.walk_cache[slot], pmd)
    m.set(cpu.walking, pmd)
    return MMU_WALK if pmd else MMU_FAULT


def mmu_walk(m: Memory, mm: int, address: int, write: int) -> int:
    cpu = m.layout.cpus[m.cpu]
    pmd = m.get(cpu.walking)
    m.set(cpu.walking, 0)
    if pmd == 0:
        m.violate("bug", "null", (m.thread_name,))
    table = m.pointers.slot_table(pmd)
    field = m.table(table).entries[address % m.shape.entries]
    pte = m.get(field)
    page = m.pointers.entry_name(pte)
    writable = pte & m.pointers.write_bit and pmd == table  # the slot's own bit forbids for all below
    if m.pointers.entry_page(pte) == 0 or (write and not writable):
        m.tell("walk-fault" if m.pointers.entry_page(pte) == 0 else "walk-fault-write", field.name, page)
        return 0
    if write:
        pte |= m.pointers.dirty_bit
        m.set(field, pte)
    if pmd != table:
        pte &= ~m.pointers.write_bit
    stale = m.layout.stale_bit if m.get(m.layout.page(m.pointers.entry_page(pte)).state) == FREED else 0
    m.set(cpu.leaf[address], pte | stale)
    m.tell("walk-fill", field.name, page)
    return 1


def read_pinned_page(m: Memory, page: int) -> None:
    m.data_page(page)
    m.tell("read-pinned", m.page_name(page))


def force_sig_segv(m: Memory, address: int) -> None:
    m.tell("segv", m.page_at(m.mm, address))
    oracle.check_fault(m, m.mm, address)


OPERATIONS = listed(mmu_load, mmu_store, mmu_walk, read_pinned_page, force_sig_segv)
