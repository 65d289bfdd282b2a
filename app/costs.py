"""What the page of costs shows: a scenario under two systems, closed forms, and claimed figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from app.runs import model_of
from engine import library
from engine.cost.claims import CAVEATS, CLAIMS, FORKTIME, FORKTIME_SOURCE
from engine.cost.forms import Forms, forms
from engine.cost.turns import in_turn
from engine.cost.workload import OPERATIONS
from engine.errors import EngineError, RequestError
from engine.run.costs import COSTS
from engine.run.frames import CostInfo

ENTRIES = {"512": "512: x86-64", "1024": "1024: i386 in 2002"}
PAGES = (1, 2, 5)
DECADES = range(2, 7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page asks for: a scenario, two systems; an operation, a count, a table's entries to draw."""

    s: str = "fork-write"
    p: str = "eager-copy"
    q: str = "feb17"
    op: str = "fork-exit"
    y: str = "steps"
    e: str = "512"


CHOICES: dict[str, Any] = {
    "op": OPERATIONS,
    "y": {name: words.title for name, words in COSTS.items()},
    "e": ENTRIES,
    "claims": CLAIMS,
    "caveats": CAVEATS,
    "source": FORKTIME_SOURCE,
}
"""What the template offers and says."""


def read_query(query: Mapping[str, str]) -> Wanted:
    """What the query of an address asks for; what it does not name has a default.

    Raises:
        RequestError: something that is not there.
    """
    offered: dict[str, Sequence[str]] = {
        "s": library.scenario_ids(),
        "p": library.protocol_ids(),
        "q": library.protocol_ids(),
        "op": tuple(OPERATIONS),
        "y": tuple(COSTS),
        "e": tuple(ENTRIES),
    }
    chosen = {name: query[name] for name in offered if query.get(name)}
    for name, value in chosen.items():
        if value not in offered[name]:
            hint = f"write one of: {', '.join(offered[name])}"
            raise RequestError("RUN09", f"{name} cannot be '{value[:40]}'", hint)
    return Wanted(**chosen)


def compared(wanted: Wanted) -> dict[str, Any]:
    """What is drawn: for each of the two systems its counts in the scenario, its forms, and its curve.

    Raises:
        EngineError: a system cannot be run.
    """
    entries = int(wanted.e)
    pages = [n * 10**decade for decade in DECADES for n in PAGES if n * 10**decade <= 10 ** DECADES[-1]]
    return {
        "counts": [{"id": id, "title": words.title, "help": words.help} for id, words in COSTS.items()],
        "systems": [_system(id, wanted, pages, entries) for id in (wanted.p, wanted.q)],
        "scenario": library.scenario(wanted.s).title,
        "drawn": {"title": COSTS[wanted.y].title, "operation": OPERATIONS[wanted.op], "entries": entries},
        "claimed": [
            {
                "id": each.id,
                "name": each.name,
                "points": [_noted(each.notes, *point) for point in each.points],
            }
            for each in FORKTIME
        ],
    }


def _noted(notes: tuple[tuple[int, str], ...], pages: int, us: int) -> dict[str, Any]:
    return {"pages": pages, "us": us, "note": dict(notes).get(pages)}


def _system(id: str, wanted: Wanted, pages: list[int], entries: int) -> dict[str, Any]:
    made, done = _forms(id)[wanted.op], _in_scenario(id, wanted.s)
    form = made[wanted.y]
    return {
        "id": id,
        "title": library.protocol(id).title,
        "scenario": done,
        "link": done["schedule"]
        and "/run?" + urlencode({"p": id, "s": wanted.s, "t": done["schedule"], "at": 0}),
        "forms": {name: None if each is None else each.text for name, each in made.items()},
        "points": None if form is None else [[number, form.at(number, entries)] for number in pages],
    }


@lru_cache(maxsize=64)
def _forms(id: str) -> Forms:
    return forms(library.protocol(id))


@lru_cache(maxsize=1024)
def _in_scenario(protocol: str, scenario: str) -> dict[str, Any]:
    """The counts of a run in which each thread goes alone, in order; or why there is none."""
    try:
        run = in_turn(model_of(protocol, scenario, {}))
    except EngineError as error:
        return {"counts": asdict(CostInfo()), "schedule": "", "why": error.message}
    frame = run.frame()
    over = frame.ended is not None and frame.ended.id == "run-over"
    why = None if over or frame.ended is None else frame.ended.text
    return {"counts": asdict(frame.costs), "schedule": run.schedule(), "why": why}
