"""`ptscope measure-fork`: how long a fork takes on this machine, by mapped pages."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.measure import (
    KINDS,
    MOST_POINTS,
    MOST_RUNS,
    USUAL_PAGES,
    USUAL_RUNS,
    Document,
    check_pages,
    measure,
    most_pages,
)
from app.output import progress, write_text
from app.parser import Parser
from engine.errors import RequestError
from engine.words.catalogue import Words
from engine.words.saying import said


def add_measure(parser: Parser) -> None:
    """Fills in the parser of the command."""
    say, add = parser.words.say, parser.add_argument
    add("--pages", type=int, nargs="+", metavar="N", help=say("usage.pages"))
    add("--runs", type=int, default=USUAL_RUNS, metavar="N", help=say("usage.runs", USUAL_RUNS))
    add("--json", type=Path, metavar="FILE", help=say("usage.measured-file"))
    parser.set_defaults(command=measure_command)


def measure_command(options: argparse.Namespace) -> None:
    """Runs the command.

    Raises:
        EngineError: not here, or not so much.
    """
    words, most = options.words, most_pages()
    if not 1 <= options.runs <= MOST_RUNS:
        hint = said("hint.number-up-to", MOST_RUNS)
        raise RequestError("RUN97", said("error.runs", options.runs), hint)
    if options.pages is None:
        pages = [number for number in USUAL_PAGES if number <= most]
        left_out = [f"{number}" for number in USUAL_PAGES if number > most]
        if left_out:
            told = words.say("cli.too-little-memory", ", ".join(left_out))
            sys.stderr.write(f"ptscope: {told}\n")
    else:
        pages = sorted(set(options.pages))
        if pages[0] < 1 or len(pages) > MOST_POINTS:
            hint = said("hint.pages", MOST_POINTS)
            raise RequestError("RUN97", said("error.pages", " ".join(map(str, options.pages))[:80]), hint)
        check_pages(pages, most)
    document = measure(
        pages,
        options.runs,
        lambda kind, number: progress(words.say("cli.measuring", _kind(kind, words), number)),
    )
    progress("")
    for line in lines(document, words):
        print(line)
    if options.json is not None:
        write_text(options.json, json.dumps(document, indent=1) + "\n")
        print(words.say("cli.written", options.json, words.say("cli.to-costs", options.json)))


def _kind(kind: str, words: Words) -> str:
    return words.say("cli.private" if kind == "private" else "cli.shared")


def lines(document: Document, words: Words) -> list[str]:
    """The measurement as text."""
    say, system = words.say, document["system"]
    tables = say("cli.page-tables")
    width = max(12, len(tables))
    kinds = [f"{_kind(kind, words):>9} {tables:>{width}}" for kind in KINDS]
    found = [
        say("cli.measured", document["runs"], system["kernel"], system["machine"], system["cpus"]),
        f"{say('cli.pages'):>9}  {kinds[0]}   {kinds[1]}",
    ]
    private, shared = (series["points"] for series in document["series"])
    bases = [series["baseline"] for series in document["series"]]
    for one, other in zip([bases[0], *private], [bases[1], *shared], strict=True):
        told = [f"{of['median_us']:>9.0f} {of['page_tables_kb']:>{width - 3}} kB" for of in (one, other)]
        found.append(f"{one['pages']:>9}  {told[0]}   {told[1]}")
    return [*found, say("cli.measured-kinds"), say("cli.measured-none")]
