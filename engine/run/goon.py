"""Going on until a breakpoint: one thread alone, or the run as it was recorded and then as a player would.

Theory of operation. `advance` knows where a single command ends; this file knows only the breakpoints. Both
step the run by `Run.step` alone, so that whatever they are told to look at changes nothing but their length.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.run.advance import ADVANCE_LIMIT
from engine.run.breakpoints import Stops
from engine.run.run import Moment, Run
from engine.run.schedule import Choice
from engine.run.sentences import said
from engine.run.step import enabled, look
from engine.run.threads import reason
from engine.words.text import Text


def run_thread(run: Run, name: str, stops: Stops) -> Text:
    """Step one thread alone to the first breakpoint that a step of it meets; say which, or why it never will.

    Raises:
        RequestError: no such thread, or it cannot go at all; the run is as it was.
        LimitReached: its first step would meet a bound of the model; the run is as it was.
    """
    thread = run.model.thread_index(name)
    first = run.length
    seen = {run.moments[-1].state: run.length}
    while run.length < first + ADVANCE_LIMIT:
        moment = run.moments[-1]
        tried = look(run.model, moment.state, thread)
        if not tried.goes and run.length > first:
            if tried.over == "finished":
                return said("reason.ended-unmet", name, stops.unmet())
            why = reason(tried, moment.history)
            return said("reason.blocked-unmet", name, why or "", stops.unmet())
        run.step(Choice(name))
        met = _met(run, stops) or _round(run, seen, stops)
        if met is not None:
            return met
    return said("reason.step-limit", ADVANCE_LIMIT)


def run_on(run: Run, along: Sequence[Choice], stops: Stops) -> Text:
    """Follow the recorded choices `along`, and behind them go on with the thread that moved last while it
    can, else with the first that can; stop and say why as `run_thread` does.

    Raises:
        RequestError: the recorded choices do not fit.
    """
    for choice in along:
        run.step(choice)
        met = _met(run, stops)
        if met is not None:
            return met
    first = run.length
    seen = {run.moments[-1].state: run.length}
    while run.length < first + ADVANCE_LIMIT:
        next_one = _next(run)
        if next_one is None:
            ended = run.frame().ended
            return said("reason.run-ended-unmet", stops.unmet(), ended or "")
        run.step(next_one)
        met = _met(run, stops) or _round(run, seen, stops)
        if met is not None:
            return met
    return said("reason.step-limit", ADVANCE_LIMIT)


def _met(run: Run, stops: Stops) -> Text | None:
    return stops.first(*_last_step(run))


def _last_step(run: Run) -> tuple[Moment, Moment]:
    return run.moments[-2], run.moments[-1]


def _round(run: Run, seen: dict[int, int], stops: Stops) -> Text | None:
    """Whether the run came back to where this command has been already."""
    state = run.moments[-1].state
    if state in seen:
        return said("reason.round-unmet", seen[state], stops.unmet())
    seen[state] = run.length
    return None


def _next(run: Run) -> Choice | None:
    moment = run.moments[-1]
    able = [choice for choice in enabled(run.model, moment.state) if not choice.fails]
    mover = None if moment.choice is None else moment.choice.thread
    return next((choice for choice in able if choice.thread == mover), able[0] if able else None)
