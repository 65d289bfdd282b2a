"""The oracle: what each process would see if fork had copied at once.

For every page of every address space it holds the set of values that a load may see, and whether it may
fault. A page that is written while a fork runs may show the child any value that it had meanwhile, fixed
by the child's first load; an access that races with munmap may see the page or fault until munmap returns.
No routine can read it.
"""

from __future__ import annotations

from engine.machine.layout import Field
from engine.machine.memory import Memory
from engine.machine.operations.signature import Operation, listed
from engine.machine.shape import NO_VALUE


def fault_bit(m: Memory) -> int:
    """The bit of an oracle field that stands for "may fault"."""
    return 1 << len(m.shape.values)


def check_load(m: Memory, mm: int, address: int, value: int) -> None:
    field = m.layout.mms[mm].oracle[address]
    allowed = m.get(field)
    if allowed >> value & 1:
        m.set(field, 1 << value | allowed & fault_bit(m))
        return
    page = m.page_at(mm, address)
    if allowed == fault_bit(m):
        m.violate("isolation", "saw-unmapped", (m.thread_name, page, m.shape.values[value]), page)
    elif value == NO_VALUE:
        m.violate("mapping-lost", "saw-zero", (m.thread_name, page), page)
    else:
        m.violate("isolation", "saw-foreign", (m.thread_name, page, m.shape.values[value]), page)


def note_store(m: Memory, mm: int, address: int, value: int) -> None:
    fields = m.layout.mms[mm]
    allowed = m.get(fields.oracle[address])
    page = m.page_at(mm, address)
    if allowed == fault_bit(m):
        m.violate("isolation", "stored-unmapped", (m.thread_name, page), page)
        return
    m.set(fields.oracle[address], 1 << value | allowed & fault_bit(m))
    child = m.get(fields.forking)
    if child:
        field = m.layout.mms[child - 1].oracle[address]
        m.set(field, m.get(field) | 1 << value)


def check_fault(m: Memory, mm: int, address: int) -> None:
    if not m.get(m.layout.mms[mm].oracle[address]) & fault_bit(m):
        page = m.page_at(mm, address)
        m.violate("mapping-lost", "saw-fault", (m.thread_name, page), page)


def _range(m: Memory, mm: int, address: int, size: int) -> tuple[Field, ...]:
    return m.layout.mms[mm - 1].oracle[address : address + size]


def oracle_map(m: Memory, mm: int, address: int, size: int) -> None:
    for field in _range(m, mm, address, size):
        if m.get(field) & fault_bit(m):  # mapping what is mapped changes nothing
            m.set(field, 1 << NO_VALUE)


def oracle_unmap_begin(m: Memory, mm: int, address: int, size: int) -> None:
    for field in _range(m, mm, address, size):
        m.set(field, m.get(field) | fault_bit(m))


def oracle_unmap_end(m: Memory, mm: int, address: int, size: int) -> None:
    """What was unmapped is gone, whatever the routine has done."""
    for field in _range(m, mm, address, size):
        m.set(field, fault_bit(m))


def oracle_unmap_tried(m: Memory, mm: int, address: int, size: int) -> None:
    """Where memory can run out: a munmap that failed has removed no VMA, and all is as it was."""
    vmas = m.get(m.layout.mms[mm - 1].vmas)
    for page, field in enumerate(_range(m, mm, address, size), address):
        m.set(field, m.get(field) & ~fault_bit(m) if vmas >> page & 1 else fault_bit(m))


def oracle_fork_begin(m: Memory, mm: int, child: int) -> None:
    parent = m.layout.mms[mm - 1]
    for source, target in zip(parent.oracle, m.layout.mms[child - 1].oracle, strict=True):
        m.set(target, m.get(source))
    m.set(parent.forking, child)


def oracle_fork_end(m: Memory, mm: int, child: int) -> None:
    m.set(m.layout.mms[mm - 1].forking, 0)


OPERATIONS: dict[str, Operation] = listed(
    oracle_map, oracle_unmap_begin, oracle_unmap_end, oracle_unmap_tried, oracle_fork_begin, oracle_fork_end
)
