"""From a thread's program to its steps: where it can stop, and each way in which it can go on from there.

Theory of operation. A step begins at a stop (`Enter` or an `Access`) and runs through private work to the
next stop. For each stop every path of that private work is followed (`engine.export.paths`), with the
variables' values as expressions over the state before the step. So a way is a condition, a list of effects
in order, and the new values of the variables that are live where it ends: what every target can say.

What is known of a variable at a stop is collected on the way, until nothing changes: one that is always the
same there is a constant and needs no place in the exported state, and paths that no value takes vanish.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from engine.export.changes import CHANGES
from engine.export.paths import Paths
from engine.export.symbolic import UNKNOWN, Known
from engine.export.ways import GATHER, Effect, Stop, Way
from engine.lang.instructions import Variable
from engine.machine.values import PureFunction
from engine.run.model import Model


def walks(model: Model, pure: dict[str, PureFunction]) -> tuple[Walk, ...]:
    """The walks of all threads. Where no step changes an mm's users, what their number decides is known."""
    threads = range(len(model.threads))
    found = tuple(Walk(model, thread, pure) for thread in threads)
    if any("mm_users" in CHANGES.get(effect.operation, ()) for walk in found for effect in walk.effects()):
        return found
    mms = model.layout.mms
    users = Known(frozenset((model.initial & mm.mm_users.mask) >> mm.mm_users.shift for mm in mms))
    return tuple(Walk(model, thread, pure, users) for thread in threads)


class Walk:
    """The stops of one thread, by place: `Walk(model, thread, pure).stops`."""

    def __init__(
        self, model: Model, thread: int, pure: dict[str, PureFunction], users: Known = UNKNOWN
    ) -> None:
        self.thread = thread
        self.program = model.threads[thread].program
        self.code = self.program.code
        paths = Paths(model, thread, pure, users)
        self.stops: dict[int, Stop] = {0: Stop(0, _batch_at_first(model, thread))}
        waiting = deque([0])
        while waiting:
            stop = self.stops[waiting.popleft()]
            stop.ways = tuple(paths.ways(stop))
            for way in stop.ways:
                if self._arrive(way) and way.to not in waiting:
                    waiting.append(way.to)

    def effects(self) -> Iterator[Effect]:
        """What is carried out on any way."""
        return (effect for stop in self.stops.values() for way in stop.ways for effect in way.effects)

    def tells(self, pc: int) -> bool:
        """Whether a thread that stands at a place can be told from one that stopped the kernel there.

        Who stops it has its variables cleared, and so also those that are always the same there, which
        have no place in the exported state: then it must say who stopped.
        """
        stop = self.stops.get(pc)
        return stop is not None and any(
            known.constant for variable, known in stop.facts.items() if variable not in GATHER
        )

    def _arrive(self, way: Way) -> bool:
        """Note what is known where a way ends; true if that is news."""
        if way.halts:
            return False
        there = self.stops.get(way.to)
        if there is None:
            self.stops[way.to] = Stop(way.to, dict(way.arrivals))
            return True
        joined = {variable: known.join(there.facts[variable]) for variable, known in way.arrivals}
        news = joined != there.facts
        there.facts = joined
        return news


def _batch_at_first(model: Model, thread: int) -> dict[Variable, Known]:
    cpu = model.layout.cpus[model.shape.cpu_of(thread)]
    fields = (cpu.gather_mm, cpu.gather_fast, cpu.gather_nr)
    values = ((model.initial & field.mask) >> field.shift for field in fields)
    return {one: Known(frozenset({value})) for one, value in zip(GATHER, values, strict=True)}
