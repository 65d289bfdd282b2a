"""From a run of the quotient to a run of the model, as a schedule that can be played.

Theory of operation. The quotient keeps one state of each orbit, and says of each which ones lead there by one
step. So from where a kind of violation is met the orbits on shortest ways are found backwards. Then the
model itself is walked through forwards, real names and all, over those orbits only: a real state and its
images ride along together, as in the quotient, and their least says which orbit it is. That always
gets there: if a step leads from one orbit to another, then one does from each state of the first, for the
permutation that makes the kept state that one makes the step that step. Nor can there be a shorter way, for
a run of the model is a run of the quotient. Among the real states that were walked through the best run is
chosen as after a plain search (`engine.check.path`), and then taken in the model by the readable step: what
is told of it is what it breaks there, whatever the reduction thought.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.check.ask import Asker
from engine.check.path import Shortest, Ways, among, breaks, first_of
from engine.check.quotient import Quotient, Together
from engine.check.search import Kind, Search
from engine.machine.violations import Violation
from engine.run.model import Model
from engine.run.schedule import Choice

WIDTH = 2_000
"""Real states of one distance that are walked through; if there are more, the run that is chosen is as short,
but may have more switches between threads than another."""


class Lift:
    """Runs of a model to what a quotient of it has found.

    The quotient may be of the model with a pool of frames for each process (`engine.check.names`): then it
    has the same schedules.
    """

    def __init__(self, model: Model, quotient: Quotient) -> None:
        self.quotient = quotient
        self.asker = Asker(Search(quotient.model))
        self.own = self.asker if quotient.model is model else Asker(Search(model))
        self.runs: dict[Kind, Shortest] = {}

    def advance(self, kind: Kind) -> Iterator[None]:
        """Find the run to a kind, in small steps; then it is in `runs`."""
        steps = self.quotient.found.bounds[kind]
        if steps == 0:
            self.runs[kind] = Shortest(self._broken_at_start(kind), ())
            return
        good = self._orbits(kind, steps)
        levels: list[list[int]] = []
        reals: list[Together] = [self.quotient.start]
        for depth in range(steps):
            levels.append([self.quotient.book.packing.unpack(images[0]) for images in reals])
            if depth + 1 < steps:
                following: dict[int, Together] = {}
                yield from self._walk(reals, good[depth + 1], following)
                reals = list(following.values())
        ways = Ways(self.asker, {steps - 1: breaks(self.asker, (kind,))}, among(levels))
        way, _ = ways.run(kind, self.quotient.model.initial)
        yield
        choices = tuple(self.asker.choice(transition) for transition in way)
        self.runs[kind] = Shortest(self._replayed(kind, choices), choices)

    def _orbits(self, kind: Kind, steps: int) -> list[set[int]]:
        """By distance, up to the last step, the kept states through which a shortest run goes."""
        parents = self.quotient.parents
        last = set(self.quotient.breaking.get(kind, ()))
        for state in self.quotient.broken.get(kind, ()):
            last.update(parents[steps][state])
        good = [last]
        for level in parents[steps - 1 : 0 : -1]:
            good.append({before for state in good[-1] for before in level[state]})
        return good[::-1]

    def _walk(self, reals: list[Together], good: set[int], following: dict[int, Together]) -> Iterator[None]:
        """The real states behind some others, as far as they belong to good orbits."""
        for images in reals:
            for way in self.quotient.ways(images[0]):
                after = tuple(one ^ delta for one, delta in zip(images, way.images, strict=True))
                if min(after) in good:
                    following.setdefault(after[0], after)
            yield
            if len(following) >= WIDTH:
                return

    def _broken_at_start(self, kind: Kind) -> Violation:
        start = self.own.model.initial
        return first_of(kind, self.own.in_state(start) + self.own.stuck_in(start))

    def _replayed(self, kind: Kind, choices: tuple[Choice, ...]) -> Violation:
        """What the last step breaks in the model itself."""
        state = before = self.own.model.initial
        for choice in choices:
            taken = self.own.named(state, choice)
            before, state = state, state ^ taken[1].delta
        return first_of(kind, self.own.broken(before, taken))
