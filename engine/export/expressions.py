"""What the texts of all targets share: how constants are called, and what a primitive's arguments must be."""

from __future__ import annotations

from engine.export.extent import Extent
from engine.vocabulary.primitives import PRIMITIVES
from engine.vocabulary.types import CType


def identifier(operation: str) -> str:
    """The name of a primitive in a target: "load pmd_t" is load_pmd_t."""
    return operation.replace(" ", "_").replace(".", "_")


def parameter_types(operation: str) -> tuple[CType, ...]:
    """The types of a primitive's parameters; the stories' marks begin with an mm, or two."""
    primitive = PRIMITIVES.get(operation)
    if primitive is not None:
        return tuple(ctype for _, ctype in primitive.params)
    if operation.startswith(("load p", "load m")):
        return ({"load pmd_t": CType.PMD_PTR, "load pte_t": CType.PTE_PTR}.get(operation, CType.MM_PTR),)
    if operation.startswith("store "):
        return CType.MM_PTR, CType.INT
    if operation.startswith("oracle_fork"):
        return CType.MM_PTR, CType.MM_PTR
    return CType.MM_PTR, CType.ULONG, CType.ULONG


def name_of(extent: Extent, ctype: CType, number: int) -> str:
    """How a constant of a type is called: "A", "A_ptl", "A_pmd_0", "NULL", or the number."""
    if not ctype.is_pointer or ctype in (CType.PAGE_PTR, CType.GATHER_PTR) and number:
        return str(number)
    shape = extent.shape
    if number == 0:
        return "NULL"
    if ctype in (CType.MM_PTR, CType.RWSEM_PTR, CType.ATOMIC_PTR):
        return shape.mms[number - 1]
    if ctype is CType.SPINLOCK_PTR:
        return f"{shape.mms[number - 1]}_ptl" if number <= len(shape.mms) else "page_table_share_lock"
    mm, slot = divmod(number - 1, shape.slots)
    return f"{shape.mms[mm]}_pmd_{slot}"
