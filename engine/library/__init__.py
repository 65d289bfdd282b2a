"""The protocols and scenarios that ship: one file each, found by name. Adding a file adds a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from engine.errors import RequestError
from engine.lang.check import read_protocol
from engine.lang.protocol import Protocol
from engine.scenario.scenario import Scenario, parse_scenario

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SCENARIO_ORDER = (
    "fork-write",
    "partial",
    "zap-zap",
    "unshare-unshare",
    "write-write",
    "zap-write",
    "zap-partial",
)
"""The scenarios that come first in every list, in the order in which one learns; the others follow by id."""


def _folder(name: str) -> Traversable:
    return files("engine.library") / name


def _text(folder: str, file: str) -> str | None:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", file):  # a text may be anybody's: no way out of the folder
        return None
    found = _folder(folder) / file
    return found.read_text("utf-8") if found.is_file() else None


def include(file: str) -> str | None:
    """The text of a base or a protocol by file name, for `#include`; None if there is none."""
    return _text("base", file) or _text("protocols", file)


def _ids(folder: str, suffix: str) -> list[str]:
    return sorted(
        entry.name.removesuffix(suffix) for entry in _folder(folder).iterdir() if entry.name.endswith(suffix)
    )


def protocol_date(protocol: Protocol) -> tuple[int, int, int]:
    """(year, month, day) of a header's date, zeros where it does not say: "16 Feb 2002", "before 2002"."""
    date = protocol.header.date
    year = re.search(r"\d{4}", date)
    month = next((index for index, name in enumerate(_MONTHS, 1) if name in date), 0)
    day = re.search(r"\b(\d{1,2}) [A-Z]", date)
    return int(year[0]) if year else 9999, month, int(day[1]) if day else 0


@cache
def protocol_ids() -> tuple[str, ...]:
    """The protocols, oldest first."""
    ids = _ids("protocols", ".c")
    return tuple(sorted(ids, key=lambda id: (protocol_date(protocol(id)), id)))


@cache
def scenario_ids() -> tuple[str, ...]:
    """The scenarios, easiest first."""
    ids = _ids("scenarios", ".toml")
    return tuple([id for id in SCENARIO_ORDER if id in ids] + [id for id in ids if id not in SCENARIO_ORDER])


@cache
def protocol(id: str) -> Protocol:
    """A protocol that ships.

    Raises:
        RequestError: there is none of that name.
    """
    text = _text("protocols", f"{id}.c") if re.fullmatch(r"[a-z0-9-]+", id) else None
    if text is None:
        names = ", ".join(_ids("protocols", ".c"))
        raise RequestError("RUN09", f"there is no protocol '{id[:40]}'", f"name one of: {names}")
    return read_protocol(id, text, include)


@cache
def scenario(id: str) -> Scenario:
    """A scenario that ships.

    Raises:
        RequestError: there is none of that name.
    """
    text = _text("scenarios", f"{id}.toml") if re.fullmatch(r"[a-z0-9-]+", id) else None
    if text is None:
        names = ", ".join(scenario_ids())
        raise RequestError("RUN09", f"there is no scenario '{id[:40]}'", f"name one of: {names}")
    return parse_scenario(id, text)


def protocol_from_text(name: str, text: str, beside: Callable[[str], str | None]) -> Protocol:
    """A protocol given as text; what it includes is looked for `beside` it first, then among those that ship.

    Raises:
        RoutineError: with all that is wrong in it.
    """
    return read_protocol(name, text, lambda file: beside(file) or include(file))
