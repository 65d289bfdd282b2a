"""What only the path knows: since when, by whom, what was there before. It is not part of the state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.lang.instructions import Access
from engine.machine.memory import Event
from engine.machine.shape import NO_MM
from engine.machine.violations import Violation
from engine.run.model import Model
from engine.run.step import Attempt

Key = tuple[str, str, tuple[str, ...]]
"""A violation that lasts: (property, message, objects), whatever the numbers in its sentence are now."""


@dataclass(frozen=True, slots=True)
class History:
    """The past of one state of a run. Dicts are never changed, only replaced.

    freed: page or table -> (thread, step). since: lock -> step. was: slot or entry -> what it held.
    writer: slot -> step. dropped: (table, mm) whose reference was put while the slot still names it.
    broken: violation -> the step that broke it. pins: (page or table, thread), a pair a reference.
    """

    freed: dict[str, tuple[str, int]] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    writer: dict[str, int] = field(default_factory=dict)
    dropped: frozenset[tuple[str, str]] = frozenset()
    broken: dict[Key, int] = field(default_factory=dict)
    pins: tuple[tuple[str, str], ...] = ()


def key(violation: Violation) -> Key:
    return violation.property, violation.message, violation.objects


def extend(
    model: Model, past: History, at: int, thread: int, before: int, tried: Attempt, broken: list[Violation]
) -> History:
    """The history after one more step."""
    name = model.shape.threads[thread]
    freed, since = dict(past.freed), dict(past.since)
    dropped = set(past.dropped)
    owner = model.shape.thread_mm[thread]
    mm = "" if owner == NO_MM else model.shape.mms[owner]
    for event in tried.events:
        _note_event(event, at, name, freed, since)
        _note_reference(event, mm, dropped)
    was, writer = _note_writes(model, past, at, before, tried.state)
    return replace(
        past,
        freed=freed,
        since=since,
        was=was,
        writer=writer,
        dropped=frozenset(dropped),
        broken={key(violation): past.broken.get(key(violation), at) for violation in broken},
        pins=_pins(model, past.pins, thread, tried),
    )


def _note_event(
    event: Event, at: int, thread: str, freed: dict[str, tuple[str, int]], since: dict[str, int]
) -> None:
    match event.id:
        case "free":
            freed[str(event.args[0])] = (thread, at)
        case "alloc":
            freed.pop(str(event.args[0]), None)
        case "lock" | "down-read" | "down-write":
            since[str(event.args[0])] = at


def _note_reference(event: Event, mm: str, dropped: set[tuple[str, str]]) -> None:
    match event.id:
        case "put" | "put-zero":
            dropped.add((str(event.args[0]), mm))
        case "get" | "populate":
            dropped.discard((str(event.args[-1 if event.id == "populate" else 0]), mm))


def _pins(
    model: Model, pins: tuple[tuple[str, str], ...], thread: int, tried: Attempt
) -> tuple[tuple[str, str], ...]:
    """The references that walks without locks have taken for themselves, and not yet put.

    Who takes one by `get_page_unless_zero` means to put it: nothing else in memory tells of it. It ends with
    the system call.
    """
    name, code = model.shape.threads[thread], model.threads[thread]
    if not code.in_kernel[model.place(tried.state, thread)]:
        return tuple(pin for pin in pins if pin[1] != name)
    access = None if tried.access is None else code.program.code[tried.access]
    takes = isinstance(access, Access) and access.operation == "get_page_unless_zero"
    kept = list(pins)
    for event in tried.events:
        pin = (str(event.args[0]) if event.args else "", name)
        if event.id == "get" and takes:
            kept.append(pin)
        elif event.id in ("put", "put-zero") and pin in kept:
            kept.remove(pin)
    return tuple(kept)


def _note_writes(
    model: Model, past: History, at: int, before: int, after: int
) -> tuple[dict[str, str], dict[str, int]]:
    delta = before ^ after
    if not delta & model.watched_mask:
        return past.was, past.writer
    was, writer = dict(past.was), dict(past.writer)
    pointers = model.layout.pointers
    for spot, is_entry in model.watched:
        if not delta & spot.mask:
            continue
        old, new = (before & spot.mask) >> spot.shift, (after & spot.mask) >> spot.shift
        if not is_entry:
            writer[spot.name] = at
        if new == 0:
            was[spot.name] = (
                pointers.entry_name(old) if is_entry else pointers.page_name(pointers.slot_table(old))
            )
        else:
            was.pop(spot.name, None)
    return was, writer
