"""The type of an operation, and how a module lists its own."""

from __future__ import annotations

from collections.abc import Callable

Operation = Callable[..., int | None]
"""(Memory, *arguments) -> result. The arguments' number and types are the table of primitives'."""


def listed(*operations: Operation) -> dict[str, Operation]:
    """Operations by their own names."""
    return {operation.__name__: operation for operation in operations}
