"""A model in Promela, for Spin: a process for each thread, a label for each place where it can stop.

Threads that do the same, each in its own mm, share a proctype (`engine.export.promela_twins`).

One step of ptscope is one transition of Spin: a `d_step` under its condition. What stands among a label's
options is what `engine.export.walk` found out about the private work behind the access; what a primitive
does is `engine.export.promela_primitives`' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.export.expressions import identifier
from engine.export.extent import Extent
from engine.export.promela_machine import numbers, preamble, type_of
from engine.export.promela_primitives import MEANINGS
from engine.export.promela_text import Printer, condition, moves
from engine.export.promela_twins import Group, Twins
from engine.export.text import Texts
from engine.export.variables import Slots
from engine.export.walk import Walk
from engine.export.ways import HALTS, Stop, Way
from engine.lang.instructions import End, Enter
from engine.run.model import Model

_SCRATCH = re.compile(r"\b(?:result|was_gather|swapped)_\w+\b(?!\()")

_IN_USER_MODE = ("mmu_load", "mmu_store", "oracle_map", "oracle_unmap_end")
"""What can break a mapping though no thread was in the kernel before the step."""


def promela(model: Model) -> str:
    """The model as Promela text.

    Raises:
        LimitReached: a part of it does not fit Promela.
    """
    extent = Extent(model)
    processes = [_Process(extent, walk) for walk in extent.walks]
    bodies = ["\n".join(process.text()) for process in processes]
    twins = Twins(bodies, numbers(extent))
    text = "\n".join((*_own_names(twins), *(_proctype(extent, group) for group in twins.groups)))
    scratch = ["i", "j", "n", *sorted(set(_SCRATCH.findall(text)))]
    watchdog = _watchdog(extent, twins.groups, processes)
    return "\n".join((*_head(model), *preamble(extent, scratch), text, *watchdog)) + "\n"


def _head(model: Model) -> Iterator[str]:
    settings = ", ".join(f"{name}={value}" for name, value in sorted(model.config.items()))
    yield f"/* ptscope: {model.scenario.id} under {model.protocol.name}"
    yield f"   {settings}"
    yield "   spin -a FILE; gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c; ./pan -E"
    yield "   Each step is one transition, each state of ptscope one state: see docs/export.md. */"


def _own_names(twins: Twins) -> Iterator[str]:
    if twins.names:
        yield "\n/* what is a process's own, where several share their text */"
    for name, expression in twins.names.items():
        yield f"#define {name} {expression}"


def _name(extent: Extent, group: Group) -> str:
    return "run_" + "_".join(extent.shape.threads[group.first : group.first + group.threads])


def _proctype(extent: Extent, group: Group) -> str:
    """The processes of one thread or of several that do the same."""
    many = f"[{group.threads}] " if group.threads > 1 else ""
    return f"\nactive {many}proctype {_name(extent, group)}() {{\n{group.text}\n}}"


def _watchdog(extent: Extent, groups: list[Group], processes: list[_Process]) -> Iterator[str]:
    """Deadlocks: Spin's own end states cannot tell a thread that waits from one whose mm is gone."""
    waiting = " || ".join(
        f"!({processes[thread].over(f'{_name(extent, group)}[{thread}]')})"
        for group in groups
        for thread in range(group.first, group.first + group.threads)
    )
    yield "\n/* nobody can go on, and somebody has something left to do */"
    yield "active proctype watchdog() {"
    yield f"end:\tatomic {{ timeout && !halted && ({waiting}) -> BROKEN(deadlock, deadlock) }}"
    yield "\tgoto end\n}"


