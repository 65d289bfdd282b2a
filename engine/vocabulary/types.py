"""The C types that routines may use, and the fields of the modelled structs.

A pointer to a modelled object is a small integer inside the engine (0 is NULL); how it is encoded is
`engine.machine.pointers`' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CType(Enum):
    """A C type; the value is how it is written."""

    VOID = "void"
    INT = "int"
    ULONG = "unsigned long"
    PAGE_PTR = "struct page *"
    MM_PTR = "struct mm_struct *"
    PMD_PTR = "pmd_t *"
    PMD = "pmd_t"
    PTE_PTR = "pte_t *"
    PTE = "pte_t"
    SPINLOCK_PTR = "spinlock_t *"
    RWSEM_PTR = "struct rw_semaphore *"
    ATOMIC_PTR = "atomic_t *"
    GATHER_PTR = "mmu_gather_t *"
    MAPPING_PTR = "struct address_space *"
    SWP_ENTRY = "swp_entry_t"

    @property
    def is_integer(self) -> bool:
        return self in (CType.INT, CType.ULONG)

    @property
    def is_pointer(self) -> bool:
        return self.value.endswith("*")


class Use(Enum):
    """What a routine may do with a field."""

    ADDRESS = "address"  # only `&x->field`: a lock or an atomic, handed to a primitive. No access.
    VALUE = "value"  # `x->field` is a load, `x->field = e` a store: each is one access.


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a modelled struct. `type` is what `x->name` has (VALUE) or `&x->name` has (ADDRESS)."""

    name: str
    type: CType
    use: Use
    help: str


FIELDS: dict[CType, tuple[Field, ...]] = {
    CType.MM_PTR: (
        Field(
            "page_table_lock",
            CType.SPINLOCK_PTR,
            Use.ADDRESS,
            "the ptl: guards this mm's slots, the entries of its private tables and rss",
        ),
        Field("mmap_sem", CType.RWSEM_PTR, Use.ADDRESS, "written by fork and munmap, read by faults"),
        Field("mm_users", CType.ATOMIC_PTR, Use.ADDRESS, "threads that use this mm; 0 at exit_mmap"),
        Field("rss", CType.INT, Use.VALUE, "pages that are mapped, as the mm believes"),
        Field("vma_lock", CType.RWSEM_PTR, Use.ADDRESS, "the lock of the VMA that maps the file"),
    ),
    CType.PAGE_PTR: (
        Field("lock", CType.SPINLOCK_PTR, Use.ADDRESS, "a lock of this page table's own"),
        Field(
            "sharers", CType.ATOMIC_PTR, Use.ADDRESS, "who shares this table, counted apart from its count"
        ),
    ),
    CType.MAPPING_PTR: (
        Field("i_mmap_lock", CType.SPINLOCK_PTR, Use.ADDRESS, "guards the list of who maps the file (2.6)"),
        Field("i_mmap_rwsem", CType.RWSEM_PTR, Use.ADDRESS, "guards the list of who maps the file (today)"),
    ),
}
"""Fields by the type of the pointer before `->`. The lock rules stand in each field's help."""

DEREFERENCE: dict[CType, CType] = {CType.PMD_PTR: CType.PMD, CType.PTE_PTR: CType.PTE}
"""`*p` is a load (one access) of these; stores go through primitives (`set_pte`, `pmd_clear`, ...)."""

GLOBALS: dict[str, CType] = {"page_table_share_lock": CType.SPINLOCK_PTR}
"""Global objects by name, with the type of `&name`."""

CASTS: frozenset[tuple[CType, CType]] = frozenset({(CType.PMD_PTR, CType.PTE_PTR)})
"""(from, to). A pmd slot has the format of an entry: `tlb_remove_page(tlb, (pte_t *)pmd, address)` works."""
