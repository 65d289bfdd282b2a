"""A search's levels, looked through backwards: which states of one lead where, or may end a run.

Most states lie on no shortest way. What the search remembers says so of them in short form, by two look-ups
and an XOR a step, so that few are ever unpacked. Where it does not remember a step (the state was not
expanded, or the bits that its steps have in common became fewer) the step itself is asked, or, by the
compiled loop, the state is given: whoever goes on from it finds out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from engine.check.compiled import Compiled
from engine.check.judges import Broken
from engine.check.memo import ALWAYS_JUDGED, FURTHER, PLAIN, Entry, Look, Ways
from engine.check.search import DEADLOCK, Kind, Search

Near = Callable[[int, Collection[int], bool], Collection[int]]
"""(depth, states of the next depth that are on a way, whether ways may end with a step from here) -> the
states of that depth that may be on a way."""


def back(search: Search, kinds: Collection[Kind] | None = None) -> Near:
    """The levels of a search, to be asked from the deepest to the first.

    kinds: of violations with which a run may end; None: it may end with anything.
    """
    if search.compiled is None:
        return Back(search, kinds)
    return CompiledBack(search, search.compiled, kinds)


class Back:
    """As Python looks back."""

    def __init__(self, search: Search, kinds: Collection[Kind] | None) -> None:
        self.search = search
        # Whether a step leads into a deadlock is not remembered.
        self.plain = kinds is None or DEADLOCK in kinds
        self.kinds = frozenset(kinds or ())
        self.short: dict[int, int] = {}
        """By the states that were given last, their short forms."""
        self._wanted: dict[int, bool] = {}
        """By the identity of what a judge said."""

    def __call__(self, depth: int, ahead: Collection[int], ends: bool) -> Collection[int]:
        """Of the states at a depth, those from which a step leads into `ahead`, which were given of the next
        depth; and if a run may end with a step from here (`ends`), at least those where it does.
        """
        into = {self.short[state] for state in ahead}
        level = self.search.found.levels.packed[depth]
        whole = self.search.book.packing.unpack
        chosen = (
            state for state in level if (ends and self._may_end(state)) or self._leads(state, into, ahead)
        )
        self.short = {whole(state): state for state in chosen}
        return self.short.keys()

    def _leads(self, state: int, into: set[int], ahead: Collection[int]) -> bool:
        for own, looks, thread in self.search.candidates(state):
            entry = find(own, looks, state)
            if entry:
                several = entry[2] if entry[1] == ALWAYS_JUDGED else ()
                if state ^ entry[0] in into or any(state ^ way.delta in into for way in several):
                    return True
            elif entry is None and self._leads_whole(state, thread, ahead):
                return True
        return False

    def _leads_whole(self, state: int, thread: int, ahead: Collection[int]) -> bool:
        whole = self.search.book.packing.unpack(state)
        return any(whole ^ outcome.delta in ahead for outcome in self.search.steps[thread].outcomes(whole))

    def _may_end(self, state: int) -> bool:
        if self.plain:
            return True
        for own, looks, _ in self.search.candidates(state):
            entry = find(own, looks, state)
            if entry is None or (entry and entry[1] != PLAIN and self._breaks(state, entry[2])):
                return True
        return False

    def _breaks(self, state: int, ways: Ways) -> bool:
        """Whether a step may break one of the kinds, as far as it is known what judges say."""
        for way in ways:
            new = state ^ way.delta
            said = [judge.answer(state) for judge in way.before]
            said += [judge.answer(new) for judge in self.search.judges_after(way, new)]
            if any(map(self._is_wanted, (way.outcome.violations, *said))):
                return True
        return False

    def _is_wanted(self, broken: Broken | None) -> bool:
        """Whether one of the kinds is, or may be, among what is broken."""
        found = self._wanted.get(id(broken))
        if found is None:
            of_kinds = broken is None or any((one.property, one.message) in self.kinds for one in broken)
            found = self._wanted[id(broken)] = of_kinds
        return found


class CompiledBack:
    """The same by numba's loop."""

    def __init__(self, search: Search, compiled: Compiled, kinds: Collection[Kind] | None) -> None:
        self.unpack = search.book.packing.unpack
        self.compiled = compiled
        self.ends_anyhow = kinds is None or DEADLOCK in kinds
        wanted = frozenset(kinds or ())
        self.marks = compiled.marks(lambda one: (one.property, one.message) in wanted)
        self.numbers: dict[int, int] = {}
        """By the states that were given last."""

    def __call__(self, depth: int, ahead: Collection[int], ends: bool) -> Collection[int]:
        bounds = self.compiled.bounds
        level = range(bounds[depth], bounds[depth + 1])
        chosen: Iterable[int] = level
        if not (ends and self.ends_anyhow):
            into = [self.numbers[state] for state in ahead]
            chosen = self.compiled.look_back(level, into, ends, self.marks)
        self.numbers = {self.unpack(self.compiled.packed(number)): number for number in chosen}
        return self.numbers.keys()


def find(own: int, looks: dict[int, Look], state: int) -> Entry | None:
    """What the inner loop would find of a thread's step; None where it would ask."""
    look = looks.get(state & own)
    if look is None:
        return None
    entry = look[1](state & look[0])
    return entry[2](state & entry[0]) if entry and entry[1] == FURTHER else entry
