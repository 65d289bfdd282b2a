"""`ptscope run --diagram`, `--paste` and `--table`: a run in the words of a commit message, and back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from app.state_table import table_lines
from engine.diagram.compact import compact, full
from engine.diagram.read import Placed, Reading, read
from engine.errors import RequestError
from engine.run.model import Model
from engine.run.run import Run

WRONG = {
    "nowhere": "no such step can be reached here",
    "no-step": "it names no step that is known",
    "no-column": "it stands in no thread's column",
    "not-tried": "the search gave up before it",
}
"""Why a line has no place."""


def add_diagram(parser: argparse.ArgumentParser) -> None:
    """The options of `ptscope run` that this file carries out."""
    parser.add_argument(
        "--diagram",
        nargs="?",
        const="compact",
        choices=("compact", "full"),
        help="print the run as CPU 0 | CPU 1 text; full: every step",
    )
    parser.add_argument("--table", action="store_true", help="print the last state as a table")
    parser.add_argument(
        "--paste", metavar="FILE", help="read the schedule from a CPU 0 | CPU 1 text (-: standard input)"
    )


def print_words(run: Run, options: argparse.Namespace) -> None:
    """The diagram, the table or both."""
    if options.diagram:
        print(compact(run) if options.diagram == "compact" else full(run), end="")
    if options.table:
        for line in table_lines(run.frame()):
            print(line)


def pasted(model: Model, name: str) -> Reading:
    """The run that a file means.

    Raises:
        RequestError: the file cannot be read.
        LimitReached: it is too long.
    """
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        hint = "name a text file, or - for standard input"
        raise RequestError("RUN93", f"{name} cannot be read: {error}", hint) from None
    return read(model, text)


def reading_lines(reading: Reading) -> Iterator[str]:
    """What became of the lines of a diagram: those that say something of themselves, then the schedule."""
    for line in reading.lines:
        if line.status in WRONG:
            yield f"line {line.number}: `{line.text}`: {WRONG[line.status]}{_instead(line)}"
        elif line.status == "ambiguous":
            others = " and ".join(map(str, line.also))
            yield f"line {line.number}: `{line.text}` is taken for step {line.step}; step {others} fits, too"
    yield f"schedule {reading.schedule} ({reading.unmentioned} steps that no line names)"


def refuse_misplaced(reading: Reading) -> None:
    """Raises RequestError (RUN94) for the first line that has no place."""
    wrong = reading.misplaced
    if wrong:
        first = wrong[0]
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise RequestError(
            "RUN94",
            f"line {first.number} of the diagram, `{first.text}`, has no place: {WRONG[first.status]}{more}",
            f"write a step of this run{_instead(first)}",
        )


def _instead(line: Placed) -> str:
    if not line.near:
        return ""
    return "; possible here: " + ", ".join(f"`{near.text}`" for near in line.near)
