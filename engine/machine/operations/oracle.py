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


def _store_may_fault(m: Memory) -> int:
    return 2 << len(m.shape.values)


def _store_must_fault(m: Memory) -> int:
    return 4 << len(m.shape.values)


def _being_dropped(m: Memory) -> int:
    """Until the end of what drops a page's contents, a load may see the old ones or zero."""
    return 8 << len(m.shape.values)


def _flags(m: Memory, allowed: int) -> int:
    return allowed & -fault_bit(m)


def contents_field(m: Memory, mm: int, address: int) -> Field:
    """Where it stands what a load may see: with the file for a shared mapping, else with the mm."""
    return m.layout.file.oracle[address] if m.shape.is_file(address) else m.layout.mms[mm].oracle[address]


def check_load(m: Memory, mm: int, address: int, value: int) -> None:
    page = m.page_at(mm, address)
    mapped = m.get(m.layout.mms[mm].oracle[address]) != fault_bit(m)
    field = contents_field(m, mm, address)
    allowed = m.get(field)
    if mapped and allowed >> value & 1:
        if not allowed & _being_dropped(m):
            m.set(field, 1 << value | _flags(m, allowed))
    elif not mapped or allowed == fault_bit(m):
        m.violate("isolation", "saw-unmapped", (m.thread_name, page, m.shape.values[value]), page)
    elif value == NO_VALUE:
        m.violate("mapping-lost", "saw-zero", (m.thread_name, page), page)
    else:
        m.violate("isolation", "saw-foreign", (m.thread_name, page, m.shape.values[value]), page)


def note_store(m: Memory, mm: int, address: int, value: int) -> None:
    fields = m.layout.mms[mm]
    field = contents_field(m, mm, address)
    own, allowed = m.get(fields.oracle[address]), m.get(field)
    page = m.page_at(mm, address)
    if own == fault_bit(m) or allowed == fault_bit(m):
        m.violate("isolation", "stored-unmapped", (m.thread_name, page), page)
        return
    if own & _store_must_fault(m):
        m.violate("isolation", "stored-read-only", (m.thread_name, page), page)
    flags = _flags(m, allowed)
    if allowed & _being_dropped(m):  # it may be dropped yet
        flags = flags & ~_being_dropped(m) | 1 << NO_VALUE
    m.set(field, 1 << value | flags)
    child = m.get(fields.forking)
    if child and not m.shape.is_file(address):
        field = m.layout.mms[child - 1].oracle[address]
        m.set(field, m.get(field) | 1 << value)


def check_fault(m: Memory, mm: int, address: int) -> None:
    may = fault_bit(m) | (_store_may_fault(m) if m.shape.protects else 0)
    if not (m.get(m.layout.mms[mm].oracle[address]) | m.get(contents_field(m, mm, address))) & may:
        page = m.page_at(mm, address)
        m.violate("mapping-lost", "saw-fault", (m.thread_name, page), page)


def _range(m: Memory, mm: int, address: int, size: int) -> tuple[Field, ...]:
    return m.layout.mms[mm - 1].oracle[address : address + size]


def oracle_map(m: Memory, mm: int, address: int, size: int) -> None:
    """In an mm, a page of the file is only mapped or not: `NO_VALUE` or "may fault"."""
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


def oracle_discard_begin(m: Memory, mm: int, address: int, size: int) -> None:
    """MADV_DONTNEED, or a truncate of private pages: a load sees what was there, or zero."""
    for field in _range(m, mm, address, size):
        allowed = m.get(field)
        if allowed != fault_bit(m):
            m.set(field, allowed | 1 << NO_VALUE | _being_dropped(m))
    child = m.get(m.layout.mms[mm - 1].forking)
    for field in _range(m, child, address, size) if child else ():
        m.set(field, m.get(field) | 1 << NO_VALUE)


def oracle_discard_end(m: Memory, mm: int, address: int, size: int) -> None:
    """From here on zero, unless a store came in between: then either. So it is with a page that is being
    moved: it may have been gone from here when its turn came.
    """
    for field in _range(m, mm, address, size):
        allowed = m.get(field)
        if allowed & _being_dropped(m):
            values = allowed if allowed & fault_bit(m) else 1 << NO_VALUE | _flags(m, allowed)
            m.set(field, values & ~_being_dropped(m))


def oracle_protect(m: Memory, mm: int, address: int, size: int, may_fault: int, must_fault: int) -> None:
    """What stores to a range may do from here on."""
    for field in _range(m, mm, address, size):
        allowed = m.get(field)
        if allowed == fault_bit(m):
            continue
        allowed &= ~(_store_may_fault(m) | _store_must_fault(m))
        m.set(field, allowed | may_fault * _store_may_fault(m) | must_fault * _store_must_fault(m))


def oracle_move_begin(m: Memory, mm: int, address: int, to: int) -> None:
    for page in (address, to):
        field = m.layout.mms[mm - 1].oracle[page]
        m.set(field, m.get(field) | fault_bit(m))


def oracle_move_end(m: Memory, mm: int, address: int, to: int) -> None:
    """A move that found no memory has moved no VMA: then all is as it was."""
    fields = m.layout.mms[mm - 1]
    source, target = fields.oracle[address], fields.oracle[to]
    allowed = m.get(source)
    kept = allowed if allowed == fault_bit(m) else allowed & ~fault_bit(m)
    moved = m.get(fields.vmas) >> to & 1
    m.set(source, fault_bit(m) if moved else kept)
    # What is dropping the page's contents will end at its old place: here both are possible from now on.
    m.set(target, kept & ~_being_dropped(m) if moved else fault_bit(m))


def oracle_truncate_begin(m: Memory, address: int, size: int) -> None:
    for field in m.layout.file.oracle[address : address + size]:
        m.set(field, m.get(field) | fault_bit(m))


def oracle_truncate_end(m: Memory, address: int, size: int) -> None:
    for field in m.layout.file.oracle[address : address + size]:
        m.set(field, fault_bit(m))


def oracle_fork_begin(m: Memory, mm: int, child: int) -> None:
    parent = m.layout.mms[mm - 1]
    for source, target in zip(parent.oracle, m.layout.mms[child - 1].oracle, strict=True):
        m.set(target, m.get(source) & ~_being_dropped(m))
    m.set(parent.forking, child)


def oracle_fork_end(m: Memory, mm: int, child: int) -> None:
    m.set(m.layout.mms[mm - 1].forking, 0)


OPERATIONS: dict[str, Operation] = listed(
    oracle_map,
    oracle_unmap_begin,
    oracle_unmap_end,
    oracle_unmap_tried,
    oracle_discard_begin,
    oracle_discard_end,
    oracle_protect,
    oracle_move_begin,
    oracle_move_end,
    oracle_truncate_begin,
    oracle_truncate_end,
    oracle_fork_begin,
    oracle_fork_end,
)
