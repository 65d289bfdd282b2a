"""The command line in the reader's language: `--lang`, and an argparse that speaks it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from engine.errors import RequestError
from engine.words.catalogue import LANGUAGES, MARKED, Words, words
from engine.words.saying import said

BAD_INPUT = 3
VARIABLE = "PTSCOPE_LANG"

_COMPLAINTS = {
    "unknown": re.compile("unrecognized arguments: (.*)", re.DOTALL),
    "missing": re.compile("the following arguments are required: (.*)"),
    "no-value": re.compile("argument (.*): expected (?:one|at least one) argument"),
    "no-choice": re.compile(r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", re.DOTALL),
    "no-number": re.compile("argument (.*?): invalid int value: (.*)", re.DOTALL),
    "not-with": re.compile("argument (.*): not allowed with argument (.*)"),
}
"""What argparse says of a command line that it cannot read, by the id of our sentence."""


def spoken(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Words, list[str]]:
    """The language that is asked for, and the arguments without `--lang`, wherever it stood.

    The locale of the system is not asked: who reads what a command prints must get the same everywhere.

    Raises:
        RequestError: RUN90 it is not there.
    """
    asked = _Strict(prog="ptscope", add_help=False, allow_abbrev=False)
    asked.add_argument("--lang")
    found, others = asked.parse_known_args(arguments)
    language = found.lang or environment.get(VARIABLE) or "en"
    if language != MARKED and language not in LANGUAGES:
        hint = said("hint.languages", ", ".join(LANGUAGES), VARIABLE)
        raise RequestError("RUN90", said("error.no-language", language[:40]), hint)
    return words(language), others


class _Strict(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """As argparse, but 2 would say of a check that it is incomplete."""
        self.print_usage(sys.stderr)
        self.exit(BAD_INPUT, f"{self.prog}: {message}\n")


class Parser(_Strict):
    """A parser whose headings are in a language; `words` says the help of its arguments."""

    def __init__(self, words: Words, **settings: Any) -> None:
        formatter = partial(_Formatter, usage=words.say("usage.usage"))
        # Options are written in full: an abbreviated --lang would not be found before the others are read.
        super().__init__(formatter_class=formatter, add_help=False, allow_abbrev=False, **settings)
        self.words = words
        self.values = self.add_argument_group(words.say("usage.arguments"))
        self.options = self.add_argument_group(words.say("usage.options"))
        self.add_argument("-h", "--help", action="help", help=words.say("usage.help"))
        self.add_argument("--lang", metavar="|".join(LANGUAGES), help=words.say("usage.lang", VARIABLE))

    def error(self, message: str) -> NoReturn:
        for id, complaint in _COMPLAINTS.items():
            if found := complaint.fullmatch(message):
                super().error(self.words.say(f"usage.{id}", *found.groups()))
        super().error(message)

    def add_argument(self, *names: str, **settings: Any) -> argparse.Action:
        """As argparse, under a heading of this parser."""
        group = self.options if names[0].startswith("-") else self.values
        return group.add_argument(*names, **settings)


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, usage: str) -> None:
        super().__init__(prog)
        self.usage = f"{usage} "

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, self.usage if prefix is None else prefix)
