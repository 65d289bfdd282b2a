"""The primitives that only compute, and the addresses of locks and counters."""

from __future__ import annotations

from collections.abc import Callable

from engine.machine.pointers import Pointers

PureFunction = Callable[..., int]


def pure_functions(p: Pointers) -> dict[str, PureFunction]:
    """Pure operations by the name that instructions use, for one shape.

    What would lie outside the machine is NULL: following it is an oops of the modelled kernel.
    """
    shape = p.shape

    def table_lock(page: int) -> int:
        return p.table_lock(page - 1) if p.is_table(page) else 0

    def slot(mm: int, address: int) -> int:
        inside = mm and 0 <= address < shape.pages_of_mm
        return p.slot_pointer(mm - 1, address // shape.entries) if inside else 0

    def entry(page: int, address: int) -> int:
        return p.entry_pointer(page - 1, address) if p.is_table(page) else 0

    def as_entry(pmdp: int) -> int:
        return p.slot_as_entry(pmdp) if pmdp else 0

    def same(pointer: int) -> int:
        return pointer

    def runs(cpu: int, mm: int) -> int:
        return int(not shape.smp or (0 <= cpu < shape.cpus and shape.thread_mm[cpu] == mm - 1))

    return {
        "pmd_offset": slot,
        "pmd_none": lambda pmd: int(pmd == 0),
        "pmd_page": p.slot_table,
        "mk_pmd": same,
        "pmd_write": lambda pmd: int(not pmd & p.read_only_bit),
        "pmd_wrprotect": lambda pmd: pmd | p.read_only_bit,
        "pmd_mkwrite": p.slot_table,
        "pmd_same": lambda a, b: int(a == b),
        "pte_entry": entry,
        "pte_none": lambda pte: int(pte == 0),
        "pte_present": lambda pte: int(p.entry_page(pte) != 0),
        "pte_swap": lambda pte: int(bool(pte & p.swap_bit)),
        "pte_to_swp_entry": p.swap_entry,
        "swp_entry_to_pte": lambda entry: entry | p.swap_bit if entry else 0,
        "swp_none": lambda entry: int(entry == 0),
        "pte_write": lambda pte: int(bool(pte & p.write_bit)),
        "pte_dirty": lambda pte: int(bool(pte & p.dirty_bit)),
        "pte_page": p.entry_page,
        "pte_same": lambda a, b: int(a == b),
        "mk_pte": same,
        "pte_mkwrite": lambda pte: pte | p.write_bit,
        "pte_mkdirty": lambda pte: pte | p.dirty_bit,
        "pte_mkclean": lambda pte: pte & ~p.dirty_bit,
        "pte_wrprotect": lambda pte: pte & ~p.write_bit,
        "cpu_runs": runs,
        "mm_at": lambda number: number + 1 if 0 <= number < len(shape.mms) else 0,
        "host_mm": lambda: 0 if shape.host is None else shape.host + 1,
        "vma_is_file": lambda address: int(shape.is_file(address)),
        "file_mapping": lambda: int(shape.file > 0),
        "address mm_struct.page_table_lock": same,
        "address mm_struct.mmap_sem": same,
        "address mm_struct.mm_users": same,
        "address mm_struct.vma_lock": lambda mm: len(shape.mms) + mm if mm and shape.file else 0,
        "address page.lock": table_lock,
        "address page.sharers": lambda page: p.sharers(page - 1) if p.is_table(page) else 0,
        "address address_space.i_mmap_lock": lambda mapping: p.i_mmap_lock if mapping else 0,
        "address address_space.i_mmap_rwsem": lambda mapping: p.i_mmap_rwsem if mapping else 0,
        "address page_table_share_lock": lambda: p.share_lock,
        "cast pmd_t * to pte_t *": as_entry,
    }
