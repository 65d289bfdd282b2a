"""Reading a lesson: one Markdown file with a TOML header, prose, and fenced blocks that are live.

    +++
    title = "Counts"
    minutes = 6
    text = "What page_count(T) counts, and when it is wrong."
    +++

    Prose in Markdown. `[step 7](#7)` moves the picture of the section to step 7.

    ## A section

    ```step
    protocol = "feb17"
    scenario = "zap-zap"
    schedule = "1.A9B7A4B"
    at = 9
    expect = ["at 9: T0.count is 0"]
    ```

`step` plays a run, `ask` asks a question about one, `level` lets the reader schedule. A section begins with
"##" and has one live piece at most: it stands beside the prose. Every other fence is a listing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from engine.lessons.blocks import live_piece
from engine.lessons.lesson import Lesson, Live, Prose, Section
from engine.lessons.values import Wrong, known_keys, list_of, one_value, read_toml, refusal
from engine.words.saying import said

LIVE = ("step", "ask", "level")

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*([^`]*)$")
_MOMENT = re.compile(r"\]\(#(\d+)\)")

_NewLive = Callable[[str, int, int, dict[str, Any]], Live]
"""Makes a live piece of its kind, number, line and keys."""


def read_lesson(id: str, number: int, file: str, text: str) -> Lesson:
    """A lesson from its file.

    Raises:
        RoutineError: with the file and the line of what is wrong.
    """
    try:
        header, line, body = header_of(text)
        known = known_keys(header, {"title", "text", "minutes", "needs"}, 1)
        return Lesson(
            id,
            number,
            file,
            one_value(known, "title", str, 1),
            one_value(known, "text", str, 1),
            one_value(known, "minutes", int, 1),
            list_of(known, "needs", 1),
            tuple(sections_of(body, line, live_piece)),
        )
    except Wrong as wrong:
        raise refusal(file, wrong) from None


def header_of(text: str) -> tuple[dict[str, Any], int, list[str]]:
    """The header of a file, the line after it, and the lines of its body."""
    lines = text.split("\n")
    if lines[0] != "+++" or "+++" not in lines[1:]:
        raise Wrong(1, said("error.lesson-no-header"), said("hint.lesson-header"))
    end = lines.index("+++", 1)
    return read_toml("\n".join(lines[1:end]), 2), end + 2, lines[end + 1 :]


def sections_of(lines: list[str], first: int, new: _NewLive) -> Iterator[Section]:
    """The sections of a body; `new` makes their live pieces."""
    numbers = dict.fromkeys(LIVE, 0)
    for start, section in _split(lines, first):
        pieces = list(_pieces(section, start, numbers, new))
        live = [piece for piece in pieces if isinstance(piece, Live)]
        if len(live) > 1:
            hint = said("hint.new-section")
            raise Wrong(live[1].line, said("error.lesson-two-live", live[1].kind), hint)
        prose = [piece for piece in pieces if isinstance(piece, Prose)]
        for each in prose:
            _moments(each, live[0] if live else None)
        if live:
            yield Section(prose[0], live[0], prose[1])
        elif prose[0].markdown.strip():
            yield Section(prose[0], None, Prose("", start))


def _split(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """The lines of each section, with the number of its first line."""
    start, inside = 0, False
    for index, fenced in enumerate(fenced_lines(lines)):
        if not fenced and not inside and lines[index].startswith("## ") and index > start:
            yield first + start, lines[start:index]
            start = index
        inside = fenced
    yield first + start, lines[start:]


def fenced_lines(lines: list[str]) -> Iterator[bool]:
    """Of each line, whether it belongs to a fence; its closing line does not."""
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if not fence:
            fence = found[1] if found else ""
        elif found and not found[2].strip() and found[1].startswith(fence):
            fence = ""
        yield bool(fence)


def _pieces(lines: list[str], first: int, numbers: dict[str, int], new: _NewLive) -> Iterator[Prose | Live]:
    """Prose and live pieces in turn, prose first and last."""
    prose, start, inside = 0, 0, False
    for index, fenced in enumerate(fenced_lines(lines)):
        if fenced and not inside:
            start = index
        if inside and not fenced:
            kind = _kind(lines[start])
            if kind in LIVE:
                yield Prose("\n".join(lines[prose:start]), first + prose)
                numbers[kind] += 1
                body = "\n".join(lines[start + 1 : index])
                yield new(kind, numbers[kind], first + start, read_toml(body, first + start + 1))
                prose = index + 1
        inside = fenced
    if inside and _kind(lines[start]) in LIVE:
        raise Wrong(
            first + start, said("error.lesson-block-open", _kind(lines[start])), said("hint.close-block")
        )
    yield Prose("\n".join(lines[prose:]), first + prose)


def _kind(fence: str) -> str:
    found = _FENCE.match(fence)
    return found[2].strip() if found else ""


def _moments(prose: Prose, live: Live | None) -> None:
    """A link to a step needs a run that has it."""
    lines = prose.markdown.split("\n")
    for offset, (line, fenced) in enumerate(zip(lines, fenced_lines(lines), strict=True)):
        if line.startswith("# ") and not fenced:
            raise Wrong(prose.line + offset, said("error.lesson-two-titles"), said("hint.begin-section"))
        for moment in _MOMENT.finditer(line):
            if live is None or live.kind != "step":
                hint = said("hint.put-step-block")
                raise Wrong(prose.line + offset, said("error.lesson-step-of-no-run", moment[1]), hint)


def moments(section: Section) -> tuple[int, ...]:
    """The steps that the prose of a section leads to."""
    texts = section.before.markdown, section.after.markdown
    return tuple(int(number) for text in texts for number in _MOMENT.findall(text))
