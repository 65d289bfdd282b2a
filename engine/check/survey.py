"""What a safe verdict is worth: how much the runs of a complete check did, and what they never did.

One pass over the whole state graph. Each distinct step is run once more by the readable `attempt`, which
tells the places that it ran through and its events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.check.ask import Asker, Transition
from engine.check.claims import ClaimResult, ClaimWatch
from engine.check.graph import GRAPH_LIMIT, whole_graph
from engine.check.hopes import Hopes, Possibility
from engine.check.interleavings import Interleavings, interleavings
from engine.check.turns import Turn, turns
from engine.errors import Span
from engine.lang.instructions import Access, Assign, Branch, Instruction, Private
from engine.machine.memory import Event
from engine.run.model import HARDWARE, Model
from engine.vocabulary.primitives import ORACLE_MARKS

Line = tuple[str, int]
"""(file, line) of a text."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What no run reaches of the kernel C that the stories call.

    lines: of the functions that some run enters, those at which something is done. unreached: those of
    them that no run comes to. uncalled: functions that none enters, though the text has calls of them.
    """

    lines: int
    unreached: tuple[Line, ...]
    uncalled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts of a complete check. turns: of the runs that were found to end in damage."""

    interleavings: Interleavings
    claims: tuple[ClaimResult, ...]
    possible: tuple[Possibility, ...]
    coverage: Coverage
    turns: tuple[Turn, ...] = ()

    @property
    def vacuous(self) -> tuple[Possibility, ...]:
        """What should be possible and is not."""
        return tuple(one for one in self.possible if not one.met)


def survey(asker: Asker, schedules: Iterable[str] = (), limit: int = GRAPH_LIMIT) -> Survey:
    """The facts of a model; `schedules` are of runs of which the turn is wanted.

    Raises:
        LimitReached: it has more states than `limit`.
    """
    watch = _Watch(asker)
    graph = whole_graph(asker, limit, watch.see)
    for state in graph.states:
        watch.hopes.look(state)
    claims, possible, coverage = watch.claims.results(), watch.hopes.found(watch.reached), watch.coverage()
    return Survey(interleavings(graph), claims, possible, coverage, turns(graph, schedules))


class _Watch:
    """Is shown every edge of the graph."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.claims = ClaimWatch(asker)
        self.hopes = Hopes(asker.model)
        self.reached: set[Span] = set()
        self.known: dict[int, tuple[Transition, tuple[Event, ...]]] = {}
        """By the identity of an outcome, which is kept, the events that concern a claim."""

    def see(self, depth: int, state: int, transition: Transition) -> None:
        known = self.known.get(id(transition[1]))
        if known is None:
            told = self.asker.told(state, transition)
            self.reached.update(place.span for place in told.ran)
            self.hopes.hear(told.events)
            known = self.known[id(transition[1])] = transition, self.claims.concerns(tuple(told.events))
        if known[1]:
            self.claims.see(depth, state, transition[0], known[1])

    def coverage(self) -> Coverage:
        return covered(self.asker.model, self.reached)


def covered(model: Model, reached: set[Span]) -> Coverage:
    """What the spans that were reached leave out of the threads' programs."""
    lines: dict[str, set[Line]] = {}
    entered: set[str] = set()
    for code in model.threads:
        for one in filter(_does_something, code.program.code):
            span, function = one.place.span, code.program.frames[one.place.frame].function
            lines.setdefault(function, set()).add((span.file, span.line))
            if span in reached:
                entered.add(function)
    within = {line for function in entered for line in lines[function]}
    come_to = {(span.file, span.line) for span in reached}
    return Coverage(len(within), tuple(sorted(within - come_to)), tuple(sorted(set(lines) - entered)))


def _does_something(one: Instruction) -> bool:
    if not isinstance(one, Assign | Branch | Access | Private) or one.place.span.file == HARDWARE:
        return False
    return not (isinstance(one, Private) and one.operation in ORACLE_MARKS)
