"""Where each choice of a run leads: worked out from a complete search, as it goes over the wire.

Damage is *possible* in a state if some run from there meets it, *certain* if every run does; a cycle that
avoids it counts as an escape. Otherwise the state is *safe*.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from engine.check.ask import Asker, Transition, is_damage
from engine.check.search import Search
from engine.run.run import Run
from engine.run.schedule import format_schedule, parse_schedule

Edge = tuple[int, bool]
"""(the state after a step, whether the step breaks something)"""


@dataclass(frozen=True, slots=True)
class ChoiceFate:
    """fate: "safe", "possible" or "certain"; steps: to the nearest damage, the choice's own step included."""

    choice: str
    fate: str
    steps: int | None


@dataclass(frozen=True, slots=True)
class StateFate:
    """The same of a state of a run, and of all that can be chosen there. Behind the damage of its run a
    state is "certain", in 0 steps."""

    schedule: str
    fate: str
    steps: int | None
    choices: tuple[ChoiceFate, ...]


class Fates:
    """The fates of all states of a complete search."""

    def __init__(self, search: Search) -> None:
        self.asker = Asker(search)
        self.edges: dict[int, list[Edge]] = {}
        for level in self.asker.levels(len(search.found.levels)):
            for state in level:
                self.edges[state] = [self._edge(state, way) for way in self.asker.transitions(state)]
        self.before: dict[int, list[int]] = defaultdict(list)
        """Of each state: those from which a step that breaks nothing leads to it."""
        for state, edges in self.edges.items():
            for after, breaks in edges:
                if not breaks:
                    self.before[after].append(state)
        self.distance = self._distances()
        self.certain = self._certain()

    def _edge(self, state: int, way: Transition) -> Edge:
        return state ^ way[1].delta, any(map(is_damage, self.asker.broken(state, way)))

    def _distances(self) -> dict[int, int]:
        """Steps to the nearest damage, of the states that have one ahead."""
        distance = {state: 1 for state, edges in self.edges.items() if any(breaks for _, breaks in edges)}
        queue = deque(distance)
        while queue:
            state = queue.popleft()
            for earlier in self.before[state]:
                if earlier not in distance:
                    distance[earlier] = distance[state] + 1
                    queue.append(earlier)
        return distance

    def _certain(self) -> set[int]:
        """States from which every run meets damage: the least such set, so that cycles are escapes."""
        ways_out = {state: sum(not breaks for _, breaks in edges) for state, edges in self.edges.items()}
        queue = deque(state for state, edges in self.edges.items() if edges and not ways_out[state])
        certain = set(queue)
        while queue:
            for earlier in self.before[queue.popleft()]:
                ways_out[earlier] -= 1
                if not ways_out[earlier]:
                    certain.add(earlier)
                    queue.append(earlier)
        return certain

    def of_state(self, state: int) -> tuple[str, int | None]:
        steps = self.distance.get(state)
        return ("safe" if steps is None else "certain" if state in self.certain else "possible"), steps

    def of_step(self, edge: Edge) -> tuple[str, int | None]:
        after, breaks = edge
        if breaks:
            return "certain", 1
        fate, steps = self.of_state(after)
        return fate, None if steps is None else steps + 1

    def along(self, schedule: str) -> Iterator[StateFate]:
        """The fates of every state of a run, as far as its schedule fits."""
        run = Run(self.asker.model)
        run.replay(parse_schedule(schedule))
        broken = False
        for at, moment in enumerate(run.moments):
            broken = broken or any(map(is_damage, moment.broken))
            here = ("certain", 0) if broken else self.of_state(moment.state)
            yield StateFate(
                format_schedule(run.choices[:at]), *here, tuple(self._choices(moment.state, broken))
            )

    def _choices(self, state: int, broken: bool) -> Iterator[ChoiceFate]:
        ways = self.asker.transitions(state)
        for way, edge in zip(ways, self.edges[state], strict=True):
            fate = ("certain", 0) if broken else self.of_step(edge)
            yield ChoiceFate(str(self.asker.choice(way)), *fate)
