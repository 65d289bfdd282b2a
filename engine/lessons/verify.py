"""Does a lesson say what is so? Its runs are replayed, its questions made, the par of its levels proved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from engine.check.search import Search
from engine.errors import Diagnostic, EngineError, Span
from engine.lessons.facts import fact
from engine.lessons.lesson import Lesson, Live, Section
from engine.lessons.level import Level
from engine.lessons.questions import question
from engine.lessons.text import moments
from engine.machine.violations import PROPERTIES
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.words.saying import said
from engine.words.text import Text

SEEDS = range(4)
"""The seeds for which a question must be found."""

NewModel = Callable[[Live], Model]


def problems(lesson: Lesson, ids: Collection[str], model: NewModel) -> Iterator[Diagnostic]:
    """All that is wrong in a lesson, with file and line. `ids`: the lessons that it may need."""
    for need in lesson.needs:
        if need not in ids:
            yield at_line(
                lesson, 1, said("error.lesson-needs", repr(need)), said("hint.name-one-of", ", ".join(ids))
            )
    for section in lesson.sections:
        if section.live is not None:
            try:
                yield from _of_piece(lesson, section, section.live, model(section.live))
            except EngineError as error:
                yield at_line(lesson, section.live.line, error.message, error.hint)


def at_line(lesson: Lesson, line: int, message: Text, hint: Text) -> Diagnostic:
    """Something that is wrong at a line of a lesson's file."""
    return Diagnostic("LESS06", message, hint, Span(lesson.file, line, 1, line, 1))


def replayed(lesson: Lesson, live: Live, model: Model) -> tuple[Run, Diagnostic | None]:
    """The run of a step block, and where it does not fit."""
    run = Run(model)
    misfit = run.replay(parse_schedule(live.schedule))
    wrong = None if misfit is None else at_line(lesson, live.line, misfit.text, misfit.hint)
    return run, wrong


def _of_piece(lesson: Lesson, section: Section, live: Live, model: Model) -> Iterator[Diagnostic]:
    if live.kind == "step":
        yield from _of_step(lesson, section, live, model)
    elif live.kind == "ask":
        search = Search(model)
        for seed in SEEDS:
            question(search, live, seed)
    else:
        par = Level(Search(model), live.goal).par
        if par != live.par:
            message = said("error.lesson-par", live.par, par)
            yield at_line(lesson, live.line, message, said("hint.write-par", par))


def _of_step(lesson: Lesson, section: Section, live: Live, model: Model) -> Iterator[Diagnostic]:
    run, wrong = replayed(lesson, live, model)
    if wrong is not None:
        yield wrong
    for at in sorted({live.at, *moments(section), *(expected.at for expected in live.expect)}):
        if at > run.length:
            message = said("error.lesson-no-step", at, run.length)
            yield at_line(lesson, live.line, message, said("hint.longer-schedule"))
    for expected in (expected for expected in live.expect if expected.at <= run.length):
        is_so = fact(run.frame(expected.at), expected.name)
        if is_so != expected.value:
            message = said("error.lesson-is-not", expected.name, is_so, expected.at, expected.value)
            yield at_line(lesson, expected.line, message, said("hint.correct-lesson"))
    if live.verdict or live.states:
        found = Search(model).run()
        is_damaged = any(PROPERTIES[id].severity == "damage" for id, _ in found.discoveries)
        verdict, states = "damage" if is_damaged else "safe", found.progress.states
        if live.verdict not in ("", verdict):
            yield at_line(
                lesson,
                live.line,
                said("error.lesson-verdict", verdict, live.verdict),
                said("hint.correct-it"),
            )
        if live.states not in (0, states):
            yield at_line(
                lesson, live.line, said("error.lesson-states", states, live.states), said("hint.correct-it")
            )
