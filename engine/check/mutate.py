"""Which line protects what: a protocol with one line changed, and the shortest run that this breaks.

A mutant drops one statement, moves one behind a later one, or takes one branch always or never; only in the
protocol's own text, not in what it includes. It is *refused* if the C checker finds fault with it,
*caught* if a scenario shows damage, or a state from which no run ends (a fault that is taken for ever);
else it *survives*: these scenarios do not need the line. It is *harmless* if it survives and somebody has
said why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from engine.check.ask import Asker
from engine.check.good import endless
from engine.check.graph import whole_graph
from engine.check.path import shortest_run
from engine.check.search import Search
from engine.errors import EngineError, LimitReached, RequestError, RoutineError, Span
from engine.lang import ast
from engine.lang.check import read_protocol
from engine.lang.protocol import Protocol
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.schedule import format_schedule
from engine.scenario.scenario import Scenario
from engine.words.saying import of_library, said
from engine.words.text import Text

STATES_LIMIT = 200_000
"""States that are searched for each mutant in each scenario."""

GRAPH_LIMIT = 20_000
"""States of a scenario up to which a mutant is asked whether its runs end."""

NEVER_ENDS = "never ends"
"""Stands where a property does, for a mutant whose runs need not end."""

NOTHING = of_library("")
"""Stands for a reason where there is none."""

ENDLESS_LIMITS = ("LIM03", "LIM11")
"""Limits that a loop meets: in one step, and in the set-up."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed text. `line` counts from 1; `changed` says what was done; function: in which this is.

    id: names it among the mutants of its protocol: "47-swap".
    """

    line: int
    changed: Text
    text: str
    function: str = ""
    id: str = ""

    @property
    def change(self) -> str:
        """What was done, in English: it names the mutant, with its function, wherever one is kept."""
        return self.changed.text


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant. `result`: "refused", "caught", "harmless" or "survives".

    why: what the C checker said, how the property broke, or why it is harmless; else nothing.
    """

    mutant: Mutant
    result: str
    scenario: str = ""
    property: str = ""
    why: Text = NOTHING
    schedule: str = ""


# making mutants ----------------------------------------------------------------------------------
def mutants(protocol: Protocol) -> tuple[Mutant, ...]:
    """All mutants of a protocol's own text, in the order of its lines."""
    source = protocol.sources[0]
    text = _Text(source.text)
    found: list[Mutant] = []
    for function in protocol.functions:
        if function.span.file == source.file and function.body is not None:
            found += [replace(one, function=function.name) for one in _of_block(function.body, text)]
    return _distinct(sorted(found, key=lambda mutant: mutant.line))


def mutant(protocol: Protocol, id: str) -> Mutant:
    """One of them.

    Raises:
        RequestError: there is none of that name.
    """
    for one in mutants(protocol):
        if one.id == id:
            return one
    hint = said("hint.list-mutants", protocol.name)
    raise RequestError("RUN13", said("error.no-mutant", protocol.name, id[:40]), hint)


def mutated(protocol: Protocol, id: str, include: Callable[[str], str | None]) -> Protocol:
    """A protocol with the change of one of its mutants; "~" and the mutant's id stand behind its name.

    Raises:
        RequestError: there is none of that name.
        RoutineError: the C checker refuses it.
    """
    return read_protocol(f"{protocol.name}~{id}", mutant(protocol, id).text, include)


def _distinct(found: list[Mutant]) -> tuple[Mutant, ...]:
    """With a number behind ids that would be the same."""
    seen: dict[str, int] = {}
    named: list[Mutant] = []
    for one in found:
        number = seen[one.id] = seen.get(one.id, 0) + 1
        named.append(one if number == 1 else replace(one, id=f"{one.id}-{number}"))
    return tuple(named)


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

    def rotated(self, spans: list[Span]) -> str:
        """The first piece behind the others; what stands between the pieces stays."""
        bounds = [self.bounds(span) for span in spans]
        pieces = [self.text[start:end] for start, end in bounds]
        changed, at = "", 0
        for (start, end), piece in zip(bounds, [*pieces[1:], pieces[0]], strict=True):
            changed += self.text[at:start] + piece
            at = end
        return changed + self.text[at:]


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
            yield _mutant(span, "drop", said("mutant.drop", text.of(span)), text.replaced(span, ""))
        if isinstance(statement, ast.If):
            condition = statement.condition.span
            for value, when in (("0", "never"), ("1", "always")):
                change = said(f"mutant.{when}", text.of(condition))
                yield _mutant(span, when, change, text.replaced(condition, value))
        if isinstance(statement, ast.Evaluate | ast.Assign):
            yield from _moved(statement.span, _run(block.items[index + 1 :]), text)
        for inner in _blocks(statement):
            yield from _of_block(inner, text)


