"""The state graph as arrays, for what needs all of it at once: fates, the number of runs.

States are numbered in the order of a breadth-first search from the root, so nearer ones come first. The
edges of state n are those from start[n] to start[n + 1], in the fixed order of choices.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from engine.check.ask import Asker, Transition, is_damage
from engine.errors import LimitReached
from engine.words.saying import said

GRAPH_LIMIT = 1_000_000
"""States of a graph that is held as a whole."""

Watch = Callable[[int, int, Transition], None]
"""(depth of the state, state, transition from it): called once for each edge."""


class Graph:
    """All states from a root on, or the nearest `limit` of them; then `complete` is false.

    target: of each edge, the number of the state that it leads to. harmful: of each edge, whether the step
    itself is damage. harmed: of each state, whether it is. expanded: the first so many states have edges.
    """

    def __init__(
        self, asker: Asker, root: int | None = None, limit: int = GRAPH_LIMIT, watch: Watch | None = None
    ) -> None:
        first = asker.model.initial if root is None else root
        self.asker = asker
        self.states = [first]
        self.index = {first: 0}
        self.depth = array("I", [0])
        self.start = array("I", [0])
        self.target = array("I")
        self.harmful = bytearray()
        self.harmed = bytearray()
        self.expanded = 0
        while self.expanded < len(self.states) <= limit:
            self._expand(self.states[self.expanded], watch)
        for state in self.states[self.expanded :]:
            self._judge(state)
            self.start.append(len(self.target))

    @property
    def complete(self) -> bool:
        return self.expanded == len(self.states)

    def _expand(self, state: int, watch: Watch | None) -> None:
        number, deeper = self.expanded, self.depth[self.expanded] + 1
        states, index = self.states, self.index
        for transition in self.asker.transitions(state):
            after = state ^ transition[1].delta
            to = index.setdefault(after, len(states))
            if to == len(states):
                states.append(after)
                self.depth.append(deeper)
            self.target.append(to)
            self.harmful.append(any(map(is_damage, self.asker.by_step(state, transition))))
            if watch is not None:
                watch(deeper - 1, state, transition)
        self._judge(state, stuck=self.start[number] == len(self.target))
        self.start.append(len(self.target))
        self.expanded += 1

    def _judge(self, state: int, stuck: bool = False) -> None:
        broken = self.asker.in_state(state) + (self.asker.stuck_in(state) if stuck else [])
        self.harmed.append(self.asker.model.halted(state) or any(map(is_damage, broken)))

    def edges(self, number: int) -> range:
        return range(self.start[number], self.start[number + 1])


class Backwards:
    """A graph's edges by the state that they lead to. source: of each edge, the state that it leaves."""

    def __init__(self, graph: Graph) -> None:
        self.source = array("I")
        for number in range(len(graph.states)):
            self.source.extend([number] * len(graph.edges(number)))
        self.start = array("I", [0]) * (len(graph.states) + 1)
        for to in graph.target:
            self.start[to + 1] += 1
        for number in range(len(graph.states)):
            self.start[number + 1] += self.start[number]
        self.order = array("I", [0]) * len(graph.target)
        place = self.start[:]
        for edge, to in enumerate(graph.target):
            self.order[place[to]] = edge
            place[to] += 1

    def edges(self, number: int) -> array[int]:
        """The edges that lead to a state."""
        return self.order[self.start[number] : self.start[number + 1]]


def whole_graph(asker: Asker, limit: int = GRAPH_LIMIT, watch: Watch | None = None) -> Graph:
    """The graph of a model.

    Raises:
        LimitReached: it has more states than `limit`.
    """
    graph = Graph(asker, limit=limit, watch=watch)
    if not graph.complete:
        raise LimitReached(
            "LIM20",
            said("error.too-many-states", limit),
            said("hint.make-smaller"),
        )
    return graph
