"""What reduced searches add where an unreduced one met its limit: a verdict, and runs that can be played."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.check.lift import Lift
from engine.check.quotient import Quotient, quotients
from engine.check.reduce import Reduced, rounds
from engine.check.search import Kind
from engine.check.verdict import Finding, Verdict, by_property, finding_of, plainly
from engine.machine.violations import PROPERTIES
from engine.run.model import Model
from engine.words.saying import listed, of_library, said
from engine.words.text import Text

SYMMETRY, NAMES, MERGE = "symmetry", "names", "merge"

REDUCTIONS = (SYMMETRY, NAMES, MERGE)
"""Each reduction that can be chosen; of a search that uses one, `check.by-symmetry` or the like is said."""


def beyond(model: Model, stopped: Verdict, limit: int, chosen: Collection[str] = REDUCTIONS) -> Verdict:
    """The verdict of an unreduced search that stopped, and what reduced ones of as many states add."""
    return stopped if stopped.complete else gone_beyond(model, stopped, limit, chosen).verdict(stopped)


def gone_beyond(model: Model, stopped: Verdict, limit: int, chosen: Collection[str]) -> Beyond:
    """The reduced searches themselves, come to their end."""
    more = Beyond(model, limit, chosen, _kinds(stopped))
    while not more.advance():
        pass
    return more


@dataclass(frozen=True, slots=True)
class Covered:
    """What a reduced search covered. by: the reductions that it used. states: those that were kept. searched:
    all runs of up to so many steps; None: all. unseen: titles of what was seen and has no run. told: all of
    it in words, and what the unreduced search covered.
    """

    by: tuple[str, ...]
    states: int
    searched: int | None
    unseen: tuple[str, ...]
    told: Text


class Beyond:
    """Reduced searches, one after the other until one is complete, the cheapest first, in small steps.

    One with processes or names of pages as one has shortest runs (`engine.check.lift`), complete or not. One
    with merged steps has none: damage that only it has seen stays without, and the verdict incomplete.

    known: kinds of violations of which a shortest run is known already.
    """

    def __init__(self, model: Model, limit: int, chosen: Collection[str], known: Collection[Kind]) -> None:
        self.model = model
        self.limit = limit
        self.chosen = chosen
        self.known = frozenset(known)
        self.quotient: Quotient | None = None
        self.lift: Lift | None = None
        self.merged: Reduced | None = None
        self.tracing = False
        """Whether shortest runs are worked out."""
        self.covered: Covered | None = None
        """Known with the verdict."""
        self._going = self._search()

    @property
    def found(self) -> Reduced:
        """What the search that goes, or went last, has found."""
        if self.merged is not None:
            return self.merged
        return Reduced() if self.quotient is None else self.quotient.found

    def advance(self) -> bool:
        """Go on for one state; true when there is nothing more to do."""
        return next(self._going, self) is self

    def verdict(self, stopped: Verdict) -> Verdict:
        """The verdict of the unreduced search, and what was found so far."""
        for _ in self._trace():
            pass
        runs = self.lift.runs.values() if self.lift is not None else ()
        findings = by_property((*_kinds(stopped).values(), *map(finding_of, runs)))
        unseen = self._unseen({kind for one in findings for kind in _kinds_of(one)})
        complete = self.found.complete and not any(_is_damage(kind) for kind in unseen)
        self.covered = self._what_is_covered(complete, unseen, plainly(stopped))
        damaged = any(one.severity == "damage" for one in findings)
        result = replace(
            stopped,
            verdict="damage" if damaged else "safe" if complete else "incomplete",
            violations=findings,
            covered=stopped.covered if self.covered is None else self.covered.told.text,
        )
        return replace(result, complete=True, searched=None, frontier=0) if complete else result

    def _search(self) -> Iterator[None]:
        names = SYMMETRY in self.chosen, NAMES in self.chosen
        for search in quotients(self.model, self.limit, *names) if any(names) else ():
            self.quotient = search
            yield
        yield from self._trace()
        if MERGE in self.chosen and self.model.shape.smp and not self.found.complete:
            for merged in rounds(self.model, self.limit):
                self.merged = merged
                yield

    def _trace(self) -> Iterator[None]:
        """Find the shortest runs that are not known."""
        if self.quotient is None:
            return
        self.tracing = True
        self.lift = self.lift or Lift(self.model, self.quotient)
        for kind in self.quotient.found.bounds:
            if kind not in self.known and kind not in self.lift.runs:
                yield from self.lift.advance(kind)
        self.tracing = False

    def _unseen(self, broken: Collection[Kind]) -> list[Kind]:
        """What was found by merging steps, and has no run."""
        return [] if self.merged is None else [kind for kind in self.merged.bounds if kind not in broken]

    def _what_is_covered(self, complete: bool, unseen: Sequence[Kind], plain: Text) -> Covered | None:
        titles = tuple(dict.fromkeys(PROPERTIES[property].title for property, _ in unseen))
        if self.merged is not None and (complete or self.quotient is None):
            by: tuple[str, ...] = (MERGE,)
            states, searched = self.merged.states, None if complete else 0
        elif self.quotient is not None:
            used = {SYMMETRY: len(self.quotient.start) > 1, NAMES: self.quotient.model is not self.model}
            by = tuple(name for name, is_used in used.items() if is_used)
            states, searched = self.quotient.found.states, None if complete else self.quotient.found.searched
        else:
            return None
        return Covered(by, states, searched, titles, _told(by, states, searched, titles, plain))


def _told(by: Sequence[str], states: int, searched: int | None, unseen: Sequence[str], plain: Text) -> Text:
    """Exactly what was searched."""
    how = listed([said(f"check.by-{name}") for name in by])
    if searched is None:
        text = said("check.reduced-all", how, states, plain)
    elif searched:
        text = said("check.reduced-some", plain, how, searched, states)
    else:
        text = plain
    if not unseen:
        return text
    return said("check.reduced-unseen", text, listed(list(map(of_library, unseen)), "reason.comma"))


def _kinds(found: Verdict) -> dict[Kind, Finding]:
    """Each kind of violation by itself."""
    return {
        (one.invariant, one.message): replace(one, also=())
        for first in found.violations
        for one in (first, *first.also)
    }


def _kinds_of(finding: Finding) -> Iterator[Kind]:
    return ((one.invariant, one.message) for one in (finding, *finding.also))


def _is_damage(kind: Kind) -> bool:
    return PROPERTIES[kind[0]].severity == "damage"
