"""A run as a diagram: a column a thread, a row a step, the damage in a sentence below.

Two forms. The full one has every step, and every call around it. The compact one has the steps that matter
for what breaks: it is what a commit message shows. `engine.diagram.read` makes a run of either again; the
compact form is written so that it does (`diagram`).
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from engine.diagram.columns import WIDTH, column_width, heads, in_column, indent, lines_of, rule
from engine.diagram.deeds import Call, Deed, deed
from engine.machine.properties import sharers_of
from engine.machine.violations import PROPERTIES, Violation
from engine.run.model import Model
from engine.run.run import Run
from engine.run.sentences import said


def column_names(model: Model) -> list[str]:
    """The head of each thread's column: "CPU 0 (A: munmap 0-1)", or without the story if that is too long."""
    names = []
    for thread, name in enumerate(model.shape.threads):
        cpu = model.shape.cpu_of(thread)
        story = "; ".join(line.text for line in model.scenario.threads[thread].lines)
        whole = f"CPU {cpu} ({name}: {story})"
        names.append(whole if len(whole) <= column_width(len(model.shape.threads)) else f"CPU {cpu} ({name})")
    return names


def written(run: Run, shown: frozenset[int]) -> str:
    """The diagram whose rows are the steps `shown`, counted from 1; each ends with a line feed."""
    return "\n".join([*_top(run, shown), *_rows(run, shown), *_bottom(run)]) + "\n"


def deeds(run: Run) -> tuple[tuple[int, Deed], ...]:
    """Thread and deed of each step of a run, from step 1 on."""
    return tuple(
        (model_thread, deed(run.model, model_thread, moment.taken))
        for moment in run.moments
        if moment.choice is not None and moment.taken is not None
        for model_thread in [run.model.thread_index(moment.choice.thread)]
    )


def _top(run: Run, shown: frozenset[int]) -> Iterator[str]:
    """What the tables that the rows speak of are at the start, then the heads."""
    model = run.model
    told = [does for at, (_, does) in enumerate(deeds(run), 1) if at in shown]
    names = {name.partition("[")[0] for does in told for name in does.names}
    tables: list[str] = []
    for index, fields in enumerate(model.layout.tables):
        holders = [
            slot.name
            for mm in model.layout.mms
            for slot in mm.slots
            if model.layout.pointers.slot_table(_value(run, slot.mask, slot.shift)) == index + 1
        ]
        if f"T{index}" in names and holders:
            sharers = sharers_of(model.shape, fields)
            count = _value(run, sharers.mask, sharers.shift)
            counted = "" if model.shape.counting == "none" else f", count {count}"
            tables += textwrap.wrap(f"T{index}: page table of {_listed(holders)}{counted}", WIDTH)
    if tables:
        yield from (*tables, "")
    yield from heads(column_names(model))
    yield rule(len(model.shape.threads))


def _value(run: Run, mask: int, shift: int) -> int:
    return (run.moments[0].state & mask) >> shift


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _rows(run: Run, shown: frozenset[int]) -> Iterator[str]:
    told = deeds(run)
    columns = len(run.model.shape.threads)
    whole = len(shown) == run.length
    heading = _headed(told, shown, whole)
    open_calls: list[tuple[Call, ...]] = [()] * columns
    for at, (thread, does) in enumerate(told, 1):
        if at not in shown:
            continue
        calls = tuple(call for call in does.calls if (thread, call) in heading)
        known = open_calls[thread]
        same = _common(known, calls)
        for depth in range(same, len(calls)):
            yield from lines_of(thread, columns, depth, f"{calls[depth].function}()")
        open_calls[thread] = calls
        yield from lines_of(thread, columns, len(calls), does.code, does.note)
        for remark in does.remarks:
            yield from _remark(thread, columns, len(calls), remark)


def _remark(thread: int, columns: int, depth: int, text: str) -> Iterator[str]:
    blanks = " " * indent(depth, columns)
    for part in textwrap.wrap(text, column_width(columns) - len(blanks) - len("/*  */")):
        yield in_column(thread, columns, f"{blanks}/* {part} */")


def _headed(told: Sequence[tuple[int, Deed]], shown: frozenset[int], whole: bool) -> set[tuple[int, Call]]:
    """The calls that get a line of their own: all; or the outermost, and those with rows of their own."""
    found: set[tuple[int, Call]] = set()
    for at, (thread, does) in enumerate(told, 1):
        if at in shown and does.calls:
            kept = does.calls if whole else (does.calls[0], does.calls[-1])
            found.update((thread, call) for call in kept)
    return found


def _common(one: tuple[Call, ...], other: tuple[Call, ...]) -> int:
    length = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        length += 1
    return length


def _bottom(run: Run) -> Iterator[str]:
    """The first damage in its sentence; where there is none, the first warning."""
    broken = [(at, one) for at, moment in enumerate(run.moments) for one in moment.broken]
    damage = [each for each in broken if _severity(each[1]) == "damage"]
    if not broken:
        return
    _, first = (damage or broken)[0]
    word = "BUG" if damage else "WARNING"
    text = said(f"violation.{first.message}", *first.args).text
    title = PROPERTIES[first.property].title
    yield ""
    yield from textwrap.wrap(f"{word}: {title}: {text}.", WIDTH, break_long_words=False)


def _severity(violation: Violation) -> str:
    return PROPERTIES[violation.property].severity
