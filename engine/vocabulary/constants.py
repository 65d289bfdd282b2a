"""The constants that routines may name; the scenario's shape gives the values.

An address is counted in pages: PAGE_SIZE is 1, and page `a` is entry `a % PTRS_PER_PTE` of slot
`a / PTRS_PER_PTE`.
"""

from __future__ import annotations

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
}
