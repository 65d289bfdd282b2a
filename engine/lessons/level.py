"""Break-it levels: how far the bug is from every state, so that par is proved and a hint is exact.

Like `engine.check.fates`, but for one property, and without certainty: backwards from all steps that break
it, breadth first. A distance of None says that nothing that can still be done breaks it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from engine.check.ask import Asker, Transition, is_damage
from engine.check.graph import Backwards, whole_graph
from engine.check.search import Search
from engine.errors import RequestError
from engine.machine.violations import PROPERTIES
from engine.run.schedule import Choice, format_schedule
from engine.words.saying import said

_FAR = 0xFFFFFFFF
LIMIT = 100_000
"""States of a level: all of them are walked in Python, once a server."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A choice, and in how many steps it can lead to the bug, its own included; None: never again."""

    choice: str
    steps: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a player is after `steps` steps.

    state: "open": the bug can still be reached, in `left` steps at best; "won": the last step broke it;
    "lost": it is out of reach. broken: the property that the last step broke, "" before.
    """

    state: str
    steps: int
    par: int
    left: int | None
    broken: str
    choices: tuple[Ahead, ...]


class Level:
    """A level's whole graph. par: the fewest steps that break `goal`, or any damage where it is ""."""

    def __init__(self, search: Search, goal: str = "") -> None:
        if goal and goal not in PROPERTIES:
            hint = said("hint.name-one-of", ", ".join(PROPERTIES))
            raise RequestError("LESS03", said("error.no-such-goal", repr(goal)), hint)
        self.goal = goal
        self._asker = Asker(search)
        self._ends = bytearray()
        self._graph = whole_graph(self._asker, LIMIT, self._watch)
        self._distance = self._distances()
        if self._distance[0] == _FAR:
            what = goal or "damage"
            raise RequestError("LESS03", said("error.no-run-breaks", what), said("hint.another-goal"))
        self.par = self._distance[0]

    def _watch(self, depth: int, state: int, transition: Transition) -> None:
        self._ends.append(self._broken(state, transition) != "")

    def _broken(self, state: int, transition: Transition) -> str:
        """The property looked for that a step breaks; "" if it breaks none."""
        for violation in self._asker.broken(state, transition):
            if violation.property == self.goal or (not self.goal and is_damage(violation)):
                return violation.property
        return ""

    def _distances(self) -> array[int]:
        backwards = Backwards(self._graph)
        distance = array("I", [_FAR]) * len(self._graph.states)
        level = [backwards.source[edge] for edge, ends in enumerate(self._ends) if ends]
        steps = 1
        while level:
            following: list[int] = []
            for number in level:
                if distance[number] == _FAR:
                    distance[number] = steps
                    following += [backwards.source[edge] for edge in backwards.edges(number)]
            level, steps = following, steps + 1
        return distance

    def standing(self, choices: tuple[Choice, ...]) -> Standing:
        """Where a run stands: after its last step, or after the one that breaks it.

        Raises:
            RequestError: one of its steps cannot be taken.
        """
        state = self._asker.model.initial
        for taken, choice in enumerate(choices, 1):
            transition = self._asker.named(state, choice)
            broken = self._broken(state, transition)
            if broken:
                return Standing("won", taken, self.par, 0, broken, ())
            state ^= transition[1].delta
        left = self._left(state)
        ahead = tuple(self._ahead(state, transition) for transition in self._asker.transitions(state))
        return Standing("lost" if left is None else "open", len(choices), self.par, left, "", ahead)

    def _left(self, state: int) -> int | None:
        distance = self._distance[self._graph.index[state]]
        return None if distance == _FAR else distance

    def _ahead(self, state: int, transition: Transition) -> Ahead:
        left = 0 if self._broken(state, transition) else self._left(state ^ transition[1].delta)
        return Ahead(str(self._asker.choice(transition)), None if left is None else left + 1)

    def shortest(self) -> str:
        """A schedule of `par` steps: at each state the first of the nearest choices."""
        state, choices = self._asker.model.initial, []
        for left in range(self.par, 0, -1):
            able = self._asker.transitions(state)
            transition = next(each for each in able if self._ahead(state, each).steps == left)
            choices.append(self._asker.choice(transition))
            state ^= transition[1].delta
        return format_schedule(choices)
