"""What is still possible: of each state and each choice, whether a bug is certain, possible or excluded.

Theory of operation. Backwards from all damage (a harmful step, or a state that is broken), breadth first,
goes the distance. Backwards from it, too, goes certainty: a state is lost if it is broken, or if it has
choices and each of them is harmful or leads to a lost state. That is a least fixed point, so a cycle that
avoids damage for ever is an escape, and its states are not lost.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from engine.check.ask import Asker
from engine.check.graph import GRAPH_LIMIT, Backwards, Graph, whole_graph
from engine.check.search import Search
from engine.errors import RequestError
from engine.run.schedule import Choice
from engine.words.saying import said

SAFE, POSSIBLE, CERTAIN, UNKNOWN = "safe", "possible", "certain", "unknown"

_FAR = 0xFFFFFFFF

LOCAL_LIMIT = 50_000
"""States that are looked at for one state of a run, where the whole graph is too large."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What lies ahead.

    kind: "safe": no damage, for ever; "possible": damage can be reached, and avoided; "certain": every run
    on from here reaches it; "unknown": none was seen, but not all was looked at (large graphs only).
    steps: to the nearest damage; 0: it is here; None: there is none.
    """

    kind: str
    steps: int | None


class Fates:
    """The fates of all states of a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.asker = graph.asker
        self.backwards = Backwards(graph)
        self.distance = self._distances()
        self.lost = self._lost()
        self.doubtful = self._doubtful()

    def of(self, state: int) -> Fate:
        """The fate of a state.

        Raises:
            RequestError: no run leads there.
        """
        number = self.graph.index.get(state)
        if number is None:
            raise RequestError("RUN50", said("error.no-run-leads-there"), said("hint.ask-about-a-run"))
        steps = self.distance[number]
        if self.lost[number]:
            return Fate(CERTAIN, steps)
        if steps != _FAR:
            return Fate(POSSIBLE, steps)
        return Fate(UNKNOWN if self.doubtful[number] else SAFE, None)

    def of_choice(self, state: int, choice: Choice) -> Fate:
        """The fate of a choice: what lies ahead if it is taken, its own step included.

        Raises:
            RequestError: the choice cannot be made in that state, or no run leads to it.
        """
        transition = self.asker.named(state, choice)
        edge = self.graph.start[self.graph.index[state]] + self.asker.transitions(state).index(transition)
        if self.graph.harmful[edge]:
            return Fate(CERTAIN, 1)
        fate = self.of(state ^ transition[1].delta)
        return Fate(fate.kind, None if fate.steps is None else fate.steps + 1)

    def point_of_no_return(self, choices: Iterable[Choice]) -> int | None:
        """The first step of a run after which damage is certain; 0: it was from the start; None: none is."""
        state = self.graph.states[0]
        if self.of(state).kind == CERTAIN:
            return 0
        for number, choice in enumerate(choices, 1):
            if self.of_choice(state, choice).kind == CERTAIN:
                return number
            state ^= self.asker.named(state, choice)[1].delta
        return None

    # working them out ------------------------------------------------------------------------------
    def _distances(self) -> array[int]:
        graph, source = self.graph, self.backwards.source
        distance = array("I", [_FAR]) * len(graph.states)
        level = [number for number, harmed in enumerate(graph.harmed) if harmed]
        following = [source[edge] for edge, harmful in enumerate(graph.harmful) if harmful]
        steps = 0
        while level or following:
            for number in level:
                if distance[number] == _FAR:
                    distance[number] = steps
                    following += [source[edge] for edge in self.backwards.edges(number)]
            level, following, steps = following, [], steps + 1
        return distance

    def _lost(self) -> bytearray:
        graph, source = self.graph, self.backwards.source
        lost = bytearray(graph.harmed)
        ways_out = array("I", [0]) * len(graph.states)
        for edge, harmful in enumerate(graph.harmful):
            ways_out[source[edge]] += not harmful
        todo = [number for number, harmed in enumerate(lost) if harmed]
        todo += [
            number
            for number in range(graph.expanded)
            if not ways_out[number] and not lost[number] and len(graph.edges(number))
        ]
        for number in todo:
            lost[number] = 1
        while todo:
            for edge in self.backwards.edges(todo.pop()):
                before = source[edge]
                if graph.harmful[edge] or lost[before]:
                    continue
                ways_out[before] -= 1
                if not ways_out[before]:
                    lost[before] = 1
                    todo.append(before)
        return lost

    def _doubtful(self) -> bytearray:
        """The states from which one that was not expanded can be reached."""
        graph, source = self.graph, self.backwards.source
        found = bytearray(len(graph.states))
        todo = list(range(graph.expanded, len(graph.states)))
        while todo:
            number = todo.pop()
            if not found[number]:
                found[number] = 1
                todo += [source[edge] for edge in self.backwards.edges(number)]
        return found


def fates(search: Search, limit: int = GRAPH_LIMIT) -> Fates:
    """The fates of all states of a model.

    Raises:
        LimitReached: there are more than `limit`; see `fates_along`.
    """
    return Fates(whole_graph(Asker(search), limit))


def fates_along(search: Search, choices: Iterable[Choice], limit: int = LOCAL_LIMIT) -> tuple[Fate, ...]:
    """The fates of the states of one run, the start included, each from the nearest `limit` states.

    Where they are not all that can be reached, a bug that is certain may be called possible, and a state
    that is safe "unknown". The number of steps is exact.
    """
    asker = Asker(search)
    state = search.model.initial
    found = [Fates(Graph(asker, state, limit)).of(state)]
    for choice in choices:
        state ^= asker.named(state, choice)[1].delta
        found.append(Fates(Graph(asker, state, limit)).of(state))
    return tuple(found)
