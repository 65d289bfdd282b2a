"""What watches and breakpoints say of a run, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from engine.words.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an expression or a breakpoint; the columns count from 1 in the expression."""

    message: Text
    hint: Text
    column: int | None
    end_column: int | None


@dataclass(frozen=True, slots=True)
class WatchRow:
    """An expression: `kind` says what its values are ("number", "condition", "page", "lock")."""

    kind: str
    problem: Problem | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """The step that met a breakpoint, in words."""

    at: int
    text: Text


@dataclass(frozen=True, slots=True)
class BreakpointRow:
    """The steps that met a breakpoint."""

    number: int
    problem: Problem | None
    hits: tuple[Hit, ...]