class _Process:
    """One thread's proctype."""

    def __init__(self, extent: Extent, walk: Walk) -> None:
        self.extent = extent
        self.walk = walk
        self.code = extent.model.threads[walk.thread]
        self.name = extent.shape.threads[walk.thread]
        self.slots = Slots(walk)
        self.texts = Texts(extent.model, walk.thread)
        self.dead: set[int] = set()

    @property
    def me(self) -> str:
        return f"by_{self.name}"

    def text(self) -> Iterator[str]:
        for slot in self.slots.all:
            kind = "short" if slot.signed else type_of(slot.bits, slot.name)
            yield f"\t{kind} {slot.name};\t/* {slot.help} */"
        for pc in sorted(self.walk.stops):
            yield from self._stop(self.walk.stops[pc])
        for pc in sorted(self.dead - self.walk.stops.keys()):
            yield f"{self._label(pc)}:\t/* stopped: {self.texts.place(pc)} */\n\tfalse;"
        yield "\tskip"

    def _label(self, pc: int) -> str:
        return f"L{pc}_{self.texts.function(pc)}"

    def over(self, process: str) -> str:
        """When the thread has nothing left to do: its story is over, or it rests in an mm that is gone."""
        done, resting = [], []
        for pc in sorted(self.walk.stops):
            at = f"{process}@{self._label(pc)}"
            match self.walk.code[pc]:
                case End():
                    done.append(at)
                case Enter():
                    resting.append(at)
        if "mmdrop" in self.extent.operations:
            mm = self.extent.shape.thread_mm[self.walk.thread]
            done.append(f"(mm_state[{mm}] == GONE && ({' || '.join(resting)}))" if resting else "0")
        return " || ".join(done) or "0"

    # stops -------------------------------------------------------------------------------------
    def _stop(self, stop: Stop) -> Iterator[str]:
        yield f"{self._label(stop.pc)}:\t/* {self.texts.place(stop.pc)} */"
        if isinstance(self.walk.code[stop.pc], End):
            yield "\tfalse;"
            return
        yield "\tif"
        faults: set[tuple[int, bool]] = set()
        for way in stop.ways:
            if way.access is not None:
                index, pc = way.access
                key = (pc, way.effects[index].fails)
                if key not in faults:
                    faults.add(key)
                    yield from self._fault(stop, way)
            yield from self._way(stop, way)
        yield "\tfi;"

    def _ready(self, stop: Stop) -> list[str]:
        """What every way on from a stop asks for."""
        ready = ["!halted"]
        if self.extent.pins:
            ready.append(f"(pinned == 0 || pinned == {self.me})")
        if isinstance(self.walk.code[stop.pc], Enter) and not self.extent.all_live:
            ready.append(f"mm_state[{self.extent.shape.thread_mm[self.walk.thread]}] == LIVE")
        return ready

    def _fault(self, stop: Stop, way: Way) -> Iterator[str]:
        """The way in which the access itself stops the kernel."""
        assert way.access is not None, "asked for ways with an access only"
        index, pc = way.access
        faults = self._faults(way, index)
        if not faults:
            return
        text = "skip"
        for when, statements in reversed(faults):
            text = f"if :: {when} -> {statements} :: else -> {text} fi"
        printer = Printer(self.extent, self.slots, self.me, way)
        body = [*printer.body(way, way.effects[:index]), faults[0][1] if len(faults) == 1 else text]
        guard = [*self._ready(stop), f"({' || '.join(when for when, _ in faults)})"]
        stopped = Way((), way.effects[: index + 1], way.access, pc, (), halts="bug")
        yield from self._option(stop, stopped, printer, guard, body)

    def _faults(self, way: Way, index: int) -> list[tuple[str, str]]:
        """When an access stops the kernel, as far as its arguments can: (condition, statements)."""
        effect = way.effects[index]
        printer = Printer(self.extent, self.slots, self.me, way)
        found: list[tuple[str, str]] = []
        for message, fault in effect.faults:
            found.append((printer.condition(fault), f"BROKEN(bug, {message})"))
        meaning = MEANINGS[effect.operation]
        if meaning.halts and not (effect.operation == "spin_unlock" and not self.extent.table_locks):
            name = identifier(effect.operation)
            args = printer.arguments(effect)
            found.append((f"{name}_halts({args})", f"{name}_oops({args})"))
        return found

    def _way(self, stop: Stop, way: Way) -> Iterator[str]:
        printer = Printer(self.extent, self.slots, self.me, way)
        guard = self._ready(stop)
        if way.access is not None:
            index, _ = way.access
            effect = way.effects[index]
            faults = [when for when, _ in self._faults(way, index)]
            if faults:
                guard.append(f"!({' || '.join(faults)})")
            if MEANINGS[effect.operation].blocked:
                guard.append(f"!{identifier(effect.operation)}_blocked({printer.arguments(effect)})")
        guard += [condition(printer, base, holds) for base, holds in way.conditions]
        body = printer.body(way, way.effects)
        if way.halts:
            body.append(f"BROKEN({', '.join(HALTS[way.halts]).replace('-', '_')})")
        yield from self._option(stop, way, printer, guard, body)

    def _option(
        self, stop: Stop, way: Way, printer: Printer, guard: list[str], body: list[str]
    ) -> Iterator[str]:
        """One option of a label: what it asks for, what it does, and where it ends."""
        if self.extent.pins and not self.code.pinned[stop.pc]:  # who is pinned has the CPU
            body = [f"switch_to({self.me})", *body]
        after = None if way.halts else self.walk.stops[way.to]
        body = body + moves(printer, way, stop, after) + self._leave(stop, way)
        if way.halts:
            self.dead.add(way.to)
        yield f"\t:: d_step {{ {' && '.join(guard)} ->"
        for statement in body:
            yield f"\t\t{statement};"
        yield "\t\tFORGET"
        yield f"\t   }} goto {self._label(way.to)}"

    def _leave(self, stop: Stop, way: Way) -> list[str]:
        """What follows from the new place, and what is judged there."""
        code, found = self.code, []
        was, now = code.in_kernel[stop.pc], code.in_kernel[way.to]
        if was != now:
            found.append("in_kernel++" if now else "in_kernel--")
        if self.extent.pins and code.pinned[stop.pc] != code.pinned[way.to]:
            found.append(f"pinned = {self.me}" if code.pinned[way.to] else "pinned = 0")
        if way.halts:
            found.append(f"halted = {self.me if self.walk.tells(way.to) else 'SOMEBODY'}")
        if any(effect.operation == "ASSERT_EXCLUSIVE_ACCESS" for effect in way.effects):
            found.append("judge_owners()")
        if not now and not way.halts and was:
            found.append("judge_at_rest()")
        elif not now and not way.halts and any(effect.operation in _IN_USER_MODE for effect in way.effects):
            found.append("judge_mappings()")
        return found
