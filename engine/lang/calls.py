"""Who calls whom: the calls in a function, and recursion, which cannot be inlined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import Span
from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.words.saying import said


def walk(node: object) -> Iterator[Any]:
    """All nodes of a tree in the order of the text, without recursion."""
    pending: list[object] = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, tuple):
            pending += reversed(item)
        elif not isinstance(item, Span):
            # Nodes are dataclasses with slots, in the order of their fields; nothing else in a tree has any.
            slots = getattr(type(item), "__slots__", None)
            if slots is not None:
                yield item
                pending += [getattr(item, name) for name in reversed(slots)]


def calls_in(function: ast.Function, functions: Mapping[str, ast.Function]) -> tuple[ast.Call, ...]:
    """The calls of `functions` in a body, in order."""
    return tuple(
        node for node in walk(function.body) if isinstance(node, ast.Call) and node.function in functions
    )


def call_order(
    roots: tuple[str, ...], functions: Mapping[str, ast.Function], diagnostics: Diagnostics | None = None
) -> tuple[str, ...]:
    """The functions that `roots` reach, each after all that it calls. Notes recursion in `diagnostics`."""
    done: dict[str, None] = {}
    for root in roots:
        _visit(root, functions, done, diagnostics)
    return tuple(done)


def _visit(
    root: str,
    functions: Mapping[str, ast.Function],
    done: dict[str, None],
    diagnostics: Diagnostics | None,
) -> None:
    if root in done:
        return
    # A dict keeps the order of the chain and answers "is it on the chain" at once.
    chain: dict[str, Iterator[ast.Call]] = {root: iter(calls_in(functions[root], functions))}
    while chain:
        name = next(reversed(chain))
        call = next(chain[name], None)
        if call is None:
            del chain[name]
            done[name] = None
        elif call.function in chain:
            assert diagnostics is not None, "recursion was refused when the protocol was read"
            _report_cycle(call, list(chain), diagnostics)
        elif call.function not in done:
            chain[call.function] = iter(calls_in(functions[call.function], functions))


def _report_cycle(call: ast.Call, chain: list[str], diagnostics: Diagnostics) -> None:
    cycle = [*chain[chain.index(call.function) :], call.function]
    if len(cycle) > 8:
        cycle = [*cycle[:4], "...", *cycle[-3:]]
    diagnostics.add(
        "LANG22",
        call.name_span,
        said("lang.calls-itself", call.function, " -> ".join(cycle)),
        said("hint.write-a-loop"),
    )
