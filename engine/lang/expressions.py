"""tree-sitter's expressions -> `ast.Expr`. Recursion is bounded by `syntax.MAX_NESTING`."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from engine.lang import ast
from engine.lang.declarators import count_stars, read_type, specifier
from engine.lang.refusals import Reading, parts
from engine.words.saying import said

MAX_NUMBER = 2**32 - 1
"""Numbers are 32 bits wide, as on the i386 of 2002."""


def field(node: Node, name: str) -> Node:
    """A child that the grammar guarantees."""
    child = node.child_by_field_name(name)
    assert child is not None, f"{node.type} has a {name}"
    return child


def read_expression(reading: Reading, node: Node) -> ast.Expr:
    """One expression. What is outside the language is reported and becomes `Refused`."""
    while node.type == "parenthesized_expression":
        node = next(parts(node))
    reader = _READERS.get(node.type)
    if reader is None:
        reading.refuse(node)
        return ast.Refused(reading.span(node))
    return reader(reading, node)


def _read_number(reading: Reading, node: Node) -> ast.Expr:
    span, text = reading.span(node), reading.text(node)
    value = parse_number(text)
    if value is None:
        reading.error(
            "LANG02",
            node,
            said("lang.integer-range", text[:30], MAX_NUMBER),
            said("hint.write-number"),
        )
        return ast.Refused(span)
    return ast.Number(span, value)


def parse_number(text: str) -> int | None:
    """The value of a C integer constant, or None when it is something else or too large."""
    digits = text.lower().lstrip("+-").rstrip("ul")
    if not digits or "_" in digits or len(digits) > 40:
        return None
    base = 10 if digits == "0" or digits[0] != "0" else 0 if digits[1] in "xb" else 8
    try:
        value = int(digits, base)
    except ValueError:
        return None
    if not 0 <= value <= MAX_NUMBER:
        return None
    return -value if text.startswith("-") else value


def _read_name(reading: Reading, node: Node) -> ast.Expr:
    return ast.Name(reading.span(node), reading.text(node))


def _read_null(reading: Reading, node: Node) -> ast.Expr:
    if reading.text(node) != "NULL":
        reading.error("LANG02", node, said("lang.nullptr"), said("hint.write-null"))
    return ast.Name(reading.span(node), "NULL")


def _read_call(reading: Reading, node: Node) -> ast.Expr:
    span = reading.span(node)
    args = tuple(read_expression(reading, arg) for arg in parts(field(node, "arguments")))
    function = field(node, "function")
    if function.type != "identifier":
        reading.error(
            "LANG02",
            function,
            said("lang.call-through-expression"),
            said("hint.call-by-name"),
        )
        return ast.Refused(span)
    return ast.Call(span, reading.text(function), reading.span(function), args)


def _read_field(reading: Reading, node: Node) -> ast.Expr:
    target = read_expression(reading, field(node, "argument"))
    name = field(node, "field")
    if field(node, "operator").type != "->":
        reading.error("LANG02", node, said("lang.dot"), said("hint.write-arrow"))
        return ast.Refused(reading.span(node))
    return ast.Arrow(reading.span(node), target, reading.text(name), reading.span(name))


def _read_pointer(reading: Reading, node: Node) -> ast.Expr:
    operand = read_expression(reading, field(node, "argument"))
    if field(node, "operator").type == "*":
        return ast.Dereference(reading.span(node), operand)
    return ast.AddressOf(reading.span(node), operand)


def _read_cast(reading: Reading, node: Node) -> ast.Expr:
    described = field(node, "type")
    operand = read_expression(reading, field(node, "value"))
    declarator = described.child_by_field_name("declarator")
    stars = count_stars(declarator)
    if stars is None:
        assert declarator is not None, "no declarator has no stars: 0"
        reading.refuse(declarator)
        return ast.Cast(reading.span(node), None, operand)
    return ast.Cast(reading.span(node), read_type(reading, specifier(described), stars), operand)


def _read_unary(reading: Reading, node: Node) -> ast.Expr:
    operand = read_expression(reading, field(node, "argument"))
    op = field(node, "operator").type
    return operand if op == "+" else ast.Unary(reading.span(node), op, operand)


def _read_binary(reading: Reading, node: Node) -> ast.Expr:
    left = read_expression(reading, field(node, "left"))
    right = read_expression(reading, field(node, "right"))
    return ast.Binary(reading.span(node), field(node, "operator").type, left, right)


_READERS: dict[str, Callable[[Reading, Node], ast.Expr]] = {
    "number_literal": _read_number,
    "identifier": _read_name,
    "null": _read_null,
    "call_expression": _read_call,
    "field_expression": _read_field,
    "pointer_expression": _read_pointer,
    "cast_expression": _read_cast,
    "unary_expression": _read_unary,
    "binary_expression": _read_binary,
}
