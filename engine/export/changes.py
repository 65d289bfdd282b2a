"""Which of the machine's arrays each primitive changes. Clearing what is zero anyway is no change."""

from __future__ import annotations

CHANGES: dict[str, tuple[str, ...]] = {
    "spin_lock": ("lock", "preempt_count"),
    "spin_unlock": ("lock", "preempt_count"),
    "down_read": ("sem_readers",),
    "down_write": ("sem_writer",),
    "up_read": ("sem_readers",),
    "up_write": ("sem_writer",),
    "get_page": ("count",),
    "put_page_testzero": ("count",),
    "atomic_inc": ("mm_users",),
    "atomic_dec_and_test": ("mm_users",),
    "pte_alloc_one": ("page_state", "count"),
    "alloc_page": ("page_state", "count"),
    "__free_page": ("page_state", "count", "word", "value", "leaf", "walk_cache"),
    "copy_cow_page": ("value",),
    "pmd_populate": ("word",),
    "pmd_clear": ("word",),
    "set_pte": ("word",),
    "ptep_get_and_clear": ("word",),
    "ptep_set_wrprotect": ("word",),
    "insert_vmas": ("vmas",),
    "remove_vmas": ("vmas",),
    "dup_vmas": ("vmas", "mm_users"),
    "add_mm_rss": ("rss",),
    "store mm_struct.rss": ("rss",),
    "wake_up_process": ("mm_state",),
    "mmdrop": ("mm_state",),
    "tlb_batch": ("gather_mm", "gather_fast"),
    "tlb_queue": ("queue", "gather_nr"),
    "tlb_dequeue": ("queue", "gather_nr"),
    "flush_tlb_cpu": ("leaf", "walk_cache"),
    "flush_tlb_broadcast": ("leaf", "walk_cache"),
    "mmu_load": ("walking", "walk_cache", "oracle"),
    "mmu_store": ("walking", "walk_cache", "oracle", "value"),
    "mmu_walk": ("walking", "word", "leaf"),
    "ASSERT_EXCLUSIVE_ACCESS": ("owners",),
    "oracle_map": ("oracle",),
    "oracle_unmap_begin": ("oracle",),
    "oracle_unmap_end": ("oracle",),
    "oracle_fork_begin": ("oracle", "forking"),
    "oracle_fork_end": ("forking",),
}

TLB = ("leaf", "walk_cache")
FILLS_TLB = frozenset({"mmu_load", "mmu_store", "mmu_walk"})
"""Without these, the TLBs stay empty if they are."""
