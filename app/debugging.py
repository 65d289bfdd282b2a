"""What a page asks while it debugs a run: to go on to a breakpoint, and what its watches say at each step."""

from __future__ import annotations

from collections.abc import Sequence

from app import wire
from app.watched import BreakpointRow, Hit, Problem, WatchRow
from engine.errors import EngineError
from engine.run.advance import advance
from engine.run.breakpoints import Breakpoint, Stops
from engine.run.goon import run_on, run_thread
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.run.watch import compile_watch
from engine.words.text import Text


def go_on(run: Run, message: wire.Continue) -> Text | None:
    """Takes the steps that a `continue` asks for; gives why the run stops there, or None where it arrived.

    Raises:
        EngineError: a breakpoint that is not possible here, or nobody can go; no step was taken.
    """
    stops = Stops(run.model, _breakpoints(message.breakpoints))
    if message.thread is None:
        return run_on(run, parse_schedule(message.along)[run.length :], stops)
    if message.until == "stop":
        return run_thread(run, message.thread, stops)
    return advance(run, message.thread, message.until, stops)


def watched(run: Run, message: wire.Watch) -> tuple[tuple[WatchRow, ...], tuple[BreakpointRow, ...]]:
    """Every expression and breakpoint of a `watch` at the steps from `first` on."""
    rows = tuple(_row(run, message.first, text) for text in message.expressions)
    marks = tuple(_marks(run, message.first, each) for each in _breakpoints(message.breakpoints))
    return rows, marks


def _row(run: Run, first: int, text: str) -> WatchRow:
    try:
        watch = compile_watch(run.model, text)
    except EngineError as error:
        return WatchRow(kind="", problem=_problem(error), values=())
    values = tuple(watch.told(moment.state) for moment in run.moments[first:])
    return WatchRow(kind=watch.kind, problem=None, values=values)


def _marks(run: Run, first: int, each: Breakpoint) -> BreakpointRow:
    try:
        stops = Stops(run.model, (each,))
    except EngineError as error:
        return BreakpointRow(number=each.number, problem=_problem(error), hits=())
    hits = []
    for at in range(max(first, 1), run.length + 1):
        text = stops.first(run.moments[at - 1], run.moments[at])
        if text is not None:
            hits.append(Hit(at=at, text=text))
    return BreakpointRow(number=each.number, problem=None, hits=tuple(hits))


def _problem(error: EngineError) -> Problem:
    span = error.span
    return Problem(
        message=error.message,
        hint=error.hint,
        column=span.column if span else None,
        end_column=span.end_column if span else None,
    )


def _breakpoints(sent: Sequence[wire.BreakpointAsked]) -> tuple[Breakpoint, ...]:
    return tuple(Breakpoint(each.number, each.stop, each.what, each.line) for each in sent)
