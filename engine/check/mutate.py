"""Which line protects what: a protocol with one line changed, and the shortest run that this breaks.

A mutant drops one statement, swaps two neighbours, or takes one branch always or never; only in the
protocol's own text, not in what it includes. It is *refused* if the C checker finds fault with it,
*caught* if a scenario shows damage, else it *survives*: these scenarios do not need the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.check.path import shortest_run
from engine.check.search import Search
from engine.errors import EngineError, RoutineError, Span
from engine.lang import ast
from engine.lang.check import read_protocol
from engine.lang.protocol import Protocol
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.schedule import format_schedule
from engine.run.sentences import VIOLATIONS, said
from engine.scenario.scenario import Scenario

STATES_LIMIT = 200_000
"""States that are searched for each mutant in each scenario."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed text. `line` counts from 1; `change` says what was done."""

    line: int
    change: str
    text: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant. `result`: "refused", "caught" or "survives".

    reason: what the C checker said, or which property broke and how; empty for a survivor.
    """

    mutant: Mutant
    result: str
    scenario: str = ""
    property: str = ""
    reason: str = ""
    schedule: str = ""


# making mutants ----------------------------------------------------------------------------------
def mutants(protocol: Protocol) -> tuple[Mutant, ...]:
    """All mutants of a protocol's own text, in the order of its lines."""
    source = protocol.sources[0]
    text = _Text(source.text)
    found: list[Mutant] = []
    for function in protocol.functions:
        if function.span.file == source.file and function.body is not None:
            found += _of_block(function.body, text)
    return tuple(sorted(found, key=lambda mutant: mutant.line))


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def bounds(self, span: Span) -> tuple[int, int]:
        start = self.starts[span.line - 1] + span.column - 1
        return start, self.starts[span.end_line - 1] + span.end_column - 1

    def of(self, span: Span) -> str:
        start, end = self.bounds(span)
        return " ".join(self.text[start:end].split())

    def replaced(self, span: Span, new: str) -> str:
        start, end = self.bounds(span)
        return self.text[:start] + new + self.text[end:]


def _blocks(statement: ast.Statement) -> Iterator[ast.Block]:
    match statement:
        case ast.Block():
            yield statement
        case ast.If():
            yield statement.then
            if statement.otherwise is not None:
                yield statement.otherwise
        case ast.While() | ast.DoWhile() | ast.For() | ast.Switch():
            yield statement.body


def _of_block(block: ast.Block, text: _Text) -> Iterator[Mutant]:
    for index, statement in enumerate(block.items):
        span = statement.span
        if isinstance(statement, ast.Evaluate):
            yield Mutant(span.line, f"drop `{text.of(span)}`", text.replaced(span, ""))
        if isinstance(statement, ast.If):
            condition = statement.condition.span
            for value, when in (("0", "never"), ("1", "always")):
                change = f"{when} take `if ({text.of(condition)})`"
                yield Mutant(span.line, change, text.replaced(condition, value))
        following = block.items[index + 1] if index + 1 < len(block.items) else None
        if isinstance(statement, ast.Evaluate | ast.Assign) and isinstance(
            following, ast.Evaluate | ast.Assign
        ):
            yield _swapped(statement.span, following.span, text)
        for inner in _blocks(statement):
            yield from _of_block(inner, text)


def _swapped(first: Span, second: Span, text: _Text) -> Mutant:
    (a, b), (c, d) = text.bounds(first), text.bounds(second)
    whole = text.text
    changed = whole[:a] + whole[c:d] + whole[b:c] + whole[a:b] + whole[d:]
    return Mutant(first.line, f"swap `{text.of(first)}` and `{text.of(second)}`", changed)


# trying them -------------------------------------------------------------------------------------
def fate(
    mutant: Mutant, name: str, scenarios: Iterable[Scenario], include: Callable[[str], str | None]
) -> Fate:
    """Check a mutant in scenario after scenario, until one shows damage."""
    try:
        protocol = read_protocol(name, mutant.text, include)
    except RoutineError as error:
        return Fate(mutant, "refused", reason=error.message)
    for scenario in scenarios:
        try:
            found = _damage(protocol, scenario)
        except EngineError as error:
            return Fate(mutant, "caught", scenario.id, error.code, error.message)
        if found is not None:
            property, sentence, schedule = found
            return Fate(mutant, "caught", scenario.id, property, sentence, schedule)
    return Fate(mutant, "survives")


def _damage(protocol: Protocol, scenario: Scenario) -> tuple[str, str, str] | None:
    """(property, sentence, schedule) of the first damage that a search meets."""
    search = Search(build(protocol, scenario))
    while not search.advance(512) and len(search.seen) < STATES_LIMIT:
        if _first_damage(search):
            break
    kind = _first_damage(search)
    if kind is None:
        return None
    discovery = search.found.discoveries[kind]
    violation = discovery.violation
    sentence = said(VIOLATIONS, violation.message, violation.args).text
    return kind[0], sentence, format_schedule(shortest_run(search, discovery))


def _first_damage(search: Search) -> tuple[str, str] | None:
    damage = [
        (discovery.steps, kind)
        for kind, discovery in search.found.discoveries.items()
        if PROPERTIES[kind[0]].severity == "damage"
    ]
    return min(damage)[1] if damage else None
