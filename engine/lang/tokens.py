"""What the words of a routine text are, as tree-sitter read them: for whoever shows the text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tree_sitter import Node

from engine.errors import Span
from engine.lang.syntax import SourceText
from engine.vocabulary.primitives import PRIMITIVES

KINDS = ("remark", "keyword", "type", "number", "function", "primitive", "toggle", "label")

_NAMED = {
    "comment": "remark",
    "primitive_type": "type",
    "type_identifier": "type",
    "number_literal": "number",
    "preproc_arg": "number",
    "null": "number",
    "statement_identifier": "label",
    "string_literal": "label",
}


class Token(NamedTuple):
    """A word on one line: lines and columns count from 1, the end column is one past the end."""

    line: int
    column: int
    end_column: int
    kind: str


@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """The words that are more than a name or a sign, in order of the text; a comment has a token a line.

    Raises:
        LimitReached: the text is too large or nested too deep.
    """
    source = SourceText("", text)
    lines = text.split("\n")
    return tuple(
        token
        for node, kind in _words(source.root, source)
        for token in _on_lines(source.span(node), kind, lines)
    )


def _words(root: Node, source: SourceText) -> Iterator[tuple[Node, str]]:
    """The outermost nodes that have a kind, in order; bounded by the nesting that `SourceText` allows."""
    pending = [root]
    while pending:
        node = pending.pop()
        kind = _kind(node, source)
        if kind is not None:
            yield node, kind
        else:
            pending += reversed(node.children)


def _kind(node: Node, source: SourceText) -> str | None:
    if node.type in _NAMED:
        return _NAMED[node.type]
    if not node.is_named:
        return "keyword" if node.type.lstrip("#").isalpha() else None
    if node.type != "identifier":
        return None
    name = source.text(node)
    if name.startswith("CONFIG_"):
        return "toggle"
    if name in PRIMITIVES:
        return "primitive"
    parent = node.parent
    is_function = parent is not None and parent.type in ("call_expression", "function_declarator")
    return "function" if is_function else None


def _on_lines(span: Span, kind: str, lines: list[str]) -> Iterator[Token]:
    for line in range(span.line, span.end_line + 1):
        text = lines[line - 1]
        column = span.column if line == span.line else len(text) - len(text.lstrip()) + 1
        end = span.end_column if line == span.end_line else len(text) + 1
        if column < end:
            yield Token(line, column, end, kind)
