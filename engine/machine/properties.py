"""Judging a state: the properties that are about what is, not about what a step did.

Each judge reads the state through a Memory of its own, so that a search can remember its answer by the
bits that it looked at. Those in AT_REST hold only while every thread is outside the kernel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from engine.machine.layout import Field, Layout, PageFields, TableFields
from engine.machine.memory import FREED, GONE, LIVE, MM_LIVE, Memory
from engine.machine.operations.oracle import contents_field, fault_bit
from engine.machine.shape import NO_VALUE, Shape
from engine.machine.violations import Violation

Judge = Callable[[Memory], Iterator[Violation]]

Only = Iterable[int] | None
"""Numbers of the objects that are judged; None: all."""


class JudgeOfEach(Protocol):
    """A judge that can be asked about some objects only."""

    def __call__(self, m: Memory, only: Only = None) -> Iterator[Violation]: ...


def slots_naming(m: Memory, page: int) -> list[str]:
    """Names of the slots that name a table, in order of mms. Those of an mm that is gone are gone too."""
    slots = [field for mm in m.layout.mms if m.get(mm.state) != GONE for field in mm.slots]
    return [field.name for field in slots if m.pointers.slot_table(m.get(field)) == page]


def queued_on(m: Memory, page: int) -> list[str]:
    """The CPUs whose gather batch holds a reference to a page, one name a reference."""
    return [
        f"CPU {index} gather"
        for index, cpu in enumerate(m.layout.cpus)
        for field in cpu.queue
        if m.get(field) == page
    ]


def entries_holding(m: Memory, page: int) -> list[str]:
    """Names of the entries of live tables that map a data page, and of the page cache's."""
    cached = [field.name for field in m.layout.file.cache if m.get(field) == page]
    return cached + [
        field.name
        for table in m.layout.tables
        if m.get(table.state) == LIVE
        for field in table.entries
        if m.pointers.entry_page(m.get(field)) == page
    ]


def references(m: Memory, page: int) -> list[str]:
    """All that refers to a page or a table and should be counted: slots or entries, and queued puts."""
    holders = slots_naming(m, page) if m.pointers.is_table(page) else entries_holding(m, page)
    return holders + queued_on(m, page)


def _held(m: Memory) -> Iterator[int]:
    """The page or table of each of the `references`, 0 for none: all of them are counted in one pass."""
    layout, get = m.layout, m.get
    for mm in layout.mms:
        if get(mm.state) != GONE:
            yield from (m.pointers.slot_table(get(field)) for field in mm.slots)
    for table in layout.tables:
        if get(table.state) == LIVE:
            yield from (m.pointers.entry_page(get(field)) for field in table.entries)
    yield from (get(field) for field in layout.file.cache)
    yield from (get(field) for cpu in layout.cpus for field in cpu.queue)


def _frames(layout: Layout) -> list[tuple[int, TableFields | PageFields]]:
    tables = [(layout.pointers.table(index), fields) for index, fields in enumerate(layout.tables)]
    pages = [(layout.pointers.data_page(index), fields) for index, fields in enumerate(layout.pages)]
    return [*tables, *pages]


def _tables(m: Memory, only: Only) -> Iterator[tuple[int, TableFields]]:
    """The tables that are judged, with their numbers."""
    for index in range(len(m.layout.tables)) if only is None else only:
        yield index, m.layout.tables[index]


# warnings ----------------------------------------------------------------------------------------
def sharers_of(shape: Shape, table: TableFields) -> Field:
    """What counts the slots that name a table."""
    return table.sharers if shape.counting == "sharers" else table.count


def count_below_slots(m: Memory, only: Only = None) -> Iterator[Violation]:
    if m.shape.counting == "none":
        return
    for index, table in _tables(m, only):
        if m.get(table.state) != LIVE:
            continue
        page = m.pointers.table(index)
        count, named = m.get(sharers_of(m.shape, table)), len(slots_naming(m, page))
        if count < named:
            name = m.page_name(page)
            yield Violation("count-below-slots", "count-below-slots", (name, count, named), (name,))


