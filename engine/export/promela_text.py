"""Expressions and effects of one way as Promela text."""

from __future__ import annotations

from typing import assert_never

from engine.export.expressions import identifier, name_of, parameter_types
from engine.export.extent import Extent
from engine.export.promela_primitives import MEANINGS
from engine.export.symbolic import atoms, is_capture
from engine.export.variables import Slots
from engine.export.ways import BATCH_CHANGES, GATHER, Effect, Stop, Way
from engine.lang.instructions import Binary, Const, Expr, Pure, Read, Unary, Variable


class Printer:
    """Prints over the state before a step. Results of primitives are written out, or `kept` in scratch."""

    def __init__(self, extent: Extent, slots: Slots, me: str, way: Way) -> None:
        self.extent = extent
        self.slots = slots
        self.me = me
        self.results = {effect.target: effect for effect in way.effects}
        self.kept: frozenset[Variable] = frozenset()
        self.saved: frozenset[Variable] = frozenset()
        self.moved: dict[str, str] = {}

    def text(self, expr: Expr) -> str:
        match expr:
            case Const(value=value):
                return str(value) if value >= 0 else f"({value})"
            case Read(variable=variable):
                return self._variable(variable)
            case Unary(op=op, operand=operand):
                return f"{op}{self.text(operand)}"
            case Binary(op=op, left=left, right=right):
                return f"({self.text(left)} {op} {self.text(right)})"
            case Pure(operation=operation, args=args):
                return f"{identifier(operation)}({', '.join(self.text(arg) for arg in args)})"
            case _:
                assert_never(expr)

    def _variable(self, variable: Variable) -> str:
        if variable in GATHER:
            place = f"was_{variable.name}" if variable in self.saved else f"{variable.name}[CPU({self.me})]"
            return place
        if is_capture(variable):
            if variable in self.kept:
                return _scratch(variable)
            effect = self.results[variable]
            return f"{identifier(_meaning_name(effect))}_result({self.arguments(effect)})"
        name = self.slots.of[variable].name
        return self.moved.get(name, name)

    def read_by(self, expr: Expr) -> set[Variable]:
        """The process's variables that the text of an expression reads, results written out."""
        found: set[Variable] = set()
        for variable in atoms(expr):
            if is_capture(variable) and variable not in GATHER and variable not in self.kept:
                found.update(*(self.read_by(arg) for arg in self.results[variable].args))
            else:
                found.add(variable)
        return found

    def condition(self, expr: Expr) -> str:
        return "true" if isinstance(expr, Const) else self.text(expr)

    def arguments(self, effect: Effect) -> str:
        types = parameter_types(effect.operation)
        args = [
            name_of(self.extent, ctype, arg.value) if isinstance(arg, Const) else self.text(arg)
            for ctype, arg in zip(types, effect.args, strict=False)
        ]
        return ", ".join((*args, self.me))

    def body(self, way: Way, effects: tuple[Effect, ...]) -> list[str]:
        """The statements of effects, in order; results that are used later are put by in time."""
        found: list[str] = []
        used = _used_later(way)
        if any(effect.operation in BATCH_CHANGES for effect in effects):
            self.saved = frozenset(used & set(GATHER))
            found += [f"was_{one.name} = {one.name}[CPU({self.me})]" for one in GATHER if one in self.saved]
        for effect in effects:
            name = _meaning_name(effect)
            if not MEANINGS[name].does:
                continue
            args = self.arguments(effect)
            if effect.target in used:
                found.append(f"{_scratch(effect.target)} = {identifier(name)}_result({args})")
                self.kept |= {effect.target}
            found.append(f"{identifier(name)}({args})")
        return found


def _scratch(variable: Variable) -> str:
    return f"result_{-1 - variable.offset}"


def _used_later(way: Way) -> set[Variable]:
    """The results and batch values that arguments or the new values of variables are made of."""
    exprs = [value for _, value in way.values]
    exprs += [arg for effect in way.effects for arg in effect.args]
    return {variable for expr in exprs for variable in atoms(expr)}


def _meaning_name(effect: Effect) -> str:
    return f"{effect.operation} fails" if effect.fails else effect.operation


def condition(printer: Printer, base: Expr, holds: bool) -> str:
    text = printer.text(base)
    return text if holds else f"!{text}"


def moves(printer: Printer, way: Way, before: Stop, after: Stop | None) -> list[str]:
    """The new values of the process's variables; what does not matter any more becomes zero."""
    there = printer.slots.kept_at(after)
    pending: dict[str, Expr] = {slot.name: Const(0) for slot in printer.slots.kept_at(before).values()} | {
        there[variable].name: value for variable, value in way.values if variable in there
    }
    pending = {
        name: value
        for name, value in pending.items()
        if not (isinstance(value, Read) and _lives(printer, value, name))
    }
    found: list[str] = []
    while pending:
        read = {
            name: {printer.slots.of[one].name for one in printer.read_by(value) if one in printer.slots.of}
            for name, value in pending.items()
        }
        free = [
            name for name in pending if not any(name in read[other] for other in pending if other != name)
        ]
        if not free:  # two variables trade places
            name = next(iter(pending))
            printer.moved[name] = f"swapped_{len(printer.moved)}"
            found.append(f"{printer.moved[name]} = {name}")
            free = [name]
        for name in free[:1]:
            found.append(f"{name} = {printer.text(pending.pop(name))}")
    return found


def _lives(printer: Printer, value: Read, name: str) -> bool:
    slot = printer.slots.of.get(value.variable)
    return slot is not None and slot.name == name
