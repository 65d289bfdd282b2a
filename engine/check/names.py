"""Taking pages for equal that differ in their numbers only: of use where the lowest free one is handed out.

There the numbers of the pages tell in which order the threads have allocated, which nothing else depends on
as long as no page is handed out while something still names it from before it was freed. So the same model
is searched with a pool for each process: its states are those of the other one, up to the numbers, and
fewer. Whether that holds is tested before each allocation (`Guard`); where it fails, numbers matter, and
the search is given up (`Reused`).

Proof. Two states are related if a renaming of frames makes one the other, but for frames that are not live,
that nothing names and that hold nothing: whether they were in use before does not matter. A step that does
not allocate treats frames by name only. One that allocates gets, on both sides, a frame that nothing names
and that holds nothing, for all that are not live are such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.check.symmetry import meanings
from engine.machine.layout import Field, PageFields, TableFields
from engine.machine.memory import LIVE, Memory
from engine.machine.renaming import TYPES, Names, fields_of, frame_named
from engine.machine.violations import Violation
from engine.run.model import Model


class Reused(Exception):
    """A frame is allocated while one that was freed is still named, or not empty."""


def with_pools(model: Model) -> Model | None:
    """The same model with a pool for each process; None if it has them, or a field that cannot be renamed."""
    if model.shape.own_pools or fields_of(model.layout) is None:
        return None
    shape = replace(model.shape, own_pools=True)
    programs = tuple(code.program for code in model.threads)
    other = Model(model.protocol, model.scenario, model.config, shape, programs)
    other.initial = model.initial
    return other


class Guard:
    """Asked of the state before a step that allocates a page, or a table."""

    def __init__(self, model: Model, frames: tuple[TableFields, ...] | tuple[PageFields, ...]) -> None:
        self.model = model
        self.frames: tuple[TableFields | PageFields, ...] = frames
        self.first = 1 if frames is model.layout.tables else 1 + len(model.layout.tables)
        self.naming = [(one.field, one.names) for one in fields_of(model.layout) or ()]
        self.meanings = [meanings(code.program) for code in model.threads]

    def allocates(self, before: int, after: int) -> bool:
        """Whether a step makes one of the frames live."""
        fields = [frame.state for frame in self.frames]
        return any(_value(after, one) == LIVE != _value(before, one) for one in fields)

    def __call__(self, memory: Memory) -> Iterator[Violation]:
        state = memory.state
        unused = {n for n, frame in enumerate(self.frames, self.first) if _value(state, frame.state) != LIVE}
        named = {frame_named(memory.pointers, names, number) for names, number in self._numbers(state)}
        if unused & named or any(_holds(state, self.frames[number - self.first]) for number in unused):
            raise Reused
        return iter(())

    def _numbers(self, state: int) -> Iterator[tuple[Names, int]]:
        """All that is held in fields and variables, and what it names."""
        for field, names in self.naming:
            if state & field.mask:
                yield names, _value(state, field)
        for thread, code in enumerate(self.model.threads):
            local = _value(state, code.locals)
            for variable in code.program.live[_value(state, code.place)]:
                names = self.meanings[thread].get(variable, TYPES[variable.type])
                yield names, local >> variable.offset & ((1 << variable.width) - 1)


def guards(model: Model) -> tuple[Guard, ...]:
    """One for the page tables, one for the other pages."""
    return Guard(model, model.layout.tables), Guard(model, model.layout.pages)


def _value(state: int, field: Field) -> int:
    return (state & field.mask) >> field.shift


def _holds(state: int, frame: TableFields | PageFields) -> bool:
    """Whether there is anything in a frame that is not in use."""
    parts = [frame.count]
    parts += (
        [frame.lock, frame.owners, frame.sharers, *frame.entries]
        if isinstance(frame, TableFields)
        else [frame.value]
    )
    return any(state & field.mask for field in parts)
