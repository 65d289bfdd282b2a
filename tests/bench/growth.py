"""How graphs grow with the number of processes, and what each reduction makes of them. It asserts nothing.

    python -m tests.bench.growth

The whole search uses numba where it is installed; the reduced ones are pure Python.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from engine.check import compiled
from engine.check.quotient import quotient
from engine.check.reduce import reduced
from engine.check.search import Search
from engine.library import protocol
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.scenario import Scenario
from tests.bench.scenarios import unsharers, writers, zappers

WHOLE_LIMIT = 3_000_000
REDUCED_LIMIT = 200_000
MERGED_LIMIT = 25_000
"""States: merging is for graphs that fit, and takes minutes for those that do not."""

Counted = tuple[int, int, bool]
"""States, transitions, whether that is all."""


def _whole(model: Model) -> Counted:
    progress = Search(model, 20_000).run(WHOLE_LIMIT).progress
    return progress.states, progress.transitions, progress.complete


def _quotient(processes: bool, names: bool) -> Callable[[Model], Counted | None]:
    def search(model: Model) -> Counted | None:
        found = quotient(model, REDUCED_LIMIT, processes, names)
        return found and (found.states, found.transitions, found.complete)

    return search


def _merged(model: Model) -> Counted:
    found = reduced(model, MERGED_LIMIT)
    return found.states, found.transitions, found.complete


SEARCHES: dict[str, Callable[[Model], Counted | None]] = {
    "whole": _whole,
    "processes": _quotient(True, False),
    "names": _quotient(False, True),
    "both": _quotient(True, True),
    "merged": _merged,
}


def _scenarios() -> Iterator[tuple[str, Scenario]]:
    for make in (zappers, unsharers, writers):
        for lowest in (False, True):
            if make is zappers and lowest:
                continue  # who unmaps allocates nothing
            for processes in range(2, 6):
                pools = "lowest free" if lowest else "own pools"
                yield f"{processes} {make.__name__}, {pools}", make(processes, lowest)


def growth() -> None:
    """The table: states / transitions / CPU seconds; ">" where a limit was met."""
    print(f"\ngrowth under repaired: states/transitions/seconds; limits {WHOLE_LIMIT} whole,", end="")
    print(f" {REDUCED_LIMIT} reduced, {MERGED_LIMIT} merged\n", flush=True)
    for name, scenario in _scenarios():
        model = build(protocol("repaired"), scenario)
        cells = [f"{kind} {_cell(search, model)}" for kind, search in SEARCHES.items()]
        print(f"{name:26}", "; ".join(cells), flush=True)


def _cell(search: Callable[[Model], Counted | None], model: Model) -> str:
    begin = time.process_time()
    counted = search(model)
    if counted is None:
        return "-"
    states, transitions, complete = counted
    more = "" if complete else ">"
    return f"{more}{states}/{transitions}/{time.process_time() - begin:.2f}"


if __name__ == "__main__":
    print(sys.version.split()[0], "numba" if compiled.warm() else "no numba")
    growth()
