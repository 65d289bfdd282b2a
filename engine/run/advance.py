"""Several steps of one thread at a time: over a call, to the next lock, to the return, to the end."""

from __future__ import annotations

from engine.errors import RequestError
from engine.lang.instructions import Access, Place, Program
from engine.run.breakpoints import Stops
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.sentences import said
from engine.run.step import look
from engine.run.threads import reason
from engine.words.text import Text

UNTIL = ("over", "lock", "return", "end")

ADVANCE_LIMIT = 1_000
"""Steps of one command."""

_LOCKS = ("spin_lock", "down_read", "down_write")


def advance(run: Run, name: str, until: str, stops: Stops | None = None) -> Text | None:
    """Step one thread alone until it is where it was told to go; say why if it stopped before.

    over: to another line of the function that it is in, or out of it. lock: to a lock that it would take
    next. return: out of the function that it is in. end: to the end of its story. A breakpoint of `stops`
    ends the command before that.

    Raises:
        RequestError: no such thread or goal, or the thread cannot go at all; the run is as it was.
        LimitReached: its first step would meet a bound of the model; the run is as it was.
    """
    if until not in UNTIL:
        raise RequestError(
            "RUN08", said("error.no-such-goal-to-run", until), said("hint.write-one-of", ", ".join(UNTIL))
        )
    model = run.model
    thread = model.thread_index(name)
    start, _ = _here(run, thread)
    program = model.threads[thread].program
    seen = {run.moments[-1].state: run.length}
    choice = Choice(name)
    for taken in range(ADVANCE_LIMIT):
        tried = look(model, run.moments[-1].state, thread)
        if not tried.goes:
            why = reason(tried, run.moments[-1].history)
            if taken == 0:
                run.step(choice)  # raises, with the reason
            if tried.over == "finished" and until == "end":
                return None
            return said("reason.blocked-here", name, why or "")
        run.step(choice)
        met = stops.first(*run.moments[-2:]) if stops is not None else None
        if met is not None:
            return met
        state = run.moments[-1].state
        if state in seen:
            return said("reason.came-back", seen[state], name)
        seen[state] = run.length
        if until != "end" and _arrived(program, _here(run, thread), start, until):
            return None
    return said("reason.step-limit", ADVANCE_LIMIT)


Here = tuple[Place | None, str]
"""The place of the next access (None in user mode, or where there is none), and its operation."""


def _here(run: Run, thread: int) -> Here:
    model, state = run.model, run.moments[-1].state
    code = model.threads[thread]
    tried = look(model, state, thread)
    if tried.access is None or model.place(state, thread) in code.enters:
        return None, ""
    instruction = code.program.code[tried.access]
    assert isinstance(instruction, Access), "an attempt's access is one"
    return instruction.place, instruction.operation


def _arrived(program: Program, here: Here, start: Place | None, until: str) -> bool:
    place, operation = here
    if place is None:  # back in user mode: out of everything
        return True
    if until == "lock":
        return operation in _LOCKS
    if start is None:
        return False
    if start.frame not in _stack(program, place.frame):
        return True
    return until == "over" and place.frame == start.frame and place.span.line != start.span.line


def _stack(program: Program, frame: int | None) -> list[int]:
    """A frame and those that called it."""
    stack = []
    while frame is not None:
        stack.append(frame)
        frame = program.frames[frame].parent
    return stack
