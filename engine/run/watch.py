"""Watched expressions: `page_count(T1)`, `A.pmd[0] == T0 && T0.count == 1`, asked of any state of a run.

The text is read by `engine.lang.formula`, names by `engine.run.objects`; here their kinds are checked once,
so that a mistake is told where it is typed, and the whole becomes one function of the state. docs/watch.md is
the grammar for users.

What has no value in a state (the count of the table that an empty slot names, a division by zero) is None,
and so is what is computed from it; as a condition it is not true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from engine.errors import LimitReached
from engine.lang import formula
from engine.lang.formula import Formula, parse_formula, refusal
from engine.run.evaluate import BINARY, UNARY, guarded
from engine.run.model import Model
from engine.run.objects import Kind, Objects, Reader, Spot, Value
from engine.words.saying import said
from engine.words.text import Text

MOST_WATCHES = 16
"""Expressions at a time."""

_NUMBERS = (Kind.NUMBER, Kind.CONDITION)
_PAGES = (Kind.PAGE, Kind.SLOT, Kind.ENTRY)
_THREADS = (Kind.HOLDER, Kind.THREAD)

_LOGICAL = ("==", "!=", "<", "<=", ">", ">=", "&&", "||", "!")
"""Operators that give a condition."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A checked expression. `kind`: "number", "condition", "page" or "lock"."""

    text: str
    kind: str
    read: Reader

    def holds(self, state: int) -> bool:
        """Whether the value is anything but 0, NULL, free or none at all."""
        return bool(self.read(state))

    def told(self, state: int) -> str:
        """The value as people read it: "2", "true", "T0", "none", "B", "free"; "–" where there is none."""
        value = self.read(state)
        if self.kind == "condition" and value is not None:
            return "true" if value else "false"
        if value is None:
            return {"page": "none", "lock": "free"}.get(self.kind, "–")
        return str(value)


def compile_watch(model: Model, text: str) -> Watch:
    """Checks an expression against the objects of a model.

    Raises:
        RequestError: RUN20 no expression, RUN21 something that cannot be watched, RUN22 a name that is not
            there, RUN23 a value of the wrong kind. The span is in the text.
        LimitReached: it is too long or nested too deep.
    """
    spot = _Compiler(Objects(model)).value(parse_formula(text))
    kind = "page" if spot.kind in _PAGES else "lock" if spot.kind in _THREADS else spot.kind.name.lower()
    return Watch(text, kind, spot.read)


