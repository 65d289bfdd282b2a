"""A model in TLA+, for TLC: an action for each place where a thread can stop, a disjunct for each way on.

The same stops and ways as in Promela (`engine.export.walk`). The machine is one record; a primitive is an
operator from machine to machine (`engine.export.tla_primitives`), so a way is a chain of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.export.expressions import identifier
from engine.export.extent import Extent
from engine.export.text import Texts
from engine.export.tla_judges import INVARIANTS, JUDGES
from engine.export.tla_machine import preamble
from engine.export.tla_primitives import MEANINGS
from engine.export.tla_text import Printer
from engine.export.variables import Slots
from engine.export.walk import Walk
from engine.export.ways import HALTS, Stop, Way
from engine.lang.instructions import End, Enter
from engine.run.model import Model

MODULE = "ptscope"


def tla(model: Model) -> str:
    """The model as a TLA+ module.

    Raises:
        LimitReached: a step of it goes on in too many ways.
    """
    extent = Extent(model)
    threads = [_Thread(extent, walk) for walk in extent.walks]
    lines = [*_head(model), *preamble(extent), "", "VARIABLES machine, place, local", ""]
    lines.append("vars == <<machine, place, local>>")
    lines += _GO
    texts = [line for thread in threads for line in thread.text()]
    actions = [action for thread in threads for action in thread.actions]
    lines += [*_resting(threads), "", *texts]
    lines += _first(threads)
    lines += ["Next ==", *(f"  \\/ {action}" for action in actions)]
    lines += ["Spec == Init /\\ [][Next]_vars", ""]
    lines += [JUDGES, *_deadlock(extent, threads), "=" * 77]
    return "\n".join(lines) + "\n"


def configuration() -> str:
    """What TLC's configuration file says."""
    return "INIT Init\nNEXT Next\n" + "".join(f"INVARIANT {name}\n" for name in INVARIANTS)


def _head(model: Model) -> Iterator[str]:
    yield f"{'-' * 32} MODULE {MODULE} {'-' * 32}"
    settings = ", ".join(f"{name}={value}" for name, value in sorted(model.config.items()))
    yield f"\\* ptscope: {model.scenario.id} under {model.protocol.name}"
    yield f"\\* {settings}"
    yield f"\\* Save it as {MODULE}.tla, and beside it {MODULE}.cfg:"
    for line in configuration().splitlines():
        yield f"\\*   {line}"
    yield "\\* Then: java -cp tla2tools.jar tlc2.TLC -deadlock ptscope. See docs/export.md."
    yield "EXTENDS Integers, Sequences, FiniteSets, TLC\n"
    yield "Abs(a) == IF a < 0 THEN -a ELSE a"


_GO = (
    "Is(condition) == condition = TRUE \\* TLC would make each side of a bare disjunction a way of its own",
    "Halt(m, who) == [m EXCEPT !.halted = who] \\* who stopped the kernel, where the places do not tell",
    "Go(t, m, to, values) ==",
    "  /\\ machine' = [m EXCEPT !.broken = {}]",
    "  /\\ place' = [place EXCEPT ![t] = to]",
    "  /\\ local' = [local EXCEPT ![t] = values]",
    "  /\\ \\A b \\in m.broken : Broken(b[1], b[2])",
    "",
)


def _first(threads: list[_Thread]) -> Iterator[str]:
    yield f"Init == machine = First /\\ place = <<{', '.join('0' for _ in threads)}>>"
    yield f"  /\\ local = <<{', '.join(f'Zero_{thread.name}' for thread in threads)}>>"


def _resting(threads: list[_Thread]) -> Iterator[str]:
    """Which places are in the kernel, and which cannot be switched away from."""
    for name, attribute in (("InKernel", "in_kernel"), ("Pinned", "pinned")):
        sets = []
        for thread in threads:
            flags = getattr(thread.code, attribute)
            places = sorted(thread.walk.stops.keys() | thread.dead)
            sets.append("{" + ", ".join(str(pc) for pc in places if flags[pc]) + "}")
        yield f"{name}(t, at) == at \\in <<{', '.join(sets)}>>[t]"


