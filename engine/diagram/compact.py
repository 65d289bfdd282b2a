"""Which steps of a run a commit message needs: those on what breaks, and those at which another CPU goes on.

The choice is made by what matters and then proved by reading the text back: where another run would be read,
the step at which it parts is added. So the compact diagram of a run always means that very run.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagram.deeds import Deed
from engine.diagram.read import read
from engine.diagram.write import deeds, written
from engine.machine.shape import NO_MM
from engine.machine.violations import PROPERTIES
from engine.run.run import Run
from engine.run.schedule import parse_schedule

ROUNDS = 60
"""Steps that are added before every step is written."""

_LOCKS = ("lock", "unlock", "down-read", "down-write", "up-read", "up-write")
_TELLS_LITTLE = ("count-entries",)


def full(run: Run) -> str:
    """The diagram with every step."""
    return written(run, _every(run))


def compact(run: Run) -> str:
    """The diagram with the steps that matter."""
    shown, told = _chosen(run), deeds(run)
    for _ in range(ROUNDS):
        text = written(run, frozenset(shown))
        missing = _missing(run, text, shown, told)
        if missing is None:
            return text
        shown.add(missing)
    return full(run)


def _every(run: Run) -> frozenset[int]:
    return frozenset(range(1, run.length + 1))


def _missing(run: Run, text: str, shown: set[int], told: Sequence[tuple[int, Deed]]) -> int | None:
    """The step to add so that the text is read as this run; None where it is read so."""
    choices = parse_schedule(read(run.model, text).schedule)
    if choices == run.choices:
        return None
    same = 0
    while same < min(len(choices), run.length) and choices[same] == run.choices[same]:
        same += 1
    left = sorted(_every(run) - shown)
    return min(left, key=lambda at: (abs(at - same - 1), at)) if left else None


def _chosen(run: Run) -> set[int]:
    told = deeds(run)
    focus, touched = _focus(run), _touched(told)
    shape = run.model.shape
    own = ["" if mm == NO_MM else f"{shape.mms[mm]}." for mm in shape.thread_mm]
    shown = {run.length} if run.length else set()
    for at, (thread, does) in enumerate(told, 1):
        leaves = at < run.length and told[at][0] != thread
        if leaves or does.breaks or _matters(does, own[thread], focus, touched):
            shown.add(at)
    return shown


def _matters(does: Deed, own: str, focus: frozenset[str], touched: dict[str, set[int]]) -> bool:
    """Whether a step is on what breaks, or takes a lock that is not the thread's very own."""
    main = does.events[0] if does.events else ""
    if main in _LOCKS:
        lock = does.names[0]
        return len(touched[lock]) > 1 or not (own and lock.startswith(own))
    return main not in _TELLS_LITTLE and not focus.isdisjoint(does.names)


def _focus(run: Run) -> frozenset[str]:
    """The objects of the first damage; where there is none, of the first warning."""
    broken = [one for moment in run.moments for one in moment.broken]
    damage = [one for one in broken if PROPERTIES[one.property].severity == "damage"]
    return frozenset((damage or broken)[0].objects if broken else ())


def _touched(told: Sequence[tuple[int, Deed]]) -> dict[str, set[int]]:
    """The threads that touch each object."""
    found: dict[str, set[int]] = {}
    for thread, does in told:
        for name in does.names:
            found.setdefault(name, set()).add(thread)
    return found
