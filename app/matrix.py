"""The matrix as the pages show it: rows, columns and marks, in words, from the verdicts that are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlencode

from engine.check.interleavings import grouped
from engine.errors import RequestError
from engine.lang.protocol import Protocol
from engine.library import Library
from engine.library.cells import MACHINES, Cell, Setting, each_alone, presets
from engine.library.verdicts import Verdicts
from engine.machine.violations import PROPERTIES
from engine.scenario.scenario import Scenario
from engine.words.catalogue import ENGLISH, Words
from engine.words.saying import said

GROUPS = {
    "fork": "fork",
    "write": "write",
    "unshare": "unshare",
    "zap": "zap",
    "partial": "partial zap",
    "exit": "exit",
    "threads": "threads",
    "gup": "GUP-fast",
    "change": "madvise, mprotect, mremap",
    "reclaim": "reclaim",
    "fault": "faults",
}
"""The titles of groups of columns, those that come first; others follow in the order of their first scenario,
under their own names."""

_NEEDS = re.compile(r"needs ([^:]*): (.*)")
_COVERED = re.compile(r"all runs of up to (\d+) steps were searched: no (other )?.*; (\d+) states were left")

EACH = "each"
YEARS = "years"
SLUGS = {name.lower().replace(" ", "-"): name for name in MACHINES}
"""The machines by their names in addresses."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the matrix is asked for. machine: a slug, or "" for each scenario's own. processes: 0 means all.
    toggles: "each" adds a row for each toggle of a protocol changed alone, "years" one for each time at which
    it was not yet what it is.
    """

    machine: str = ""
    processes: int = 0
    toggles: str = ""

    def but(self, **changed: str | int) -> str:
        """The address of the matrix with a part of this changed."""
        values = {"machine": self.machine, "processes": self.processes, "toggles": self.toggles, **changed}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"/?{query}#systems" if query else "/#systems"

    @property
    def setting(self) -> Setting:
        return MACHINES[SLUGS[self.machine]] if self.machine else ()


def read_asked(query: Mapping[str, str]) -> Asked:
    """What the address of the home page asks for.

    Raises:
        RequestError: it names what there is not.
    """
    known = {"machine": ["", *SLUGS], "processes": ["", "1", "2", "3", "4"], "toggles": ["", EACH, YEARS]}
    for name, values in known.items():
        if query.get(name, "") not in values:
            wrong = said("error.matrix", name, query[name][:40])
            raise RequestError("RUN98", wrong, said("hint.write-one-of", ", ".join(filter(None, values))))
    return Asked(query.get("machine", ""), int(query.get("processes") or 0), query.get("toggles", ""))


Choice = tuple[str, str, bool]
"""A filter's value: its name, the address of the matrix with it, whether it is chosen."""


def filters(asked: Asked) -> dict[str, list[Choice]]:
    """The filters above the matrix: each value as a link."""

    def choice(name: str, values: Mapping[str, str | int]) -> list[Choice]:
        now = getattr(asked, name)
        return [(title, asked.but(**{name: value}), value == now) for title, value in values.items()]

    return {
        "processes": choice("processes", {"all": 0, "1": 1, "2": 2, "3": 3, "4": 4}),
        "machines": choice(
            "machine", {"as the scenario says": "", **{name: id for id, name in SLUGS.items()}}
        ),
        "toggles": choice("toggles", {"as written": "", "each changed alone": EACH, "year by year": YEARS}),
    }