def _deadlock(extent: Extent, threads: list[_Thread]) -> Iterator[str]:
    waits = ", ".join(f"Waits_{thread.name}" for thread in threads)
    over = ", ".join(f"Over_{thread.name}" for thread in threads)
    yield "\\* nobody can go on, and somebody has something left to do"
    yield f"Waits(t) == <<{waits}>>[t]"
    yield f"Over(t) == <<{over}>>[t]"
    yield "Candidates == LET pinned == {t \\in DOMAIN place : Pinned(t, place[t])}"
    yield f"  IN IF pinned = {{}} \\/ {str(not extent.pins).upper()} THEN DOMAIN place ELSE pinned"
    yield "NoDeadlock =="
    yield "  /\\ machine.halted = 0"
    yield "  /\\ \\A t \\in Candidates : Waits(t) \\/ Over(t)"
    yield "  /\\ \\E t \\in Candidates : Waits(t)"
    yield '  => Broken("deadlock", "deadlock")'


class _Thread:
    """One thread's actions."""

    def __init__(self, extent: Extent, walk: Walk) -> None:
        self.extent = extent
        self.walk = walk
        self.code = extent.model.threads[walk.thread]
        self.name = extent.shape.threads[walk.thread]
        self.number = 1 + walk.thread
        self.slots = Slots(walk)
        self.texts = Texts(extent.model, walk.thread)
        self.actions: list[str] = []
        self.waiting: list[str] = []
        self.over: list[str] = []
        self.dead: set[int] = set()

    def text(self) -> Iterator[str]:
        fields = ", ".join(f"{slot.name} |-> 0" for slot in self.slots.all)
        yield f"Zero_{self.name} == {f'[{fields}]' if fields else '<<>>'}"
        for pc in sorted(self.walk.stops):
            yield from self._stop(self.walk.stops[pc])
        yield f"Waits_{self.name} == LET m1 == machine IN {_any(self.waiting)}"
        yield f"Over_{self.name} == {_any(self.over)}\n"

    def _stop(self, stop: Stop) -> Iterator[str]:
        at = f"place[{self.number}] = {stop.pc}"
        mm = f"machine.mm_state[{1 + self.extent.shape.thread_mm[self.walk.thread]}]"
        step = self.walk.code[stop.pc]
        if isinstance(step, End):
            self.over.append(at)
            return
        ready = [at, "machine.halted = 0"]
        if isinstance(step, Enter):
            self.over.append(f"{at} /\\ {mm} = GONE")
            self.waiting.append(f"{at} /\\ {mm} = 0")
            ready.append(f"{mm} = LIVE")
        if self.extent.pins and not self.code.pinned[stop.pc]:
            others = f"\\A t \\in DOMAIN place \\ {{{self.number}}} : ~Pinned(t, place[t])"
            ready.append(others)
        action = f"{self.name}_{stop.pc}_{self.texts.function(stop.pc)}"
        self.actions.append(action)
        switch = f"SwitchTo(machine, {self.number})" if self.extent.pins else "machine"
        yield f"{action} == \\* {self.texts.place(stop.pc)}"
        yield f"  LET m1 == {switch} IN"
        for condition in ready:
            yield f"  /\\ {condition}"
        prefix = "  /\\ "
        seen: set[tuple[int, bool]] = set()
        for way in stop.ways:
            if way.access is not None:
                index, pc = way.access
                key = (pc, way.effects[index].fails)
                if key not in seen:
                    seen.add(key)
                    for line in self._fault(stop, way):
                        yield prefix + line
                        prefix = "     "
            for line in self._way(stop, way):
                yield prefix + line
                prefix = "     "

    # ways --------------------------------------------------------------------------------------
    def _fault(self, stop: Stop, way: Way) -> Iterator[str]:
        assert way.access is not None, "asked for ways with an access only"
        index, pc = way.access
        printer = Printer(self.extent, self.slots, self.number, way)
        faults = self._faults(printer, way, index)
        self._note_waiting(stop, printer, way, faults)
        if not faults:
            return
        after = faults[-1][1]
        for condition, machine in reversed(faults[:-1]):
            after = f"IF {condition} THEN {machine} ELSE {after}"
        self.dead.add(pc)
        yield f"\\/ {printer.lets(index)}"
        halts = " \\/ ".join(condition for condition, _ in faults)
        yield f"   /\\ Is({halts})"
        yield f"   /\\ Go({self.number}, Halt({after}, {self._who(pc)}), {pc}, Zero_{self.name})"

    def _faults(self, printer: Printer, way: Way, index: int) -> list[tuple[str, str]]:
        """When an access stops the kernel: (condition, the machine then)."""
        effect = way.effects[index]
        machine = printer.machine(index)
        found = [
            (printer.truth(fault), f'Break({machine}, "bug", "{message.replace("_", "-")}")')
            for message, fault in effect.faults
        ]
        if MEANINGS[effect.operation].halts:
            call = f"({machine}, {printer.arguments(effect)})"
            name = identifier(effect.operation)
            found.append((f"{name}_halts{call}", f"{name}_oops{call}"))
        return found

    def _note_waiting(self, stop: Stop, printer: Printer, way: Way, faults: list[tuple[str, str]]) -> None:
        """When the thread waits at a stop: its access is blocked, and does not stop the kernel."""
        assert way.access is not None, "asked for ways with an access only"
        effect = way.effects[way.access[0]]
        if not MEANINGS[effect.operation].blocked:
            return
        waits = [f"place[{self.number}] = {stop.pc}"]
        if isinstance(self.walk.code[stop.pc], Enter):
            waits.append(f"machine.mm_state[{1 + self.extent.shape.thread_mm[self.walk.thread]}] = LIVE")
        waits += [f"~({condition})" for condition, _ in faults]
        waits.append(self._blocked(printer, way, "m1"))
        self.waiting.append(f"{printer.lets(way.access[0])} " + " /\\ ".join(waits))

    def _blocked(self, printer: Printer, way: Way, machine: str) -> str:
        assert way.access is not None, "asked for ways with an access only"
        effect = way.effects[way.access[0]]
        return f"{identifier(effect.operation)}_blocked({machine}, {printer.arguments(effect)})"

    def _way(self, stop: Stop, way: Way) -> Iterator[str]:
        printer = Printer(self.extent, self.slots, self.number, way)
        yield f"\\/ {printer.lets(len(way.effects))}"
        if way.access is not None:
            index, _ = way.access
            for condition, _ in self._faults(printer, way, index):
                yield f"   /\\ ~({condition})"
            if MEANINGS[way.effects[index].operation].blocked:
                yield f"   /\\ ~{self._blocked(printer, way, 'm1')}"
        for base, holds in way.conditions:
            yield f"   /\\ {'Is' if holds else '~'}({printer.truth(base)})"
        machine = printer.machine(len(way.effects))
        if way.halts:
            self.dead.add(way.to)
            property, message = HALTS[way.halts]
            machine = f'Halt(Break({machine}, "{property}", "{message}"), {self._who(way.to)})'
        yield f"   /\\ Go({self.number}, {machine}, {way.to}, {self._values(printer, way)})"

    def _who(self, pc: int) -> int:
        return self.number if self.walk.tells(pc) else 1 + len(self.extent.walks)

    def _values(self, printer: Printer, way: Way) -> str:
        there = self.slots.kept_at(None if way.halts else self.walk.stops[way.to])
        changes = [
            f"!.{there[variable].name} = {printer.number(value)}"
            for variable, value in way.values
            if variable in there
        ]
        return f"[Zero_{self.name} EXCEPT {', '.join(changes)}]" if changes else f"Zero_{self.name}"


def _any(conditions: list[str]) -> str:
    return " \\/ ".join(f"({condition})" for condition in conditions) or "FALSE"
