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
from functools import partial
from pathlib import Path

from app.capture_command import add_capture
from app.check_command import add_check
from app.diagram_command import add_diagram, pasted, print_words, reading_lines, refuse_misplaced
from app.export_command import add_export
from app.files import add_library, library_of, protocol_from_name_or_path, scenario_from_name_or_path
from app.lessons_command import add_lessons
from app.measure import read_measured
from app.measure_command import add_measure
from app.mutate_command import add_mutate
from app.parser import BAD_INPUT, Parser, spoken
from app.runs import begin
from app.settings import DEFAULT_PORT
from app.text import frame_lines, run_footer, run_header
from app.version import VERSION
from engine.diagram.read import Reading
from engine.errors import EngineError, RequestError
from engine.lang.protocol import Protocol
from engine.run.frames import Frame
from engine.run.run import Misfit
from engine.run.run_info import RunInfo
from engine.run.schedule import parse_schedule
from engine.words.catalogue import ENGLISH, Words
from engine.words.saying import said

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit status."""
    words, status = ENGLISH, 0
    try:
        words, others = spoken(sys.argv[1:] if arguments is None else arguments, os.environ)
        options = _parser(words).parse_args(others, argparse.Namespace(words=words))
        status = options.command(options) or 0
        sys.stdout.flush()
    except EngineError as error:
        print(f"ptscope: {error.told(words)}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has enough. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _parser(words: Words) -> Parser:
    say = words.say
    parser = Parser(words, prog="ptscope", description=say("usage.ptscope"))
    version = f"ptscope {VERSION}"
    parser.add_argument("--version", action="version", version=version, help=say("usage.version"))
    commands = parser.add_subparsers(
        required=True, title=say("usage.commands"), metavar=say("usage.command"), parser_class=Parser
    )
    for name, id, add in (
        ("serve", "usage.serve", _add_serve),
        ("run", "usage.run", _add_run),
        ("check", "usage.check", partial(add_check, read_config=_config)),
        ("export", "usage.export", partial(add_export, read_config=_config)),
        ("mutate", "usage.mutate", add_mutate),
        ("lessons", "usage.lessons", add_lessons),
        ("measure-fork", "usage.measure-fork", add_measure),
        ("capture", "usage.capture", add_capture),
        ("list", "usage.list", _add_list),
    ):
        add(commands.add_parser(name, words=words, help=say(id)))
    return parser


def _add_serve(parser: Parser) -> None:
    say, add = parser.words.say, parser.add_argument
    add("--host", default="127.0.0.1", help=say("usage.host"))
    add("--port", type=int, help=say("usage.port", DEFAULT_PORT))
    add("--open", action="store_true", help=say("usage.open"))
    add("--allow-host", action="append", default=[], metavar="NAME", help=say("usage.allow-host"))
    add("--allow-origin", action="append", default=[], metavar="URL", help=say("usage.allow-origin"))
    add("--measured", type=Path, metavar="FILE", help=say("usage.measured"))
    add_library(parser)
    parser.set_defaults(command=_serve)


def _add_run(parser: Parser) -> None:
    say, add = parser.words.say, parser.add_argument
    add("--protocol", "-p", required=True, metavar="P", help=say("usage.protocol"))
    add("--scenario", "-s", required=True, metavar="S", help=say("usage.scenario"))
    add("--option", "-o", action="append", default=[], metavar="K=V", help=say("usage.option"))
    add("--schedule", "-t", default="", metavar="T", help=say("usage.schedule", '"1.AB3A!"'))
    add("--json", action="store_true", help=say("usage.messages"))
    add_diagram(parser)
    add_library(parser)
    parser.set_defaults(command=_run)


def _add_list(parser: Parser) -> None:
    add_library(parser)
    parser.set_defaults(command=_list)


def _serve(options: argparse.Namespace) -> None:
    from app.serve import serve
    from app.settings import Settings

    settings = Settings(
        host=options.host,
        allowed_hosts=tuple(options.allow_host),
        allowed_origins=tuple(options.allow_origin),
        measured=None if options.measured is None else read_measured(options.measured),
    )
    library = library_of(options.library)
    serve(settings, options.port, library, open_browser=options.open, words=options.words)


def _list(options: argparse.Namespace) -> None:
    words, library = options.words, library_of(options.library)
    print(words.say("cli.protocols"))
    for id in library.protocol_ids():
        print(f"  {id:<18} {_dated(library.protocol(id), words)}")
    print(words.say("cli.scenarios"))
    for id in library.scenario_ids():
        print(f"  {id:<18} {words.ours(library.scenario(id).title)}")


def _dated(protocol: Protocol, words: Words) -> str:
    title, date = words.ours(protocol.title), words.ours(protocol.header.date)
    return words.say("cli.dated", title, date) if date else title


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
        for line in reading_lines(reading, options.words):
            print(line)
    if options.diagram or options.table:
        print_words(run, options)
        return _refuse(reading, misfit)
    frames = [run.frame(at) for at in range(run.length + 1)]
    if options.json:
        _print_json(opened.info, frames, misfit)
    else:
        _print_text(opened.info, frames, options.words)
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


def _print_text(info: RunInfo, frames: Sequence[Frame], words: Words) -> None:
    for line in run_header(info, words):
        print(line)
    for frame in frames:
        for line in frame_lines(frame, words):
            print(line)
    for line in run_footer(frames[-1], words):
        print(line)


def _print_json(info: RunInfo, frames: Sequence[Frame], misfit: Misfit | None) -> None:
    """As the page gets it: in English, with ids and arguments."""
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
