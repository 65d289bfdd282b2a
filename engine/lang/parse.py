"""One file of routine text -> `ast.Unit`.

The lexing and parsing is tree-sitter's (`syntax`). Here its tree becomes ours, and what the routine
language leaves out is reported with what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.lang.declarators import (
    Declared,
    count_stars,
    innermost_name,
    read_declarator,
    read_type,
    refuse_specifiers,
    specifier,
)
from engine.lang.expressions import field, parse_number
from engine.lang.refusals import Reading, parts
from engine.lang.statements import read_block
from engine.lang.syntax import SourceText
from engine.words.saying import said

_FUNCTION_STORAGE = ("static", "inline", "extern")


def parse(file: str, text: str, diagnostics: Diagnostics) -> ast.Unit:
    """Reads one file.

    Where tree-sitter met syntax errors, only those are noted and the unit is empty: what it recovered to
    is a guess, and errors about a guess mislead.

    Raises:
        LimitReached: the text is too large or nested too deep.
    """
    source = SourceText(file, text)
    source.report_syntax_errors(diagnostics)
    if source.root.has_error:
        return ast.Unit(file, "", None, (), (), (), ())
    reader = _FileReader(Reading(source, diagnostics))
    for node in source.root.children:
        reader.read(node)
    return reader.unit(file)


class _FileReader:
    """Collects what stands at the top of a file."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._header: Node | None = None
        self._comment: Node | None = None  # the one just above
        self._includes: list[ast.Include] = []
        self._defines: list[ast.Define] = []
        self._prototypes: list[ast.Function] = []
        self._functions: list[ast.Function] = []

    def unit(self, file: str) -> ast.Unit:
        header = self._header
        return ast.Unit(
            file,
            "" if header is None else self._reading.text(header),
            None if header is None else self._reading.span(header),
            tuple(self._includes),
            tuple(self._defines),
            tuple(self._prototypes),
            tuple(self._functions),
        )

    def read(self, node: Node) -> None:
        if node.type == "comment":
            if node.prev_sibling is None:
                self._header = node
            self._comment = node
            return
        readers: dict[str, Callable[[Node], None]] = {
            "preproc_include": self._read_include,
            "preproc_def": self._read_define,
            "declaration": self._read_declaration,
            "function_definition": self._read_function,
            ";": lambda node: None,
        }
        reader = readers.get(node.type)
        if reader is not None:
            reader(node)
        elif not (node.type == "expression_statement" and node.named_child_count == 0):
            self._refuse_at_top(node)
        self._comment = None

    def _refuse_at_top(self, node: Node) -> None:
        if node.type.endswith("_statement"):
            self._reading.error(
                "LANG02", node, said("lang.statement-outside"), said("hint.move-into-function")
            )
        else:
            self._reading.refuse(node)

    def _read_include(self, node: Node) -> None:
        path = field(node, "path")
        text = self._reading.text(path)
        if path.type != "string_literal":
            self._reading.error("LANG03", path, said("lang.no-routine-file", text), said("hint.include-mm"))
            return
        self._includes.append(ast.Include(self._reading.span(path), text[1:-1]))

    def _read_define(self, node: Node) -> None:
        name = field(node, "name")
        value_node = node.child_by_field_name("value")
        value, comment = None, ""
        if value_node is not None:
            value, comment = _read_define_value(self._reading.text(value_node))
        if value is None:
            self._reading.error(
                "LANG03",
                name,
                said("lang.define-no-number", self._reading.text(name)),
                said("hint.define-number"),
            )
            return
        trailing = [child for child in node.named_children if child.type == "comment"]
        if trailing:
            comment = self._reading.text(trailing[0])
        above = self._comment
        is_near = above is not None and above.end_point.row + 1 == node.start_point.row
        self._defines.append(
            ast.Define(
                self._reading.span(name),
                self._reading.text(name),
                value,
                comment,
                self._reading.text(above) if above is not None and is_near else "",
            )
        )

    def _read_declaration(self, node: Node) -> None:
        refuse_specifiers(self._reading, node, _FUNCTION_STORAGE)
        for declarator in node.children_by_field_name("declarator"):
            if declarator.type == "init_declarator":
                declarator = field(declarator, "declarator")
            declared = read_declarator(self._reading, declarator)
            if declared is None:
                continue
            if declared.function is None:
                self._reading.error(
                    "LANG02",
                    declarator,
                    said("lang.global-variable", declared.name),
                    said("hint.no-global-variable"),
                )
            else:
                self._prototypes.append(self._function(node, declared, declared.function, None))

    def _read_function(self, node: Node) -> None:
        refuse_specifiers(self._reading, node, _FUNCTION_STORAGE)
        for child in parts(node):
            if child.type == "declaration":
                self._reading.error(
                    "LANG02",
                    child,
                    said("lang.parameter-after"),
                    said("hint.type-inside"),
                )
        declared = read_declarator(self._reading, field(node, "declarator"))
        if declared is None:
            return
        if declared.function is None:
            self._reading.error(
                "LANG02", node, said("lang.no-parameter-list", declared.name), said("hint.parameters-void")
            )
            return
        body = read_block(self._reading, field(node, "body"))
        self._functions.append(self._function(node, declared, declared.function, body))

    def _function(
        self, node: Node, declared: Declared, declarator: Node, body: ast.Block | None
    ) -> ast.Function:
        returns = read_type(self._reading, specifier(node), declared.stars)
        return ast.Function(
            self._reading.span(node),
            declared.name,
            declared.name_span,
            returns,
            self._read_parameters(field(declarator, "parameters"), is_prototype=body is None),
            body,
        )

    def _read_parameters(self, node: Node, is_prototype: bool) -> tuple[ast.Parameter, ...]:
        nodes = list(parts(node))
        if len(nodes) == 1 and self._reading.text(nodes[0]) == "void":
            return ()
        found = [self._read_parameter(child, is_prototype) for child in nodes]
        return tuple(parameter for parameter in found if parameter is not None)

    def _read_parameter(self, node: Node, is_prototype: bool) -> ast.Parameter | None:
        span = self._reading.span(node)
        if node.type == "identifier":
            name = self._reading.text(node)
            self._reading.error(
                "LANG02", node, said("lang.parameter-no-type", name), said("hint.parameter-int", name)
            )
            return ast.Parameter(span, None, name)
        if node.type != "parameter_declaration":
            self._reading.refuse(node)
            return None
        refuse_specifiers(self._reading, node, storage=())
        declarator = node.child_by_field_name("declarator")
        stars = count_stars(declarator)
        if stars is not None:
            if not is_prototype:
                self._reading.error("LANG02", node, said("lang.parameter-no-name"), said("hint.give-name"))
            return ast.Parameter(span, read_type(self._reading, specifier(node), stars), "")
        assert declarator is not None, "without one there are no stars to count"
        declared = read_declarator(self._reading, declarator)
        if declared is None or declared.function is not None:
            if declared is not None and declared.function is not None:
                self._reading.refuse(declared.function)
            name, name_span = innermost_name(self._reading, declarator)
            return ast.Parameter(name_span, None, name)
        ctype = read_type(self._reading, specifier(node), declared.stars)
        return ast.Parameter(declared.name_span, ctype, declared.name)


def _read_define_value(text: str) -> tuple[int | None, str]:
    """The number that a #define's text is, and a `//` comment after it, which the grammar leaves in it."""
    declaration = SourceText("", f"int x = {text}\n;").root
    node: Node | None = declaration.child(0)
    comment = ""
    if node is None or declaration.has_error or node.type != "declaration":
        return None, comment
    pending = [node]
    while pending:
        child = pending.pop()
        if child.type == "comment":
            comment = (child.text or b"").decode("utf-8", "replace")
        pending += child.named_children
    value: Node | None = node.child_by_field_name("declarator")
    value = value and value.child_by_field_name("value")
    while value is not None and value.type == "parenthesized_expression":
        value = next(parts(value))
    if value is None or value.type != "number_literal":
        return None, comment
    return parse_number((value.text or b"").decode()), comment
