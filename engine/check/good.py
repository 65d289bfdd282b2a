"""The good run that is closest to a bad one: with it as far as can be, then to the end without damage."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from engine.check.ask import Asker, Transition
from engine.check.graph import GRAPH_LIMIT, Backwards, Graph, whole_graph
from engine.check.search import Search
from engine.run.schedule import Choice

_FAR = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class GoodRun:
    """A complete run with no damage. shared: the steps at its beginning that the bad run has, too."""

    choices: tuple[Choice, ...]
    shared: int


class GoodRuns:
    """The runs of a graph that are complete and have no damage."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.to_end = _steps_to_good_end(graph)

    def closest(self, choices: Iterable[Choice]) -> GoodRun | None:
        """The one that shares the longest beginning with a given run; None if there is none at all.

        From there it takes a shortest way to its end, going on with the same thread where that is one.

        Raises:
            RequestError: the given run cannot be taken.
        """
        followed = _undamaged(self.graph, choices)
        while followed and self.to_end[self.graph.index[followed[-1][0]]] == _FAR:
            followed.pop()
        if not followed:
            return None
        way = [transition for _, transition in followed if transition is not None]
        shared = len(way)
        way += _onwards(self.graph, self.to_end, followed[-1][0], way[-1][0] if way else -1)
        return GoodRun(tuple(self.graph.asker.choice(transition) for transition in way), shared)


def closest_good(search: Search, choices: Iterable[Choice], limit: int = GRAPH_LIMIT) -> GoodRun | None:
    """The good run of a model that is closest to a given one.

    Raises:
        RequestError: the given run cannot be taken.
        LimitReached: the model has more than `limit` states.
    """
    return GoodRuns(whole_graph(Asker(search), limit)).closest(choices)


def endless(graph: Graph) -> tuple[Choice, ...] | None:
    """A shortest run to a state from which no run comes to a good end; None if there is no such state."""
    to_end = _steps_to_good_end(graph)
    number = next((number for number, steps in enumerate(to_end) if steps == _FAR), None)
    if number is None:
        return None
    backwards, way = Backwards(graph), []
    while number:
        edge = min(backwards.edges(number))  # the one by which the state was found
        number = backwards.source[edge]
        transition = graph.asker.transitions(graph.states[number])[edge - graph.start[number]]
        way.append(graph.asker.choice(transition))
    return tuple(reversed(way))


def _steps_to_good_end(graph: Graph) -> array[int]:
    """Of each state, the steps to the end of a run, with no damage on the way."""
    backwards = Backwards(graph)
    distance = array("I", [_FAR]) * len(graph.states)
    level = [n for n in range(len(graph.states)) if not graph.edges(n) and not graph.harmed[n]]
    steps = 0
    while level:
        following = []
        for number in level:
            if distance[number] == _FAR and not graph.harmed[number]:
                distance[number] = steps
                edges = (edge for edge in backwards.edges(number) if not graph.harmful[edge])
                following += [backwards.source[edge] for edge in edges]
        level, steps = following, steps + 1
    return distance


def _undamaged(graph: Graph, choices: Iterable[Choice]) -> list[tuple[int, Transition | None]]:
    """The states of a run up to the first damage, each with the step that led to it."""
    state = graph.states[0]
    found: list[tuple[int, Transition | None]] = [] if graph.harmed[0] else [(state, None)]
    for choice in choices:
        transition = graph.asker.named(state, choice)
        edge = graph.start[graph.index[state]] + graph.asker.transitions(state).index(transition)
        state ^= transition[1].delta
        if not found or graph.harmful[edge] or graph.harmed[graph.index[state]]:
            break
        found.append((state, transition))
    return found


def _onwards(graph: Graph, to_end: array[int], state: int, last: int) -> list[Transition]:
    way: list[Transition] = []
    while to_end[graph.index[state]]:
        number = graph.index[state]
        edges = zip(graph.edges(number), graph.asker.transitions(state), strict=True)
        nearer = [
            transition
            for edge, transition in edges
            if not graph.harmful[edge] and to_end[graph.target[edge]] == to_end[number] - 1
        ]
        way.append(next((one for one in nearer if one[0] == last), nearer[0]))
        last, state = way[-1][0], state ^ way[-1][1].delta
    return way
