"""A cell of the matrix: what a protocol does in a scenario under some setting, short enough to be kept.

Which settings: each scenario's own; each of the machines below; each toggle of a protocol changed alone; and
each year of its `as-of:` lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.check import compiled
from engine.check.beyond import beyond
from engine.check.search import Search
from engine.check.verdict import SLICE, Finding, Verdict, advance, verdict
from engine.errors import EngineError
from engine.lang.calls import calls_in
from engine.lang.protocol import Protocol
from engine.library.applies import misfit
from engine.machine.violations import PROPERTIES
from engine.run.build import build, configure, shape_of
from engine.run.info import BASES
from engine.run.stories import ROUTINES
from engine.scenario.scenario import Scenario

LIMIT = 4_000_000
"""States of a cell: all that four sharers can do under a locking that is right. Some 100 bytes each."""
ENOUGH = 300_000
"""States after which a cell in which damage is known is searched no further."""
REDUCED = 300_000
"""States of the reduced search that is tried where the limit was met: each takes longer."""
WARM_FROM = 50_000
"""States from which on it pays to load the compiled loop."""

VERSION = 3
"""Of what the engine makes of the same texts. Raise it when verdicts change though no text did."""

NOT_APPLICABLE = "not-applicable"
REFUSED = "refused"

Setting = tuple[tuple[str, int], ...]
"""Toggles that differ from what the scenario or the protocol says, in order of their names."""

MACHINES: dict[str, Setting] = {
    "one CPU": (("CONFIG_SMP", 0),),
    "batched gather": (("CONFIG_GATHER", 2),),
    "walk caches": (("CONFIG_WALK_CACHE", 1),),
    "broadcast flush": (("CONFIG_FLUSH_BROADCAST", 1),),
}
"""The machines for which all verdicts are kept, beside that of each scenario."""


_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Broken:
    """A property that breaks, with a shortest run."""

    invariant: str
    message: str
    steps: int
    switches: int
    schedule: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A verdict and what it rests on. `key` names all that it was computed from.

    verdict: "safe", "warning" (safe, with warnings), "damage", "incomplete", "not-applicable" or "refused".
    said: how far the search came, or why there is none; empty when all runs were searched.
    broken: damage before warnings, the shortest first.
    """

    key: str
    verdict: str
    said: str = ""
    states: int = 0
    transitions: int = 0
    depth: int = 0
    broken: tuple[Broken, ...] = ()


def key(protocol: Protocol, scenario: Scenario, setting: Setting) -> str:
    """Names the C that the story can reach, the story, the setting and the version of the engine's semantics,
    by 64 bits.

    What a verdict does not depend on may change: comments and blanks, titles, what some run should do, and
    routines that no line of the story calls.
    """
    code = _reached(protocol, _routines(protocol, scenario))
    defines = [(define.name, define.value) for define in protocol.defines]
    story = replace(scenario, title="", text="", group="", source="", sometimes=())
    machine = _machine(protocol, scenario, setting, code)
    whole = repr((VERSION, code, defines, machine, protocol.header.lacks, story, setting))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _routines(protocol: Protocol, scenario: Scenario) -> tuple[str, ...]:
    """What the lines of a story call, as far as the protocol has it."""
    lines = (line for story in (*scenario.setup, *scenario.threads) for line in story.lines)
    return tuple(sorted({ROUTINES[line.verb] for line in lines} & protocol.by_name.keys()))


@lru_cache(maxsize=64)
def _callees(protocol: Protocol) -> Mapping[str, frozenset[str]]:
    """By the name of each routine, those that it calls."""
    routines = protocol.by_name
    return {
        name: frozenset(call.function for call in calls_in(routine, routines))
        for name, routine in routines.items()
    }


def _reach(names: Iterable[str], callees: Mapping[str, frozenset[str]]) -> set[str]:
    """Some routines, and all that they call, and so on."""
    reached: set[str] = set()
    ahead = set(names)
    while ahead:
        reached |= ahead
        ahead = set().union(*(callees[name] for name in ahead)) - reached
    return reached


