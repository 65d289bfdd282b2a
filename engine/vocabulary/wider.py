"""The primitives that swap, files, mprotect, lockless walkers and the systems since 2002 need."""

from __future__ import annotations

from engine.vocabulary.primitive import access, ghost, private, pure
from engine.vocabulary.types import CType

VOID, INT, ULONG = CType.VOID, CType.INT, CType.ULONG
PAGE, MM, PMDP, PMD, PTEP, PTE = (
    CType.PAGE_PTR,
    CType.MM_PTR,
    CType.PMD_PTR,
    CType.PMD,
    CType.PTE_PTR,
    CType.PTE,
)
MAPPING, SWAP = CType.MAPPING_PTR, CType.SWP_ENTRY

WIDER = (
    # slots whose entry has a write bit
    pure(INT, "pmd_write", "true when a slot value lets the entries below it allow writing", ("pmd", PMD)),
    pure(PMD, "mk_pmd", "a slot value that names a page table, writable", ("page", PAGE)),
    pure(PMD, "pmd_wrprotect", "the same slot value, read-only: no store goes through it", ("pmd", PMD)),
    pure(PMD, "pmd_mkwrite", "the same slot value, writable", ("pmd", PMD)),
    pure(INT, "pmd_same", "true when two slot values are equal", ("a", PMD), ("b", PMD)),
    access(VOID, "set_pmd", "write a slot", ("pmd", PMDP), ("value", PMD)),
    access(PMD, "pmdp_get_and_clear", "read a slot and empty it, atomically", ("pmd", PMDP)),
    # entries and rss of a table that several mms share
    access(
        VOID,
        "set_shared_pte",
        "write an entry, for all who share the table",
        ("ptep", PTEP),
        ("pte", PTE),
    ),
    access(
        VOID,
        "add_table_rss",
        "change rss by n in every mm whose slots name a page table",
        ("page", PAGE),
        ("n", INT),
    ),
    # counts
    access(
        INT,
        "page_ref_add_unless",
        "add to a page's count unless it is `unless`, atomically; true when it was added",
        ("page", PAGE),
        ("nr", INT),
        ("unless", INT),
    ),
    access(
        INT,
        "get_page_unless_zero",
        "take a reference unless the page is free, atomically; true when taken. Works on any frame",
        ("page", PAGE),
    ),
    # VMAs
    access(
        VOID,
        "protect_vmas",
        "let a range of addresses be written, or only read",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
        ("write", INT),
    ),
    access(
        VOID,
        "move_vma",
        "move the VMA of one page to another address",
        ("mm", MM),
        ("address", ULONG),
        ("to", ULONG),
    ),
    access(
        VOID,
        "split_vma",
        "let the VMA that covers an address be two, the second beginning there",
        ("mm", MM),
        ("address", ULONG),
    ),
    access(
        INT,
        "vma_may_share",
        "true when a live mm has one VMA of the file over all of the table of an address, with VM_MAYSHARE",
        ("mm", MM),
        ("address", ULONG),
    ),
    access(VOID, "clear_vm_mayshare", "take VM_MAYSHARE from the VMA of the file", ("mm", MM)),
    pure(
        MM,
        "mm_at",
        "the address space of a number, or NULL: for walks over all who map a file",
        ("number", INT),
    ),
    pure(MM, "host_mm", "the address space that owns the file's page tables and runs no thread"),
    # the file and its page cache
    pure(
        INT,
        "vma_is_file",
        "true when an address is one of the shared mapping of the file",
        ("address", ULONG),
    ),
    pure(MAPPING, "file_mapping", "the file's address_space"),
    access(
        PAGE,
        "find_get_page",
        "look a page of the file up and take a reference; NULL when it was truncated",
        ("mapping", MAPPING),
        ("address", ULONG),
    ),
    access(
        PAGE,
        "find_page",
        "look a page of the file up and take no reference; NULL when it was truncated",
        ("mapping", MAPPING),
        ("address", ULONG),
    ),
    access(
        PAGE,
        "remove_from_page_cache",
        "take a page out of the page cache; its reference goes to the caller",
        ("mapping", MAPPING),
        ("address", ULONG),
    ),
    # swap
    pure(INT, "pte_swap", "true when an entry value names a swap entry", ("pte", PTE)),
    pure(SWAP, "pte_to_swp_entry", "the swap entry that an entry value names", ("pte", PTE)),
    pure(PTE, "swp_entry_to_pte", "an entry value that names a swap entry", ("entry", SWAP)),
    pure(INT, "swp_none", "true for no swap entry", ("entry", SWAP)),
    access(SWAP, "get_swap_page", "allocate a swap entry with count 1, or none", fails=True),
    access(VOID, "swap_duplicate", "take a reference to a swap entry", ("entry", SWAP)),
    access(VOID, "swap_free", "drop a reference to a swap entry; the last one frees it", ("entry", SWAP)),
    access(VOID, "swap_writepage", "write a data page to a swap entry", ("page", PAGE), ("entry", SWAP)),
    access(
        VOID,
        "swap_readpage",
        "read a swap entry into a data page; `page` is not yet reachable",
        ("entry", SWAP),
        ("page", PAGE),
    ),
    # walks without locks
    private(VOID, "local_irq_disable", "let no IPI interrupt this CPU"),
    private(VOID, "local_irq_enable", "let IPIs interrupt this CPU again"),
    access(
        VOID,
        "tlb_remove_table_sync_one",
        "an IPI to every CPU: waits until none of the others has its IRQs off",
        blocks=True,
    ),
    access(
        VOID,
        "flush_tlb_broadcast_leaf",
        "drop every CPU's leaf translations of a range of an mm, at once; not what a TLB remembers of tables",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
        blocks=True,
    ),
    ghost(
        "ASSERT_NOT_ANOTHERS",
        "the table that a walk without locks has used is not owned alone by another mm's thread",
        ("page", PAGE),
    ),
    access(
        VOID, "read_pinned_page", "read a data page that was pinned, not through an entry", ("page", PAGE)
    ),
)
