"""What a fork and what follows it cost in an address space of a given size: counted by running it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import RequestError
from engine.lang.protocol import Protocol
from engine.run.build import build
from engine.run.frames import CostInfo
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.step import look
from engine.scenario.read import parse_scenario
from engine.scenario.scenario import Scenario
from engine.words.saying import said

OPERATIONS: dict[str, str] = {
    "fork": "fork",
    "fork-write": "fork, the child writes to one page",
    "fork-write-all": "fork, the child writes to one page of every table",
    "fork-exit": "fork, the child exits",
}
"""What is counted. Before it the parent has written to every page; the child goes when the fork is over."""


@dataclass(frozen=True, slots=True)
class Size:
    """`pages` written pages, one after the other from address 0, in tables of `entries` entries."""

    pages: int
    entries: int

    @property
    def tables(self) -> int:
        return -(-self.pages // self.entries)


def count(protocol: Protocol, size: Size) -> dict[str, CostInfo]:
    """What each of OPERATIONS costs: the parent forks, and then the child does its part alone.

    Raises:
        EngineError: the protocol cannot run it.
    """
    writes = tuple(f"write {page} = 2" for page in range(0, size.pages, size.entries))
    writing, stops = _run(protocol, size, writes)
    exiting, exit_stops = _run(protocol, size, ("exit",))
    at = {
        "fork": writing.moments[stops[0]],
        "fork-write": writing.moments[stops[1]],
        "fork-write-all": writing.moments[-1],
        "fork-exit": exiting.moments[exit_stops[-1]],
    }
    return {operation: moment.costs.counts for operation, moment in at.items()}


def _run(protocol: Protocol, size: Size, child: tuple[str, ...]) -> tuple[Run, list[int]]:
    """The run, and how long it was after the fork and after each line of the child."""
    run = Run(build(protocol, _scenario(size, child)))
    stops = [_line(run, 0, 1)]
    stops += [_line(run, 1, number) for number in range(1, len(child) + 1)]
    return run, stops


def _line(run: Run, thread: int, number: int) -> int:
    """Runs a thread alone until its first `number` lines are done; returns the length of the run."""
    model = run.model
    done = model.threads[thread].enters[number]
    choice = Choice(model.shape.threads[thread])
    while model.place(run.moments[-1].state, thread) < done:
        if not look(model, run.moments[-1].state, thread).goes:
            raise RequestError(
                "RUN99",
                said("error.fork-cannot-finish", choice.thread, model.protocol.name),
                said("hint.what-it-waits-for"),
            )
        run.step(choice)
    return run.length


def _scenario(size: Size, child: tuple[str, ...]) -> Scenario:
    before = [f"map 0-{size.pages - 1}", *(f"write {page} = 1" for page in range(size.pages))]
    text = f"""
[shape]
slots = {size.tables}
entries = {size.entries}
pages = {2 * size.pages}
[[setup]]
mm = "A"
do = {before}
[[thread]]
mm = "A"
do = ["fork B"]
[[thread]]
mm = "B"
do = {list(child)}
"""
    return parse_scenario(f"cost-{size.pages}-of-{size.entries}", text)
