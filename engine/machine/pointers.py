"""How pointers and entry values are numbers. 0 is NULL (or none) in every type.

struct page *     1..tables: page tables; then data pages
pmd_t             the page number of the table that the slot names | read-only << page bits
pmd_t *           1 + mm * slots + slot
pte_t             page number | write << page bits | dirty << (page bits + 1);
                  or number of a swap entry | swap << (page bits + 3)
pte_t *           1 + table * entries + entry; behind those, the slots as pmd_t * counts them
                  (a pmd slot has the format of an entry: `(pte_t *)pmd`)
spinlock_t *      the mms' page_table_locks, the tables' locks, page_table_share_lock, i_mmap_lock
rw_semaphore *    the mms' mmap_sems, the mms' vma_locks, i_mmap_rwsem
atomic_t *        the mms' mm_users, the tables' sharers
mm_struct *       1 + mm
mmu_gather_t *    1 + cpu
address_space *   1: there is one file
swp_entry_t       1 + entry
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
        self.page_bits = max(shape.tables + shape.pages, shape.swap).bit_length()
        self.page_mask = (1 << self.page_bits) - 1
        self.write_bit = 1 << self.page_bits
        self.dirty_bit = 2 << self.page_bits
        self.swap_bit = 8 << self.page_bits if shape.swap else 0
        self.read_only_bit = 1 << self.page_bits if shape.pmd_write_bit else 0
        self.entry_bits = self.page_bits + (4 if shape.swap else 2)
        self.slot_bits = (self.read_only_bit | shape.tables).bit_length()
        self.first_slot_as_entry = 1 + shape.tables * shape.entries

    def width(self, ctype: CType) -> int:
        shape = self.shape
        slots = len(shape.mms) * shape.slots
        largest = {
            CType.PAGE_PTR: shape.tables + shape.pages,
            CType.PMD: self.read_only_bit | (shape.tables + shape.pages),
            CType.PTE: (1 << self.entry_bits) - 1,
            CType.PMD_PTR: slots,
            CType.PTE_PTR: shape.tables * shape.entries + slots,
            CType.SPINLOCK_PTR: self.i_mmap_lock if shape.file else self.share_lock,
            CType.MM_PTR: len(shape.mms),
            CType.RWSEM_PTR: self.i_mmap_rwsem if shape.file else len(shape.mms),
            CType.ATOMIC_PTR: len(shape.mms) + (shape.tables if shape.counting == "sharers" else 0),
            CType.GATHER_PTR: shape.cpus,
            CType.MAPPING_PTR: 1,
            CType.SWP_ENTRY: max(shape.swap, 1),
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
        """The page that an entry value maps, or 0."""
        return 0 if pte & self.swap_bit else pte & self.page_mask

    def swap_entry(self, pte: int) -> int:
        """The swap entry that an entry value names, or 0."""
        return pte & self.page_mask if pte & self.swap_bit else 0

    def entry_name(self, pte: int) -> str:
        """What an entry value names: "D0", "S0" (a swap entry), "NULL"."""
        swap = self.swap_entry(pte)
        return f"S{swap - 1}" if swap else self.page_name(self.entry_page(pte))

    def slot_name(self, pmd: int) -> str:
        """The table that a slot value names: "T0", "NULL"."""
        return self.page_name(self.slot_table(pmd))

    def slot_table(self, pmd: int) -> int:
        """The page table that a slot value names, or 0."""
        return pmd & ~self.read_only_bit

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

    @property
    def i_mmap_lock(self) -> int:
        return 1 + self.share_lock

    @property
    def i_mmap_rwsem(self) -> int:
        return 1 + 2 * len(self.shape.mms)

    # counters ---------------------------------------------------------------------------------
    def sharers(self, table: int) -> int:
        """The atomic_t * of a table's sharers; NULL where they are not counted there."""
        return 1 + len(self.shape.mms) + table if self.shape.counting == "sharers" else 0
