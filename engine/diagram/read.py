"""A diagram as a schedule: each line is placed at a step of its thread, or told why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice, permutations

from engine.diagram.place import Placing, Way, known_names
from engine.diagram.split import Line, lines_of_text
from engine.diagram.wording import clauses, fits, key_of
from engine.errors import LimitReached
from engine.run.model import Model
from engine.run.schedule import STEPS_LIMIT, format_schedule
from engine.words.saying import said

TEXT_LIMIT = 200_000
LINES_LIMIT = 5 * STEPS_LIMIT
AHEAD = 60
"""Steps of a thread that are looked at for what was nearest."""
ORDERS = 24
"""Orders of the columns that are tried where no head names the threads: of up to four, all."""
NODES_OF_LOOK = 3_000
"""Nodes that such a try may cost."""
HELPED = 20
"""Lines without a place that are told what was near."""


@dataclass(frozen=True, slots=True)
class Near:
    """A step that was possible: its text in the diagram, and how many steps away it was."""

    text: str
    steps: int


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a line.

    status: "step", "call" (the thread stands in that function), "ambiguous" (another step fits as well),
    "nowhere" (not placed), "no-column" (nobody's), "no-step" (its words name no step), "not-tried" (the
    budget was spent before it). step: the step it is, or before which the call stands; None where it is none.
    thread: its name, "" for nobody's. near: what could have been, best first. also: the steps that fit, too.
    """

    number: int
    thread: str
    text: str
    status: str
    step: int | None
    near: tuple[Near, ...] = ()
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A pasted text as a run: the schedule, and what became of each line that says something.

    unmentioned: the steps that no line names.
    """

    schedule: str
    lines: tuple[Placed, ...]
    unmentioned: int

    @property
    def misplaced(self) -> tuple[Placed, ...]:
        """The lines that have no place."""
        return tuple(line for line in self.lines if line.step is None)


def read(model: Model, text: str) -> Reading:
    """Match a diagram, ours or hand-written, to a run of the model from its start.

    Raises:
        LimitReached: the text is longer than TEXT_LIMIT, or has more lines than LINES_LIMIT.
    """
    rows = text.count("\n") + 1
    if len(text) > TEXT_LIMIT or rows > LINES_LIMIT:
        raise LimitReached(
            "LIM12",
            said("error.diagram-too-long", len(text), rows),
            said("hint.paste-at-most", TEXT_LIMIT, LINES_LIMIT),
        )
    cells, named = lines_of_text(model, text)
    names = known_names(model)
    lines = [replace(cell, text=part) for cell in cells for part in clauses(cell.text, *names)]
    if not named:
        lines = _whose(model, lines)
    placing = Placing(model, lines)
    way = placing.way()
    return _Telling(model, lines, placing, way).reading()


def _whose(model: Model, lines: list[Line]) -> list[Line]:
    """The lines in the order of columns in which most of them have a place: as it stands, if that is one."""
    best, fewest = lines, len(lines) + 1
    for order in islice(permutations(range(len(model.threads))), ORDERS):
        turned = [line if line.thread is None else replace(line, thread=order[line.thread]) for line in lines]
        misplaced = len(Placing(model, turned, nodes=NODES_OF_LOOK).way().left_out)
        if misplaced < fewest:
            best, fewest = turned, misplaced
        if misplaced == 0:
            break
    return best


class _Telling:
    def __init__(self, model: Model, lines: Sequence[Line], placing: Placing, way: Way) -> None:
        self.model = model
        self.lines = lines
        self.placing = placing
        self.way = way
        self.at = {taken.line: at for at, taken in enumerate(way.steps, 1) if taken.line is not None}
        self.helped = set(sorted(way.left_out)[:HELPED])

    def reading(self) -> Reading:
        lines = tuple(self._line(number, line) for number, line in enumerate(self.lines))
        schedule = format_schedule(taken.choice for taken in self.way.steps)
        return Reading(schedule, lines, len(self.way.steps) - len(self.at))

    def _line(self, number: int, line: Line) -> Placed:
        name = "" if line.thread is None else self.model.shape.threads[line.thread]
        why = self.way.left_out.get(number)
        if why is not None:
            near = self._near(number, line.thread, line.text) if number in self.helped else ()
            return Placed(line.number, name, line.text, why, None, near)
        if number in self.way.calls:
            return Placed(line.number, name, line.text, "call", self.way.calls[number])
        also = self._also(number)
        status = "ambiguous" if also else "step"
        return Placed(line.number, name, line.text, status, self.at[number], also=also)

    def _also(self, number: int) -> tuple[int, ...]:
        """Other steps, between those of the lines around it in its column, that fit this line as well."""
        asks, here = self.placing.wanted[number], self.at[number]
        thread, mine = self.way.steps[here - 1].thread, fits(asks, self.way.steps[here - 1].does)
        assert mine is not None, "it was placed there"
        found = []
        for way in (range(here - 1, 0, -1), range(here + 1, len(self.way.steps) + 1)):
            for at in way:
                taken = self.way.steps[at - 1]
                if taken.thread != thread:
                    continue
                if taken.line is not None:
                    break
                its = fits(asks, taken.does)
                if its is not None and its <= mine:
                    found.append(at)
        return tuple(sorted(found))

    def _near(self, number: int, thread: int | None, text: str) -> tuple[Near, ...]:
        """What the thread could have done where the line stands: the likest first, then the nearest."""
        if thread is None:
            return ()
        state = self.way.before.get(number, self.model.initial)
        found: dict[str, tuple[float, int]] = {}
        for steps in range(1, AHEAD):
            tried, does = self.placing.tried(state, thread)
            if does is None:
                break
            alike = SequenceMatcher(None, key_of(text), key_of(does.text), autojunk=False).ratio()
            found.setdefault(does.text, (-alike, steps))
            state = tried.state
        best = sorted(found.items(), key=lambda item: item[1])[:3]
        return tuple(Near(text, steps) for text, (_, steps) in best)
