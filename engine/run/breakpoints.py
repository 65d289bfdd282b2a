"""Breakpoints: values that say where a run is to stop, and the test of a step against them.

A test looks at two neighbouring moments of a run and at nothing else, so it does not matter who took the
step, or when: the same test marks the steps of a run that is known and stops one that goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.errors import RequestError
from engine.lang.instructions import Access, End, Enter, Instruction, Jump, Place
from engine.run.model import Model
from engine.run.objects import Objects
from engine.run.run import Moment
from engine.run.sentences import listed, said
from engine.run.step import look
from engine.run.watch import compile_watch
from engine.words.text import Text

STOPS = ("line", "taken", "released", "waited", "changed", "used", "true")

GHOSTS = (".oracle", ".owners", ".preempt_count", ".forking")
"""What judges and bookkeeping write down beside an object: no part of it in the kernel."""

MOST_BREAKPOINTS = 32
"""Breakpoints at a time."""


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Where to stop. `number` is how people call it; 0 is a place to run to once.

    stop: "line" (what: a file; line: the line), "taken", "released", "waited" (what: a lock), "changed",
    "used" (what: an object or a part of one: "T0", "T0.count", "A.pmd[0]"; "changed" also an expression),
    "true" (what: an expression).
    """

    number: int
    stop: str
    what: str
    line: int = 0


Test = Callable[[Moment, Moment], str | Text | None]
"""What a step did that a breakpoint waits for, as an object of the sentence's verb; None: nothing."""


class Stops:
    """Breakpoints made ready for one model."""

    def __init__(self, model: Model, breakpoints: Sequence[Breakpoint]) -> None:
        """Raises EngineError: a breakpoint names what is not there (RUN22, RUN24, RUN25), or has a bad
        expression."""
        self._model = model
        self._tests = [(each, _test(model, each)) for each in breakpoints]

    def hits(self, before: Moment, after: Moment) -> Iterator[tuple[Breakpoint, Text]]:
        """The breakpoints that the step between two moments meets, in order, and each as a sentence."""
        assert after.choice is not None, "a step has led there"
        for each, test in self._tests:
            found = test(before, after)
            if found is not None:
                yield each, self._told(each, after.choice.thread, found)

    def first(self, before: Moment, after: Moment) -> Text | None:
        return next((text for _, text in self.hits(before, after)), None)

    def _told(self, each: Breakpoint, thread: str, found: str | Text) -> Text:
        verb = "ran" if found == "ran" else each.stop
        args = (thread, found, each.what, each.line)
        if each.number == 0:
            return said(f"reason.stop-{verb}", *args)
        return said(f"reason.stop-{verb}-numbered", *args, each.number)

    def unmet(self) -> Text:
        """What did not happen, to be said behind "A ended": of the place to run to, or of all."""
        wanted = [each for each, _ in self._tests if each.number == 0] or [each for each, _ in self._tests]
        if len(wanted) != 1:
            return said("reason.met-none", len(wanted))
        return said(f"reason.never-{wanted[0].stop}", wanted[0].what, wanted[0].line)


def _test(model: Model, each: Breakpoint) -> Test:
    if each.stop == "line":
        return _at_line(model, each.what, each.line)
    if each.stop in ("taken", "released", "waited"):
        return _at_lock(model, each.what, each.stop)
    if each.stop in ("changed", "used"):
        return _at_object(model, each.what, each.stop)
    if each.stop == "true":
        return _when_true(model, each.what)
    hint = said("hint.write-one-of", ", ".join(STOPS))
    raise RequestError("RUN25", said("error.no-such-stop", each.stop[:40]), hint)


# lines -------------------------------------------------------------------------------------------
def lines_of(model: Model) -> dict[str, list[int]]:
    """For each file the lines on which a thread of the model runs something."""
    found: dict[str, set[int]] = {}
    for code in model.threads:
        for instruction in code.program.code:
            if not isinstance(instruction, Enter | End | Jump):
                span = instruction.place.span
                found.setdefault(span.file, set()).add(span.line)
    return {file: sorted(lines) for file, lines in sorted(found.items())}


