"""The constants that routines may name; the scenario's shape gives the values.

An address is counted in pages: PAGE_SIZE is 1, and page `a` is entry `a % PTRS_PER_PTE` of slot
`a / PTRS_PER_PTE`.
"""

from __future__ import annotations

COUNTINGS = ("page_count", "sharers", "none")
"""Sharers of a page table are counted by its page_count, by a counter of their own, or not at all."""

FOLDED = "HAVE_"
"""Constants of this prefix decide branches before a run, as toggles do."""

CONSTANTS: dict[str, str] = {
    "NULL": "no object",
    "PAGE_SIZE": "1: addresses are counted in pages",
    "PTRS_PER_PTE": "entries in a page table",
    "PMD_SIZE": "pages that one slot covers; equal to PTRS_PER_PTE",
    "TASK_SIZE": "pages in an address space: slots times PTRS_PER_PTE",
    "NR_CPUS": "number of CPUs",
    "ENOMEM": "12",
    "EFAULT": "14",
    "MMU_DONE": "mmu_access: the TLB translated, the load or store happened",
    "MMU_WALK": "mmu_access: TLB miss, the slot named a table; go on with mmu_walk",
    "MMU_FAULT": "mmu_access: TLB miss, the slot is empty; page fault",
    "NR_MMS": "number of address spaces, those that a fork will make included",
    "HAVE_SWAP": "1 where a story swaps out: else the branch is left out",
    "HAVE_FILE": "1 where a file is mapped: else the branch is left out",
    "HAVE_THREADS": "1 where an mm has several threads: else the branch is left out",
    "HAVE_GUP": "1 where a story walks without locks (get_user_pages_fast): else the branch is left out",
}
