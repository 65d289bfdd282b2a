"""Cells side by side in at most 75 columns: how a commit message draws two CPUs.

Rule 1: a row of the text belongs to one thread; the other columns are blank.
Rule 2: nothing is cut. What is too long goes on in the next row, HANGING deeper than its first: a depth that
no call has, by which a reader knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

WIDTH = 75
"""Columns of a line: a kernel commit message has no more."""
HANGING = 3
"""How much deeper a cell goes on; calls lie 2 deep, or 1."""
BAR = " | "

_BREAKS = re.compile(r"(?<=[(,_. ])|(?<=->)|(?=->)")


def column_width(columns: int) -> int:
    """The characters of one column."""
    return (WIDTH - len(BAR) * (columns - 1)) // columns


def indent(depth: int, columns: int) -> int:
    """The blanks before a row that lies in so many calls; a narrow column tells only the first of them."""
    step, most = {1: (2, 30), 2: (2, 12), 3: (1, 5)}.get(columns, (1, 3))
    return min(step * depth, most)


def lines_of(column: int, columns: int, depth: int, code: str, note: str = "") -> Iterator[str]:
    """The lines of one cell, each as wide as it must be. The note stands at the right edge where it fits."""
    width = column_width(columns)
    start = indent(depth, columns)
    hang = start + HANGING
    parts = _wrapped(code, width - start, width - hang)
    cells = [" " * (hang if number else start) + part for number, part in enumerate(parts)]
    if note:
        room = width - len(cells[-1])
        if room > len(note):
            cells[-1] += note.rjust(room)
        elif len(note) <= width:
            cells.append(note.rjust(width))
        else:
            cells += [" " * hang + part for part in _wrapped(note, width - hang, width - hang)]
    for cell in cells:
        yield in_column(column, columns, cell)


def in_column(column: int, columns: int, cell: str) -> str:
    """A line that holds one cell; what is right of it is left out but for the bars."""
    width = column_width(columns)
    cells = [cell if each == column else "" for each in range(columns)]
    return BAR.join(each.ljust(width) for each in cells).rstrip()


def rule(columns: int) -> str:
    """The line below the heads."""
    return "-+-".join(["-" * column_width(columns)] * columns)


def heads(names: Sequence[str]) -> Iterator[str]:
    """The names of the columns, each in its own; what is too long goes on below."""
    width = column_width(len(names))
    wrapped = [_wrapped(name, width, width) for name in names]
    for number in range(max(map(len, wrapped))):
        cells = (parts[number] if number < len(parts) else "" for parts in wrapped)
        yield BAR.join(cell.ljust(width) for cell in cells).rstrip()


def _wrapped(text: str, first: int, rest: int) -> list[str]:
    """A text in pieces that fit: broken behind a blank, a bracket or an underscore, else anywhere."""
    pieces: list[str] = []
    line = ""
    for word in _BREAKS.split(text):
        left = word
        while len((line + left).rstrip()) > (rest if pieces else first):
            room = rest if pieces else first
            if line:
                pieces.append(line.rstrip())
                line = ""
            else:
                pieces.append(left[:room])
                left = left[room:]
        line += left
    return [*pieces, line.rstrip()]
