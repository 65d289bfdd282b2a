"""`ptscope export`: a model in another notation, so that other tools can be asked, too."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

from app.files import protocol_from_name_or_path, scenario_from_name_or_path
from engine.export import TARGETS, export
from engine.run.build import build

ReadConfig = Callable[[Sequence[str]], Mapping[str, int | str]]


def add_export(parser: argparse.ArgumentParser, read_config: ReadConfig) -> None:
    """Fills in the parser of the command. `read_config` reads its -o options."""
    parser.add_argument(
        "--protocol", "-p", required=True, metavar="P", help="an id, or the path of a .c file"
    )
    parser.add_argument("--scenario", "-s", required=True, metavar="S", help="an id, or a .toml file")
    parser.add_argument("--option", "-o", action="append", default=[], metavar="K=V", help="set a toggle")
    parser.add_argument("--to", required=True, metavar="NOTATION", help=", ".join(TARGETS))
    parser.set_defaults(command=lambda options: _export(options, read_config))


def _export(options: argparse.Namespace, read_config: ReadConfig) -> None:
    model = build(
        protocol_from_name_or_path(options.protocol),
        scenario_from_name_or_path(options.scenario),
        read_config(options.option),
    )
    print(export(model, options.to), end="")