def two_owners(m: Memory, only: Only = None) -> Iterator[Violation]:
    for index, table in _tables(m, only):
        owners = m.get(table.owners)
        if owners & (owners - 1):
            name = f"T{index}"
            first, second, *_ = [t for n, t in enumerate(m.shape.threads) if owners >> n & 1]
            yield Violation("two-owners", "two-owners", (first, second, name), (name,))


def freed_while_named(m: Memory, only: Only = None) -> Iterator[Violation]:
    for index, table in _tables(m, only):
        if m.get(table.state) == FREED:
            name = f"T{index}"
            for slot in slots_naming(m, m.pointers.table(index)):
                yield Violation("freed-while-named", "freed-while-named", (name, slot), (name, slot))


def foreign_change(m: Memory, thread: int, table: int, entry: int) -> Iterator[Violation]:
    """Judged on the state before a step that changed an entry for its own mm alone."""
    page = m.pointers.table(table)
    mine = m.shape.thread_mm[thread]
    private = slice(m.shape.file_slots, None)  # what a shared mapping maps is meant for all
    for index, mm in enumerate(m.layout.mms):
        if index == mine or m.get(mm.state) != MM_LIVE:  # a fork may fill the tables of its child
            continue
        if any(m.pointers.slot_table(m.get(field)) == page for field in mm.slots[private]):
            name, other = f"T{table}[{entry}]", m.shape.mms[index]
            args = (m.shape.threads[thread], name, other)
            yield Violation("foreign-change", "foreign-change", args, (name, f"T{table}"))


# at rest -----------------------------------------------------------------------------------------
def counts_agree(m: Memory) -> Iterator[Violation]:
    held = Counter(_held(m))
    for page, fields in _frames(m.layout):
        state, holders = m.get(fields.state), held[page]
        if state == LIVE:
            count, expected = m.get(fields.count), _expected(m, page, holders)
            name = m.page_name(page)
            if not holders:
                yield Violation("leak", "leak", (name, count), (name,))
            elif count != expected:
                yield Violation("wrong-count", "wrong-count", (name, count, expected), (name,))
        elif state == FREED and holders:
            name, holder = m.page_name(page), references(m, page)[0]
            yield Violation("wrong-count", "freed-but-held", (name, holder), (name, holder))


def _expected(m: Memory, page: int, holders: int) -> int:
    """The count that a live page should have: a table's is one where its sharers are counted apart."""
    return 1 if m.pointers.is_table(page) and m.shape.counting != "page_count" else holders


def sharers_agree(m: Memory) -> Iterator[Violation]:
    if m.shape.counting != "sharers":
        return
    for index, table in enumerate(m.layout.tables):
        named = slots_naming(m, m.pointers.table(index)) if m.get(table.state) == LIVE else []
        if named and m.get(table.sharers) != len(named):
            name = f"T{index}"
            args = (f"{name}.sharers", m.get(table.sharers), len(named))
            yield Violation("wrong-count", "wrong-count", args, (name,))


def swap_agrees(m: Memory) -> Iterator[Violation]:
    """A swap entry's count is the number of entries of live tables that name it."""
    if not m.layout.swap:
        return
    held = [
        m.pointers.swap_entry(m.get(field))
        for table in m.layout.tables
        if m.get(table.state) == LIVE
        for field in table.entries
    ]
    for index, entry in enumerate(m.layout.swap):
        count, holders = m.get(entry.count), held.count(index + 1)
        name = f"S{index}"
        if count and not holders:
            yield Violation("leak", "leak", (name, count), (name,))
        elif count != holders:
            yield Violation("wrong-count", "wrong-count", (name, count, holders), (name,))


