"""The table of primitives: the single source for the checker, the docs page and the editor."""

from __future__ import annotations

from engine.vocabulary.core import CORE
from engine.vocabulary.primitive import Kind, Primitive
from engine.vocabulary.wider import WIDER

__all__ = ["ORACLE_MARKS", "PRIMITIVES", "Kind", "Primitive"]

PRIMITIVES: dict[str, Primitive] = {primitive.name: primitive for primitive in (*CORE, *WIDER)}
"""Primitives by name, in the order of the docs page."""

ORACLE_MARKS = (
    "oracle_fork_begin",
    "oracle_fork_end",
    "oracle_unmap_begin",
    "oracle_unmap_end",
    "oracle_unmap_tried",
    "oracle_map",
    "oracle_discard_begin",
    "oracle_discard_end",
    "oracle_protect",
    "oracle_move_begin",
    "oracle_move_end",
    "oracle_truncate_begin",
    "oracle_truncate_end",
    "leave_kernel",
)
"""Private operations that stories add around a call; no text can name them."""
