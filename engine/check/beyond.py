"""What a reduced search can still say where an unreduced one met its limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from engine.check.quotient import quotient
from engine.check.reduce import Reduced, reduced
from engine.check.verdict import Verdict
from engine.machine.violations import PROPERTIES
from engine.run.model import Model

SYMMETRY, NAMES, MERGE = "symmetry", "names", "merge"

REDUCTIONS = {
    SYMMETRY: "processes that are alike taken as one",
    NAMES: "numbers of pages that say nothing left off",
    MERGE: "steps that concern one thread alone merged",
}
"""Each reduction that can be chosen, and what is said of a search that uses it."""


def beyond(
    model: Model, stopped: Verdict, limit: int, chosen: Collection[str] = tuple(REDUCTIONS)
) -> Verdict:
    """The verdict of an unreduced search that stopped, and what reduced ones of as many states add.

    A reduced search gives the verdict; it has no shortest runs. So damage that only it has seen stays
    without one, and the verdict incomplete.
    """
    if stopped.complete:
        return stopped
    for how, found in _searches(model, limit, chosen):
        if found is not None and found.complete:
            return _with(stopped, how, found)
    return stopped


def _searches(model: Model, limit: int, chosen: Collection[str]) -> Iterator[tuple[str, Reduced | None]]:
    """One after the other, the cheapest first: how it reduces, and what it finds."""
    if SYMMETRY in chosen or NAMES in chosen:
        told = " and ".join(text for name, text in REDUCTIONS.items() if name in chosen and name != MERGE)
        yield told, quotient(model, limit, SYMMETRY in chosen, NAMES in chosen)
    if MERGE in chosen:
        yield REDUCTIONS[MERGE], reduced(model, limit)


def _with(stopped: Verdict, how: str, found: Reduced) -> Verdict:
    broken = dict.fromkeys(
        PROPERTIES[id].title for id, _ in found.bounds if PROPERTIES[id].severity == "damage"
    )
    if not broken:
        covered = (
            f"all runs were searched, {how}: {found.states} states were kept; unreduced, {stopped.covered}"
        )
        return replace(stopped, verdict="safe", complete=True, covered=covered)
    seen = ", ".join(broken)
    covered = f"{stopped.covered}; a reduced search of all runs has seen: {seen}"
    return replace(stopped, covered=covered)
