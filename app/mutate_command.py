"""`ptscope mutate`: which line of a protocol protects what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from app.files import protocol_from_name_or_path, scenario_from_name_or_path
from engine import library
from engine.check.mutate import Fate, fate, mutants


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


def _mutate(options: argparse.Namespace) -> None:
    protocol = protocol_from_name_or_path(options.protocol)
    scenarios = [scenario_from_name_or_path(name) for name in options.scenario or library.scenario_ids()]
    texts = {source.file: source.text for source in protocol.sources}  # what it includes may stand beside it
    fates = (fate(mutant, protocol.name, scenarios, texts.get) for mutant in mutants(protocol))
    (_print_json if options.json else _print_table)(fates)


def _print_json(fates: Iterable[Fate]) -> None:
    for one in fates:
        row = asdict(one)
        mutant = row.pop("mutant")
        print(json.dumps({"line": mutant["line"], "change": mutant["change"], **row}, ensure_ascii=False))


def _print_table(fates: Iterable[Fate]) -> None:
    counts: dict[str, int] = {}
    for one in fates:
        counts[one.result] = counts.get(one.result, 0) + 1
        print(f"line {one.mutant.line}: {one.mutant.change}")
        where = f" in {one.scenario}" if one.scenario else ""
        reason = f": {one.reason}" if one.reason else ""
        print(f"    {one.result}{where}{reason}")
        if one.schedule:
            print(f"    {one.schedule}")
    print(", ".join(f"{number} {result}" for result, number in sorted(counts.items())))
