"""What is known of a primitive's result before it is carried out."""

from __future__ import annotations

from engine.export.symbolic import ENTRY, NONZERO, SLOT, TABLE, UNKNOWN, Known
from engine.machine.shape import Shape

_TRUTHS = ("find_vma", "find_vma_for", "put_page_testzero", "atomic_dec_and_test", "mmu_walk")
_MARKS: dict[str, frozenset[str]] = {
    "load pmd_t": frozenset({SLOT}),
    "load pte_t": frozenset({ENTRY}),
    "ptep_get_and_clear": frozenset({ENTRY}),
    "pte_alloc_one": frozenset({NONZERO, TABLE}),
    "alloc_page": frozenset({NONZERO}),
    "pte_offset": frozenset({NONZERO}),
}


def known_result(operation: str, shape: Shape, users: Known) -> Known:
    """The values that a result can have, or its marks. users: what is known of every mm_users."""
    if operation == "atomic_read":
        return users
    if operation in _TRUTHS:
        return Known(frozenset({0, 1}))
    if operation in ("mmu_load", "mmu_store"):
        return Known(frozenset({0, 1, 2}))
    if operation == "pte_page_rss":
        return Known(frozenset(range(shape.entries + 1)))
    return Known(None, _MARKS[operation]) if operation in _MARKS else UNKNOWN