class _Compiler:
    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._names = objects.names()
        self._functions: dict[str, tuple[tuple[str, ...], Callable[[formula.Call], Spot]]] = {
            "page_count": (("page",), lambda call: self._page(call.args[0]).members()["count"]),
            "references": (("page",), self._references),
            "holds": (("thread", "lock"), self._holds),
        }

    def value(self, node: Formula) -> Spot:
        """Something that has a value to be shown."""
        spot = self._spot(node)
        if spot.kind in (Kind.PROCESS, Kind.CPU, Kind.LIST, Kind.NOTHING) or (
            spot.kind is Kind.THREAD and spot.members() and isinstance(node, formula.Name)
        ):
            raise refusal("RUN23", node.span, said("error.no-value", _called(node)), _more(node, spot))
        return spot

    def _spot(self, node: Formula) -> Spot:
        match node:
            case formula.Number(value=value):
                return Spot(Kind.NUMBER, lambda state: value)
            case formula.Name():
                return self._known(node, self._names, node.name, said("error.no-name", _quoted(node.name)))
            case formula.Member():
                members = self._spot(node.object).members()
                return self._known(
                    node,
                    members,
                    node.name,
                    said("error.no-member", _called(node.object), _quoted(node.name)),
                )
            case formula.Index():
                return self._item(node)
            case formula.Call():
                return self._call(node)
            case formula.Unary():
                return self._unary(node)
            case formula.Binary():
                return self._binary(node)
            case _:
                assert_never(node)

    def _known(self, node: Formula, names: dict[str, Spot], name: str, unknown: Text) -> Spot:
        if name not in names:
            some = ", ".join(list(names)[:16])
            hint = said("hint.write-one-of", some) if some else said("hint.value-already")
            raise refusal("RUN22", node.span, unknown, hint)
        return names[name]

    def _item(self, node: formula.Index) -> Spot:
        spot = self._spot(node.object)
        if spot.items is None or spot.size is None:
            hint = said("hint.brackets-follow")
            raise refusal("RUN23", node.span, said("error.no-items", _called(node.object)), hint)
        if node.index >= spot.size:
            message = said("error.too-few-items", _called(node.object), spot.size)
            raise refusal("RUN22", node.span, message, said("hint.number-from-zero", spot.size - 1))
        return spot.items(node.index)

    # functions -----------------------------------------------------------------------------------
    def _call(self, node: formula.Call) -> Spot:
        if node.function not in self._functions:
            message = said("error.no-watch-function", node.function[:40])
            raise refusal("RUN22", node.span, message, said("hint.write-one-of", ", ".join(self._functions)))
        params, make = self._functions[node.function]
        if len(node.args) != len(params):
            message = said("error.watch-arity", node.function, len(params), len(node.args))
            raise refusal(
                "RUN23", node.span, message, said("hint.write-call", node.function, ", ".join(params))
            )
        return make(node)

    def _page(self, node: Formula) -> Spot:
        return self._of(node, _PAGES, said("hint.write-page"))

    def _references(self, call: formula.Call) -> Spot:
        page, objects = self._page(call.args[0]).read, self._objects

        def count(state: int) -> Value:
            name = page(state)
            return None if name is None else objects.references(str(name), state)

        return Spot(Kind.NUMBER, count)

    def _holds(self, call: formula.Call) -> Spot:
        thread = self._of(call.args[0], (Kind.THREAD,), said("hint.write-a-thread")).read
        lock = self._of(call.args[1], (Kind.HOLDER,), said("hint.write-lock")).read
        return Spot(Kind.CONDITION, lambda state: int(str(thread(state)) in str(lock(state)).split("+")))

    def _of(self, node: Formula, kinds: tuple[Kind, ...], hint: Text) -> Spot:
        spot = self._spot(node)
        if spot.kind not in kinds:
            raise refusal(
                "RUN23", node.span, said("error.wrong-kind", _called(node), said(spot.kind.value)), hint
            )
        return spot

    # operators -----------------------------------------------------------------------------------
    def _unary(self, node: formula.Unary) -> Spot:
        if node.op == "!":
            truth = _truth(self._operand(node.operand))
            return Spot(Kind.CONDITION, lambda state: None if (value := truth(state)) is None else 1 - value)
        operand, apply = (
            self._of(node.operand, _NUMBERS, said("hint.takes-number", node.op)).read,
            UNARY[node.op],
        )
        return Spot(
            Kind.NUMBER, lambda state: None if (value := operand(state)) is None else apply(_int(value))
        )

    def _operand(self, node: Formula) -> Spot:
        """Of a comparison or a logical operator: a value, or a constant of a name."""
        spot = self._spot(node)
        if spot.kind in (Kind.PROCESS, Kind.CPU, Kind.LIST):
            return self.value(node)
        return spot

    def _binary(self, node: formula.Binary) -> Spot:
        kind = Kind.CONDITION if node.op in _LOGICAL else Kind.NUMBER
        if node.op in ("&&", "||"):
            return Spot(
                kind, _both(node.op, *(_truth(self._operand(side)) for side in (node.left, node.right)))
            )
        if node.op in ("==", "!="):
            return Spot(kind, self._equality(node))
        hint = said("hint.takes-numbers", node.op)
        left, right = (self._of(side, _NUMBERS, hint).read for side in (node.left, node.right))
        return Spot(kind, _arithmetic(node.op, left, right))

    def _equality(self, node: formula.Binary) -> Reader:
        left, right = self._operand(node.left), self._operand(node.right)
        wanted, op = node.op == "==", node.op
        if left.kind in _NUMBERS and right.kind in _NUMBERS:
            return _arithmetic(op, left.read, right.read)
        one, other = _pointed(node.left, left), _pointed(node.right, right)
        for kinds in (_PAGES, _THREADS):
            if one.kind in (*kinds, Kind.NOTHING) and other.kind in (*kinds, Kind.NOTHING):
                return lambda state: int((one.read(state) == other.read(state)) is wanted)
        message = said(
            "error.cannot-compare",
            _called(node.left),
            said(left.kind.value),
            _called(node.right),
            said(right.kind.value),
        )
        hint = said("hint.cannot-compare")
        raise refusal("RUN23", node.span, message, hint)


def _pointed(node: Formula, spot: Spot) -> Spot:
    """0 is NULL, as in C."""
    is_zero = isinstance(node, formula.Number) and node.value == 0
    return Spot(Kind.NOTHING, lambda state: None) if is_zero else spot


def _truth(spot: Spot) -> Callable[[int], int | None]:
    """0 or 1; None for a number without a value. A page or a lock that is not there is 0."""
    if spot.kind in _NUMBERS:
        return lambda state: None if (value := spot.read(state)) is None else int(value != 0)
    return lambda state: int(spot.read(state) is not None)


def _both(op: str, left: Callable[[int], int | None], right: Callable[[int], int | None]) -> Reader:
    decides = int(op == "||")

    def read(state: int) -> Value:
        first = left(state)
        return first if first is None or first == decides else right(state)

    return read


def _arithmetic(op: str, left: Reader, right: Reader) -> Reader:
    def read(state: int) -> Value:
        one, other = left(state), right(state)
        if one is None or other is None:
            return None
        if op in BINARY:
            return BINARY[op](_int(one), _int(other))
        try:
            return guarded(op, _int(one), _int(other))
        except LimitReached:
            return None

    return read


def _int(value: Value) -> int:
    assert isinstance(value, int), "kinds are checked"
    return value


def _called(node: Formula) -> str | Text:
    """An expression as an error names it."""
    name = _name(node)
    return _quoted(name) if name else said("error.this")


def _quoted(name: str) -> str:
    return f"`{name[:40]}`"


def _name(node: Formula) -> str:
    """As it is written; "" for what has operators."""
    match node:
        case formula.Name(name=name):
            return name
        case formula.Member(object=inner, name=name):
            return f"{_name(inner) or '(…)'}.{name}"
        case formula.Index(object=inner, index=index):
            return f"{_name(inner) or '(…)'}[{index}]"
        case formula.Call(function=function):
            return f"{function}(…)"
        case formula.Number(value=value):
            return str(value)
        case _:
            return ""


def _more(node: Formula, spot: Spot) -> Text:
    """What to write instead of something that has no value of its own."""
    if spot.items is not None:
        return said("hint.write", f"{_name(node)}[0]")
    members = list(spot.members())
    if members:
        return said("hint.write-part", f"{_name(node)}.{members[0]}")
    return said("hint.write-to-compare")
