"""What is remembered of a model, tested in all images of the states that it was learned from.

That permutations are automorphisms is not assumed. When a step is learned, the readable step is run in all
images of the state, too, and must do the same there up to names; what it looks at in any of them counts as
looked at, so that a remembered step was tested in all images of each state for which it is used. The same
holds for what judges say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from engine.check.judges import JudgeTable
from engine.check.memo import Book, Ways
from engine.check.names import Guard
from engine.check.search import Kind
from engine.check.steps import Outcome, Outcomes, StepMemo
from engine.check.symmetry import Group, Permutation
from engine.machine.memory import Memory
from engine.machine.properties import ALWAYS, AT_REST, Judge, foreign_change
from engine.machine.violations import Violation
from engine.run.model import Model

Answer = TypeVar("Answer")


class Unlike(Exception):
    """A step does something else in an image of its state."""


class Images:
    """All images of a state under a group."""

    def __init__(self, group: Group) -> None:
        self.members = group.members
        inverse = {products.index(0): number for number, products in enumerate(group.products)}
        self.pairs = [(one, group.members[inverse[n]]) for n, one in enumerate(group.members)][1:]
        """Each permutation but the identity, and its inverse."""

    def test(
        self,
        state: int,
        parts: int,
        touched: int,
        ask: Callable[[Permutation, int], tuple[Answer, int]],
        name: Callable[[Permutation], object],
        same: Callable[[Permutation, Answer], bool],
    ) -> int:
        """Ask in all images of a state; gives all that is looked at in any of them, named as in the state.

        `touched`: what is looked at in the state itself; `parts`: the mask of what is given besides. `ask`
        gives an answer and what it depends on, `name` says whom it asks: of two images that agree in all
        of that one is asked.

        Raises:
            Unlike: an answer that is not the same.
        """
        while True:
            looked, answers = touched, {}
            for one, back in self.pairs:
                mask = one.mask(touched)
                key = name(one), mask, one.part(state, touched | parts)
                if key not in answers:
                    answers[key] = ask(one, one(state))
                answer, more = answers[key]
                if not same(one, answer):
                    raise Unlike
                looked |= back.mask(more & ~mask)
            if looked == touched:
                return touched
            touched = looked


class EvenBook(Book):
    """What is remembered, tested in all images."""

    def __init__(self, model: Model, group: Group, guards: Sequence[Guard] = ()) -> None:
        self.images = Images(group)
        self.guards = guards
        super().__init__(model)

    def _memo(self, thread: int) -> StepMemo:
        return _EvenMemo(self, thread)

    def _judges_of_all(self) -> tuple[Judge, ...]:
        """Those of all objects at once: such a judge is its own image."""
        return ALWAYS

    def _judges_at_rest(self) -> tuple[Judge, ...]:
        return AT_REST

    def _judge(self, judge: Judge, image: Callable[[Permutation], Judge] | None = None) -> JudgeTable:
        return _EvenJudge(self, judge, image or (lambda _: judge))

    def _foreign_judge(self, thread: int, place: tuple[int, int]) -> JudgeTable:
        found = self.foreign.get((thread, *place))
        if found is None:

            def image(one: Permutation) -> Judge:
                new = one.renaming
                return _foreign(new.threads[thread], new.tables[place[0]], place[1])

            found = self._judge(_foreign(thread, *place), image)
            self.foreign[thread, *place] = found
        return found

    def learn(self, packed: int, thread: int) -> Ways:
        ways = super().learn(packed, thread)
        before = self.packing.unpack(packed)
        for way in ways:
            after = before ^ way.outcome.delta
            way.images = tuple(self._delta(one, before, after) for one in self.images.members)
            asked = (guard for guard in self.guards if guard.allocates(before, after))
            way.before += tuple(_Asked(self, guard) for guard in asked)
        self.grow()
        return ways

    def _delta(self, one: Permutation, before: int, after: int) -> int:
        """What a step changes in an image of its state, in short form."""
        changed = before ^ after
        return self.packing.delta(one.part(before, changed), one.part(after, changed))


def _foreign(thread: int, table: int, entry: int) -> Judge:
    return lambda memory: foreign_change(memory, thread, table, entry)


class _EvenMemo(StepMemo):
    def __init__(self, book: EvenBook, thread: int) -> None:
        super().__init__(book.model, thread)
        self.book = book

    def run(self, state: int) -> tuple[Outcomes, int, bool]:
        outcomes, touched, waits = super().run(state)

        def ask(one: Permutation, image: int) -> tuple[tuple[Outcomes, bool], int]:
            other = StepMemo(self.model, one.renaming.threads[self.thread])
            found, more, blocked = other.run(image)
            return (found, blocked), more

        def same(one: Permutation, answer: tuple[Outcomes, bool]) -> bool:
            found, blocked = answer
            return blocked == waits and [_facts(way) for way in found] == [
                _facts(way, one, state) for way in outcomes
            ]

        def name(one: Permutation) -> object:
            return one.renaming.threads[self.thread]

        return outcomes, self.book.images.test(state, self.own, touched, ask, name, same), waits


def _facts(way: Outcome, one: Permutation | None = None, before: int = 0) -> tuple[object, ...]:
    """What must be the same of an outcome in all images; of `one`, what it must be there."""
    delta, foreign = way.delta, way.foreign
    if one is not None:
        delta = one.part(before, delta) ^ one.part(before ^ delta, delta)
        foreign = tuple((one.renaming.tables[table], entry) for table, entry in foreign)
    return delta, way.fails, way.rests, _kinds(way.violations), foreign


def _kinds(violations: tuple[Violation, ...]) -> set[Kind]:
    return {(one.property, one.message) for one in violations}


class _EvenJudge(JudgeTable):
    __slots__ = ("book", "image")

    def __init__(self, book: EvenBook, judge: Judge, image: Callable[[Permutation], Judge]) -> None:
        super().__init__(book.model.layout, book.packing, judge)
        self.book = book
        self.image = image

    def run(self, state: int) -> tuple[tuple[Violation, ...], int]:
        found, touched = super().run(state)
        kinds = _kinds(found)

        def ask(one: Permutation, image: int) -> tuple[set[Kind], int]:
            memory = Memory(self.layout, image)
            return _kinds(tuple(self.image(one)(memory))), memory.touched

        def same(one: Permutation, answer: set[Kind]) -> bool:
            return answer == kinds

        return found, self.book.images.test(state, 0, touched, ask, self._name, same)

    def _name(self, one: Permutation) -> object:
        return None


class _Asked(JudgeTable):
    """The guard among the judges of a step: asked every time, for it looks at nearly everything."""

    def __init__(self, book: EvenBook, guard: Guard) -> None:
        super().__init__(book.model.layout, book.packing, guard)

    def learn(self, packed: int) -> tuple[Violation, ...]:
        return self.run(self.packing.unpack(packed))[0]
