"""The entries of page tables (and pmd slots seen as entries, through `(pte_t *)pmd`)."""

from __future__ import annotations

from engine.machine.layout import Field
from engine.machine.memory import Memory
from engine.machine.operations.signature import Operation, listed
from engine.machine.shape import NO_MM


def entry_field(m: Memory, ptep: int) -> Field:
    """The field that a pte_t * points at; touching an entry touches its table."""
    place = m.pointers.entry_place(ptep)
    if place is None:
        mm, slot = m.pointers.slot_place(ptep - m.pointers.first_slot_as_entry + 1)
        return m.layout.mms[mm].slots[slot]
    table, entry = place
    m.use_page(m.pointers.table(table))
    return m.layout.tables[table].entries[entry]


def _changes_for_one_mm(m: Memory, ptep: int) -> None:
    """Note a change that is meant for the running mm alone; whether another shares the table is for later."""
    place = m.pointers.entry_place(ptep)
    if place is not None and m.mm != NO_MM:  # what reclaim does is meant for all
        m.foreign.append(place)


def load_pte(m: Memory, ptep: int) -> int:
    field = entry_field(m, ptep)
    pte = m.get(field)
    m.tell("read-entry" if pte else "read-entry-none", field.name, m.pointers.entry_name(pte))
    return pte


def _check_entry(m: Memory, ptep: int, pte: int) -> None:
    """A slot may name tables only, an entry data pages only: the two kinds of frames are apart."""
    page = m.pointers.entry_page(pte)
    if m.pointers.entry_place(ptep) is None:
        if pte and not (m.pointers.slot_table(pte) == page and m.pointers.is_table(page)):
            m.violate("bug", "not-a-table", (m.thread_name, m.page_name(page)))
    elif m.pointers.swap_entry(pte):
        return
    elif pte and (page == 0 or m.pointers.is_table(page)):
        m.violate("bug", "not-a-data-page", (m.thread_name, m.page_name(page)))


def set_pte(m: Memory, ptep: int, pte: int) -> None:
    set_shared_pte(m, ptep, pte)
    _changes_for_one_mm(m, ptep)


def set_shared_pte(m: Memory, ptep: int, pte: int) -> None:
    field = entry_field(m, ptep)
    _check_entry(m, ptep, pte)
    m.set(field, pte)
    m.tell("set-entry", field.name, m.pointers.entry_name(pte))


def ptep_get_and_clear(m: Memory, ptep: int) -> int:
    field = entry_field(m, ptep)
    pte = m.get(field)
    _changes_for_one_mm(m, ptep)
    m.set(field, 0)
    page = m.pointers.entry_name(pte)
    m.tell("clear-entry" if m.pointers.entry_place(ptep) else "clear-slot", field.name, page)
    return pte


def ptep_set_wrprotect(m: Memory, ptep: int) -> None:
    field = entry_field(m, ptep)
    pte = m.get(field)
    m.set(field, pte & ~m.pointers.write_bit)
    m.tell("wrprotect", field.name, m.pointers.entry_name(pte))


def pte_page_rss(m: Memory, page: int) -> int:
    present = sum(1 for field in m.table(page).entries if m.get(field))
    m.tell("count-entries", m.page_name(page), present)
    return present


OPERATIONS: dict[str, Operation] = {"load pte_t": load_pte} | listed(
    set_pte, set_shared_pte, ptep_get_and_clear, ptep_set_wrprotect, pte_page_rss
)
