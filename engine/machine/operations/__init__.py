"""What each primitive does: one function each, named as in the table of primitives.

An operation takes the Memory and its arguments as numbers (`engine.machine.pointers`), and returns a
number or nothing. One file per kind of object. `OPERATIONS` joins them by name.
"""

from __future__ import annotations

from engine.machine.operations import (
    beliefs,
    counts,
    entries,
    files,
    gather,
    locks,
    mms,
    mmu,
    oracle,
    pages,
    slots,
    swap,
    tlb,
)
from engine.machine.operations.signature import Operation

OPERATIONS: dict[str, Operation] = {
    **locks.OPERATIONS,
    **counts.OPERATIONS,
    **pages.OPERATIONS,
    **slots.OPERATIONS,
    **entries.OPERATIONS,
    **mms.OPERATIONS,
    **files.OPERATIONS,
    **swap.OPERATIONS,
    **gather.OPERATIONS,
    **tlb.OPERATIONS,
    **mmu.OPERATIONS,
    **beliefs.OPERATIONS,
    **oracle.OPERATIONS,
}
"""Operations by the name that instructions use."""
