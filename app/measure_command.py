"""`ptscope measure-fork`: how long a fork takes on this machine, by mapped pages."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app.measure import MOST_POINTS, MOST_RUNS, USUAL_PAGES, Document, check_pages, measure, most_pages
from app.output import progress, write_text
from engine.errors import RequestError
from engine.words.saying import said


def add_measure(parser: argparse.ArgumentParser) -> None:
    """Fills in the parser of the command."""
    parser.add_argument(
        "--pages",
        type=int,
        nargs="+",
        metavar="N",
        help="pages to map and write (default: the mail's)",
    )
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="forks of each size (default: 15)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write it for the page, too")
    parser.set_defaults(command=measure_command)


def measure_command(options: argparse.Namespace) -> None:
    """Runs the command.

    Raises:
        EngineError: not here, or not so much.
    """
    most = most_pages()
    if not 1 <= options.runs <= MOST_RUNS:
        hint = said("hint.number-up-to", MOST_RUNS)
        raise RequestError("RUN97", said("error.runs", options.runs), hint)
    if options.pages is None:
        pages = [number for number in USUAL_PAGES if number <= most]
        left_out = [f"{number}" for number in USUAL_PAGES if number > most]
        if left_out:
            sys.stderr.write(f"ptscope: too little memory for {', '.join(left_out)} pages; left out\n")
    else:
        pages = sorted(set(options.pages))
        if pages[0] < 1 or len(pages) > MOST_POINTS:
            hint = said("hint.pages", MOST_POINTS)
            raise RequestError("RUN97", said("error.pages", " ".join(map(str, options.pages))[:80]), hint)
        check_pages(pages, most)
    document = measure(pages, options.runs, progress)
    progress("")
    for line in lines(document):
        print(line)
    if options.json is not None:
        write_text(options.json, json.dumps(document, indent=1) + "\n")
        print(f"written to {options.json}: ptscope serve --measured {options.json}, then open /costs")


def lines(document: Document) -> list[str]:
    """The measurement as text."""
    system = document["system"]
    found = [
        f"fork, the child exits at once, wait: median of {document['runs']}, in µs; "
        f"{system['kernel']}, {system['machine']}, {system['cpus']} CPUs",
        f"{'pages':>9}  {'private':>9} {'page tables':>12}   {'shared':>9} {'page tables':>12}",
    ]
    private, shared = (series["points"] for series in document["series"])
    bases = [series["baseline"] for series in document["series"]]
    for one, other in zip([bases[0], *private], [bases[1], *shared], strict=True):
        found.append(
            f"{one['pages']:>9}  {one['median_us']:>9.0f} {one['page_tables_kb']:>9} kB   "
            f"{other['median_us']:>9.0f} {other['page_tables_kb']:>9} kB"
        )
    return [
        *found,
        "private: copied entry by entry at fork. shared: a shared mapping, left to later faults.",
        "0 pages: what the fork of this small process costs in any case.",
    ]
