"""Statements -> code of one `Routine`.

A branch whose condition is known before a run (literals and toggles) is emitted on its live side only.
Labels stand for places in the code until the whole function is there.
"""

from __future__ import annotations

from dataclasses import replace

from engine.errors import Span
from engine.lang import ast
from engine.lang.calls import walk
from engine.lang.instructions import (
    Access,
    Assign,
    Branch,
    Const,
    Expr,
    Jump,
    Place,
    Read,
    Variable,
)
from engine.lang.lower_values import Environment, ValueLowering, operate
from engine.lang.routine import FallOff, Leave, Routine, Step, successors
from engine.lang.types import field_of, struct_name
from engine.vocabulary.types import CType


def lower_function(function: ast.Function, environment: Environment) -> Routine:
    """Lowers one checked function by itself; calls stay `Invoke`s."""
    return _BodyLowering(function, environment).run()


class _BodyLowering(ValueLowering):
    def __init__(self, function: ast.Function, environment: Environment) -> None:
        super().__init__(environment)
        self._function = function
        self._result: Variable | None = None
        self._breaks: list[int] = []
        self._continues: list[int] = []
        self._named: dict[str, int] = {}
        self._ranges: list[tuple[Span, int, int]] = []  # statements and their code

    def run(self) -> Routine:
        function = self._function
        assert function.body is not None, "checked"
        assert function.returns is not None, "checked"
        for param in function.params:
            assert param.type is not None, "checked"
            self.scopes[-1][param.name] = self.new_variable(param.name, param.type)
        params = tuple(self.variables)
        returns = function.returns
        self._result = None if returns is CType.VOID else self.new_variable("%result", returns)
        self._block(function.body)
        self.code.append(FallOff(self.place(_last_character(function.span))))
        code = self._resolve()
        reachable = _reachable(code)
        return Routine(
            function,
            code,
            params,
            self._result,
            tuple(self.variables),
            self._dead_spans(reachable),
            reachable,
        )

    def _resolve(self) -> tuple[Step, ...]:
        """Puts the index that each label stands for into jumps and branches."""
        return tuple(
            replace(step, otherwise=self._index(step.otherwise))
            if isinstance(step, Branch)
            else replace(step, target=self._index(step.target))
            if isinstance(step, Jump)
            else step
            for step in self.code
        )

    def _index(self, label: int) -> int:
        index = self.labels[-label - 1]
        assert index is not None, "every label is marked"
        return index

    def _dead_spans(self, reachable: tuple[bool, ...]) -> tuple[Span, ...]:
        unreached = [
            span for span, start, end in self._ranges if start < end and not any(reachable[start:end])
        ]
        return _outermost([*self.dead, *unreached])

    # --- statements

    def _block(self, block: ast.Block) -> None:
        self.scopes.append({})
        for statement in block.items:
            self._statement(statement)
        self.scopes.pop()

    def _statement(self, statement: ast.Statement) -> None:
        start = len(self.code)
        match statement:
            case ast.Block():
                self._block(statement)
            case ast.Declare():
                self._declare(statement)
            case ast.Evaluate(value=value):
                self.effect(value)
            case ast.Assign():
                self._assign(statement)
            case ast.If():
                self._if(statement)
            case ast.While(span=span, condition=condition, body=body):
                self._loop(span, condition, (), body)
            case ast.For():
                self._for(statement)
            case ast.DoWhile():
                self._do(statement)
            case ast.Switch():
                self._switch(statement)
            case ast.Break(span=span):
                self._jump(self._breaks[-1], span)
            case ast.Continue(span=span):
                self._jump(self._continues[-1], span)
            case ast.Goto(label=name, span=span):
                self._jump(self._label(name), span)
            case ast.Label(name=name):
                self.mark(self._label(name))
            case _:
                assert isinstance(statement, ast.Return), "cases are left to their switch"
                self._return(statement)
        self._ranges.append((statement.span, start, len(self.code)))

    def _label(self, name: str) -> int:
        if name not in self._named:
            self._named[name] = self.new_label()
        return self._named[name]

    def _jump(self, label: int, span: Span) -> None:
        self.code.append(Jump(self.place(span), label))

    def _jump_silently(self, label: int, span: Span) -> None:
        """A jump that no word of the text stands for: it belongs to what ran just before it."""
        place = self.code[-1].place if self.code else self.place(span)
        self.code.append(Jump(place, label))

    def _declare(self, statement: ast.Declare) -> None:
        assert statement.type is not None, "checked"
        variable = self.new_variable(statement.name, statement.type)
        if statement.value is not None:
            self.into(variable, statement.value, statement.span)
        self.scopes[-1][statement.name] = variable

    def _assign(self, statement: ast.Assign) -> None:
        if isinstance(statement.target, ast.Arrow):
            self._store(statement, statement.target)
            return
        assert isinstance(statement.target, ast.Name), "checked"
        variable = self.find(statement.target.name)
        assert variable is not None, "checked"
        if statement.op is None:
            self.into(variable, statement.value, statement.span)
            return
        self.value(statement.target)  # notes that it is read
        value = operate(statement.op, Read(variable), self.value(statement.value)[0])
        self.code.append(Assign(self.place(statement.span), variable, value))

    def _store(self, statement: ast.Assign, target: ast.Arrow) -> None:
        """`x->n = e` is one access; `x->n += e` evaluates e, loads and stores: two of its own."""
        value = self.value(statement.value)[0]
        if statement.op is not None:
            value = operate(statement.op, self.value(target)[0], value)
        base, pointer = self.value(target.object)
        field = field_of(pointer, target.field)
        assert field is not None, "checked"
        operation = f"store {struct_name(pointer)}.{field.name}"
        self.code.append(Access(self.place(statement.span), None, operation, (base, value)))

    def _if(self, statement: ast.If) -> None:
        known = self.known(statement.condition)
        if known is not None:
            self._if_known(statement, bool(known))
            return
        otherwise, end = self.new_label(), self.new_label()
        self.branch(statement.condition, False, otherwise)
        self._block(statement.then)
        if statement.otherwise is not None:
            self._jump_silently(end, statement.span)
        self.mark(otherwise)
        if statement.otherwise is not None:
            self._block(statement.otherwise)
        self.mark(end)

    def _if_known(self, statement: ast.If, condition: bool) -> None:
        """Only the live side is emitted, unless a goto may lead into the other."""
        self.value(statement.condition)  # notes what is dead in it
        live, dead = statement.then, statement.otherwise
        if not condition:
            live, dead = dead or ast.Block(statement.span, ()), statement.then
        self._block(live)
        if dead is None:
            return
        if not any(isinstance(node, ast.Label) for node in walk(dead)):
            self.dead.append(dead.span)
            return
        end = self.new_label()
        self._jump_silently(end, statement.span)
        start = len(self.code)
        self._block(dead)
        self._ranges.append((dead.span, start, len(self.code)))
        self.mark(end)

    def _for(self, statement: ast.For) -> None:
        self.scopes.append({})
        for first in statement.first:
            self._statement(first)
        condition = statement.condition or ast.Number(statement.span, 1)
        self._loop(statement.span, condition, statement.steps, statement.body)
        self.scopes.pop()

    def _loop(
        self, span: Span, condition: ast.Expr, steps: tuple[ast.Statement, ...], body: ast.Block
    ) -> None:
        top, again, end = self.new_label(), self.new_label(), self.new_label()
        self.mark(top)
        self.branch(condition, False, end)
        self._body(body, again, end)
        self.mark(again)
        for step in steps:
            self._statement(step)
        self._jump_silently(top, span)
        self.mark(end)

    def _do(self, statement: ast.DoWhile) -> None:
        top, again, end = self.new_label(), self.new_label(), self.new_label()
        self.mark(top)
        self._body(statement.body, again, end)
        self.mark(again)
        self.branch(statement.condition, True, top)
        self.mark(end)

    def _body(self, body: ast.Block, again: int, end: int) -> None:
        self._continues.append(again)
        self._breaks.append(end)
        start = len(self.code)
        self._block(body)
        self._ranges.append((body.span, start, len(self.code)))
        self._continues.pop()
        self._breaks.pop()

    def _switch(self, statement: ast.Switch) -> None:
        value = self.value(statement.value)[0]
        end = self.new_label()
        cases = [(item, self.new_label()) for item in statement.body.items if isinstance(item, ast.Case)]
        self._dispatch(value, cases, end, statement.value.span)
        self._breaks.append(end)
        self.scopes.append({})
        labels = iter(cases)
        for item in statement.body.items:
            if isinstance(item, ast.Case):
                self.mark(next(labels)[1])
            else:
                self._statement(item)
        self.scopes.pop()
        self._breaks.pop()
        self.mark(end)

    def _dispatch(self, value: Expr, cases: list[tuple[ast.Case, int]], end: int, span: Span) -> None:
        """Compares with each case in the order of the text, then goes to the default."""
        otherwise = end
        for case, label in cases:
            if case.value is None:
                otherwise = label
                continue
            differs = operate("!=", value, self.value(case.value)[0])
            if differs == Const(0):
                self._jump(label, span)
                return
            if differs != Const(1):
                self.code.append(Branch(self.place(span), differs, label))
        self._jump(otherwise, span)

    def _return(self, statement: ast.Return) -> None:
        known = None
        if statement.value is not None:
            assert self._result is not None, "checked"
            known = (
                0
                if statement.value == ast.Name(statement.value.span, "NULL")
                else self.known(statement.value)
            )
            self.into(self._result, statement.value, statement.span)
        self.code.append(Leave(Place(statement.span, 0), statement.value is not None, known))


def _reachable(code: tuple[Step, ...]) -> tuple[bool, ...]:
    seen = [False] * (len(code) + 1)
    pending = [0]
    while pending:
        pc = pending.pop()
        if not seen[pc]:
            seen[pc] = True
            if pc < len(code):
                pending += successors(code[pc], pc, len(code))
    return tuple(seen)


def _outermost(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted, without those that lie inside another."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.line, span.column, -span.end_line, -span.end_column)):
        last = kept[-1] if kept else None
        if last is None or (span.end_line, span.end_column) > (last.end_line, last.end_column):
            kept.append(span)
    return tuple(kept)


def _last_character(span: Span) -> Span:
    return Span(span.file, span.end_line, max(1, span.end_column - 1), span.end_line, span.end_column)
