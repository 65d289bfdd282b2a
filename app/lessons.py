"""The course as its pages show it: lessons as HTML, questions by seed, where a player of a level stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from app.lesson_text import rendered
from app.runs import model_of
from engine.check.search import Search
from engine.errors import EngineError, RequestError, RoutineError
from engine.lessons.lesson import Lesson, Live, Section
from engine.lessons.level import Level
from engine.lessons.questions import question
from engine.lessons.verify import at_line, replayed
from engine.library import Library
from engine.run.build import configure
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.run.sentences import translated
from engine.words.catalogue import Words, words
from engine.words.saying import said

LONGEST_SEED = 9


@dataclass(frozen=True, slots=True)
class Told:
    """A step in words."""

    at: int
    thread: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A live piece. data: what the browser is told; href: the run, for who has no script; scenario: its
    title; told: its steps."""

    live: Live
    data: Mapping[str, Any]
    href: str
    scenario: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section: HTML before and behind its piece."""

    before: str
    piece: Piece | None
    after: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    lesson: Lesson
    parts: tuple[Part, ...]
    previous: Lesson | None
    next: Lesson | None
    of: int


class Course:
    """The lessons of a library. What was worked out once is kept; ask it from one thread at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.page = lru_cache(maxsize=64)(self._page)
        self._search = lru_cache(maxsize=32)(self._new_search)
        self._level = lru_cache(maxsize=16)(self._new_level)

    def lessons(self, language: str) -> tuple[Lesson, ...]:
        """Raises RoutineError: the file of one is wrong."""
        return tuple(self._library.lesson(id, language) for id in self._library.lesson_ids())

    def _page(self, id: str, language: str = "en") -> LessonPage:
        """Raises RequestError: there is no such lesson; RoutineError: its file is wrong."""
        ids, words_in = self._library.lesson_ids(), words(language)
        lesson, *others = (self._library.lesson(each, language) for each in (id, *ids))
        place = ids.index(id)
        return LessonPage(
            lesson,
            tuple(self._part(lesson, section, words_in) for section in lesson.sections),
            others[place - 1] if place > 0 else None,
            others[place + 1] if place + 1 < len(ids) else None,
            len(ids),
        )

    def _part(self, lesson: Lesson, section: Section, words_in: Words) -> Part:
        piece = None if section.live is None else self._piece(lesson, section.live, words_in)

        def moment(at: int) -> str:
            assert section.live is not None, "a lesson with a step of no run is refused"
            return self._href(section.live, at)

        before, after = (rendered(prose.markdown, moment) for prose in (section.before, section.after))
        return Part(before, piece, after)

    def _piece(self, lesson: Lesson, live: Live, words_in: Words) -> Piece:
        try:
            return self._new_piece(lesson, live, words_in)
        except RoutineError:
            raise
        except EngineError as error:
            raise RoutineError((at_line(lesson, live.line, error.message, error.hint),)) from None

    def _new_piece(self, lesson: Lesson, live: Live, words_in: Words) -> Piece:
        run = self._run(lesson, live) if live.kind == "step" else None
        at = live.at if live.kind == "step" else live.first
        href = self._href(live, at)
        scenario = self._library.scenario(live.scenario).title
        data = {
            "kind": live.kind,
            "number": live.number,
            "protocol": live.protocol,
            "scenario": live.scenario,
            "config": self._chosen(live),
            "schedule": live.schedule if live.kind == "step" else "",
            "at": at if live.kind == "step" else 0,
            "par": live.par,
            "goal": live.goal,
        }
        told = () if run is None else tuple(_told(run, words_in))
        return Piece(live, data, href, words_in.ours(scenario), told)

    def _run(self, lesson: Lesson, live: Live) -> Run:
        run, wrong = replayed(lesson, live, self._model(live))
        if wrong is not None:
            raise RoutineError((wrong,))
        return run

    def _chosen(self, live: Live) -> dict[str, int]:
        protocol, scenario = self._library.protocol(live.protocol), self._library.scenario(live.scenario)
        whole = configure(protocol, scenario, dict(live.config))
        return {name: whole[name] for name, _ in live.config}

    def _href(self, live: Live, at: int) -> str:
        toggles = {name.removeprefix("CONFIG_"): value for name, value in self._chosen(live).items()}
        run = {"t": live.schedule} if live.schedule else {}
        query = {"p": live.protocol, "s": live.scenario, **toggles, **run, "at": at}
        return "/run?" + "&".join(f"{name}={quote(str(value), safe='!')}" for name, value in query.items())

    # questions and levels --------------------------------------------------------------------------
    def ask(self, id: str, number: int, query: Mapping[str, str], words: Words) -> dict[str, Any]:
        """The question of a piece for `seed`; with `choice` also whether that is right, and why.

        Raises:
            RequestError: there is no such piece, or the numbers are none.
        """
        live = self._live(id, "ask", number)
        made = question(self._search(live), live, _number(query, "seed"))
        said = {
            "kind": made.kind,
            "schedule": made.schedule,
            "at": made.at,
            "text": translated(made.text, words),
            "options": [translated(option, words) for option in made.options],
        }
        if "choice" not in query:
            return said
        choice = _number(query, "choice")
        return {
            **said,
            "correct": choice == made.right,
            "right": made.right,
            "because": translated(made.because, words),
            "then": made.then,
        }

    def standing(self, id: str, number: int, schedule: str) -> dict[str, Any]:
        """Where the player of a level stands after a schedule.

        Raises:
            EngineError: there is no such level, or the schedule does not fit.
        """
        live = self._live(id, "level", number)
        return asdict(self._level(live).standing(parse_schedule(schedule)))

    def _live(self, id: str, kind: str, number: int) -> Live:
        pieces = self._library.lesson(id).pieces(kind)
        if not 1 <= number <= len(pieces):
            message = said("error.lesson-piece", id, len(pieces), kind, number)
            raise RequestError("LESS06", message, said("hint.open-lesson", id))
        return pieces[number - 1]

    def _model(self, live: Live) -> Model:
        return model_of(live.protocol, live.scenario, dict(live.config), self._library)

    def _new_search(self, live: Live) -> Search:
        return Search(self._model(live))

    def _new_level(self, live: Live) -> Level:
        return Level(self._search(live), live.goal)


def _told(run: Run, words_in: Words) -> list[Told]:
    steps = ((at, run.frame(at).step) for at in range(1, run.length + 1))
    return [
        Told(at, step.thread, translated(step.sentence, words_in)) for at, step in steps if step is not None
    ]


def _number(query: Mapping[str, str], name: str) -> int:
    text = query.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_SEED:
        raise RequestError(
            "LESS06", said("error.seed", name, repr(text[:40])), said("hint.seed", name, LONGEST_SEED)
        )
    return int(text)
