"""A search in which what differs in names only is one: processes that are alike, and the numbers of pages.

Theory of operation. A state stands for its orbit, the images of it under a group of permutations
(`engine.check.symmetry`), and the least of their short forms is the one that is kept. Images are not worked
out state by state: all images of a state ride along with it while it waits, and a step XORs each of them
with what it changes there, which is worked out once, when the step is learned (`engine.check.even`). A
group that turns out not to be one of automorphisms is given up.

Distances are those of the whole graph: a run of the quotient is a run of the model up to names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter, xor

from engine.check.even import EvenBook, Unlike
from engine.check.judges import JudgeTable
from engine.check.memo import ALWAYS_JUDGED, Way
from engine.check.names import Guard, Reused, guards, with_pools
from engine.check.reduce import Reduced
from engine.check.search import DEADLOCK
from engine.check.symmetry import Group, alone, groups
from engine.errors import LimitReached
from engine.machine.violations import Violation
from engine.run.judge import deadlock
from engine.run.model import Model

Together = tuple[int, ...]
"""A state and its images, in short form."""


class Quotient:
    """A breadth-first search over orbits. `guards` are asked before each allocation."""

    def __init__(self, model: Model, group: Group, guards: Sequence[Guard] = ()) -> None:
        self.model = model
        self.book = EvenBook(model, group, guards)
        self.reorder = [itemgetter(*products) for products in group.products]
        """By the permutation that makes a state the least of its images: the images of that one."""
        self.found = Reduced(rounds=1)
        for judge in (*self.book.always, *self.book.at_rest):
            self._note(self._answer(judge, 0), 0)
        self.seen = {0}
        self.level = [(0,) * len(group.members)]

    def run(self, limit: int) -> Reduced:
        """Search until complete, or until more than `limit` states are known.

        Raises:
            Unlike: the group is none of automorphisms.
        """
        steps = 0
        while self.level and len(self.seen) <= limit:
            steps += 1
            self.level = self._expand(self.level, steps)
        self.found.states = len(self.seen)
        self.found.complete = not self.level
        return self.found

    def _expand(self, level: list[Together], steps: int) -> list[Together]:
        """The next level. This loop is where the search spends its time."""
        book, seen, reorder = self.book, self.seen, self.reorder
        add, tables = seen.add, list(enumerate(book.tables))
        following: list[Together] = []
        append, transitions = following.append, self.found.transitions
        for images in level:
            state, before = images[0], transitions
            for thread, table in tables:
                row = table.rows.get(state & table.field.bits)
                ways = row.ways(state) if row is not None else None
                if ways is None:
                    ways = book.learn(state, thread)
                transitions += len(ways)
                for way in ways:
                    after = tuple(map(xor, images, way.images))
                    least = min(after)
                    if way.judged == ALWAYS_JUDGED:
                        self._judge_step(state, way, steps)
                    if least not in seen:
                        add(least)
                        if way.judged:
                            self._judge(after[0], way, steps)
                        append(after if after[0] == least else reorder[after.index(least)](after))
            if transitions == before and DEADLOCK not in self.found.bounds:
                self._note(tuple(deadlock(self.model, book.packing.unpack(state))), steps - 1)
        self.found.transitions = transitions
        return following

    def _judge_step(self, state: int, way: Way, steps: int) -> None:
        self._note(way.outcome.violations, steps)
        for judge in way.before:
            self._note(self._answer(judge, state), steps)

    def _judge(self, after: int, way: Way, steps: int) -> None:
        """Judge a new state."""
        book, judges = self.book, way.after
        if way.outcome.rests and book.at_rest_in(after) and not after & book.packing.halted.bits:
            judges += book.at_rest
        for judge in judges:
            self._note(self._answer(judge, after), steps)

    def _answer(self, judge: JudgeTable, state: int) -> tuple[Violation, ...]:
        found = judge.answer(state)
        return self.book.ask(judge, state) if found is None else found

    def _note(self, violations: tuple[Violation, ...], steps: int) -> None:
        for violation in violations:
            self.found.bounds.setdefault((violation.property, violation.message), steps)


def quotient(model: Model, limit: int, processes: bool = True, names: bool = True) -> Reduced | None:
    """Search with equal processes as one, and without page numbers that say nothing; None if neither can be.

    What is asked for is done as far as it is sound: a group that turns out not to be one of automorphisms
    is given up for a smaller one, and the numbers of pages are kept where they matter. On UP a step keeps
    others from going: nothing is reduced.
    """
    hopeless = None
    for one, group, asked in _candidates(model, processes, names) if model.shape.smp else ():
        try:
            if one is not hopeless:
                return Quotient(one, group, asked).run(limit)
        except Unlike:
            continue
        except (Reused, LimitReached):
            if one is model:
                raise
            hopeless = one
    return None


def _candidates(model: Model, processes: bool, names: bool) -> Iterator[tuple[Model, Group, Sequence[Guard]]]:
    """What may be tried, that which reduces most first."""
    other = with_pools(model) if names else None
    if other is not None:
        found = [*groups(other)] if processes else []
        for group in (*found, alone(other)):
            yield other, group, guards(other)
    if processes:
        for group in groups(model):
            yield model, group, ()
