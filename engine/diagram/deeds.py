"""What one step does, in the words of a diagram: C with the names of objects, and the numbers beside it.

Row texts are kernel words and C, the same in every language; sentences stand in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.errors import Span
from engine.lang.instructions import Access, Place, Program
from engine.lang.protocol import Source
from engine.machine.memory import Event
from engine.run.evaluate import evaluate
from engine.run.model import HARDWARE, Model
from engine.run.sentences import said, told
from engine.run.step import Attempt
from engine.run.threads import main_event, value_text
from engine.vocabulary.primitives import PRIMITIVES
from engine.vocabulary.types import CType

_COUNTED = ("get", "put", "put-zero", "counter", "rss")
_WORDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(_COUNTED, ("{op}({0})", "{1} -> {2}")),
    "count": ("{op}({0})", "= {1}"),
    "read-counter": ("{op}({0})", "= {1}"),
    "count-entries": ("{op}({0})", "= {1}"),
    "alloc": ("{op}()", "= {0}"),
    "no-memory": ("{op}()", "= NULL"),
    "free": ("{op}({0})", "(freed)"),
    "read-slot": ("{op}({0})", "= {1}"),
    "read-slot-none": ("{op}({0})", "= none"),
    "read-entry": ("{op}({0})", "= {1}"),
    "read-entry-none": ("{op}({0})", "= none"),
    "clear-slot": ("{op}({0})", "= {1}"),
    "clear-entry": ("{op}({0})", "= {1}"),
    "find-page": ("{op}({0})", "= {1}"),
    "find-page-none": ("{op}({0})", "= NULL"),
    "find-vma-none": ("{op}({0})", "= NULL"),
    "load": ("load {0}", "= {2} ({1})"),
    "store": ("store {0}", "= {2} ({1})"),
    "walk-cache": ("TLB miss {0}", "= {1} (cached)"),
    "walk-slot": ("TLB miss {0}", "= {1}"),
    "walk-slot-none": ("page fault {0}", "= none"),
    "walk-fill": ("TLB fill {0}", "= {1}"),
    "walk-fault": ("page fault {0}", "= none"),
    "walk-fault-write": ("page fault {0}", "(read-only)"),
}
"""By the id of an event: the code, where {op} is the primitive, and the note to its right."""

_REMARKS = {
    "believes-owner": "{0} is mine alone",
    "batch": "free after the flush",
    "queue": "queue {0}",
    "free": "{0} is freed",
    "segv": "SIGSEGV at {0}",
    "uncache": "{1} leaves the cache",
    "mmdrop": "mm {0} is freed",
}
"""What else a step does on its way that a reader of the diagram wants to know."""

_ASIDE = ("switch", "irqs-off", "irqs-on")


@dataclass(frozen=True, slots=True)
class Call:
    """A call under way: `frame` tells one call of a function from another."""

    function: str
    frame: int


@dataclass(frozen=True, slots=True)
class Deed:
    """What a thread's step does, or would do.

    calls: kernel functions around it, outermost first; none in user mode. code and note: the row.
    operation: the primitive, "" where there is none. events: ids, the main one first.
    names: the objects and numbers of its events, as text. pairs: (before, after) of counts.
    sentence: its sentence of the catalogue, without the thread.
    source: the lines of C on which it and the calls around it stand, innermost first.
    breaks: it breaks a property at once.
    """

    calls: tuple[Call, ...]
    code: str
    note: str
    remarks: tuple[str, ...]
    operation: str
    events: tuple[str, ...]
    names: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    sentence: str
    source: tuple[str, ...]
    breaks: bool

    @property
    def text(self) -> str:
        return f"{self.code}  {self.note}" if self.note else self.code


def deed(model: Model, thread: int, taken: Attempt) -> Deed:
    """The words of a step that goes through."""
    program = model.threads[thread].program
    place = program.code[taken.access].place if taken.access is not None else None
    main = next((e for e in taken.events if e.id not in _ASIDE), main_event(taken.events))
    code, note = _row(model, program, taken, main)
    rest = [event for event in taken.events if event is not main]
    remarks = tuple(_REMARKS[e.id].format(*e.args) for e in rest if e.id in _REMARKS)
    events = ([main] if main else []) + rest
    return Deed(
        calls=calls_of(program, place),
        code=code,
        note=note,
        remarks=remarks,
        operation=_operation(program, taken),
        events=tuple(event.id for event in events),
        names=tuple(str(arg) for event in events for arg in event.args),
        pairs=tuple((int(e.args[1]), int(e.args[2])) for e in events if e.id in _COUNTED),
        sentence=_sentence(taken, model.shape.threads[thread]),
        source=tuple(_source(model, program, place)),
        breaks=bool(taken.violations),
    )


def calls_of(program: Program, place: Place | None, *, hardware: bool = False) -> tuple[Call, ...]:
    """The kernel functions around a place, outermost first; with what the CPU does itself, if so wanted."""
    found: list[Call] = []
    index = place.frame if place is not None else None
    while index is not None:
        frame = program.frames[index]
        if hardware or frame.file != HARDWARE:
            found.append(Call(frame.function, index))
        index = frame.parent
    return tuple(reversed(found))


def _sentence(taken: Attempt, thread: str) -> str:
    event = main_event(taken.events)
    if event is not None:
        return told(event.id, event.args).text
    for violation in taken.violations:
        return said(f"violation.{violation.message}", *violation.args).text.removeprefix(f"{thread} ")
    return told("returns", ()).text


def _operation(program: Program, taken: Attempt) -> str:
    if taken.access is None:
        return ""
    instruction = program.code[taken.access]
    assert isinstance(instruction, Access), "an attempt's access is one"
    return instruction.operation


def _row(model: Model, program: Program, taken: Attempt, main: Event | None) -> tuple[str, str]:
    if taken.access is None:
        return "return", ""
    if main is None:
        return _eventless(model, program, taken), ""
    op = _spoken(_operation(program, taken))
    if main.id in _WORDS:
        code, note = _WORDS[main.id]
        return code.format(*main.args, op=op), note.format(*main.args)
    return f"{op}({', '.join(map(str, main.args))})", ""


def _spoken(operation: str) -> str:
    """The plain accesses "load pmd_t" and "store mm_struct.rss" are called read and write."""
    word, _, of = operation.partition(" ")
    return {"load": "read", "store": "write"}.get(word, word) if of else operation


def _eventless(model: Model, program: Program, taken: Attempt) -> str:
    """A step that tells nothing: it met what was freed."""
    assert taken.access is not None, "a step without an access is a return"
    instruction = program.code[taken.access]
    assert isinstance(instruction, Access), "an attempt's access is one"
    primitive = PRIMITIVES.get(instruction.operation)
    values = [evaluate(arg, taken.local, model.pure) for arg in instruction.args]
    if primitive is not None:
        types = [ctype for _, ctype in primitive.params]
    else:
        of = instruction.operation.partition(" ")[2]
        types = [_pointer_to(of), CType.INT][: len(values)]
    shown = (value_text(model.layout.pointers, t, v) for t, v in zip(types, values, strict=True))
    return f"{_spoken(instruction.operation)}({', '.join(shown)})"


def _pointer_to(of: str) -> CType:
    """The type of what a plain access goes through: "pmd_t", "mm_struct.rss"."""
    return {"pmd_t": CType.PMD_PTR, "pte_t": CType.PTE_PTR}.get(of, CType.MM_PTR)


@lru_cache(maxsize=16)  # the same few texts, for every step of a search
def _lines(sources: tuple[Source, ...]) -> dict[str, list[str]]:
    return {source.file: source.text.split("\n") for source in sources}


def _source(model: Model, program: Program, place: Place | None) -> Iterator[str]:
    if place is None:
        return
    lines = _lines(model.protocol.sources)
    span: Span | None = place.span
    index: int | None = place.frame
    while index is not None and span is not None:
        yield lines[span.file][span.line - 1].strip()
        frame = program.frames[index]
        span, index = frame.call, frame.parent
