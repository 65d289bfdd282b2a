"""`ptscope check`: every interleaving of a scenario under a protocol, and the shortest run of each bug.

Exit status: 0 safe (warnings allowed), 1 damage, 2 incomplete, 3 bad input (`app.cli`).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from time import perf_counter

from app.check_all import Keep, check_pairs, write_cells
from app.check_report import matrix_lines, verdict_lines
from app.check_result import Checked, Refused, json_of, junit
from app.files import add_library, library_of, protocol_from_name_or_path, scenario_from_name_or_path
from app.output import progress, write_text
from app.parser import Parser
from app.runs import begin
from engine.check import compiled
from engine.check.another import further
from engine.check.beyond import REDUCTIONS, Covered, gone_beyond
from engine.check.search import Search
from engine.check.verdict import SLICE, STATES_LIMIT, Verdict, advance, verdict, with_facts
from engine.errors import RequestError
from engine.library import Library
from engine.library.applies import require_fit
from engine.library.cells import LIMIT, swept
from engine.run.build import configure
from engine.scenario.scale import scaled
from engine.words.catalogue import ENGLISH, Words
from engine.words.saying import said

STATUS = {"safe": 0, "damage": 1, "incomplete": 2}
MOST_STATES = 1_000_000_000
WIDTH = 120
"""Columns of a table that is not written to a terminal."""
WARM_FROM = 100_000
"""States from which on it pays to load the compiled loop."""

Options = argparse.Namespace
ReadConfig = Callable[[Sequence[str]], Mapping[str, int | str]]


def add_check(parser: Parser, read_config: ReadConfig) -> None:
    """Fills in the parser of the command. `read_config` reads its -o options."""
    say, add = parser.words.say, parser.add_argument
    add("--protocol", "-p", metavar="P", help=say("usage.protocol"))
    add("--scenario", "-s", metavar="S", help=say("usage.scenario"))
    add("--option", "-o", action="append", default=[], metavar="K=V", help=say("usage.option"))
    add("--all", action="store_true", help=say("usage.all"))
    add_library(parser)
    add("--write", action="store_true", help=say("usage.write"))
    add("--settings", action="store_true", help=say("usage.settings"))
    add("--again", action="store_true", help=say("usage.again"))
    add("--shape", metavar="SxE", help=say("usage.shape"))
    add("--another", type=int, default=0, metavar="N", help=say("usage.another"))
    add("--limit", metavar="N", help=say("usage.limit", STATES_LIMIT, LIMIT))
    reductions = parser.options.add_mutually_exclusive_group()
    names = ", ".join(REDUCTIONS)
    reductions.add_argument("--reduce", metavar="R,...", help=say("usage.reduce", names))
    reductions.add_argument("--no-reduce", action="store_true", help=say("usage.no-reduce"))
    add("--json", action="store_true", help=say("usage.document"))
    add("--junit", type=Path, metavar="FILE", help=say("usage.junit"))
    parser.set_defaults(command=lambda options: check_command(options, read_config))


def check_command(options: Options, read_config: ReadConfig) -> int:
    """Runs the command and returns the exit status.

    Raises:
        EngineError: what it names is not there, or is wrong.
    """
    library = library_of(options.library)
    if options.write:
        return _keep(options, library)
    config = read_config(options.option)
    whole = options.all and options.limit is None
    limit = None if whole else _limit(options.limit)
    how = How(limit, _shape(options.shape), not options.all, options.another, _reductions(options))
    words = options.words
    check = partial(check_one, library=library, config=config, how=how, words=words)
    cells: list[Checked | Refused]
    if options.all:
        cells = check_pairs(check, _pairs(options, library), library, progress, words)
    else:
        cells = [checked := check(*_pair(options))]
    if options.junit is not None:
        write_text(options.junit, junit(cells))
    if options.json:
        document = {"checks": [json_of(cell) for cell in cells]} if options.all else json_of(checked)
        _say([json.dumps(document, ensure_ascii=False)])
    elif options.all:
        _say(matrix_lines(cells, get_terminal_size((WIDTH, 24)).columns, words))
    else:
        _say(verdict_lines(checked, words))
    return _status([cell.verdict.verdict for cell in cells if isinstance(cell, Checked)])


def _keep(options: Options, library: Library) -> int:
    """Compute what the page shows of all cells. The verdicts are data then: damage is no failure."""
    if not options.all or options.protocol or options.scenario or options.option or options.shape:
        hint = said("hint.write-all")
        raise RequestError("RUN97", said("error.write-all"), hint)
    keep = Keep(LIMIT if options.limit is None else _limit(options.limit), options.again, options.settings)
    _say([write_cells(library, keep, progress, options.words)])
    return 0


@dataclass(frozen=True, slots=True)
class How:
    """How to check. limit: states, or None: as far as a cell of the matrix is searched. shape: (slots,
    entries), if larger than the scenario's. further: runs of each bug beside the first. facts: whether to
    say what the runs did, which takes several times as long as the search. reduce: the reductions to
    search with where the whole search met its limit.
    """

    limit: int | None
    shape: tuple[int, int] | None
    facts: bool
    further: int
    reduce: tuple[str, ...] = REDUCTIONS


def check_one(
    protocol: str,
    scenario: str,
    library: Library,
    config: Mapping[str, int | str],
    how: How,
    words: Words = ENGLISH,
) -> Checked:
    """One protocol in one scenario, to the end or to the limit. words: in which a terminal is told how far.

    Raises:
        EngineError: it is not there, or wrong, or the scenario does not apply.
    """
    text = protocol_from_name_or_path(protocol, library)
    story = scenario_from_name_or_path(scenario, library)
    require_fit(text, story, configure(text, story, config))
    if how.shape is not None:
        story = scaled(story, *how.shape)
    opened = begin(text, story, config)
    model = opened.run.model
    start = perf_counter()
    search = Search(model)
    result, reduced = (swept(search), None) if how.limit is None else _searched(search, how.limit, how, words)
    more = {found.invariant: further(search, found, how.further) for found in result.damage}
    seconds = perf_counter() - start
    progress("")
    shipped = protocol.partition("~")[0] in library.protocol_ids() and scenario in library.scenario_ids()
    return Checked(protocol, scenario, opened.info, result, seconds, shipped, how.shape, more, reduced)


def _searched(search: Search, limit: int, how: How, words: Words) -> tuple[Verdict, Covered | None]:
    """The verdict, and what reduced searches covered if they had to help."""
    protocol, scenario = search.model.protocol.name, search.model.scenario.id
    while advance(search, limit, SLICE):
        now = search.found.progress
        progress(words.say("cli.searching", protocol, scenario, now.states, now.depth))
        if now.states > WARM_FROM:
            compiled.warm()  # a second's work the first time, nothing later
    result = verdict(search)
    if how.facts:
        result = with_facts(search, result)
    if result.complete or not how.reduce:
        return result, None
    more = gone_beyond(search.model, result, limit, how.reduce)
    return more.verdict(result), more.covered


def _pairs(options: Options, library: Library) -> list[tuple[str, str]]:
    protocols = [options.protocol] if options.protocol else library.protocol_ids()
    scenarios = [options.scenario] if options.scenario else library.scenario_ids()
    return [(protocol, scenario) for protocol in protocols for scenario in scenarios]


def _pair(options: Options) -> tuple[str, str]:
    for name in ("protocol", "scenario"):
        if getattr(options, name) is None:
            hint = said("hint.check-what")
            raise RequestError("RUN93", said("error.not-given", name), hint)
    return options.protocol, options.scenario


def _limit(text: str | None) -> int:
    if text is None:
        return STATES_LIMIT
    if not text.isdecimal() or not 1 <= int(text) <= MOST_STATES:
        hint = said("hint.whole-number", 1, MOST_STATES)
        raise RequestError("RUN94", said("error.limit", text), hint)
    return int(text)


def _reductions(options: Options) -> tuple[str, ...]:
    """The names of the reductions that are chosen."""
    if options.no_reduce:
        return ()
    if options.reduce is None:
        return REDUCTIONS
    chosen = tuple(options.reduce.split(","))
    for name in chosen:
        if name not in REDUCTIONS:
            hint = said("hint.reductions", ", ".join(REDUCTIONS))
            raise RequestError("RUN96", said("error.reduction", repr(name)), hint)
    return chosen


def _shape(text: str | None) -> tuple[int, int] | None:
    """(slots, entries) of "2x4"."""
    if text is None:
        return None
    match = re.fullmatch(r"([1-8])x([2-8])", text)
    if match is None:
        hint = said("hint.shape")
        raise RequestError("RUN95", said("error.shape", text), hint)
    return int(match[1]), int(match[2])


def _status(verdicts: Sequence[str]) -> int:
    """Damage anywhere outweighs an incomplete search, and that a safe one."""
    return next((STATUS[word] for word in ("damage", "incomplete") if word in verdicts), 0)


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
