"""`ptscope run --diagram`, `--paste` and `--table`: a run in the words of a commit message, and back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from app.parser import Parser
from app.state_table import table_lines
from engine.diagram.compact import compact, full
from engine.diagram.read import Placed, Reading, read
from engine.errors import RequestError
from engine.run.model import Model
from engine.run.run import Run
from engine.words.catalogue import Words
from engine.words.saying import listed, said, translated
from engine.words.text import Text

PLACELESS = ("nowhere", "no-step", "no-column", "not-tried")
"""What becomes of a line that has no place."""


def add_diagram(parser: Parser) -> None:
    """The options of `ptscope run` that this file carries out."""
    say, add = parser.words.say, parser.add_argument
    forms = ("compact", "full")
    add("--diagram", nargs="?", const="compact", choices=forms, help=say("usage.diagram"))
    add("--table", action="store_true", help=say("usage.table"))
    add("--paste", metavar="FILE", help=say("usage.paste"))


def print_words(run: Run, options: argparse.Namespace) -> None:
    """The diagram, which is English as commit messages are, the table or both."""
    if options.diagram:
        print(compact(run) if options.diagram == "compact" else full(run), end="")
    if options.table:
        for line in table_lines(run.frame(), options.words):
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
        hint = said("hint.text-file")
        raise RequestError("RUN93", said("error.cannot-read", name, str(error)), hint) from None
    return read(model, text)


def reading_lines(reading: Reading, words: Words) -> Iterator[str]:
    """What became of the lines of a diagram: those that say something of themselves, then the schedule."""
    for line in reading.lines:
        if line.status in PLACELESS:
            text = said("cli.line", line.number, line.text, said(f"diagram.{line.status}"))
            yield translated(_with_near(text, line), words)
        elif line.status == "ambiguous":
            others = listed([*map(str, line.also)])
            text = said("cli.line-ambiguous", line.number, line.text, str(line.step), others)
            yield translated(text, words)
    yield words.say("cli.schedule-read", reading.unmentioned, reading.schedule)


def refuse_misplaced(reading: Reading) -> None:
    """Raises RequestError (RUN94) for the first line that has no place."""
    wrong = reading.misplaced
    if wrong:
        first = wrong[0]
        message = said("error.diagram-line", first.number, first.text, said(f"diagram.{first.status}"))
        if len(wrong) > 1:
            message = said("error.and-more", len(wrong) - 1, message)
        raise RequestError("RUN94", message, _with_near(said("hint.step-of-run"), first))


def _with_near(text: Text, line: Placed) -> Text:
    """And what is possible in its place."""
    near = ", ".join(f"`{near.text}`" for near in line.near)
    return said("cli.possible-here", text, near) if near else text
