"""What a search says: safe, damage or incomplete; each broken property with its shortest run.

A `Verdict` is plain data: `dataclasses.asdict` makes JSON of it. It is worked out from a search that may
have stopped anywhere; what it then covers stands in `covered`. Only a complete search is called safe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.check.ask import Asker
from engine.check.graph import GRAPH_LIMIT
from engine.check.path import Shortest, shortest_runs
from engine.check.search import Search
from engine.check.survey import Survey, survey
from engine.machine.violations import PROPERTIES
from engine.run.model import Model
from engine.run.schedule import format_schedule
from engine.run.sentences import said
from engine.words.text import Arg, Text

STATES_LIMIT = 1_000_000
"""States that a check may know by default."""

SLICE = 8_192
"""States that are expanded before the limit, or whoever drives the search, is looked at again."""

ASSUMED = "memory is sequentially consistent"
"""What every verdict takes for granted of the hardware (docs/modelling.md)."""

_ORDER = {id: number for number, id in enumerate(PROPERTIES)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a property is broken, with its shortest run.

    invariant: the property's id. message: which of its sentences,
    with its args. switches: between threads. also: the
    other messages under which the same property breaks, each with its own shortest run.
    """

    invariant: str
    title: str
    severity: str  # "damage" | "warning"
    message: str
    args: tuple[Arg | Text, ...]
    sentence: str
    objects: tuple[str, ...]
    steps: int
    switches: int
    schedule: str
    also: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a check. frontier: states that are known and were not expanded.

    searched: every run of up to so many steps was taken; None when all runs were. facts: what the runs did;
    None if the search is not complete, or too large, or was not asked. assumes: of the hardware.
    """

    verdict: str  # "safe" | "damage" | "incomplete"
    complete: bool
    states: int
    transitions: int
    depth: int
    frontier: int
    searched: int | None
    covered: str
    violations: tuple[Finding, ...]
    facts: Survey | None = None
    assumes: str = ASSUMED

    @property
    def damage(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.violations if finding.severity == "damage")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.violations if finding.severity == "warning")


def check(model: Model, limit: int = STATES_LIMIT, facts: bool = True) -> Verdict:
    """Search until complete, or until more than `limit` states are known, and say what was found."""
    search = run(Search(model), limit)
    return with_facts(search, verdict(search)) if facts else verdict(search)


def with_facts(search: Search, found: Verdict) -> Verdict:
    """The verdict of a search with what its runs did, if it is complete and small enough to go over again."""
    if not found.complete or found.states > GRAPH_LIMIT:
        return found
    bad = [finding.schedule for finding in found.damage]
    return replace(found, facts=survey(Asker(search), bad))


def run(search: Search, limit: int = STATES_LIMIT) -> Search:
    """Advance a search until it is complete or knows more than `limit` states."""
    while advance(search, limit):
        pass
    return search


def advance(search: Search, limit: int, slice: int = SLICE) -> bool:
    """One slice of a search; false when there is nothing more to do, or too much."""
    left = limit - search.found.progress.states
    return left >= 0 and not search.advance(min(slice, left + 1)) and search.found.progress.states <= limit


def verdict(search: Search) -> Verdict:
    """What a search has found so far."""
    progress = search.found.progress
    findings = _findings(search)
    searched = None if progress.complete else max(0, len(search.found.levels) - 2)
    damaged = any(finding.severity == "damage" for finding in findings)
    frontier = 0 if progress.complete else _frontier(search)
    return Verdict(
        verdict="damage" if damaged else "safe" if progress.complete else "incomplete",
        complete=progress.complete,
        states=progress.states,
        transitions=progress.transitions,
        depth=progress.depth,
        frontier=frontier,
        searched=searched,
        covered=_covered(searched, damaged, frontier).text,
        violations=findings,
    )


def _frontier(search: Search) -> int:
    """Known and not expanded: the rest of the level at which the search is, and the next one."""
    found = search.found
    return len(found.levels[-1]) - search.position + found.progress.frontier


def plainly(found: Verdict) -> Text:
    """What an unreduced search with this verdict has seen: `covered`, in any language."""
    return _covered(found.searched, bool(found.damage), found.frontier)


def _covered(searched: int | None, damaged: bool, frontier: int) -> Text:
    """Exactly what the search has seen, in words."""
    if searched is None:
        return said("check.covered-all")
    return said("check.covered-other" if damaged else "check.covered-none", searched, searched + 1, frontier)


def _findings(search: Search) -> tuple[Finding, ...]:
    """One a property; damage before warnings."""
    asker = Asker(search)
    runs = shortest_runs(search, asker, search.found.discoveries)
    return by_property(map(finding_of, runs.values()))


def by_property(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of findings of one kind each, one a property with the others of it, the shortest first."""
    properties: dict[str, list[Finding]] = {}
    for one in sorted(found, key=_rank):
        properties.setdefault(one.invariant, []).append(one)
    findings = [replace(first, also=tuple(others)) for first, *others in properties.values()]
    return tuple(sorted(findings, key=_rank))


def _rank(finding: Finding) -> tuple[bool, int, int, int, str]:
    order = _ORDER[finding.invariant]
    return finding.severity != "damage", finding.steps, finding.switches, order, finding.message


def finding_of(shortest: Shortest) -> Finding:
    """A shortest run in words."""
    violation = shortest.violation
    known = PROPERTIES[violation.property]
    return Finding(
        invariant=known.id,
        title=known.title,
        severity=known.severity,
        message=violation.message,
        args=violation.args,
        sentence=said(f"violation.{violation.message}", *violation.args).text,
        objects=violation.objects,
        steps=shortest.steps,
        switches=shortest.switches,
        schedule=format_schedule(shortest.choices),
    )