def _mutant(span: Span, kind: str, changed: Text, text: str) -> Mutant:
    return Mutant(span.line, changed, text, id=f"{span.line}-{kind}")


def _run(items: Sequence[ast.Statement]) -> list[Span]:
    """The plain statements before anything that may jump."""
    return [one.span for one in takewhile(lambda one: isinstance(one, ast.Evaluate | ast.Assign), items)]


def _moved(first: Span, following: list[Span], text: _Text) -> Iterator[Mutant]:
    """A statement behind the next one, the one after it, and so on."""
    for number, other in enumerate(following, 1):
        kind, change = "swap", said("mutant.swap", text.of(first), text.of(other))
        if number > 1:
            kind, change = f"behind-{other.line}", said("mutant.move", text.of(first), text.of(other))
        yield _mutant(first, kind, change, text.rotated([first, *following[:number]]))


# trying them -------------------------------------------------------------------------------------
def telling(protocol: Protocol, scenarios: Iterable[Scenario]) -> list[Scenario]:
    """Those in which the protocol itself can be built and shows no damage: others say nothing of a mutant."""
    return [scenario for scenario in scenarios if _is_sound(protocol, scenario)]


def _is_sound(protocol: Protocol, scenario: Scenario) -> bool:
    try:
        return _damage(protocol, scenario) is None
    except EngineError:
        return False


def fate(
    mutant: Mutant, name: str, scenarios: Iterable[Scenario], include: Callable[[str], str | None]
) -> Fate:
    """Check a mutant in scenario after scenario, until one breaks it."""
    try:
        protocol = read_protocol(name, mutant.text, include)
    except RoutineError as error:
        return Fate(mutant, "refused", why=error.message)
    for scenario in scenarios:
        try:
            found = _damage(protocol, scenario)
        except LimitReached as error:
            if error.code in ENDLESS_LIMITS:
                return Fate(mutant, "caught", scenario.id, NEVER_ENDS, error.message)
            continue  # it asks for more than the machine has: that says nothing of the line
        except EngineError as error:
            return Fate(mutant, "caught", scenario.id, error.code, error.message)
        if found is not None:
            property, sentence, schedule = found
            return Fate(mutant, "caught", scenario.id, property, sentence, schedule)
    return Fate(mutant, "survives")


def excused(found: Fate, reasons: Mapping[tuple[str, str], str]) -> Fate:
    """A survivor with the reason why it is harmless, if one stands by its (function, change)."""
    reason = reasons.get((found.mutant.function, found.mutant.change))
    if found.result != "survives" or reason is None:
        return found
    return replace(found, result="harmless", why=of_library(reason))


def _damage(protocol: Protocol, scenario: Scenario) -> tuple[str, Text, str] | None:
    """(property, sentence, schedule) of the first damage that a search meets."""
    search = Search(build(protocol, scenario))
    while not search.advance(512) and search.found.progress.states < STATES_LIMIT:
        if _first_damage(search):
            break
    kind = _first_damage(search)
    if kind is None:
        return _without_end(search)
    discovery = search.found.discoveries[kind]
    violation = discovery.violation
    sentence = said(f"violation.{violation.message}", *violation.args)
    return kind[0], sentence, format_schedule(shortest_run(search, discovery))


def _without_end(search: Search) -> tuple[str, Text, str] | None:
    """The same, if some run that shows no damage comes to where none ends."""
    if search.found.progress.states > GRAPH_LIMIT:
        return None
    choices = endless(whole_graph(Asker(search)))
    if choices is None:
        return None
    return NEVER_ENDS, said("mutant.never-ends"), format_schedule(choices)


def _first_damage(search: Search) -> tuple[str, str] | None:
    damage = [
        (discovery.steps, kind)
        for kind, discovery in search.found.discoveries.items()
        if PROPERTIES[kind[0]].severity == "damage"
    ]
    return min(damage)[1] if damage else None
