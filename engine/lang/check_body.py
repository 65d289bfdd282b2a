"""Statements of one function: scopes, labels, what may stand where."""

from __future__ import annotations

from typing import assert_never

from engine.errors import Span
from engine.lang import ast
from engine.lang.check_values import ValueChecker
from engine.lang.codes import Diagnostics
from engine.lang.fold import known_value
from engine.lang.names import A_DEFINE, A_FUNCTION, Names, did_you_mean
from engine.vocabulary.primitives import PRIMITIVES, Kind
from engine.vocabulary.types import CType
from engine.words.saying import said
from engine.words.text import Text


class BodyChecker:
    """Checks one function. `loops` and `switches` count what is open around the present statement."""

    def __init__(self, function: ast.Function, names: Names, diagnostics: Diagnostics) -> None:
        self._function = function
        self._names = names
        self._diagnostics = diagnostics
        self._values = ValueChecker(names, diagnostics)
        self._labels: dict[str, Span] = {}
        self._gotos: list[ast.Goto] = []
        self._loops = 0
        self._switches = 0

    def run(self) -> None:
        assert self._function.body is not None, "prototypes have no body to check"
        self._values.scopes.append({})
        for param in self._function.params:
            self._declare(param.name, param.span, param.type)
        self._block(self._function.body)
        for goto in self._gotos:
            if goto.label not in self._labels:
                hint = did_you_mean(goto.label, self._labels, said("hint.write-label", goto.label))
                self._error("LANG18", goto.label_span, said("lang.no-label", goto.label), hint)

    def _error(self, code: str, span: Span, message: Text, hint: Text) -> None:
        self._diagnostics.add(code, span, message, hint)

    def _declare(self, name: str, span: Span, ctype: CType | None) -> None:
        if ctype is CType.VOID:
            self._error("LANG06", span, said("lang.void-variable", name), said("hint.type-with-values"))
            ctype = None
        owner = self._names.owner(name)
        if owner in (A_FUNCTION, A_DEFINE):
            self._error("LANG08", span, said("lang.hides", name, owner), said("hint.another-name"))
        elif owner is not None:
            self._error("LANG09", span, said("lang.name-taken", name, owner), said("hint.another-name"))
        elif name in self._values.scopes[-1]:
            self._error("LANG07", span, said("lang.declared-twice", name), said("hint.leave-second-out"))
        elif self._values.local(name)[0]:
            self._error("LANG08", span, said("lang.hides-outer", name), said("hint.another-name"))
        self._values.scopes[-1][name] = ctype

    def _block(self, block: ast.Block) -> None:
        self._values.scopes.append({})
        for statement in block.items:
            self._statement(statement)
        self._values.scopes.pop()

    def _statement(self, statement: ast.Statement) -> None:
        match statement:
            case ast.Block():
                self._block(statement)
            case ast.Declare():
                if statement.value is not None:
                    self._values.assignable(
                        statement.type, statement.value, said("lang.the-name", statement.name)
                    )
                self._declare(statement.name, statement.name_span, statement.type)
            case ast.Evaluate():
                self._evaluate(statement)
            case ast.Assign():
                self._assign(statement)
            case ast.If(condition=condition, then=then, otherwise=otherwise):
                self._values.condition(condition)
                self._block(then)
                if otherwise is not None:
                    self._block(otherwise)
            case ast.While() | ast.DoWhile():
                self._values.condition(statement.condition)
                self._loop(statement.body)
            case ast.For():
                self._for(statement)
            case ast.Switch():
                self._switch(statement)
            case ast.Case():
                self._error(
                    "LANG19",
                    statement.span,
                    said("lang.case-outside"),
                    said("hint.case-inside"),
                )
            case ast.Break():
                if not self._loops and not self._switches:
                    self._error(
                        "LANG19",
                        statement.span,
                        said("lang.break-outside"),
                        said("hint.return-or-goto"),
                    )
            case ast.Continue():
                if not self._loops:
                    self._error(
                        "LANG19", statement.span, said("lang.continue-outside"), said("hint.return-or-goto")
                    )
            case ast.Goto():
                self._gotos.append(statement)
            case ast.Label():
                self._label(statement)
            case ast.Return():
                self._return(statement)
            case _:
                assert_never(statement)

    def _evaluate(self, statement: ast.Evaluate) -> None:
        self._values.any(statement.value)
        if isinstance(statement.value, ast.Call):
            primitive = PRIMITIVES.get(statement.value.function)
            is_effect = primitive is None or primitive.kind is not Kind.PURE
        else:
            is_effect = isinstance(statement.value, ast.Refused)
        if not is_effect:
            hint = said("hint.drop-or-assign")
            if isinstance(statement.value, ast.Binary) and statement.value.op == "==":
                hint = said("hint.write-assignment")
            self._error("LANG26", statement.span, said("lang.value-dropped"), hint)

    def _assign(self, statement: ast.Assign) -> None:
        wanted = self._values.target(statement.target)
        if statement.op is None:
            self._values.assignable(wanted, statement.value, said("lang.left-side"))
            return
        op = f"{statement.op}="
        if wanted is not None and not wanted.is_integer:
            self._error(
                "LANG13",
                statement.target.span,
                said("lang.needs-integer", op, wanted.value),
                said("hint.compute-with-primitive"),
            )
        self._values.integer(statement.value, op)

    def _loop(self, body: ast.Block) -> None:
        self._loops += 1
        self._block(body)
        self._loops -= 1

    def _for(self, statement: ast.For) -> None:
        self._values.scopes.append({})
        for first in statement.first:
            self._statement(first)
        if statement.condition is not None:
            self._values.condition(statement.condition)
        for step in statement.steps:
            self._statement(step)
        self._loop(statement.body)
        self._values.scopes.pop()

    def _switch(self, statement: ast.Switch) -> None:
        self._values.integer(statement.value, "switch")
        self._switches += 1
        self._values.scopes.append({})
        seen: dict[str, Span] = {}
        for item in statement.body.items:
            if isinstance(item, ast.Case):
                self._case(item, seen)
                continue
            if not seen and not isinstance(item, ast.Declare):
                self._error("LANG20", item.span, said("lang.no-case-leads-here"), said("hint.put-after-case"))
            self._statement(item)
        self._values.scopes.pop()
        self._switches -= 1

    def _case(self, case: ast.Case, seen: dict[str, Span]) -> None:
        key = "default"
        if case.value is not None:
            self._values.integer(case.value, "case")
            number = known_value(case.value, {})
            if number is None and not (
                isinstance(case.value, ast.Name) and self._names.is_number(case.value.name)
            ):
                if not isinstance(case.value, ast.Refused):
                    self._error(
                        "LANG20",
                        case.value.span,
                        said("lang.case-needs-constant"),
                        said("hint.number-or-constant"),
                    )
                return
            key = (
                str(number)
                if number is not None
                else case.value.name
                if isinstance(case.value, ast.Name)
                else ""
            )
        first = seen.setdefault(key, case.span)
        if first is not case.span:
            self._error(
                "LANG20",
                case.span,
                said("lang.case-twice", key, first.line),
                said("hint.leave-one-out"),
            )

    def _label(self, label: ast.Label) -> None:
        first = self._labels.setdefault(label.name, label.span)
        if first is not label.span:
            self._error(
                "LANG18",
                label.span,
                said("lang.label-twice", label.name, first.line),
                said("hint.rename-one"),
            )

    def _return(self, statement: ast.Return) -> None:
        returns, name = self._function.returns, self._function.name
        if statement.value is None:
            if returns not in (CType.VOID, None):
                self._error(
                    "LANG21",
                    statement.span,
                    said("lang.return-without-value", name, returns.value),
                    said("hint.return-value"),
                )
        elif returns is CType.VOID:
            self._values.any(statement.value)
            self._error(
                "LANG21", statement.span, said("lang.return-from-void", name), said("hint.return-nothing")
            )
        else:
            self._values.assignable(returns, statement.value, said("lang.what-returns", name))
