"""What a reduced search can still say where an unreduced one met its limit."""

from __future__ import annotations

from dataclasses import replace

from engine.check.reduce import reduced
from engine.check.verdict import Verdict
from engine.machine.violations import PROPERTIES
from engine.run.model import Model


def beyond(model: Model, stopped: Verdict, limit: int) -> Verdict:
    """The verdict of an unreduced search that stopped, and what a reduced one of as many states adds.

    A reduced search gives the verdict; it has no shortest runs. So damage that only it has seen stays
    without one, and the verdict incomplete.
    """
    if stopped.complete:
        return stopped
    found = reduced(model, limit)
    if not found.complete:
        return stopped
    broken = dict.fromkeys(
        PROPERTIES[id].title for id, _ in found.bounds if PROPERTIES[id].severity == "damage"
    )
    if not broken:
        covered = (
            "all runs were searched, steps that concern one thread alone merged:"
            f" {found.states} states were kept; unreduced, {stopped.covered}"
        )
        return replace(stopped, verdict="safe", complete=True, covered=covered)
    seen = ", ".join(broken)
    covered = f"{stopped.covered}; a reduced search of all runs has seen: {seen}"
    return replace(stopped, covered=covered)
