"""The primitives that Linux 2.4 and the proposals of 2002 need."""

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
LOCK, SEM, ATOMIC, GATHER = CType.SPINLOCK_PTR, CType.RWSEM_PTR, CType.ATOMIC_PTR, CType.GATHER_PTR

CORE = (
    # locks
    access(VOID, "spin_lock", "take a spinlock; waits while another holds it", ("lock", LOCK), blocks=True),
    access(VOID, "spin_unlock", "release a spinlock that this thread holds", ("lock", LOCK)),
    access(
        VOID,
        "down_read",
        "take a semaphore shared; waits for its writer",
        ("sem", SEM),
        blocks=True,
        sleeps=True,
    ),
    access(
        VOID,
        "down_write",
        "take a semaphore alone; waits for all holders",
        ("sem", SEM),
        blocks=True,
        sleeps=True,
    ),
    access(VOID, "up_read", "release a semaphore held shared", ("sem", SEM)),
    access(VOID, "up_write", "release a semaphore held alone", ("sem", SEM)),
    # counts
    access(INT, "page_count", "read the reference count of a page", ("page", PAGE)),
    access(VOID, "get_page", "take a reference: count + 1, atomically", ("page", PAGE)),
    access(
        INT,
        "put_page_testzero",
        "drop a reference, atomically; true when the count became zero",
        ("page", PAGE),
    ),
    access(INT, "atomic_read", "read an atomic counter", ("counter", ATOMIC)),
    access(VOID, "atomic_inc", "add one to an atomic counter", ("counter", ATOMIC)),
    access(
        INT,
        "atomic_dec_and_test",
        "take one from an atomic counter; true when it became zero",
        ("counter", ATOMIC),
    ),
    # pages
    access(
        PAGE,
        "pte_alloc_one",
        "allocate an empty page table with count 1, or NULL; may sleep",
        ("mm", MM),
        sleeps=True,
        fails=True,
    ),
    access(
        PAGE,
        "alloc_page",
        "allocate a zeroed data page with count 1, or NULL; may sleep",
        ("mm", MM),
        sleeps=True,
        fails=True,
    ),
    access(
        VOID,
        "__free_page",
        "give a page back; its contents are poisoned. Does not look at the count",
        ("page", PAGE),
    ),
    access(
        VOID,
        "copy_cow_page",
        "copy a data page; `to` is not yet reachable, so the read of `from` is the access",
        ("from", PAGE),
        ("to", PAGE),
    ),
    # slots
    pure(PMDP, "pmd_offset", "the slot of an mm that covers an address", ("mm", MM), ("address", ULONG)),
    pure(INT, "pmd_none", "true when a slot value names no table", ("pmd", PMD)),
    pure(PAGE, "pmd_page", "the page table that a slot value names", ("pmd", PMD)),
    access(
        VOID,
        "pmd_populate",
        "make a slot name a page table",
        ("mm", MM),
        ("pmd", PMDP),
        ("page", PAGE),
    ),
    access(VOID, "pmd_clear", "empty a slot", ("pmd", PMDP)),
    # entries
    access(
        PTEP,
        "pte_offset",
        "read a slot and compute where the entry of an address lies in its table",
        ("pmd", PMDP),
        ("address", ULONG),
    ),
    pure(
        PTEP,
        "pte_entry",
        "where the entry of an address lies in a given page table",
        ("page", PAGE),
        ("address", ULONG),
    ),
    pure(INT, "pte_none", "true when an entry value is empty", ("pte", PTE)),
    pure(INT, "pte_present", "true when an entry value maps a page", ("pte", PTE)),
    pure(INT, "pte_write", "true when an entry value allows writing", ("pte", PTE)),
    pure(INT, "pte_dirty", "true when an entry value is marked dirty", ("pte", PTE)),
    pure(PAGE, "pte_page", "the page that an entry value maps", ("pte", PTE)),
    pure(PTE, "mk_pte", "a read-only, clean entry value that maps a page", ("page", PAGE)),
    pure(PTE, "pte_mkwrite", "the same entry value, writable", ("pte", PTE)),
    pure(PTE, "pte_mkdirty", "the same entry value, dirty", ("pte", PTE)),
    pure(PTE, "pte_mkclean", "the same entry value, clean", ("pte", PTE)),
    pure(PTE, "pte_wrprotect", "the same entry value, read-only", ("pte", PTE)),
    pure(INT, "pte_same", "true when two entry values are equal", ("a", PTE), ("b", PTE)),
    access(VOID, "set_pte", "write an entry", ("ptep", PTEP), ("pte", PTE)),
    access(PTE, "ptep_get_and_clear", "read an entry and empty it, atomically", ("ptep", PTEP)),
    access(
        VOID,
        "ptep_set_wrprotect",
        "clear the write bit of an entry, atomically, for all who share the table",
        ("ptep", PTEP),
    ),
    access(INT, "pte_page_rss", "how many entries of a page table are present", ("page", PAGE)),
    # mm
    access(INT, "find_vma", "true when the mm has mapped an address", ("mm", MM), ("address", ULONG)),
    access(
        INT,
        "find_vma_for",
        "true when the mm has mapped an address and its VMA allows the access",
        ("mm", MM),
        ("address", ULONG),
        ("write", INT),
    ),
    access(
        VOID,
        "insert_vmas",
        "map a range of addresses",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
    ),
    access(
        VOID,
        "remove_vmas",
        "unmap a range of addresses (the VMAs only)",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
    ),
    access(VOID, "dup_vmas", "give a new mm the VMAs of another", ("dst", MM), ("src", MM)),
    access(VOID, "add_mm_rss", "change rss by n; the ptl is held", ("mm", MM), ("n", INT)),
    access(VOID, "mmdrop", "free the mm_struct itself", ("mm", MM)),
    access(VOID, "wake_up_process", "let the threads of a new mm run", ("mm", MM)),
    # the gather batch of this CPU
    private(
        GATHER,
        "tlb_batch",
        "start this CPU's gather batch for an mm; fast: free at once",
        ("mm", MM),
        ("fast", INT),
    ),
    private(INT, "tlb_fast_mode", "true when the batch frees at once", ("tlb", GATHER)),
    private(INT, "tlb_nr", "pages that wait in the batch", ("tlb", GATHER)),
    private(VOID, "tlb_queue", "queue a page until after the flush", ("tlb", GATHER), ("page", PAGE)),
    private(PAGE, "tlb_dequeue", "take the page that was queued first", ("tlb", GATHER)),
    private(MM, "tlb_mm", "the mm that this CPU's gather batch is for", ("tlb", GATHER)),
    # TLBs
    pure(INT, "cpu_runs", "true when a CPU runs a thread of an mm", ("cpu", INT), ("mm", MM)),
    access(
        VOID,
        "flush_tlb_cpu",
        "drop a CPU's translations of a range (an IPI: waits for its running instruction)",
        ("cpu", INT),
        ("address", ULONG),
        ("size", ULONG),
        blocks=True,
    ),
    access(
        VOID,
        "flush_tlb_broadcast",
        "drop every CPU's translations of a range of an mm, at once",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
        blocks=True,
    ),
    # the hardware's own steps
    access(
        INT,
        "mmu_load",
        "load through the TLB; on a miss read the slot. MMU_DONE, MMU_WALK or MMU_FAULT",
        ("mm", MM),
        ("address", ULONG),
    ),
    access(
        INT,
        "mmu_store",
        "store through the TLB; on a miss read the slot. MMU_DONE, MMU_WALK or MMU_FAULT",
        ("mm", MM),
        ("address", ULONG),
        ("value", INT),
    ),
    access(
        INT,
        "mmu_walk",
        "read the entry; if it allows the access set its dirty bit on a store and fill the TLB, else false",
        ("mm", MM),
        ("address", ULONG),
        ("write", INT),
    ),
    private(VOID, "force_sig_segv", "the process is told that it has no such memory", ("address", ULONG)),
    # what a routine believes
    ghost("BUG_ON", "the kernel stops when the condition holds", ("condition", INT)),
    ghost(
        "ASSERT_EXCLUSIVE_ACCESS",
        "from here on this thread believes that it alone owns the table",
        ("page", PAGE),
    ),
    ghost("EXCLUSIVE_ACCESS_END", "the belief ends", ("page", PAGE)),
    ghost(
        "ASSERT_FULL_ZAP",
        "this thread believes that what it zaps, `size` from some address on, is all of the table",
        ("page", PAGE),
        ("size", ULONG),
    ),
)
