"""`ptscope export`: a model in another notation, so that other tools can be asked, too."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

from app.files import protocol_from_name_or_path, scenario_from_name_or_path
from app.parser import Parser
from engine.export import TARGETS, export
from engine.run.build import build

ReadConfig = Callable[[Sequence[str]], Mapping[str, int | str]]


def add_export(parser: Parser, read_config: ReadConfig) -> None:
    """Fills in the parser of the command. `read_config` reads its -o options."""
    say, add = parser.words.say, parser.add_argument
    add("--protocol", "-p", required=True, metavar="P", help=say("usage.protocol"))
    add("--scenario", "-s", required=True, metavar="S", help=say("usage.scenario"))
    add("--option", "-o", action="append", default=[], metavar="K=V", help=say("usage.option"))
    add("--to", required=True, metavar="NOTATION", help=", ".join(TARGETS))
    parser.set_defaults(command=lambda options: _export(options, read_config))


def _export(options: argparse.Namespace, read_config: ReadConfig) -> None:
    model = build(
        protocol_from_name_or_path(options.protocol),
        scenario_from_name_or_path(options.scenario),
        read_config(options.option),
    )
    print(export(model, options.to), end="")
