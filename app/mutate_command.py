"""`ptscope mutate`: which line of a protocol protects what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.files import protocol_from_name_or_path, scenario_from_name_or_path
from app.parser import Parser
from app.settings import DEFAULT_PORT
from engine import library
from engine.check.mutate import Fate, excused, fate, mutants, telling
from engine.errors import RequestError
from engine.lang.protocol import Protocol
from engine.scenario.scenario import Scenario
from engine.words.catalogue import Words
from engine.words.saying import said, translated

Json = Mapping[str, object]


def add_mutate(parser: Parser) -> None:
    """Fills in the parser of the command."""
    say, add = parser.words.say, parser.add_argument
    add("--protocol", "-p", required=True, metavar="P", help=say("usage.protocol"))
    add("--scenario", "-s", action="append", default=[], metavar="S", help=say("usage.scenarios"))
    add("--json", action="store_true", help=say("usage.objects"))
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
        found, mutant = self.fate, self.fate.mutant
        return {
            "id": mutant.id,
            "line": mutant.line,
            "function": mutant.function,
            "change": mutant.change,
            "result": found.result,
            "scenario": self.scenario,
            "property": found.property,
            "reason": found.why.text,
            "schedule": found.schedule,
            "link": self.link,
        }


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
    _print_table(tried, options.words)
    left_out = [name for name, each in named.items() if each not in sound]
    if left_out:
        print(options.words.say("cli.left-out", ", ".join(left_out), protocol.name))


def _tried(name: str, protocol: Protocol, scenarios: Mapping[str, Scenario]) -> Iterator[Tried]:
    texts = {source.file: source.text for source in protocol.sources}  # what it includes may stand beside it
    reasons = library.harmless(name) if name in library.protocol_ids() else {}
    named = {scenario.id: wanted for wanted, scenario in scenarios.items()}
    for one in mutants(protocol):
        found = excused(fate(one, protocol.name, scenarios.values(), texts.get), reasons)
        yield Tried(name, found, named.get(found.scenario, ""))


RESULTS = {"refused": "cli.mutant-refused", "caught": "cli.caught", "harmless": "cli.harmless"}


def _print_table(tried: Iterable[Tried], words: Words) -> None:
    counts: dict[str, int] = {}
    for one in tried:
        found = one.fate
        counts[found.result] = counts.get(found.result, 0) + 1
        print(words.say("cli.mutant", found.mutant.line, translated(found.mutant.changed, words)))
        print(f"    {_fate(found, words)}")
        if found.schedule:
            print(f"    {one.replay}")
    rows = sorted(counts.items())
    print(", ".join(words.say("cli.result", number, _result(result, words)) for result, number in rows))


def _fate(found: Fate, words: Words) -> str:
    text = _result(found.result, words)
    if found.scenario:
        text = words.say("cli.mutant-in", text, found.scenario)
    return words.say("cli.mutant-because", text, translated(found.why, words)) if found.why.text else text


def _result(result: str, words: Words) -> str:
    return words.say(RESULTS.get(result, "cli.survives"))
