"""Closed forms: each count of a workload as a sum of multiples of pages, tables and entries.

The machine of the model is small. A few sizes of it are run and give the multiples exactly, as the solution
of a linear system in fractions; other sizes are run, too, and where one of these differs from what the form
says, there is no form. What follows for 10^6 pages then rests on one thing that no run can show: that the
routines go on as they did, loop after loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from engine.cost.workload import OPERATIONS, Size, count
from engine.lang.protocol import Protocol
from engine.run.costs import COSTS
from engine.run.frames import CostInfo

FEATURES: dict[str, Callable[[Size], int]] = {
    "": lambda size: 1,
    "tables": lambda size: size.tables,
    "pages": lambda size: size.pages,
    "pages of the first table": lambda size: min(size.pages, size.entries),
    "PTRS_PER_PTE": lambda size: size.entries,
    "tables × PTRS_PER_PTE": lambda size: size.tables * size.entries,
}
"""What a count may be a multiple of, by the words in which a form is written."""

FITTED = (Size(1, 2), Size(2, 2), Size(3, 2), Size(5, 2), Size(2, 3), Size(4, 3))
"""As many sizes as features, which tell them all apart."""

TRIED = (Size(7, 3),)
"""Sizes on which a form must come true."""

Counts = Mapping[str, CostInfo]
"""What each operation costs at one size."""


@dataclass(frozen=True, slots=True)
class Form:
    """A count: `multiples` in the order of FEATURES."""

    multiples: tuple[Fraction, ...]

    def at(self, pages: int, entries: int) -> int:
        """The count with so many mapped pages and so many entries in a table."""
        size = Size(pages, entries)
        total = sum((m * f(size) for m, f in zip(self.multiples, FEATURES.values(), strict=True)), Fraction())
        return round(total)

    @property
    def text(self) -> str:
        """Such as "2 × pages + 3 × tables + 17"."""
        named = [(m, word) for m, word in zip(self.multiples, FEATURES, strict=True) if m]
        named.sort(key=lambda part: part[1] == "")
        parts = [str(m) if not word else word if m == 1 else f"{m} × {word}" for m, word in named]
        return " + ".join(parts).replace("+ -", "− ") or "0"


Forms = dict[str, dict[str, Form | None]]
"""Operation -> count -> its form; None where the count is no such sum."""


def forms(protocol: Protocol, counted: Callable[[Protocol, Size], Counts] = count) -> Forms:
    """The closed forms of all counts of all operations.

    Raises:
        EngineError: the protocol cannot run them.
    """
    at = {size: counted(protocol, size) for size in (*FITTED, *TRIED)}
    return {
        operation: {
            name: _form({size: getattr(counts[operation], name) for size, counts in at.items()})
            for name in COSTS
        }
        for operation in OPERATIONS
    }


def _form(at: Mapping[Size, int]) -> Form | None:
    values = [at[size] for size in FITTED]
    products = (zip(row, values, strict=True) for row in _inverse())
    form = Form(tuple(sum((m * n for m, n in product), Fraction()) for product in products))
    holds = all(form.at(size.pages, size.entries) == at[size] for size in TRIED)
    return form if holds else None


@cache
def _inverse() -> tuple[tuple[Fraction, ...], ...]:
    """Of the matrix of features by sizes: times the counts of FITTED it gives the multiples."""
    return inverse([[feature(size) for feature in FEATURES.values()] for size in FITTED])


def inverse(rows: Sequence[Sequence[int]]) -> tuple[tuple[Fraction, ...], ...]:
    """The inverse of a square matrix that has one."""
    order = range(len(rows))
    matrix = [[*map(Fraction, row), *(Fraction(i == j) for j in order)] for i, row in enumerate(rows)]
    for column in order:
        pivot = next(index for index in range(column, len(matrix)) if matrix[index][column])
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        scale = matrix[column][column]
        matrix[column] = [value / scale for value in matrix[column]]
        for index, row in enumerate(matrix):
            if index != column:
                matrix[index] = [a - row[column] * b for a, b in zip(row, matrix[column], strict=True)]
    return tuple(tuple(row[len(rows) :]) for row in matrix)
