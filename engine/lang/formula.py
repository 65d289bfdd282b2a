"""One C expression by itself, as a person types it to be watched: text -> tree.

`engine.run.watch` says what the names mean. Besides the routine language's operators there are subscripts
and members, `A.pmd[0]`, since objects are written as the pictures name them; casts and pointers are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

from engine.errors import LimitReached, RequestError, Span
from engine.lang.codes import Diagnostics
from engine.lang.expressions import field, parse_number
from engine.lang.refusals import REFUSALS, parts
from engine.lang.syntax import SourceText
from engine.words.saying import said
from engine.words.text import Text

FILE = "watch"
"""The file of the spans; all lie in line 1."""

LENGTH_LIMIT = 200
"""Characters of an expression."""

UNARY = ("!", "-", "~")
BINARY = ("*", "/", "%", "+", "-", "<<", ">>", "<", "<=", ">", ">=", "==", "!=", "&", "^", "|", "&&", "||")


@dataclass(frozen=True, slots=True)
class Number:
    span: Span
    value: int


@dataclass(frozen=True, slots=True)
class Name:
    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """`object.name`, or `object->name`, which is the same here. `span` is that of the name."""

    span: Span
    object: Formula
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`object[index]`; the index is a number."""

    span: Span
    object: Formula
    index: int


@dataclass(frozen=True, slots=True)
class Call:
    span: Span
    function: str
    args: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    span: Span
    op: str  # of UNARY
    operand: Formula


@dataclass(frozen=True, slots=True)
class Binary:
    span: Span
    op: str  # of BINARY
    left: Formula
    right: Formula


Formula = Number | Name | Member | Index | Call | Unary | Binary


def parse_formula(text: str) -> Formula:
    """Reads one expression.

    Raises:
        RequestError: RUN20 it is no C expression, RUN21 it holds something that cannot be watched.
        LimitReached: it is longer than LENGTH_LIMIT.
    """
    line = " ".join(text.split())
    if len(line) > LENGTH_LIMIT:
        message = said("error.expression-too-long", len(line), LENGTH_LIMIT)
        raise LimitReached("LIM14", message, said("hint.watch-parts"))
    if not line:
        raise refusal(
            "RUN20", Span(FILE, 1, 1, 1, 1), said("error.no-expression"), said("hint.write-expression")
        )
    # The line of its own keeps columns as they are typed.
    source = SourceText(FILE, f"int watch = (\n{line}\n);")
    node = _only_value(source)
    if node is None:
        raise _syntax_error(source, line)
    return _Reader(source).read(node)


def refusal(code: str, span: Span, message: Text, hint: Text) -> RequestError:
    """An error at a place of the expression."""
    return RequestError(code, message, hint, span)


def _only_value(source: SourceText) -> Node | None:
    """What stands between the parentheses, if that is one expression and nothing has crept out of them."""
    root = source.root
    if root.has_error or root.child_count != 1:
        return None
    declarators = root.children[0].children_by_field_name("declarator")
    if len(declarators) != 1 or declarators[0].type != "init_declarator":
        return None
    return declarators[0].child_by_field_name("value")


def _syntax_error(source: SourceText, line: str) -> RequestError:
    diagnostics = Diagnostics()
    source.report_syntax_errors(diagnostics)
    first = diagnostics.first()
    if first is None or first.span.line != 2:
        whole = Span(FILE, 1, 1, 1, len(line) + 1)
        return refusal(
            "RUN20", whole, said("error.not-one-expression", line[:40]), said("hint.write-expression")
        )
    return refusal("RUN20", _on_line_one(first.span), first.message, first.hint)


def _on_line_one(span: Span) -> Span:
    return Span(FILE, 1, span.column, 1, span.end_column)


class _Reader:
    """tree-sitter's nodes -> ours. Their nesting is bounded by `SourceText`."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._readers: dict[str, Callable[[Node], Formula]] = {
            "parenthesized_expression": lambda node: self.read(next(parts(node))),
            "number_literal": self._number,
            "identifier": self._name,
            "null": self._name,
            "field_expression": self._member,
            "subscript_expression": self._index,
            "call_expression": self._call,
            "unary_expression": self._unary,
            "binary_expression": self._binary,
        }

    def read(self, node: Node) -> Formula:
        reader = self._readers.get(node.type)
        if reader is None:
            refused = REFUSALS.get(node.type)
            named = refused[0] if refused else said("lang.the-name", self._source.text(node)[:30])
            hint = said("hint.what-can-be-watched")
            raise refusal("RUN21", self._span(node), said("error.cannot-watch", named), hint)
        return reader(node)

    def _span(self, node: Node) -> Span:
        return _on_line_one(self._source.span(node))

    def _number(self, node: Node) -> Formula:
        text = self._source.text(node)
        value = parse_number(text)
        if value is None:
            hint = said("hint.write-number")
            raise refusal("RUN21", self._span(node), said("error.no-integer", text[:30]), hint)
        return Number(self._span(node), value)

    def _name(self, node: Node) -> Formula:
        return Name(self._span(node), self._source.text(node))

    def _member(self, node: Node) -> Formula:
        name = field(node, "field")
        return Member(self._span(name), self.read(field(node, "argument")), self._source.text(name))

    def _index(self, node: Node) -> Formula:
        index = self.read(field(node, "index"))
        if not isinstance(index, Number):
            hint = said("hint.number-between-brackets")
            raise refusal("RUN21", index.span, said("error.index-no-number"), hint)
        return Index(self._span(node), self.read(field(node, "argument")), index.value)

    def _call(self, node: Node) -> Formula:
        function = self._source.text(field(node, "function"))
        args = tuple(self.read(arg) for arg in parts(field(node, "arguments")))
        return Call(self._span(node), function, args)

    def _unary(self, node: Node) -> Formula:
        operand, op = self.read(field(node, "argument")), field(node, "operator").type
        return operand if op == "+" else Unary(self._span(node), op, operand)

    def _binary(self, node: Node) -> Formula:
        left, right = self.read(field(node, "left")), self.read(field(node, "right"))
        return Binary(self._span(node), field(node, "operator").type, left, right)
