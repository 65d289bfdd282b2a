"""Another run that breaks the same property, in a different way.

Two runs that break a property are called different if they break it in different situations: with another
message or other objects, by another thread or at another line, or while some thread is in another function.
Runs that only take independent steps in another order come to the same situation, and are the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.check.ask import Asker, Transition
from engine.check.path import Shortest, Ways, among
from engine.check.search import Search
from engine.check.verdict import STATES_LIMIT, Finding, finding_of
from engine.errors import LimitReached
from engine.machine.violations import Violation
from engine.run.schedule import Choice, parse_schedule
from engine.words.saying import said

Situation = tuple[str, tuple[str, ...], int, int, tuple[str, ...]]
"""(message, objects, thread of the last step, its line, the function in which each thread stands)."""

GOAL = "another"


def another(
    search: Search, property: str, known: Iterable[tuple[Choice, ...]], limit: int = STATES_LIMIT
) -> Shortest | None:
    """The best run that breaks a property for the first time in a situation that no known run shows.

    Best as ever: fewest steps, then fewest switches, then the first. None: there is no other.

    Raises:
        RequestError: a known run cannot be taken.
        LimitReached: more than `limit` states were looked at.
    """
    asker = Asker(search)
    shown = {situation for choices in known for situation in _situation_of(asker, property, choices)}

    def ends(state: int, transition: Transition) -> list[str]:
        broken = asker.breaks(property, state, transition)
        return [GOAL for one in broken[:1] if _situation(asker, state, transition, one) not in shown]

    def taken(state: int, transition: Transition) -> bool:
        return not asker.breaks(property, state, transition)

    levels, seen = [[search.model.initial]], {search.model.initial}
    while levels[-1]:
        following, reached = [], False
        for state in levels[-1]:
            for transition in asker.transitions(state):
                after = state ^ transition[1].delta
                if not taken(state, transition):
                    reached = reached or bool(ends(state, transition))
                elif after not in seen:
                    seen.add(after)
                    following.append(after)
        if reached:
            ways = Ways(asker, {len(levels) - 1: ends}, among(levels), taken)
            way, before = ways.run(GOAL, search.model.initial)
            choices = tuple(asker.choice(transition) for transition in way)
            return Shortest(asker.breaks(property, before, way[-1])[0], choices)
        if len(seen) > limit:
            message = said("error.no-other-run", len(seen), limit)
            raise LimitReached("LIM21", message, said("hint.higher-limit"))
        levels.append(following)
    return None


def further(search: Search, finding: Finding, most: int) -> tuple[Finding, ...]:
    """Up to so many other runs of a finding's property, each different from those before it."""
    known = [parse_schedule(finding.schedule)]
    found: list[Finding] = []
    while len(found) < most and (one := another(search, finding.invariant, known)) is not None:
        known.append(one.choices)
        found.append(finding_of(one))
    return tuple(found)


def _situation_of(asker: Asker, property: str, choices: Iterable[Choice]) -> list[Situation]:
    """The situation in which a run breaks a property for the first time, if it does."""
    state = asker.model.initial
    for choice in choices:
        transition = asker.named(state, choice)
        broken = asker.breaks(property, state, transition)
        if broken:
            return [_situation(asker, state, transition, broken[0])]
        state ^= transition[1].delta
    return []


def _situation(asker: Asker, state: int, transition: Transition, violation: Violation) -> Situation:
    model = asker.model
    functions, line = [], 0
    for thread, code in enumerate(model.threads):
        place = code.program.code[model.place(state, thread)].place
        functions.append(code.program.frames[place.frame].function)
        if thread == transition[0]:
            line = place.span.line
    return violation.message, violation.objects, transition[0], line, tuple(functions)
