"""The page that shows two runs beside each other: what its address asks for, and the data that it draws.

    /compare?p=feb17&s=zap-zap&t=1.A9B7A4B&q=repaired&q.SHARE_LOCK_PER_TABLE=1&u=1.A9B

`p`, `s`, the toggles, `t` and `at` are those of a run's link (docs/links.md) and make the left side; `q`, the
toggles with `q.` before them, and `u` make the right one. Without `q` it is the same protocol, without `u`
the same schedule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.runs import Opened, open_run
from engine.errors import EngineError, RequestError
from engine.library import SHIPPED, Library
from engine.run.compare import Comparison, compare
from engine.run.run_info import RunInfo
from engine.run.schedule import parse_schedule
from engine.words.saying import said

_TOGGLE = re.compile(r"(q\.)?([A-Z][A-Z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs, with all that does not change while they are looked at."""

    left: RunInfo
    right: RunInfo
    comparison: Comparison


def compared(query: Mapping[str, str], library: Library = SHIPPED) -> Compared:
    """What the query of an address asks for.

    Raises:
        EngineError: a side cannot be built, its message says which; or a schedule cannot be read.
    """
    configs: tuple[dict[str, int | str], dict[str, int | str]] = {}, {}
    for name, value in query.items():
        if match := _TOGGLE.fullmatch(name):
            configs[1 if match[1] else 0][f"CONFIG_{match[2]}"] = _number(name, value)
    protocol, scenario = query.get("p", ""), query.get("s", "")
    left = _side("left", protocol, scenario, configs[0], library)
    right = _side("right", query.get("q") or protocol, scenario, configs[1], library)
    schedule = parse_schedule(query.get("t", ""))
    other = parse_schedule(query["u"]) if "u" in query else None
    return Compared(left.info, right.info, compare(left.run.model, right.run.model, schedule, other))


def document(value: object) -> str:
    """The JSON of a value that holds dataclasses of the engine."""
    return json.dumps(value, default=_fields, ensure_ascii=False, separators=(",", ":"))


def _fields(value: Any) -> dict[str, object]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _number(name: str, value: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", value):
        raise RequestError("RUN09", said("error.cannot-be", name, value[:40]), said("hint.number-of-value"))
    return int(value)


def _side(
    side: str, protocol: str, scenario: str, config: Mapping[str, int | str], library: Library
) -> Opened:
    try:
        return open_run(protocol, scenario, config, library)
    except EngineError as error:
        raise RequestError(
            error.code, said("error.on-the-side", said(f"error.side-{side}"), error.message), error.hint
        ) from error