class Mark(NamedTuple):
    """A cell. kind: a verdict, or "unknown". number: steps to damage. href: None where nothing runs."""

    kind: str
    number: int | None
    said: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A protocol, or a protocol with toggles changed: then `title` says how."""

    protocol: Protocol
    title: str
    marks: tuple[Mark, ...]

    @property
    def name(self) -> str:
        return self.protocol.name + (f", {self.title}" if self.title else "")


Groups = tuple[tuple[str, tuple[Scenario, ...]], ...]
"""Title and scenarios of each group."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """groups: the columns, parted, under the title of each part. rows: in time order."""

    groups: Groups
    rows: tuple[Row, ...]

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(scenario for _, group in self.groups for scenario in group)


def matrix(library: Library, asked: Asked, words: Words = ENGLISH) -> Matrix:
    """The matrix of a library, with the verdicts of this version and of no other, in a language."""
    verdicts = Verdicts(library)
    groups = grouped_scenarios(library, asked.processes)
    scenarios = [scenario for _, group in groups for scenario in group]
    rows = tuple(
        row(verdicts, protocol, scenarios, title, setting, asked.setting, words)
        for protocol in map(library.protocol, library.protocol_ids())
        for title, setting in variants(protocol, asked.toggles, words)
    )
    return Matrix(groups, rows)


def variants(protocol: Protocol, toggles: str, words: Words = ENGLISH) -> list[tuple[str, Setting]]:
    """As its author wrote it, and then as `Asked.toggles` has it, each with its title."""
    found: list[tuple[str, Setting]] = [("", ())]
    if toggles == EACH:
        found += ((told(protocol, setting, words), setting) for setting in each_alone(protocol))
    if toggles == YEARS:
        found += (
            (words.say("matrix.as-of", words.ours(name)), setting)
            for name, setting in presets(protocol).items()
            if setting
        )
    return found


def grouped_scenarios(library: Library, processes: int = 0) -> Groups:
    """The scenarios of so many processes, 0 for any, parted by what they are about."""
    found: dict[str, list[Scenario]] = {name: [] for name in GROUPS}
    for scenario in map(library.scenario, library.scenario_ids()):
        if processes in (0, len(scenario.mms)):
            found.setdefault(scenario.group, []).append(scenario)
    return tuple((GROUPS.get(name, name), tuple(group)) for name, group in found.items() if group)


def row(
    verdicts: Verdicts,
    protocol: Protocol,
    scenarios: Sequence[Scenario],
    title: str,
    changed: Setting,
    machine: Setting,
    words: Words = ENGLISH,
) -> Row:
    """A row: a protocol, as it is or with toggles changed, on a machine."""
    setting = tuple(sorted((*changed, *machine)))
    marks = tuple(
        mark(protocol, scenario, setting, verdicts.current(protocol, scenario, setting), words)
        for scenario in scenarios
    )
    return Row(protocol, title, marks)


def told(protocol: Protocol, setting: Setting, words: Words = ENGLISH) -> str:
    """A setting in the words of the toggles: "share lock: per table"."""
    toggles = {toggle.name: toggle for toggle in protocol.toggles}
    return ", ".join(
        words.say("matrix.toggle", words.ours(toggles[name].label), words.ours(toggles[name].values[value]))
        for name, value in setting
    )


def mark(
    protocol: Protocol, scenario: Scenario, setting: Setting, cell: Cell | None, words: Words = ENGLISH
) -> Mark:
    """A cell in words, and where a click leads: to the shortest run, played, or else to the start."""
    if cell is None:
        said = words.say("matrix.said-unknown")
        return Mark("unknown", None, said, link(protocol, scenario, setting, check="1"))
    if cell.verdict == "not-applicable":
        return Mark("none", None, words.say("matrix.said-none", _why(cell.said, words)), None)
    if cell.verdict == "refused":
        return Mark("none", None, words.say("matrix.said-refused", words.ours(cell.said)), None)
    if not cell.broken:
        covered = _why(cell.said, words) if cell.said else words.say("matrix.all-runs")
        said = words.say(f"matrix.verdict-{cell.verdict}", covered, grouped(cell.states))
        return Mark(cell.verdict, None, said, link(protocol, scenario, setting))
    first = cell.broken[0]
    said = "; ".join([*_parts(cell, words), *filter(None, [words.ours(protocol.header.note)])])
    number = first.steps if cell.verdict == "damage" else None
    return Mark(
        cell.verdict, number, said, link(protocol, scenario, setting, t=first.schedule, at="0", play="1")
    )


def _parts(cell: Cell, words: Words) -> Iterator[str]:
    first, *others = cell.broken
    yield words.say(f"matrix.broken-{cell.verdict}", first.steps, _title(first.invariant, words))
    if others:
        yield words.say("matrix.also", ", ".join(_title(other.invariant, words) for other in others))
    if cell.said:
        yield _why(cell.said, words)
    else:
        yield words.say("matrix.states-all", grouped(cell.states))


def _why(said: str, words: Words) -> str:
    """What a kept verdict says in English: what the scenario needs, or how far the search came."""
    if found := _NEEDS.fullmatch(said):
        return words.say("matrix.needs", *map(words.ours, found.groups()))
    if found := _COVERED.fullmatch(said):
        searched, other, left = found.groups()
        id = "check.covered-other" if other else "check.covered-none"
        return words.say(id, searched, int(searched) + 1, left)
    return words.ours(said)


def _title(property: str, words: Words) -> str:
    title = words.ours(PROPERTIES[property].title)
    return title.lower() if words is ENGLISH else title


def link(protocol: Protocol, scenario: Scenario, setting: Setting, **more: str) -> str:
    """The page's address of a run (docs/links.md)."""
    toggles = {name.removeprefix("CONFIG_"): value for name, value in setting}
    query = {"p": protocol.name, "s": scenario.id, **toggles, **more}
    return "/run?" + "&".join(f"{name}={quote(str(value), safe='!')}" for name, value in query.items())