def rss_agrees(m: Memory) -> Iterator[Violation]:
    """Where pages are swapped, or a file is mapped, or the scenario says so, rss is not looked at."""
    if m.shape.file or m.shape.swap or not m.shape.rss:
        return
    for name, mm in zip(m.shape.mms, m.layout.mms, strict=True):
        if m.get(mm.state) != MM_LIVE:
            continue
        mapped = sum(1 for address in range(m.shape.pages_of_mm) if _mapped(m, mm.slots, address))
        rss = m.get(mm.rss)
        if rss != mapped:
            yield Violation("wrong-rss", "wrong-rss", (name, rss, mapped), (f"{name}.rss",))


def _mapped(m: Memory, slots: tuple[Field, ...], address: int) -> int:
    """The entry value that maps a page of an address space, or 0."""
    slot, entry = divmod(address, m.shape.entries)
    table = m.pointers.slot_table(m.get(slots[slot]))
    if table == 0 or m.get(m.layout.tables[table - 1].state) != LIVE:
        return 0
    return m.get(m.layout.tables[table - 1].entries[entry])


def mappings_kept(m: Memory, only: Only = None) -> Iterator[Violation]:
    """What a load would find must be what the oracle allows, without loading.

    only: numbers of pages, those of the first mm first.
    """
    for number in range(_mapped_pages(m.layout)) if only is None else only:
        index, address = divmod(number, m.shape.pages_of_mm)
        mm = m.layout.mms[index]
        if m.get(mm.state) != MM_LIVE:
            continue
        allowed = m.get(contents_field(m, index, address))
        if (m.get(mm.oracle[address]) | allowed) & fault_bit(m):
            continue
        yield from _judge_mapping(m, index, address, allowed)


def _mapped_pages(layout: Layout) -> int:
    return len(layout.mms) * layout.shape.pages_of_mm


def _judge_mapping(m: Memory, index: int, address: int, allowed: int) -> Iterator[Violation]:
    at = m.page_at(index, address)
    pte = _mapped(m, m.layout.mms[index].slots, address)
    page = m.pointers.entry_page(pte)
    value = NO_VALUE  # an empty entry would be filled with a zeroed page
    swap = m.pointers.swap_entry(pte)
    name = m.pointers.entry_name(pte)
    if pte == 0 and m.shape.is_file(address):  # or with the page of the file
        page = m.get(m.layout.file.cache[address])
        name = m.page_name(page)
    if swap:
        value = m.get(m.layout.swap[swap - 1].value)
    elif page:
        fields = m.layout.page(page)
        assert isinstance(fields, PageFields), "set_pte admits data pages only"
        if m.get(fields.state) == FREED:
            yield Violation("mapping-lost", "mapping-freed", (at, name), (at, name))
            return
        value = m.get(fields.value)
    if allowed >> value & 1:
        return
    if not page and not swap:
        yield Violation("mapping-lost", "mapping-gone", (at,), (at,))
    elif value == NO_VALUE:  # a fault has filled in a fresh page since
        yield Violation("mapping-lost", "holds-zero", (at, name), (at, name))
    else:
        yield Violation("isolation", "holds-foreign", (at, name, m.shape.values[value]), (at, name))


OF_TABLES: tuple[JudgeOfEach, ...] = (count_below_slots, two_owners, freed_while_named)
OF_ALL: tuple[Judge, ...] = (counts_agree, sharers_agree, swap_agrees, rss_agrees)

ALWAYS: tuple[Judge, ...] = OF_TABLES
"""Judges of every state."""

AT_REST: tuple[Judge, ...] = (*OF_ALL, mappings_kept)
"""Judges of states in which every thread is outside the kernel."""


def always_apart(layout: Layout) -> tuple[Judge, ...]:
    """The same as ALWAYS, in the same order, each table by itself: each looks at less, and is asked less."""
    tables = range(len(layout.tables))
    return tuple(partial(judge, only=(table,)) for judge in OF_TABLES for table in tables)


def at_rest_apart(layout: Layout) -> tuple[Judge, ...]:
    """The same as AT_REST, in the same order, each mapping by itself."""
    pages = range(_mapped_pages(layout))
    return (*OF_ALL, *(partial(mappings_kept, only=(page,)) for page in pages))
