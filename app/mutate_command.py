"""`ptscope mutate`: which line of a protocol protects what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from app.files import protocol_from_name_or_path, scenario_from_name_or_path
from app.settings import DEFAULT_PORT
from engine import library
from engine.check.mutate import Fate, excused, fate, mutants, telling
from engine.errors import RequestError
from engine.lang.protocol import Protocol
from engine.scenario.scenario import Scenario
from engine.words.saying import said

Json = Mapping[str, object]


def add_mutate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--protocol", "-p", required=True, metavar="P", help="an id, or the path of a .c file"
    )
    parser.add_argument(
        "--scenario",
        "-s",
        action="append",
        default=[],
        metavar="S",
        help="default: all that ship; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print one object a line")
    parser.set_defaults(command=_mutate)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant of `protocol`, as it was named; in `scenario`, as that was named."""

    protocol: str
    fate: Fate
    scenario: str

    @property
    def name(self) -> str:
        """The mutant as a protocol: it can be run and checked like one."""
        return f"{self.protocol}~{self.fate.mutant.id}"

    @property
    def link(self) -> str | None:
        """The page's address of the run, without the host; None: a text is the user's, or there is no run."""
        shipped = self.protocol in library.protocol_ids() and self.scenario in library.scenario_ids()
        if not shipped or not self.fate.schedule:
            return None
        return f"/run?p={self.name}&s={self.scenario}&t={self.fate.schedule}"

    @property
    def replay(self) -> str:
        """How to watch the run."""
        if self.link is not None:
            return f"http://127.0.0.1:{DEFAULT_PORT}{self.link}"
        return f"ptscope run -p {self.name} -s {self.scenario} -t {self.fate.schedule}"

    def json(self) -> Json:
        row = asdict(self.fate)
        mutant = row.pop("mutant")
        shown = {name: mutant[name] for name in ("id", "line", "function", "change")}
        return {**shown, **row, "scenario": self.scenario, "link": self.link}


def _mutate(options: argparse.Namespace) -> None:
    names = options.scenario or library.scenario_ids()
    if "~" in options.protocol:
        hint = said("hint.is-mutant")
        raise RequestError("RUN14", said("error.is-mutant", options.protocol[:60]), hint)
    protocol = protocol_from_name_or_path(options.protocol)
    named = {name: scenario_from_name_or_path(name) for name in names}
    sound = telling(protocol, named.values())
    tried = _tried(options.protocol, protocol, {name: each for name, each in named.items() if each in sound})
    if options.json:
        for one in tried:
            print(json.dumps(one.json(), ensure_ascii=False))
        return
    _print_table(tried)
    left_out = [name for name, each in named.items() if each not in sound]
    if left_out:
        print(f"without {', '.join(left_out)}: {protocol.name} itself does not pass there")


def _tried(name: str, protocol: Protocol, scenarios: Mapping[str, Scenario]) -> Iterator[Tried]:
    texts = {source.file: source.text for source in protocol.sources}  # what it includes may stand beside it
    reasons = library.harmless(name) if name in library.protocol_ids() else {}
    named = {scenario.id: wanted for wanted, scenario in scenarios.items()}
    for one in mutants(protocol):
        found = excused(fate(one, protocol.name, scenarios.values(), texts.get), reasons)
        yield Tried(name, found, named.get(found.scenario, ""))


def _print_table(tried: Iterable[Tried]) -> None:
    counts: dict[str, int] = {}
    for one in tried:
        found = one.fate
        counts[found.result] = counts.get(found.result, 0) + 1
        print(f"line {found.mutant.line}: {found.mutant.change}")
        where = f" in {found.scenario}" if found.scenario else ""
        reason = f": {found.reason}" if found.reason else ""
        print(f"    {found.result}{where}{reason}")
        if found.schedule:
            print(f"    {one.replay}")
    print(", ".join(f"{number} {result}" for result, number in sorted(counts.items())))
