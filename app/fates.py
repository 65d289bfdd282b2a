"""Where each choice of a run leads, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.check.ask import is_damage
from engine.check.fates import CERTAIN, Fate, Fates
from engine.run.run import Run
from engine.run.schedule import format_schedule, parse_schedule

BROKEN = Fate(CERTAIN, 0)


@dataclass(frozen=True, slots=True)
class ChoiceFate:
    """fate: `engine.check.fates.Fate.kind`; steps: to the nearest damage, the choice's own step included."""

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


def along(fates: Fates, schedule: str) -> Iterator[StateFate]:
    """The fates of every state of a run, as far as its schedule fits."""
    run = Run(fates.asker.model)
    run.replay(parse_schedule(schedule))
    broken = False
    for at, moment in enumerate(run.moments):
        broken = broken or any(map(is_damage, moment.broken))
        here = BROKEN if broken else fates.of(moment.state)
        choices = tuple(_choices(fates, moment.state, broken))
        yield StateFate(format_schedule(run.choices[:at]), here.kind, here.steps, choices)


def _choices(fates: Fates, state: int, broken: bool) -> Iterator[ChoiceFate]:
    for transition in fates.asker.transitions(state):
        choice = fates.asker.choice(transition)
        fate = BROKEN if broken else fates.of_choice(state, choice)
        yield ChoiceFate(str(choice), fate.kind, fate.steps)
