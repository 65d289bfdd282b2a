"""Protocols and scenarios from the user's own files, for the command line."""

from __future__ import annotations

from pathlib import Path

from app.parser import Parser
from engine import library as shipped
from engine.check.mutate import mutated
from engine.errors import LimitReached, RequestError
from engine.lang.protocol import Protocol
from engine.library import Library
from engine.scenario.read import parse_scenario
from engine.scenario.scenario import Scenario
from engine.words.saying import said

MOST_BYTES = 64 * 1024


def add_library(parser: Parser) -> None:
    """The option that `library_of` reads."""
    parser.add_argument("--library", metavar="DIR", help=parser.words.say("usage.library"))


def library_of(folder: str | None) -> Library:
    """What ships, and what is in a folder of the user's own if one is named.

    Raises:
        RequestError: there is nothing of the kind in it, or an id is taken.
    """
    return shipped.SHIPPED if folder is None else shipped.SHIPPED.and_those_of(Path(folder))


def protocol_from_name_or_path(wanted: str, library: Library = shipped.SHIPPED) -> Protocol:
    """A protocol of the library, by id, or one from a .c file; its #includes are looked for beside it first.
    With "~" and the id of a mutant behind it, that mutant.

    Raises:
        EngineError: there is no such thing, or it is wrong.
    """
    base, tilde, mutant = wanted.rpartition("~")
    if tilde and _path(base, ".c") is not None:
        protocol = protocol_from_name_or_path(base, library)
        texts = {source.file: source.text for source in protocol.sources}
        return mutated(protocol, mutant, texts.get)
    path = _path(wanted, ".c")
    if path is None:
        return library.protocol(wanted)

    def beside(file: str) -> str | None:
        if Path(file).name != file:
            # A text that somebody sent must not be able to pull in any file of this machine.
            raise RequestError("FILE03", said("error.other-folder", file[:60]), said("hint.put-beside"))
        neighbour = path.parent / file
        return _read(neighbour) if neighbour.is_file() else None

    return library.protocol_from_text(path.stem, _read(path), beside)


def scenario_from_name_or_path(wanted: str, library: Library = shipped.SHIPPED) -> Scenario:
    """A scenario of the library, by id, or one from a .toml file.

    Raises:
        EngineError: there is no such thing, or it is wrong.
    """
    path = _path(wanted, ".toml")
    return library.scenario(wanted) if path is None else parse_scenario(path.stem, _read(path), path.name)


def _path(wanted: str, suffix: str) -> Path | None:
    """The path that `wanted` is, or None if it is an id."""
    return Path(wanted) if wanted.endswith(suffix) or "/" in wanted or "\\" in wanted else None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RequestError(
            "FILE01", said("error.file", str(path), str(error.strerror)), said("hint.readable-file")
        ) from error
    if len(data) > MOST_BYTES:
        raise LimitReached(
            "LIM93", said("error.file-too-long", str(path), MOST_BYTES), said("hint.cut-protocol")
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = said("error.not-utf8", str(path), error.start, f"{data[error.start]:02x}")
        raise RequestError("FILE02", message, said("hint.save-as-utf8")) from error