@lru_cache(maxsize=1024)
def _reached(protocol: Protocol, routines: tuple[str, ...]) -> str:
    """The C of all that some routines call, in order of names, each with its file: the hardware has one."""
    texts = {source.file: source.text.split("\n") for source in protocol.sources}
    code: list[str] = []
    for name in sorted(_reach(routines, _callees(protocol))):
        at = protocol.function(name).span
        code += [at.file, _code("\n".join(texts[at.file][at.line - 1 : at.end_line]))]
    return "\n".join(code)


def _machine(protocol: Protocol, scenario: Scenario, setting: Setting, code: str) -> str:
    """The machine that a story runs on, and the toggles that its C looks at; or why there is none."""
    try:
        config = configure(protocol, scenario, dict(setting))
    except EngineError as error:
        return error.message.text
    read = [(name, value) for name, value in config.items() if name in code]
    return repr((shape_of(protocol, scenario, config), read))


@lru_cache(maxsize=512)  # the matrix asks a thousand times for the same hundred files
def _code(text: str) -> str:
    """A text without comments, and with one blank for many."""
    lines = (" ".join(line.split()) for line in _COMMENT.sub(" ", text).split("\n"))
    return "\n".join(filter(None, lines))


def settings(protocol: Protocol) -> Iterator[Setting]:
    """The settings of a protocol for which verdicts are kept; the first changes nothing."""
    names = {toggle.name for toggle in protocol.toggles}
    yield ()
    yield from (setting for setting in MACHINES.values() if {name for name, _ in setting} <= names)
    alone = list(each_alone(protocol))
    yield from alone
    yield from (setting for setting in presets(protocol).values() if setting and setting not in alone)


def each_alone(protocol: Protocol) -> Iterator[Setting]:
    """Each of a protocol's own toggles changed, and nothing else."""
    for toggle in protocol.toggles:
        if toggle.define.span.file not in BASES:
            values = range(len(toggle.values))
            yield from (((toggle.name, value),) for value in values if value != toggle.default)


def presets(protocol: Protocol) -> dict[str, Setting]:
    """What each `as-of:` line of a header changes, by its name, oldest first: () changes nothing."""
    usual = protocol.defaults()
    return {
        preset.text: tuple(sorted(pair for pair in preset.setting if usual[pair[0]] != pair[1]))
        for preset in protocol.header.as_of
    }


def compute(protocol: Protocol, scenario: Scenario, setting: Setting, limit: int = LIMIT) -> Cell:
    """Check one cell: to the end, or until more than `limit` states are known."""
    name = key(protocol, scenario, setting)
    try:
        why = misfit(protocol, scenario, configure(protocol, scenario, dict(setting)))
        if why is not None:
            return Cell(name, NOT_APPLICABLE, why.text)
        model = build(protocol, scenario, dict(setting))
        return cell_of(name, swept(Search(model), limit))
    except EngineError as error:
        return Cell(name, REFUSED, error.message.text)


def swept(search: Search, limit: int = LIMIT) -> Verdict:
    """The verdict of a search to its end, to `limit`, or, once damage is known, to fewer states: to work out
    the shortest runs takes longer than to find that there are some.
    """
    while advance(search, limit, SLICE):
        states = search.found.progress.states
        if states > WARM_FROM:
            compiled.warm()  # a second's work the first time, nothing later
        if states > min(limit, ENOUGH) and is_damaged(search):
            break
    found = verdict(search)
    return beyond(search.model, found, min(limit, REDUCED)) if found.verdict == "incomplete" else found


def is_damaged(search: Search) -> bool:
    return any(PROPERTIES[id].severity == "damage" for id, _ in search.found.discoveries)


def cell_of(name: str, verdict: Verdict) -> Cell:
    """The cell that keeps a verdict."""
    word = "warning" if verdict.verdict == "safe" and verdict.warnings else verdict.verdict
    said = "" if verdict.searched is None else verdict.covered
    broken = tuple(map(_broken, verdict.violations))
    return Cell(name, word, said, verdict.states, verdict.transitions, verdict.depth, broken)


def _broken(found: Finding) -> Broken:
    return Broken(found.invariant, found.message, found.steps, found.switches, found.schedule)


def cell_id(scenario: str, setting: Mapping[str, int] | Setting = ()) -> str:
    """Where a cell stands in the file of its protocol: "zap-zap SMP=0"."""
    changed = sorted(dict(setting).items())
    return " ".join([scenario, *(f"{name.removeprefix('CONFIG_')}={value}" for name, value in changed)])
