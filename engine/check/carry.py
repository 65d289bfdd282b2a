"""Where pages and tables go when processes change places: two ways to carry them along.

Which pages are free, and in whose pool, is part of a state. `with_free_frames` sends a frame that is in use
at the start where its references go, and the first free ones of each pool, as many as all pools have, with
their process: so the processes are alike however they came to share what they share, as long as none of
them needs more. `with_pools` sends each frame with its pool.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.machine.layout import Field, PageFields, TableFields
from engine.machine.renaming import Named, Names, frame_named
from engine.run.model import Model

New = tuple[int, ...]
Carry = Callable[[Model, Sequence[Named], New, New], tuple[New, New]]
"""From the fields, the new mms and the new CPUs: the new tables and the new pages."""


def with_pools(model: Model, fields: Sequence[Named], mms: New, cpus: New) -> tuple[New, New]:
    """Each frame goes with its pool; those of a common pool stay."""
    shape = model.shape
    if not shape.own_pools:
        return tuple(range(shape.tables)), tuple(range(shape.pages))
    per_mm = shape.tables_per_mm, shape.pages_per_mm
    tables, pages = (tuple(mm * size + n for mm in mms for n in range(size)) for size in per_mm)
    return tables, (*pages, *range(len(pages), shape.pages))


def with_free_frames(model: Model, fields: Sequence[Named], mms: New, cpus: New) -> tuple[New, New]:
    """Frames in use go with what names them; free ones with their process; all others stay."""
    shape, layout = model.shape, model.layout
    used = _used(model, fields, mms, cpus)
    tables = {old - 1: new - 1 for old, new in used.items()}
    pages = {old - shape.tables: new - shape.tables for old, new in tables.items()}
    return (
        _kind(model, layout.tables, shape.tables_per_mm, tables, mms),
        _kind(model, layout.pages, shape.pages_per_mm, pages, mms),
    )


def _used(model: Model, fields: Sequence[Named], mms: New, cpus: New) -> dict[int, int]:
    """By its number, the frame that is named where the image of a reference to it must be."""
    at = {(one.owner, one.attribute, one.index): one.field for one in fields}
    references = [one for one in fields if one.names in (Names.FRAME, Names.ENTRY)]
    new: dict[int, int] = {}
    known = -1
    while known < len(new):
        known = len(new)
        for one in references:
            kind, number = one.owner
            image = number  # of the file
            if kind in ("mm", "cpu"):
                image = (mms if kind == "mm" else cpus)[number]
            elif kind == "table":
                image = new.get(number + 1, 0) - 1
            before = _named(model, one.field, one.names)
            if image >= 0 and before:
                after = _named(model, at[(kind, image), one.attribute, one.index], one.names)
                new.setdefault(before, after)
    return new


def _named(model: Model, field: Field, names: Names) -> int:
    return frame_named(model.layout.pointers, names, (model.initial & field.mask) >> field.shift)


def _kind(
    model: Model, frames: Sequence[TableFields | PageFields], size: int, used: dict[int, int], mms: New
) -> New:
    """The new numbers of the tables, or of the pages."""
    new = [used.get(frame, frame) for frame in range(len(frames))]
    if not model.shape.own_pools:
        return tuple(new)
    pools = [range(mm * size, (mm + 1) * size) for mm in range(len(mms))]
    free = [[frame for frame in pool if not model.initial & frames[frame].state.mask] for pool in pools]
    for mm, image in enumerate(mms):
        for before, after, *_ in zip(free[mm], free[image], *free, strict=False):
            new[before] = after
    return tuple(new)
