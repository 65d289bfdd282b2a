"""How pointers and entry values are numbers. 0 is NULL (or none) in every type.

struct page *     1..tables: page tables; then data pages
pmd_t             the page number of the table that the slot names
pmd_t *           1 + mm * slots + slot
pte_t             page number | write << page bits | dirty << (page bits + 1)
pte_t *           1 + table * entries + entry; behind those, the slots as pmd_t * counts them
                  (a pmd slot has the format of an entry: `(pte_t *)pmd`)
spinlock_t *      the mms' page_table_locks, then the tables' locks, then page_table_share_lock
mm_struct *, rw_semaphore *, atomic_t *   1 + mm
mmu_gather_t *    1 + cpu
"""

from __future__ import annotations

from engine.machine.shape import Shape
from engine.vocabulary.types import CType

INTEGER_BITS = 8
"""Width of int and unsigned long: small, for every variable is part of the state."""


class Pointers:
    """The encodings for one shape; `width` gives the bits that a C type takes in a thread's locals."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.page_bits = (shape.tables + shape.pages).bit_length()
        self.page_mask = (1 << self.page_bits) - 1
        self.write_bit = 1 << self.page_bits
        self.dirty_bit = 2 << self.page_bits
        self.first_slot_as_entry = 1 + shape.tables * shape.entries

    def width(self, ctype: CType) -> int:
        shape = self.shape
        slots = len(shape.mms) * shape.slots
        largest = {
            CType.PAGE_PTR: shape.tables + shape.pages,
            CType.PMD: shape.tables + shape.pages,
            CType.PTE: self.dirty_bit | self.write_bit | self.page_mask,
            CType.PMD_PTR: slots,
            CType.PTE_PTR: shape.tables * shape.entries + slots,
            CType.SPINLOCK_PTR: len(shape.mms) + shape.tables + 1,
            CType.MM_PTR: len(shape.mms),
            CType.RWSEM_PTR: len(shape.mms),
            CType.ATOMIC_PTR: len(shape.mms),
            CType.GATHER_PTR: shape.cpus,
        }.get(ctype)
        return INTEGER_BITS if largest is None else largest.bit_length()

    # pages ------------------------------------------------------------------------------------
    def table(self, index: int) -> int:
        return 1 + index

    def data_page(self, index: int) -> int:
        return 1 + self.shape.tables + index

    def is_table(self, page: int) -> bool:
        return 0 < page <= self.shape.tables

    def page_name(self, page: int) -> str:
        if page == 0:
            return "NULL"
        if self.is_table(page):
            return f"T{page - 1}"
        return f"D{page - 1 - self.shape.tables}"

    # entries ----------------------------------------------------------------------------------
    def entry_page(self, pte: int) -> int:
        return pte & self.page_mask

    def entry_pointer(self, table: int, address: int) -> int:
        return 1 + table * self.shape.entries + address % self.shape.entries

    def entry_place(self, ptep: int) -> tuple[int, int] | None:
        """(table, entry) of a pte_t *, or None where it points at a pmd slot."""
        if ptep >= self.first_slot_as_entry:
            return None
        return divmod(ptep - 1, self.shape.entries)

    def slot_as_entry(self, pmdp: int) -> int:
        return self.first_slot_as_entry + pmdp - 1

    # slots ------------------------------------------------------------------------------------
    def slot_pointer(self, mm: int, slot: int) -> int:
        return 1 + mm * self.shape.slots + slot

    def slot_place(self, pmdp: int) -> tuple[int, int]:
        """(mm, slot) of a pmd_t *."""
        return divmod(pmdp - 1, self.shape.slots)

    # locks ------------------------------------------------------------------------------------
    def table_lock(self, table: int) -> int:
        return 1 + len(self.shape.mms) + table

    @property
    def share_lock(self) -> int:
        return 1 + len(self.shape.mms) + self.shape.tables
