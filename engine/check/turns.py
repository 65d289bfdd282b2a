"""Where a bad run turns: from which step on damage is certain, and how it could still have ended well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.check.fates import Fates
from engine.check.good import GoodRuns
from engine.check.graph import Graph
from engine.run.schedule import format_schedule, parse_schedule


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of a run. no_return: the first step after which damage is certain; 0: it was from the start.

    good: the schedule of the closest run without damage, empty if there is none; shared: the steps at its
    beginning that both runs have.
    """

    schedule: str
    no_return: int | None
    good: str
    shared: int


def turns(graph: Graph, schedules: Iterable[str]) -> tuple[Turn, ...]:
    """The turn of each of some runs of a complete graph."""
    fates, good_runs = Fates(graph), GoodRuns(graph)
    found = []
    for schedule in schedules:
        choices = parse_schedule(schedule)
        good = good_runs.closest(choices)
        text, shared = (format_schedule(good.choices), good.shared) if good else ("", 0)
        found.append(Turn(schedule, fates.point_of_no_return(choices), text, shared))
    return tuple(found)
