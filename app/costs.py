"""What the page of costs shows: a scenario under two systems, closed forms, and claimed figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from app.runs import model_of
from engine.cost.claims import CAVEATS, CLAIMS, FORKTIME, FORKTIME_SOURCE, Timed
from engine.cost.forms import Form, Forms, forms
from engine.cost.turns import in_turn
from engine.cost.workload import OPERATIONS
from engine.errors import EngineError, RequestError
from engine.library import SHIPPED, Library
from engine.run.costs import COSTS
from engine.run.frames import CostInfo
from engine.words.saying import said
from engine.words.text import Text

ENTRIES = {"512": "512: x86-64", "1024": "1024: i386 in 2002"}
PAGES = tuple(n * 10**decade for decade in range(2, 6) for n in (1, 2, 5)) + (1_000_000,)
"""Where the curves are drawn."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page asks for: a scenario, two systems; an operation, a count, a table's entries to draw."""

    s: str = "fork-write"
    p: str = "eager-copy"
    q: str = "feb17"
    op: str = "fork-exit"
    y: str = "steps"
    e: str = "512"


@dataclass(frozen=True, slots=True)
class Done:
    """A run in which each thread goes alone, in order. why: why there is none, or why it stopped early."""

    counts: CostInfo
    schedule: str
    why: Text | None


CHOICES: dict[str, Any] = {
    "op": OPERATIONS,
    "y": {name: words.title for name, words in COSTS.items()},
    "e": ENTRIES,
    "claims": CLAIMS,
    "caveats": CAVEATS,
    "source": FORKTIME_SOURCE,
}
"""What the template offers and says."""


class Comparison:
    """Compares the systems of a library. What was counted once is kept: its texts do not change meanwhile."""

    def __init__(self, library: Library = SHIPPED) -> None:
        self._library = library
        self._forms: dict[str, tuple[Forms, Text | None]] = {}
        self._done: dict[tuple[str, str], Done] = {}

    def wanted(self, query: Mapping[str, str]) -> Wanted:
        """What the query of an address asks for; what it does not name has a default.

        Raises:
            RequestError: something that is not there.
        """
        offered: dict[str, Sequence[str]] = {
            "s": self._library.scenario_ids(),
            "p": self._library.protocol_ids(),
            "q": self._library.protocol_ids(),
            "op": tuple(OPERATIONS),
            "y": tuple(COSTS),
            "e": tuple(ENTRIES),
        }
        chosen = {name: query[name] for name in offered if query.get(name)}
        for name, value in chosen.items():
            if value not in offered[name]:
                hint = said("hint.write-one-of", ", ".join(offered[name]))
                raise RequestError("RUN09", said("error.cannot-be", name, value[:40]), hint)
        return Wanted(**chosen)

    def data(self, wanted: Wanted) -> Document:
        """What is drawn: for each of the two systems its counts in the scenario, its forms, and its curve."""
        return {
            "counts": [{"id": id, "title": words.title, "help": words.help} for id, words in COSTS.items()],
            "systems": [self._system(id, wanted) for id in (wanted.p, wanted.q)],
            "scenario": self._library.scenario(wanted.s).title,
            "drawn": {
                "title": COSTS[wanted.y].title,
                "operation": OPERATIONS[wanted.op],
                "entries": int(wanted.e),
            },
            "claimed": [
                {"id": each.id, "name": each.name, "points": [_noted(each, *point) for point in each.points]}
                for each in FORKTIME
            ],
        }

    def _system(self, id: str, wanted: Wanted) -> Document:
        done = self._in_scenario(id, wanted.s)
        made, refused = self._forms_of(id, wanted.op)
        form, entries = made[wanted.y], int(wanted.e)
        query = urlencode({"p": id, "s": wanted.s, "t": done.schedule, "at": 0})
        return {
            "id": id,
            "title": self._library.protocol(id).title,
            "scenario": {"counts": asdict(done.counts), "why": _sent(done.why)},
            "link": f"/run?{query}" if done.schedule else None,
            "refused": _sent(refused),
            "forms": {name: None if each is None else each.text for name, each in made.items()},
            "points": None if form is None else [[number, form.at(number, entries)] for number in PAGES],
        }

    def _forms_of(self, id: str, operation: str) -> tuple[dict[str, Form | None], Text | None]:
        """The forms of an operation; or none, and why the system cannot run it."""
        if id not in self._forms:
            try:
                self._forms[id] = forms(self._library.protocol(id)), None
            except EngineError as error:
                none: dict[str, Form | None] = dict.fromkeys(COSTS)
                self._forms[id] = dict.fromkeys(OPERATIONS, none), error.message
        made, refused = self._forms[id]
        return made[operation], refused

    def _in_scenario(self, protocol: str, scenario: str) -> Done:
        if (protocol, scenario) not in self._done:
            self._done[protocol, scenario] = _in_turn(protocol, scenario, self._library)
        return self._done[protocol, scenario]


def _sent(text: Text | None) -> Document | None:
    return None if text is None else asdict(text)


def _in_turn(protocol: str, scenario: str, library: Library) -> Done:
    try:
        run = in_turn(model_of(protocol, scenario, {}, library))
    except EngineError as error:
        return Done(CostInfo(), "", error.message)
    frame = run.frame()
    why = None if frame.ended is None or frame.ended.id == "run-over" else frame.ended
    return Done(frame.costs, run.schedule(), why)


def _noted(timed: Timed, pages: int, us: int) -> Document:
    return {"pages": pages, "us": us, "note": dict(timed.notes).get(pages)}
