"""tree-sitter's statements -> `ast.Statement`. Recursion is bounded by `syntax.MAX_NESTING`.

A statement becomes a tuple of ours: none for `;`, two for a label and what it marks, one for each
declarator of a declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tree_sitter import Node

from engine.lang import ast
from engine.lang.declarators import innermost_name, read_declarator, read_type, refuse_specifiers, specifier
from engine.lang.expressions import field, read_expression
from engine.lang.refusals import Reading, parts

Statements = tuple[ast.Statement, ...]


def read_block(reading: Reading, node: Node) -> ast.Block:
    """The body of a function or statement: braces, or one statement."""
    span = reading.span(node)
    if node.type == "compound_statement":
        return ast.Block(span, read_statements(reading, parts(node)))
    return ast.Block(span, read_statement(reading, node))


def read_statements(reading: Reading, nodes: Iterable[Node]) -> Statements:
    found: list[ast.Statement] = []
    for node in nodes:
        found += read_statement(reading, node)
    return tuple(found)


def read_statement(reading: Reading, node: Node) -> Statements:
    reader = _READERS.get(node.type)
    if reader is None:
        reading.refuse(node)
        return ()
    return reader(reading, node)


def _read_compound(reading: Reading, node: Node) -> Statements:
    return (read_block(reading, node),)


def _read_declaration(reading: Reading, node: Node) -> Statements:
    refuse_specifiers(reading, node, storage=())
    found: list[ast.Statement] = []
    for declarator in node.children_by_field_name("declarator"):
        value = None
        name = declarator
        if declarator.type == "init_declarator":
            name = field(declarator, "declarator")
            value = read_expression(reading, field(declarator, "value"))
        span = reading.span(declarator)
        declared = read_declarator(reading, name)
        if declared is None or declared.function is not None:
            if declared is not None and declared.function is not None:
                reading.refuse(declared.function)
            found.append(ast.Declare(span, None, *innermost_name(reading, name), value))
            continue
        ctype = read_type(reading, specifier(node), declared.stars)
        found.append(ast.Declare(span, ctype, declared.name, declared.name_span, value))
    return tuple(found)


def _read_expression_statement(reading: Reading, node: Node) -> Statements:
    return read_effects(reading, next(parts(node), None))


def read_effects(reading: Reading, node: Node | None) -> Statements:
    """An expression that stands for its effect: a statement, or the step of a `for`."""
    if node is None:
        return ()
    span = reading.span(node)
    match node.type:
        case "parenthesized_expression":
            return read_effects(reading, next(parts(node)))
        case "assignment_expression":
            target = read_expression(reading, field(node, "left"))
            op = field(node, "operator").type.removesuffix("=") or None
            return (ast.Assign(span, target, op, read_expression(reading, field(node, "right"))),)
        case "update_expression":
            target = read_expression(reading, field(node, "argument"))
            return (ast.Assign(span, target, field(node, "operator").type[0], ast.Number(span, 1)),)
        case _:
            return (ast.Evaluate(span, read_expression(reading, node)),)


def _read_if(reading: Reading, node: Node) -> Statements:
    condition = read_expression(reading, field(node, "condition"))
    then = read_block(reading, field(node, "consequence"))
    clause = node.child_by_field_name("alternative")
    otherwise = None if clause is None else read_block(reading, next(parts(clause)))
    return (ast.If(reading.span(node), condition, then, otherwise),)


def _read_while(reading: Reading, node: Node) -> Statements:
    condition = read_expression(reading, field(node, "condition"))
    return (ast.While(reading.span(node), condition, read_block(reading, field(node, "body"))),)


def _read_do(reading: Reading, node: Node) -> Statements:
    body = read_block(reading, field(node, "body"))
    return (ast.DoWhile(reading.span(node), body, read_expression(reading, field(node, "condition"))),)


def _read_for(reading: Reading, node: Node) -> Statements:
    first = node.child_by_field_name("initializer")
    condition = node.child_by_field_name("condition")
    return (
        ast.For(
            reading.span(node),
            () if first is None else _read_first(reading, first),
            None if condition is None else read_expression(reading, condition),
            _read_steps(reading, node.child_by_field_name("update")),
            read_block(reading, field(node, "body")),
        ),
    )


def _read_first(reading: Reading, node: Node) -> Statements:
    if node.type == "declaration":
        return _read_declaration(reading, node)
    return _read_steps(reading, node)


def _read_steps(reading: Reading, node: Node | None) -> Statements:
    """`a, b, c` between the parentheses of a `for`: the one place where a comma may stand."""
    steps: list[ast.Statement] = []
    pending = [node]
    while pending:
        step = pending.pop()
        if step is not None and step.type == "comma_expression":
            pending += [field(step, "right"), field(step, "left")]
        else:
            steps += read_effects(reading, step)
    return tuple(steps)


def _read_switch(reading: Reading, node: Node) -> Statements:
    value = read_expression(reading, field(node, "condition"))
    return (ast.Switch(reading.span(node), value, read_block(reading, field(node, "body"))),)


def _read_case(reading: Reading, node: Node) -> Statements:
    inner = list(parts(node))
    value = node.child_by_field_name("value")
    last = next(child for child in node.children if child.type == ":")
    mark = ast.Case(reading.span(node, last), None if value is None else read_expression(reading, value))
    return (mark, *read_statements(reading, inner if value is None else inner[1:]))


def _read_labeled(reading: Reading, node: Node) -> Statements:
    name = field(node, "label")
    label = ast.Label(reading.span(name), reading.text(name))
    return (label, *read_statements(reading, list(parts(node))[1:]))


def _read_goto(reading: Reading, node: Node) -> Statements:
    label = field(node, "label")
    return (ast.Goto(reading.span(node), reading.text(label), reading.span(label)),)


def _read_return(reading: Reading, node: Node) -> Statements:
    value = next(parts(node), None)
    return (ast.Return(reading.span(node), None if value is None else read_expression(reading, value)),)


def _read_break(reading: Reading, node: Node) -> Statements:
    return (ast.Break(reading.span(node)),)


def _read_continue(reading: Reading, node: Node) -> Statements:
    return (ast.Continue(reading.span(node)),)


_READERS: dict[str, Callable[[Reading, Node], Statements]] = {
    "compound_statement": _read_compound,
    "declaration": _read_declaration,
    "expression_statement": _read_expression_statement,
    "if_statement": _read_if,
    "while_statement": _read_while,
    "do_statement": _read_do,
    "for_statement": _read_for,
    "switch_statement": _read_switch,
    "case_statement": _read_case,
    "labeled_statement": _read_labeled,
    "goto_statement": _read_goto,
    "return_statement": _read_return,
    "break_statement": _read_break,
    "continue_statement": _read_continue,
}
