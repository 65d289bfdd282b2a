"""The command line: `ptscope serve`, `run`, `check`, `export` ... `serve` alone imports the web stack.

Exit status: 0 done, 3 bad input, 130 interrupted; `check` also says 1 damage, 2 incomplete.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from app.capture_command import add_capture
from app.check_command import add_check
from app.diagram_command import add_diagram, pasted, print_words, reading_lines, refuse_misplaced
from app.export_command import add_export
from app.files import add_library, library_of, protocol_from_name_or_path, scenario_from_name_or_path
from app.lessons_command import add_lessons
from app.measure import read_measured
from app.measure_command import add_measure
from app.mutate_command import add_mutate
from app.runs import begin
from app.text import frame_lines, run_footer, run_header
from app.version import VERSION
from engine.diagram.read import Reading
from engine.errors import EngineError, RequestError
from engine.lang.protocol import Protocol
from engine.run.frames import Frame, RunInfo
from engine.run.run import Misfit
from engine.run.schedule import parse_schedule
from engine.words.catalogue import ENGLISH
from engine.words.saying import said

BAD_INPUT = 3
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit status."""
    options = _parser().parse_args(arguments)
    status = 0
    try:
        status = options.command(options) or 0
        sys.stdout.flush()
    except EngineError as error:
        print(f"ptscope: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has enough. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """As argparse, but 2 would say of a check that it is incomplete."""
        self.print_usage(sys.stderr)
        self.exit(BAD_INPUT, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ptscope", description="Step through the locking of shared page tables, one access at a time."
    )
    parser.add_argument("--version", action="version", version=f"ptscope {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands.add_parser("serve", help="serve the page"))
    _add_run(commands.add_parser("run", help="replay a schedule and print its steps"))
    add_check(commands.add_parser("check", help="search every interleaving"), _config)
    add_export(commands.add_parser("export", help="write a model for Spin, TLC or Graphviz"), _config)
    add_mutate(commands.add_parser("mutate", help="change a protocol line by line, and say what breaks"))
    add_lessons(commands.add_parser("lessons", help="replay the lessons: do they say what is so?"))
    add_measure(commands.add_parser("measure-fork", help="time fork on this machine (Linux)"))
    add_capture(commands.add_parser("capture", help="look at the page tables of a process (Linux)"))
    listing = commands.add_parser("list", help="list the protocols and scenarios that ship")
    add_library(listing)
    listing.set_defaults(command=_list)
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, help="default: 8642, or a free one if that is taken")
    parser.add_argument("--open", action="store_true", help="open the page in a browser")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="a name it is known by"
    )
    parser.add_argument(
        "--allow-origin", action="append", default=[], metavar="URL", help="a page that may use it"
    )
    parser.add_argument(
        "--measured", type=Path, metavar="FILE", help="what measure-fork --json wrote, for the page of costs"
    )
    add_library(parser)
    parser.set_defaults(command=_serve)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--protocol", "-p", required=True, metavar="P", help="an id, or the path of a .c file"
    )
    parser.add_argument(
        "--scenario", "-s", required=True, metavar="S", help="an id, or the path of a .toml file"
    )
    parser.add_argument("--option", "-o", action="append", default=[], metavar="K=V", help="set a toggle")
    parser.add_argument("--schedule", "-t", default="", metavar="T", help='such as "1.AB3A!"')
    parser.add_argument(
        "--json", action="store_true", help="print messages as the page gets them, one a line"
    )
    add_diagram(parser)
    add_library(parser)
    parser.set_defaults(command=_run)


def _serve(options: argparse.Namespace) -> None:
    from app.serve import serve
    from app.settings import Settings

    settings = Settings(
        host=options.host,
        allowed_hosts=tuple(options.allow_host),
        allowed_origins=tuple(options.allow_origin),
        measured=None if options.measured is None else read_measured(options.measured),
    )
    serve(settings, options.port, library_of(options.library), open_browser=options.open)


def _list(options: argparse.Namespace) -> None:
    library = library_of(options.library)
    for title, entries in (
        ("protocols", [(id, _dated(library.protocol(id))) for id in library.protocol_ids()]),
        ("scenarios", [(id, library.scenario(id).title) for id in library.scenario_ids()]),
    ):
        print(title)
        for id, text in entries:
            print(f"  {id:<18} {text}")


def _dated(protocol: Protocol) -> str:
    return f"{protocol.title} ({protocol.header.date})" if protocol.header.date else protocol.title


def _run(options: argparse.Namespace) -> None:
    library = library_of(options.library)
    opened = begin(
        protocol_from_name_or_path(options.protocol, library),
        scenario_from_name_or_path(options.scenario, library),
        _config(options.option),
    )
    run = opened.run
    reading = pasted(run.model, options.paste) if options.paste else None
    misfit = run.replay(parse_schedule(options.schedule if reading is None else reading.schedule))
    if reading is not None and not options.json:
        for line in reading_lines(reading, ENGLISH):
            print(line)
    if options.diagram or options.table:
        print_words(run, options)
        return _refuse(reading, misfit)
    frames = [run.frame(at) for at in range(run.length + 1)]
    (_print_json if options.json else _print_text)(opened.info, frames, misfit)
    _refuse(reading, misfit)


def _refuse(reading: Reading | None, misfit: Misfit | None) -> None:
    """What was printed is less than was asked for."""
    if misfit is not None:
        raise RequestError("RUN92", misfit.text, misfit.hint)
    if reading is not None:
        refuse_misplaced(reading)


def _config(options: Sequence[str]) -> dict[str, int | str]:
    """ "SHARE_LOCK_PER_TABLE=1", with CONFIG_ or without; the value is a number or one of its labels."""
    config: dict[str, int | str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not name or not equals or not value:
            raise RequestError("RUN91", said("error.option", option), said("hint.option"))
        config[name if name.startswith("CONFIG_") else f"CONFIG_{name}"] = value
    return config


def _print_text(info: RunInfo, frames: Sequence[Frame], misfit: Misfit | None) -> None:
    for line in run_header(info):
        print(line)
    for frame in frames:
        for line in frame_lines(frame):
            print(line)
    for line in run_footer(frames[-1]):
        print(line)


def _print_json(info: RunInfo, frames: Sequence[Frame], misfit: Misfit | None) -> None:
    length = len(frames) - 1
    _print_message(
        type="run", info=asdict(info), schedule=frames[-1].schedule, length=length, at=length, ahead=None
    )
    for frame in frames:
        _print_message(type="frame", frame=asdict(frame), last=frame.at == length and misfit is None)
    if misfit is not None:
        _print_message(type="stopped", **asdict(misfit))


def _print_message(**fields: object) -> None:
    print(json.dumps(fields, ensure_ascii=False, separators=(",", ":")))
