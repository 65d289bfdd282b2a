"""From a kind of violation back to a run: among the shortest, one with the fewest context switches.

Theory of operation. No parent pointers are kept. A goal (a kind of violation) is reached by certain last
steps, from states at a known distance. From there the states on shortest ways are found backwards, level
by level, and with each the fewest switches that remain, by the thread that goes first. Then one walk
forwards takes, of the choices that keep to the fewest, the first in the fixed order. So the answer depends
on the model alone: not on which state of a level was found first, nor on who found it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from engine.check.ask import Asker, Transition
from engine.check.back import Near, back
from engine.check.search import Discovery, Kind, Search
from engine.machine.violations import Violation
from engine.run.schedule import Choice

Goal = TypeVar("Goal", bound=Hashable)
Ends = Callable[[int, Transition], Iterable[Goal]]
Taken = Callable[[int, Transition], bool]
Costs = dict[int, int]
"""Thread that goes first -> the fewest switches from here to the goal."""


@dataclass(frozen=True, slots=True)
class Shortest:
    """A run that ends in a violation with its last step; switches between threads on its way."""

    violation: Violation
    choices: tuple[Choice, ...]

    @property
    def steps(self) -> int:
        return len(self.choices)

    @property
    def switches(self) -> int:
        return switches(self.choices)


def switches(choices: Sequence[Choice]) -> int:
    """How often another thread goes on than went before."""
    return sum(one.thread != other.thread for one, other in pairwise(choices))


class Ways(Generic[Goal]):
    """All shortest ways to some goals.

    ends: for each depth at which goals are reached, by a step from that level, a function that gives the
    goals that a transition from one of its states reaches. near: gives the states of a depth that matter.
    taken: whether a way may go on over a transition.
    """

    def __init__(
        self,
        asker: Asker,
        ends: Mapping[int, Ends[Goal]],
        near: Near,
        taken: Taken | None = None,
    ) -> None:
        self.asker = asker
        self.ends = ends
        self.taken = taken
        deepest = max(ends, default=-1)
        self.ahead: list[dict[int, dict[Goal, Costs]]] = [{} for _ in range(deepest + 2)]
        for depth in range(deepest, -1, -1):
            self._go_back(depth, near)

    def _go_back(self, depth: int, near: Near) -> None:
        here, ahead, ends = self.ahead[depth], self.ahead[depth + 1], depth in self.ends
        for state in near(depth, ahead.keys(), ends):
            goals: dict[Goal, Costs] = {}
            for transition in self.asker.transitions(state):
                if not ends and state ^ transition[1].delta not in ahead:
                    continue
                thread = transition[0]
                for goal, cost in self._through(depth, state, transition).items():
                    costs = goals.setdefault(goal, {})
                    costs[thread] = min(cost, costs.get(thread, cost))
            if goals:
                here[state] = goals

    def _through(self, depth: int, state: int, transition: Transition) -> dict[Goal, int]:
        """The goals that lie behind a transition, with the switches after it."""
        thread, outcome = transition
        ahead = self.ahead[depth + 1].get(state ^ outcome.delta)
        found = {}
        if ahead is not None and (self.taken is None or self.taken(state, transition)):
            for goal, costs in ahead.items():
                after_switch = min(costs.values()) + 1
                found[goal] = min(costs.get(thread, after_switch), after_switch)
        found.update(dict.fromkeys(self._ended(depth, state, transition), 0))
        return found

    def _ended(self, depth: int, state: int, transition: Transition) -> Iterable[Goal]:
        return self.ends[depth](state, transition) if depth in self.ends else ()

    def run(self, goal: Goal, start: int) -> tuple[list[Transition], int]:
        """The best way to a goal, and the state before its last step."""
        way: list[Transition] = []
        state, before = start, start
        while not way or goal not in self._ended(len(way) - 1, before, way[-1]):
            way.append(self._best(goal, way, state))
            before, state = state, state ^ way[-1][1].delta
        return way, before

    def _best(self, goal: Goal, way: list[Transition], state: int) -> Transition:
        """The next step: of those with the fewest switches, the first."""
        depth, last = len(way), way[-1][0] if way else None
        rated = [
            (cost + (last is not None and last != transition[0]), transition)
            for transition in self.asker.transitions(state)
            if (cost := self._through(depth, state, transition).get(goal)) is not None
        ]
        return min(rated, key=lambda one: one[0])[1]


def shortest_runs(search: Search, asker: Asker, kinds: Iterable[Kind]) -> dict[Kind, Shortest]:
    """The best run to each of some kinds that a search has discovered."""
    discoveries = search.found.discoveries
    due: dict[int, list[Kind]] = {}
    for kind in kinds:
        due.setdefault(discoveries[kind].steps, []).append(kind)
    found = {kind: Shortest(discoveries[kind].violation, ()) for kind in due.pop(0, [])}
    ends = {steps - 1: breaks(asker, wanted) for steps, wanted in due.items()}
    ways = Ways(asker, ends, back(search, [kind for wanted in due.values() for kind in wanted]))
    for kind in (kind for wanted in due.values() for kind in wanted):
        way, before = ways.run(kind, search.model.initial)
        choices = tuple(asker.choice(transition) for transition in way)
        found[kind] = Shortest(first_of(kind, asker.broken(before, way[-1])), choices)
    return found


def among(levels: Sequence[Collection[int]]) -> Near:
    """All states of levels that were made by hand."""
    return lambda depth, ahead, ends: levels[depth]


def breaks(asker: Asker, wanted: Iterable[Kind]) -> Ends[Kind]:
    """Which of the wanted kinds a transition breaks."""

    def ends(state: int, transition: Transition) -> list[Kind]:
        broken = {(one.property, one.message) for one in asker.broken(state, transition)}
        return [kind for kind in wanted if kind in broken]

    return ends


def first_of(kind: Kind, broken: Iterable[Violation]) -> Violation:
    """The violation of a kind that comes first."""
    return next(one for one in broken if (one.property, one.message) == kind)


def shortest_run(search: Search, discovery: Discovery) -> tuple[Choice, ...]:
    """The choices of the best run to one discovery."""
    kind = discovery.violation.property, discovery.violation.message
    return shortest_runs(search, Asker(search), (kind,))[kind].choices
