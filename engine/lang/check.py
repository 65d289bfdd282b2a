"""Everything that is wrong with a protocol, found at once.

Three rounds: the files as such (`parse`, `protocol`), names and types (`check_values`, `check_body`), and
what must hold on every path (`flow`, `locks`). The last looks at lowered functions, so it runs only where
the others found nothing, once for each setting of the toggles that a function names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, product

from engine.lang import ast
from engine.lang.calls import call_order, calls_in, walk
from engine.lang.check_body import BodyChecker
from engine.lang.codes import Diagnostics
from engine.lang.comments import Toggle
from engine.lang.flow import check_assignment, check_returns
from engine.lang.locks import check_locks, locking_functions
from engine.lang.lower_body import lower_function
from engine.lang.lower_values import Environment
from engine.lang.names import A_DEFINE, A_FUNCTION, Names
from engine.lang.protocol import Definitions, Protocol, join_files
from engine.vocabulary.primitives import PRIMITIVES
from engine.words.saying import said

MAX_SETTINGS = 16
"""Settings of toggles for which a function is checked ahead. `lower` checks the one that it is given."""


def read_protocol(name: str, text: str, include: Callable[[str], str | None]) -> Protocol:
    """Reads and checks a protocol.

    Args:
        name: its id, such as "feb17"; its own file is then "feb17.c".
        text: the text of that file.
        include: gives the text of an included file, or None when there is none of that name.

    Raises:
        RoutineError: with all that is wrong in the texts, in their order.
        LimitReached: a text is too large, or nested too deep.
    """
    diagnostics = Diagnostics()
    header, sources, definitions = join_files(name, text, include, diagnostics)
    if not diagnostics.has("LANG01", "LANG04"):  # else much is missing, and would be said to be unknown
        check(definitions, diagnostics)
    diagnostics.raise_if_any()
    order = {source.file: index for index, source in enumerate(sources)}
    functions = sorted(definitions.functions.values(), key=lambda f: (order[f.file], f.span))
    return Protocol(
        name.removesuffix(".c"),
        header,
        tuple(definitions.toggles.values()),
        tuple(definitions.defines.values()),
        sources,
        tuple(functions),
        tuple(definitions.replaced),
        definitions.functions,
        _primitives(functions),
    )


def _primitives(functions: Iterable[ast.Function]) -> frozenset[str]:
    """The primitives that some function calls."""
    called = {node.function for one in functions for node in walk(one) if isinstance(node, ast.Call)}
    return frozenset(called & PRIMITIVES.keys())


def check(definitions: Definitions, diagnostics: Diagnostics) -> None:
    """Notes all that is wrong with what was read."""
    functions = definitions.functions
    names = Names(functions, frozenset((*definitions.defines, *definitions.toggles)))
    _check_definitions(definitions, names, diagnostics)
    for function in functions.values():
        BodyChecker(function, names, diagnostics).run()
    faulty = _faulty_functions(functions, diagnostics)
    known = len(diagnostics)
    call_order(tuple(functions), functions, diagnostics)
    if len(diagnostics) > known:
        return
    locking = locking_functions(functions)
    for function in functions.values():
        called = {call.function for call in calls_in(function, functions)}
        if not faulty & {function.name, *called}:
            _check_paths(function, definitions, locking, diagnostics)


def _faulty_functions(functions: Mapping[str, ast.Function], diagnostics: Diagnostics) -> frozenset[str]:
    """Those in which something was found: they are not whole, and cannot be lowered."""
    lines = diagnostics.lines()
    return frozenset(
        name
        for name, function in functions.items()
        if any(
            (function.file, line) in lines for line in range(function.span.line, function.span.end_line + 1)
        )
    )


def _check_definitions(definitions: Definitions, names: Names, diagnostics: Diagnostics) -> None:
    for function in definitions.functions.values():
        owner = names.owner(function.name)
        assert owner is not None, "it is defined"
        if owner != A_FUNCTION:
            diagnostics.add(
                "LANG09",
                function.name_span,
                said("lang.name-taken", function.name, owner),
                said("hint.another-name"),
            )
    for define in (
        *definitions.defines.values(),
        *(toggle.define for toggle in definitions.toggles.values()),
    ):
        owner = names.owner(define.name)
        assert owner is not None, "it is defined"
        if owner != A_DEFINE:
            diagnostics.add(
                "LANG09", define.span, said("lang.name-taken", define.name, owner), said("hint.another-name")
            )
    for prototype in definitions.prototypes:
        _check_prototype(prototype, definitions.functions.get(prototype.name), diagnostics)


def _check_prototype(
    prototype: ast.Function, function: ast.Function | None, diagnostics: Diagnostics
) -> None:
    if function is None:
        diagnostics.add(
            "LANG25", prototype.name_span, said("lang.declared-only", prototype.name), said("hint.define-it")
        )
    elif _signature(prototype) != _signature(function):
        diagnostics.add(
            "LANG25",
            prototype.name_span,
            said("lang.prototype-differs", prototype.name, str(function.name_span)),
            said("hint.no-prototype"),
        )


def _signature(function: ast.Function) -> tuple[object, ...]:
    return function.returns, tuple(param.type for param in function.params)


def _check_paths(
    function: ast.Function, definitions: Definitions, locking: frozenset[str], diagnostics: Diagnostics
) -> None:
    numbers = {define.name: define.value for define in definitions.defines.values()}
    used = {node.name for node in walk(function.body) if isinstance(node, ast.Name)}
    toggles = [toggle for toggle in definitions.toggles.values() if toggle.name in used]
    for setting in islice(_settings(toggles), MAX_SETTINGS):
        environment = Environment(definitions.functions, {**numbers, **setting})
        routine = lower_function(function, environment)
        check_assignment(routine, diagnostics)
        check_returns(routine, diagnostics)
        check_locks(routine, locking, diagnostics)


def _settings(toggles: list[Toggle]) -> Iterator[Mapping[str, int]]:
    """All settings of `toggles`, the default one first."""
    names = [toggle.name for toggle in toggles]
    ordered = [
        (toggle.default, *(value for value in range(len(toggle.values)) if value != toggle.default))
        for toggle in toggles
    ]
    return (dict(zip(names, values, strict=True)) for values in product(*ordered))
