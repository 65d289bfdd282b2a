"""The table of primitives: the single source for the checker, the docs page and the editor.

`kind` decides where a step begins (see `docs/routine-language.md`):

- ACCESS touches an object that other threads can reach: a step begins with it;
- PRIVATE touches this CPU's own gather batch: runs within the step;
- GHOST writes down what a routine believes; no routine can read it: runs within the step;
- PURE only computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

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


class Kind(Enum):
    ACCESS = "access"
    PRIVATE = "private"
    GHOST = "ghost"
    PURE = "pure"


@dataclass(frozen=True, slots=True)
class Primitive:
    """One primitive: C signature, when it takes a step, whether it can block, sleep or fail; its help."""

    name: str
    returns: CType
    params: tuple[tuple[str, CType], ...]
    kind: Kind
    help: str
    blocks: bool = False  # not enabled while what it waits for is held
    sleeps: bool = False  # may sleep: forbidden with a spinlock held; a switch point on UP
    fails: bool = False  # has a second outcome: the allocation fails

    @property
    def signature(self) -> str:
        params = ", ".join(f"{_declare(ctype, name)}" for name, ctype in self.params) or "void"
        return f"{_declare(self.returns, self.name)}({params})"


def _declare(ctype: CType, name: str) -> str:
    return f"{ctype.value}{name}" if ctype.is_pointer else f"{ctype.value} {name}"


def _access(returns: CType, name: str, help: str, *params: tuple[str, CType], **flags: bool) -> Primitive:
    return Primitive(name, returns, params, Kind.ACCESS, help, **flags)


def _pure(returns: CType, name: str, help: str, *params: tuple[str, CType]) -> Primitive:
    return Primitive(name, returns, params, Kind.PURE, help)


def _private(returns: CType, name: str, help: str, *params: tuple[str, CType]) -> Primitive:
    return Primitive(name, returns, params, Kind.PRIVATE, help)


def _ghost(name: str, help: str, *params: tuple[str, CType]) -> Primitive:
    return Primitive(name, VOID, params, Kind.GHOST, help)


_TABLE = (
    # locks
    _access(VOID, "spin_lock", "take a spinlock; waits while another holds it", ("lock", LOCK), blocks=True),
    _access(VOID, "spin_unlock", "release a spinlock that this thread holds", ("lock", LOCK)),
    _access(
        VOID,
        "down_read",
        "take a semaphore shared; waits for its writer",
        ("sem", SEM),
        blocks=True,
        sleeps=True,
    ),
    _access(
        VOID,
        "down_write",
        "take a semaphore alone; waits for all holders",
        ("sem", SEM),
        blocks=True,
        sleeps=True,
    ),
    _access(VOID, "up_read", "release a semaphore held shared", ("sem", SEM)),
    _access(VOID, "up_write", "release a semaphore held alone", ("sem", SEM)),
    # counts
    _access(INT, "page_count", "read the reference count of a page", ("page", PAGE)),
    _access(VOID, "get_page", "take a reference: count + 1, atomically", ("page", PAGE)),
    _access(
        INT,
        "put_page_testzero",
        "drop a reference, atomically; true when the count became zero",
        ("page", PAGE),
    ),
    _access(INT, "atomic_read", "read an atomic counter", ("counter", ATOMIC)),
    _access(VOID, "atomic_inc", "add one to an atomic counter", ("counter", ATOMIC)),
    _access(
        INT,
        "atomic_dec_and_test",
        "take one from an atomic counter; true when it became zero",
        ("counter", ATOMIC),
    ),
    # pages
    _access(
        PAGE,
        "pte_alloc_one",
        "allocate an empty page table with count 1, or NULL; may sleep",
        ("mm", MM),
        sleeps=True,
        fails=True,
    ),
    _access(
        PAGE,
        "alloc_page",
        "allocate a zeroed data page with count 1, or NULL; may sleep",
        ("mm", MM),
        sleeps=True,
        fails=True,
    ),
    _access(
        VOID,
        "__free_page",
        "give a page back; its contents are poisoned. Does not look at the count",
        ("page", PAGE),
    ),
    _access(
        VOID,
        "copy_cow_page",
        "copy a data page; `to` is not yet reachable, so the read of `from` is the access",
        ("from", PAGE),
        ("to", PAGE),
    ),
    # slots
    _pure(PMDP, "pmd_offset", "the slot of an mm that covers an address", ("mm", MM), ("address", ULONG)),
    _pure(INT, "pmd_none", "true when a slot value names no table", ("pmd", PMD)),
    _pure(PAGE, "pmd_page", "the page table that a slot value names", ("pmd", PMD)),
    _access(
        VOID,
        "pmd_populate",
        "make a slot name a page table",
        ("mm", MM),
        ("pmd", PMDP),
        ("page", PAGE),
    ),
    _access(VOID, "pmd_clear", "empty a slot", ("pmd", PMDP)),
    # entries
    _access(
        PTEP,
        "pte_offset",
        "read a slot and compute where the entry of an address lies in its table",
        ("pmd", PMDP),
        ("address", ULONG),
    ),
    _pure(
        PTEP,
        "pte_entry",
        "where the entry of an address lies in a given page table",
        ("page", PAGE),
        ("address", ULONG),
    ),
    _pure(INT, "pte_none", "true when an entry value is empty", ("pte", PTE)),
    _pure(INT, "pte_present", "true when an entry value maps a page", ("pte", PTE)),
    _pure(INT, "pte_write", "true when an entry value allows writing", ("pte", PTE)),
    _pure(INT, "pte_dirty", "true when an entry value is marked dirty", ("pte", PTE)),
    _pure(PAGE, "pte_page", "the page that an entry value maps", ("pte", PTE)),
    _pure(PTE, "mk_pte", "a read-only, clean entry value that maps a page", ("page", PAGE)),
    _pure(PTE, "pte_mkwrite", "the same entry value, writable", ("pte", PTE)),
    _pure(PTE, "pte_mkdirty", "the same entry value, dirty", ("pte", PTE)),
    _pure(PTE, "pte_mkclean", "the same entry value, clean", ("pte", PTE)),
    _pure(PTE, "pte_wrprotect", "the same entry value, read-only", ("pte", PTE)),
    _pure(INT, "pte_same", "true when two entry values are equal", ("a", PTE), ("b", PTE)),
    _access(VOID, "set_pte", "write an entry", ("ptep", PTEP), ("pte", PTE)),
    _access(PTE, "ptep_get_and_clear", "read an entry and empty it, atomically", ("ptep", PTEP)),
    _access(
        VOID,
        "ptep_set_wrprotect",
        "clear the write bit of an entry, atomically, for all who share the table",
        ("ptep", PTEP),
    ),
    _access(INT, "pte_page_rss", "how many entries of a page table are present", ("page", PAGE)),
    # mm
    _access(INT, "find_vma", "true when the mm has mapped an address", ("mm", MM), ("address", ULONG)),
    _access(
        VOID,
        "insert_vmas",
        "map a range of addresses",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
    ),
    _access(
        VOID,
        "remove_vmas",
        "unmap a range of addresses (the VMAs only)",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
    ),
    _access(VOID, "dup_vmas", "give a new mm the VMAs of another", ("dst", MM), ("src", MM)),
    _access(VOID, "add_mm_rss", "change rss by n; the ptl is held", ("mm", MM), ("n", INT)),
    _access(VOID, "mmdrop", "free the mm_struct itself", ("mm", MM)),
    _access(VOID, "wake_up_process", "let the threads of a new mm run", ("mm", MM)),
    # the gather batch of this CPU
    _private(
        GATHER,
        "tlb_batch",
        "start this CPU's gather batch for an mm; fast: free at once",
        ("mm", MM),
        ("fast", INT),
    ),
    _private(INT, "tlb_fast_mode", "true when the batch frees at once", ("tlb", GATHER)),
    _private(INT, "tlb_nr", "pages that wait in the batch", ("tlb", GATHER)),
    _private(VOID, "tlb_queue", "queue a page until after the flush", ("tlb", GATHER), ("page", PAGE)),
    _private(PAGE, "tlb_dequeue", "take the page that was queued first", ("tlb", GATHER)),
    _private(MM, "tlb_mm", "the mm that this CPU's gather batch is for", ("tlb", GATHER)),
    # TLBs
    _pure(INT, "cpu_runs", "true when a CPU runs a thread of an mm", ("cpu", INT), ("mm", MM)),
    _access(
        VOID,
        "flush_tlb_cpu",
        "drop a CPU's translations of a range (an IPI: waits for its running instruction)",
        ("cpu", INT),
        ("address", ULONG),
        ("size", ULONG),
        blocks=True,
    ),
    _access(
        VOID,
        "flush_tlb_broadcast",
        "drop every CPU's translations of a range of an mm, at once",
        ("mm", MM),
        ("address", ULONG),
        ("size", ULONG),
        blocks=True,
    ),
    # the hardware's own steps
    _access(
        INT,
        "mmu_load",
        "load through the TLB; on a miss read the slot. MMU_DONE, MMU_WALK or MMU_FAULT",
        ("mm", MM),
        ("address", ULONG),
    ),
    _access(
        INT,
        "mmu_store",
        "store through the TLB; on a miss read the slot. MMU_DONE, MMU_WALK or MMU_FAULT",
        ("mm", MM),
        ("address", ULONG),
        ("value", INT),
    ),
    _access(
        INT,
        "mmu_walk",
        "read the entry; if it allows the access set its dirty bit on a store and fill the TLB, else false",
        ("mm", MM),
        ("address", ULONG),
        ("write", INT),
    ),
    _private(VOID, "force_sig_segv", "the process is told that it has no such memory", ("address", ULONG)),
    # what a routine believes
    _ghost("BUG_ON", "the kernel stops when the condition holds", ("condition", INT)),
    _ghost(
        "ASSERT_EXCLUSIVE_ACCESS",
        "from here on this thread believes that it alone owns the table",
        ("page", PAGE),
    ),
    _ghost("EXCLUSIVE_ACCESS_END", "the belief ends", ("page", PAGE)),
    _ghost(
        "ASSERT_FULL_ZAP",
        "this thread believes that what it zaps, `size` from some address on, is all of the table",
        ("page", PAGE),
        ("size", ULONG),
    ),
)

PRIMITIVES: dict[str, Primitive] = {primitive.name: primitive for primitive in _TABLE}
"""Primitives by name, in the order of the docs page."""

ORACLE_MARKS = (
    "oracle_fork_begin",
    "oracle_fork_end",
    "oracle_unmap_begin",
    "oracle_unmap_end",
    "oracle_unmap_tried",
    "oracle_map",
    "leave_kernel",
)
"""Private operations that stories add around a call; no text can name them."""
