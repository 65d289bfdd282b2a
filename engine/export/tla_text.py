"""Expressions and effects of one way as TLA+ text: m1 is the machine before the step, m2, ... after it."""

from __future__ import annotations

from engine.export.expressions import identifier, name_of, parameter_types
from engine.export.extent import Extent
from engine.export.symbolic import is_capture
from engine.export.tla_primitives import MEANINGS
from engine.export.variables import Slots
from engine.export.ways import GATHER_FAST, GATHER_MM, GATHER_NR, Effect, Way
from engine.lang.instructions import Binary, Const, Expr, Pure, Read, Unary, Variable

_COMPARISONS = {"==": "=", "!=": "#", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "&&": "/\\", "||": "\\/"}
_NUMBERS = {"/": "TowardsZero", "%": "Remainder", "&": "And", "|": "Or", "^": "Xor", "<<": "Shl", ">>": "Shr"}


class Printer:
    """Prints for one way; the results of effects are r1, r2, ... of its LETs."""

    def __init__(self, extent: Extent, slots: Slots, me: int, way: Way) -> None:
        self.extent = extent
        self.slots = slots
        self.me = me
        self.way = way

    def machine(self, index: int) -> str:
        """The machine before the effect of an index."""
        return f"m{1 + index}"

    def lets(self, count: int) -> str:
        """The definitions of what the first effects make of the machine; TLC works out only what is used."""
        lines = []
        for index, effect in enumerate(self.way.effects[:count]):
            name, before = self.meaning_name(effect), self.machine(index)
            args = self.arguments(effect)
            meaning = MEANINGS[name]
            if meaning.result:
                lines.append(f"r{1 + index} == {identifier(name)}_result({before}, {args})")
            after = f"{identifier(name)}({before}, {args})" if meaning.does else before
            lines.append(f"{self.machine(index + 1)} == {after}")
        return f"LET {'  '.join(lines)} IN" if lines else ""

    @staticmethod
    def meaning_name(effect: Effect) -> str:
        return f"{effect.operation} fails" if effect.fails else effect.operation

    def arguments(self, effect: Effect) -> str:
        types = parameter_types(effect.operation)
        args = [
            name_of(self.extent, ctype, arg.value) if isinstance(arg, Const) else self.number(arg)
            for ctype, arg in zip(types, effect.args, strict=False)
        ]
        return ", ".join((*args, str(self.me)))

    def truth(self, expr: Expr) -> str:
        """The expression as a condition: it is not zero."""
        match expr:
            case Const(value=value):
                return "TRUE" if value else "FALSE"
            case Unary(op="!", operand=operand):
                return f"~({self.truth(operand)})"
            case Binary(op="&&" | "||" as op, left=left, right=right):
                return f"(({self.truth(left)}) {_COMPARISONS[op]} ({self.truth(right)}))"
            case Binary(op=op, left=left, right=right) if op in _COMPARISONS:
                return f"({self.number(left)} {_COMPARISONS[op]} {self.number(right)})"
        return f"{self.number(expr)} # 0"

    def number(self, expr: Expr) -> str:
        match expr:
            case Const(value=value):
                return str(value) if value >= 0 else f"({value})"
            case Read(variable=variable):
                return self._variable(variable)
            case Unary(op="-", operand=operand):
                return f"(-{self.number(operand)})"
            case Unary(op="~", operand=operand):
                return f"(-1 - {self.number(operand)})"
            case Binary(op=op, left=left, right=right) if op in _NUMBERS:
                return f"{_NUMBERS[op]}({self.number(left)}, {self.number(right)})"
            case Binary(op="+" | "-" | "*" as op, left=left, right=right):
                return f"({self.number(left)} {op} {self.number(right)})"
            case Pure(operation=operation, args=args):
                return f"{identifier(operation)}({', '.join(self.number(arg) for arg in args)})"
        return f"Number({self.truth(expr)})"

    def _variable(self, variable: Variable) -> str:
        if variable in (GATHER_MM, GATHER_FAST):
            return f"m1.{variable.name}[Cpu({self.me})]"
        if variable == GATHER_NR:
            return f"Len(m1.queue[Cpu({self.me})])"
        if is_capture(variable):
            return f"r{-variable.offset}"
        return f"local[{self.me}].{self.slots.of[variable].name}"
