"""A pasted diagram as lines of threads: which column, which text. What the text means is not asked here.

Columns are told by heads ("CPU 0", "CPU0 (A)", "Thread B", "Process 1"), by bars, by where a line begins
(tabs are 8 wide, as in the kernel), or by a name before a colon ("A: ...").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from engine.diagram.columns import HANGING
from engine.diagram.wording import FIRST_WORDS
from engine.run.model import Model

_BAR = re.compile(r"(?<!\|)\|(?!\|)")
_LABEL = re.compile(
    r"(?P<kind>cpu|thread|process|task|proc|p(?=\d))?\s*[#_-]?(?P<name>[A-Za-z]?[a-z]*\d*)"
    r"(?:\s*[(:]\s*(?P<inner>[^)]*?)\s*[):]?)?",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-=+_~.:|\s*#]*")
_COMMENT = re.compile(r"/\*.*\*/|//.*|\.\.\.|<.*>|\[\.\.\.\]")
_NOTE = re.compile(r"=(?!=)|\(|-?\d+ -> -?\d+")
_VERDICT = re.compile(r"(?:BUG|WARNING|\*\*\*|=>|Oops|Fixes|Link)\b|\*\*\*|=>", re.IGNORECASE)
_NAMED = re.compile(r"\s*(?:\d+[.)]\s*)?(CPU\s*\d+|[A-Z][a-z]*)(?:\s*:\s+|\s+(?=([a-z]+)))(?=\S)")
_FAR = 24
"""A line that begins so far to the right is in the second column."""


@dataclass(frozen=True, slots=True)
class Line:
    """A cell of the diagram. `number` counts from 1; `thread` is None where no column could be told."""

    number: int
    thread: int | None
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Head:
    """Where each column begins, and whose it is."""

    number: int
    starts: tuple[int, ...]
    threads: tuple[int | None, ...]
    barred: bool
    named: bool  # by the names of threads, so that there is no doubt whose each is


def lines_of_text(model: Model, text: str) -> tuple[list[Line], bool]:
    """The cells that say something, in order; and whether the text itself names their threads."""
    rows = [(number, row.expandtabs(8).rstrip()) for number, row in enumerate(text.splitlines(), 1)]
    head = _head(model, rows)
    if head is not None:
        rows = [row for row in rows if row[0] > head.number]
    if head is not None and (head.barred or len(head.starts) == 1):
        rows = list(takewhile(lambda row: not _VERDICT.match(row[1]), rows))
    cells = [cell for number, row in rows for cell in _cells(model, head, number, row)]
    lines = [line for line in _joined(cells) if not _COMMENT.fullmatch(line.text)]
    return lines, head.named if head is not None else any(_subject(model, row) for _, row in rows)


def _head(model: Model, rows: Sequence[tuple[int, str]]) -> _Head | None:
    for number, row in rows:
        barred = bool(_BAR.search(row))
        parts = _bars(row) if barred else _chunks(row)
        threads = [_thread_of(model, part.strip(), column) for column, (_, part) in enumerate(parts)]
        if len(parts) >= min(2, len(model.shape.threads)) and all(found is not None for found in threads):
            who = tuple(index if index >= 0 else None for index in threads if index is not None)
            named = all(set(re.findall(r"\w+", part)) & set(model.shape.threads) for _, part in parts)
            return _Head(number, tuple(start for start, _ in parts), who, barred, named)
    return None


def _thread_of(model: Model, label: str, column: int) -> int | None:
    """Whose column a head names: an index, -1 for one too many, None where it is no head."""
    match = _LABEL.fullmatch(label)
    if match is None or not label:
        return None
    names, kind = model.shape.threads, (match["kind"] or "").lower()
    inner = re.split("[:,]", match["inner"] or "")[0].strip()
    for name in (inner if kind else "", match["name"] if kind or not inner else ""):
        if name in names:
            return names.index(name)
    if not kind:
        return None
    if kind == "cpu" and match["name"].isdigit():
        there = [t for t in range(len(names)) if model.shape.cpu_of(t) == int(match["name"])]
        if len(there) == 1:
            return there[0]
    return column if column < len(names) else -1


def _bars(row: str) -> list[tuple[int, str]]:
    parts, start = [], 0
    for bar in _BAR.finditer(row):
        parts.append((start, row[start : bar.start()]))
        start = bar.end()
    return [*parts, (start, row[start:])]


def _chunks(row: str) -> list[tuple[int, str]]:
    """The parts of a row that three blanks or more keep apart."""
    return [(match.start(), match[0]) for match in re.finditer(r"\S+(?: {1,2}\S+)*", row)]


def _cells(model: Model, head: _Head | None, number: int, row: str) -> list[Line]:
    if _RULE.fullmatch(row):
        return []
    if head is None and (subject := _subject(model, row)):
        thread, rest = subject
        return [_cell(number, thread, rest, 0)]
    if _BAR.search(row) and (head is None or head.barred):
        parts = _bars(row)
        threads = head.threads if head else tuple(range(len(model.shape.threads)))
        kept = (
            [
                *parts[: len(threads) - 1],
                (parts[len(threads) - 1][0], "|".join(p for _, p in parts[len(threads) - 1 :])),
            ]
            if len(parts) > len(threads)
            else parts
        )
        return [
            _cell(number, thread, part, start)
            for (start, part), thread in zip(kept, threads, strict=False)
            if part.strip()
        ]
    return _placed(model, head, number, row)


def _subject(model: Model, row: str) -> tuple[int, str] | None:
    """Whom a line begins with ("A: ...", "CPU 1: ...", "2. B drops ..."), and the rest."""
    found = _NAMED.match(row)
    if found is None or (found[2] is not None and found[2] not in FIRST_WORDS):
        return None
    thread = _thread_of(model, found[1], 0)
    return None if thread is None else (thread, row[found.end() :])


def _placed(model: Model, head: _Head | None, number: int, row: str) -> list[Line]:
    """The parts of a row without bars, each in the column above it."""
    starts = head.starts if head else (0, _FAR)[: len(model.shape.threads)]
    threads = head.threads if head else (0, 1)
    found: dict[int, Line] = {}
    for start, part in _chunks(row):
        column = max((c for c, first in enumerate(starts) if start >= first - 6), default=0)
        if column in found:
            words = " ".join((found[column].text, *part.split()))
            found[column] = replace(found[column], text=words)
        else:
            found[column] = _cell(number, threads[column], part, start)
    return [found[column] for column in sorted(found)]


def _cell(number: int, thread: int | None, text: str, start: int) -> Line:
    blanks = len(text) - len(text.lstrip())
    return Line(number, thread, " ".join(text.split()), start + blanks)


def _joined(cells: Sequence[Line]) -> list[Line]:
    """A cell that hangs below another of its column, or is a mere note, belongs to it."""
    found: list[Line] = []
    for cell in cells:
        last = found[-1] if found else None
        follows = last is not None and last.thread == cell.thread and cell.number > last.number
        if last is not None and follows and (cell.start == last.start + HANGING or _NOTE.match(cell.text)):
            glue = "" if last.text.endswith(("_", "(", ".")) else " "
            found[-1] = replace(last, text=last.text + glue + cell.text)
        else:
            found.append(cell)
    return found
