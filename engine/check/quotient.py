"""A search in which what differs in names only is one: processes that are alike, and the numbers of pages.

Theory of operation. A state stands for its orbit, the images of it under a group of permutations
(`engine.check.symmetry`), and the least of their short forms is the one that is kept. Images are not worked
out state by state: all images of a state ride along with it while it waits, and a step XORs each of them
with what it changes there, which is worked out once, when the step is learned (`engine.check.even`). A
group that turns out not to be one of automorphisms is given up.

Distances are those of the whole graph: a run of the quotient is a run of the model up to names, and the
images of a run are runs. Which states a shortest run may come through is kept, level by level, so that such a
run can be made into one of the model (`engine.check.lift`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from operator import itemgetter, xor

from engine.check.even import EvenBook, Unlike
from engine.check.judges import JudgeTable
from engine.check.memo import ALWAYS_JUDGED, Way
from engine.check.names import Guard, Reused, guards, with_pools
from engine.check.reduce import Reduced
from engine.check.search import DEADLOCK, Kind
from engine.check.symmetry import Group, alone, groups
from engine.errors import LimitReached
from engine.machine.violations import Violation
from engine.run.judge import deadlock
from engine.run.model import Model

Together = tuple[int, ...]
"""A state and its images, in short form."""

Where = dict[Kind, set[int]]
"""Kept states, by what is broken there."""


class Quotient:
    """A breadth-first search over orbits. `guards` are asked before each allocation."""

    def __init__(self, model: Model, group: Group, guards: Sequence[Guard] = ()) -> None:
        self.model = model
        self.book = EvenBook(model, group, guards)
        self.reorder = [itemgetter(*products) for products in group.products]
        """By the permutation that makes a state the least of its images: the images of that one."""
        self.found = Reduced(rounds=1)
        self.breaking: Where = {}
        """By kind, at the shortest distance: the states from which a step breaks it."""
        self.broken: Where = {}
        """And those that break it themselves."""
        for judge in (*self.book.always, *self.book.at_rest):
            self._note(self._answer(judge, 0), 0, self.broken, 0)
        self.seen = {0}
        self.parents: list[dict[int, list[int]]] = [{0: []}]
        """By distance: each state that is kept, and those at one step less from which it is reached."""
        self.start: Together = (0,) * len(group.members)
        self.level = [self.start]

    def run(self, limit: int) -> Iterator[Reduced]:
        """Search until complete, or until more than `limit` states are known; yields after each state.

        Raises:
            Unlike: the group is none of automorphisms.
        """
        while self.level:
            for _ in self._expand(self.level, len(self.parents)):
                self.found.states = len(self.seen)
                yield self.found
                if len(self.seen) > limit:
                    return
        self.found.complete = True

    def _expand(self, level: list[Together], steps: int) -> Iterator[None]:
        """Make the next level. This loop is where the search spends its time."""
        book, seen, reorder = self.book, self.seen, self.reorder
        add, tables = seen.add, list(enumerate(book.tables))
        following: list[Together] = []
        parents: dict[int, list[int]] = {}
        self.parents.append(parents)
        append = following.append
        for images in level:
            state, moved = images[0], 0
            for thread, table in tables:
                row = table.rows.get(state & table.field.bits)
                ways = row.ways(state) if row is not None else None
                if ways is None:
                    ways = book.learn(state, thread)
                moved += len(ways)
                for way in ways:
                    after = tuple(map(xor, images, way.images))
                    least = min(after)
                    if way.judged == ALWAYS_JUDGED:
                        self._judge_step(state, way, steps)
                    if least not in seen:
                        add(least)
                        parents[least] = [state]
                        if way.judged:
                            self._judge(after[0], least, way, steps)
                        append(after if after[0] == least else reorder[after.index(least)](after))
                    elif least in parents:
                        parents[least].append(state)
            self.found.transitions += moved
            if not moved and self.found.bounds.get(DEADLOCK, steps - 1) == steps - 1:
                violations = tuple(deadlock(self.model, book.packing.unpack(state)))
                self._note(violations, steps - 1, self.broken, state)
            yield
        self.level = following
        self.found.searched = steps

    def ways(self, state: int) -> Iterator[Way]:
        """The steps from a state that is known up to names, or in any of its images."""
        for thread, table in enumerate(self.book.tables):
            row = table.rows.get(state & table.field.bits)
            known = row.ways(state) if row is not None else None
            yield from self.book.learn(state, thread) if known is None else known

    def _judge_step(self, state: int, way: Way, steps: int) -> None:
        self._note(way.outcome.violations, steps, self.breaking, state)
        for judge in way.before:
            self._note(self._answer(judge, state), steps, self.breaking, state)

    def _judge(self, after: int, least: int, way: Way, steps: int) -> None:
        """Judge a new state."""
        book, judges = self.book, way.after
        if way.outcome.rests and book.at_rest_in(after) and not after & book.packing.halted.bits:
            judges += book.at_rest
        for judge in judges:
            self._note(self._answer(judge, after), steps, self.broken, least)

    def _answer(self, judge: JudgeTable, state: int) -> tuple[Violation, ...]:
        found = judge.answer(state)
        return self.book.ask(judge, state) if found is None else found

    def _note(self, violations: tuple[Violation, ...], steps: int, where: Where, state: int) -> None:
        for violation in violations:
            kind = violation.property, violation.message
            if self.found.bounds.setdefault(kind, steps) == steps:
                where.setdefault(kind, set()).add(state)


def quotient(model: Model, limit: int, processes: bool = True, names: bool = True) -> Reduced | None:
    """Search with equal processes as one, and without page numbers that say nothing; None if neither can be.

    What is asked for is done as far as it is sound: a group that turns out not to be one of automorphisms
    is given up for a smaller one, and the numbers of pages are kept where they matter. On UP a step keeps
    others from going: nothing is reduced.
    """
    searches = deque(quotients(model, limit, processes, names), maxlen=1)
    last = searches.pop() if searches else None
    return None if last is None else last.found


def quotients(model: Model, limit: int, processes: bool, names: bool) -> Iterator[Quotient | None]:
    """The same, advanced step by step: yields the search that is under way, and None when it is given up."""
    hopeless = None
    for one, group, asked in _candidates(model, processes, names) if model.shape.smp else ():
        if one is hopeless:
            continue
        try:
            search = Quotient(one, group, asked)
            for _ in search.run(limit):
                yield search
            return
        except Unlike:
            yield None
        except (Reused, LimitReached):
            if one is model:
                raise
            yield None
            hopeless = one


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