def _at_line(model: Model, file: str, line: int) -> Test:
    lines = lines_of(model).get(file, [])
    if line not in lines:
        near = sorted(lines, key=lambda other: abs(other - line))[:2]
        hint = (
            said("hint.take-line", " or ".join(map(str, sorted(near))))
            if near
            else said("hint.take-running-line")
        )
        raise RequestError("RUN24", said("error.no-code-on-line", line, file), hint)

    def is_here(place: Place) -> bool:
        return place.span.line == line and place.span.file == file

    def test(before: Moment, after: Moment) -> str | Text | None:
        assert after.choice is not None, "a step has led there"
        assert after.taken is not None, "a step has led there"
        thread = model.thread_index(after.choice.thread)
        old, new = _waiting(model, before.state, thread), _waiting(model, after.state, thread)
        was_here = old is not None and is_here(old[1].place)
        if new is not None and is_here(new[1].place):
            is_further = (
                was_here and old is not None and old[1].place.frame == new[1].place.frame and old[0] < new[0]
            )
            return None if is_further else "line"
        return "ran" if not was_here and any(map(is_here, after.taken.ran)) else None

    return test


def _waiting(model: Model, state: int, thread: int) -> tuple[int, Instruction] | None:
    """The access before which a thread stands, and its number; None in user mode."""
    pc = model.place(state, thread)
    instruction = model.threads[thread].program.code[pc]
    return (pc, instruction) if isinstance(instruction, Access) else None


# locks and objects -------------------------------------------------------------------------------
def _at_lock(model: Model, name: str, stop: str) -> Test:
    objects = Objects(model)
    if name not in objects.locks:
        hint = said("hint.write-one-of", ", ".join(objects.locks))
        raise RequestError("RUN22", said("error.no-lock", name[:40]), hint)

    def waits(state: int) -> set[str]:
        tried = ((thread, look(model, state, n)) for n, thread in enumerate(model.shape.threads))
        return {thread for thread, one in tried if one.blocked is not None and one.blocked.lock == name}

    def test(before: Moment, after: Moment) -> str | Text | None:
        if stop == "waited":
            found = waits(after.state) - waits(before.state)
        else:
            old, new = (set(objects.holders(name, each.state)) for each in (before, after))
            found = new - old if stop == "taken" else old - new
        return listed(sorted(found)) or None

    return test


def _at_object(model: Model, name: str, stop: str) -> Test:
    layout = model.layout
    parts = (name + ".", name + "[")
    mask = 0
    for field in layout.fields:
        is_part = field.name.startswith(parts) and not any(ghost in field.name for ghost in GHOSTS)
        if field.name == name or is_part:
            mask |= field.mask
    if mask == 0:
        if stop == "changed":
            return _when_changed(model, name)
        hint = said("hint.name-an-object")
        raise RequestError("RUN22", said("error.no-object", name[:40]), hint)

    def test(before: Moment, after: Moment) -> str | Text | None:
        assert after.taken is not None, "a step has led there"
        changed = layout.changed((before.state ^ after.state) & mask)
        if stop == "changed":
            return listed(changed) or None
        return listed(changed) or (name if after.taken.touched & mask else None)

    return test


def _when_changed(model: Model, text: str) -> Test:
    watch = compile_watch(model, text)

    def test(before: Moment, after: Moment) -> str | Text | None:
        old, new = watch.told(before.state), watch.told(after.state)
        return f"{text}: {old} → {new}" if old != new else None

    return test


def _when_true(model: Model, text: str) -> Test:
    watch = compile_watch(model, text)

    def test(before: Moment, after: Moment) -> str | Text | None:
        return text if watch.holds(after.state) and not watch.holds(before.state) else None

    return test
