"""A scenario with its threads one after the other: what two systems can be compared by."""

from __future__ import annotations

from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.step import look


def in_turn(model: Model) -> Run:
    """A run in which each thread goes as far as it can alone, in their order, until none can go on.

    Raises:
        LimitReached: it does not end within the bound of a run.
    """
    run = Run(model)
    went = True
    while went:
        went = False
        for thread, name in enumerate(model.shape.threads):
            while look(model, run.moments[-1].state, thread).goes:
                run.step(Choice(name))
                went = True
    return run
