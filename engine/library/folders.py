"""A library: folders of protocols and scenarios, read when they are asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from engine.check.mutate import mutated
from engine.errors import RequestError
from engine.lang.check import read_protocol
from engine.lang.names import did_you_mean
from engine.lang.protocol import Protocol
from engine.lessons.lesson import Lesson
from engine.lessons.text import read_lesson
from engine.lessons.translation import read_translation
from engine.scenario.read import parse_scenario
from engine.scenario.scenario import Scenario
from engine.words.saying import said
from engine.words.text import Text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FILE = re.compile(r"[A-Za-z0-9._-]{1,80}")
_ID = re.compile(r"[a-z0-9-]+")
_LESSON = re.compile(r"(\d\d)-([a-z0-9-]+)")

SCENARIO_ORDER = (
    "fork-write",
    "partial",
    "zap-zap",
    "unshare-unshare",
    "write-write",
    "zap-write",
    "zap-partial",
)
"""The scenarios that come first in every list, in the order in which one learns; the others follow by id."""


@dataclass(frozen=True, slots=True)
class Library:
    """Folders that each hold `protocols/*.c`, `scenarios/*.toml`, `lessons/*.md` and `base/*.c` for includes.

    What was read once is kept, for all libraries of the same folders.
    """

    folders: tuple[Traversable, ...]

    def and_those_of(self, folder: Path) -> Library:
        """This library and the protocols, scenarios and lessons of a folder of one's own.

        Raises:
            RequestError: there is nothing of the kind, or an id is taken.
        """
        own = Library((folder,))
        ids = own._all_ids()
        if not ids:
            hint = said("hint.fill-folder")
            raise RequestError("RUN10", said("error.empty-folder", str(folder)), hint)
        taken = sorted(ids & self._all_ids())
        if taken:
            hint = said("hint.rename-file")
            raise RequestError("RUN10", said("error.id-taken", str(folder), taken[0]), hint)
        return Library((*self.folders, folder))

    def texts(self, folder: str, file: str) -> list[str]:
        """The texts of the files of that name, one a folder that has it."""
        if not _FILE.fullmatch(file):  # a text may be anybody's: no way out of the folder
            return []
        found = (root / folder / file for root in self.folders)
        return [path.read_text("utf-8") for path in found if path.is_file()]

    def text(self, folder: str, file: str) -> str | None:
        """The text of the first file of that name; None if there is none."""
        return next(iter(self.texts(folder, file)), None)

    def home(self, protocol: str, scenario: str) -> Traversable:
        """The folder in which a pair is at home: that of the shipped ones, unless either is a user's own."""
        names = ("protocols", f"{protocol}.c"), ("scenarios", f"{scenario}.toml")
        return next(
            root
            for root in reversed(self.folders)
            if any((root / room / name).is_file() for room, name in names)
        )

    def include(self, file: str) -> str | None:
        """The text of a base or a protocol by file name, for `#include`; None if there is none."""
        return self.text("base", file) or self.text("protocols", file)

    def protocol_ids(self) -> tuple[str, ...]:
        """The protocols, oldest first."""
        return _protocol_ids(self)

    def scenario_ids(self) -> tuple[str, ...]:
        """The scenarios, easiest first."""
        return _scenario_ids(self)

    def protocol(self, id: str) -> Protocol:
        """A protocol of the library, or one of its mutants: "repaired~47-swap".

        Raises:
            RequestError: there is none of that name.
            RoutineError: a file of the user's own is wrong, or the C checker refuses the mutant.
        """
        return _protocol(self, id)

    def scenario(self, id: str) -> Scenario:
        """A scenario of the library.

        Raises:
            RequestError: there is none of that name.
            RoutineError: a file of the user's own is wrong.
        """
        return _scenario(self, id)

    def lesson_ids(self) -> tuple[str, ...]:
        """The lessons in the order of the course: `lessons/02-sharing.md` is "sharing"."""
        files = (_LESSON.fullmatch(name) for name in self._ids("lessons", ".md"))
        return tuple(dict.fromkeys(found[2] for found in files if found))

    def lesson(self, id: str, language: str = "en") -> Lesson:
        """A lesson of the library, in English where `lessons/de/02-sharing.md` is missing.

        Raises:
            RequestError: there is none of that name.
            RoutineError: its file is wrong, or that of its translation.
        """
        return _lesson(self, id, language)

    def harmless(self, protocol: str) -> Mapping[tuple[str, str], str]:
        """Why mutants that no scenario catches do no harm, by (function, change): `harmless/*.toml`."""
        text = self._named("harmless", ".toml", protocol)
        rows = tomllib.loads(text)["harmless"] if text is not None else []
        return {(row["function"], row["change"]): row["reason"] for row in rows}

    def protocol_from_text(self, name: str, text: str, beside: Callable[[str], str | None]) -> Protocol:
        """A protocol given as text; what it includes is looked for `beside` it first, then in the library.

        Raises:
            RoutineError: with all that is wrong in it.
        """
        return read_protocol(name, text, lambda file: beside(file) or self.include(file))

    def _all_ids(self) -> set[str]:
        return {*self._ids("protocols", ".c"), *self._ids("scenarios", ".toml"), *self.lesson_ids()}

    def _ids(self, folder: str, suffix: str) -> list[str]:
        rooms = (root / folder for root in self.folders)
        entries = (entry.name for room in rooms if room.is_dir() for entry in room.iterdir())
        return sorted(name.removesuffix(suffix) for name in entries if name.endswith(suffix))

    def _named(self, folder: str, suffix: str, id: str) -> str | None:
        return self.text(folder, f"{id}{suffix}") if _ID.fullmatch(id) else None


def shipped() -> Library:
    """What the package holds."""
    return Library((files("engine.library"),))


def protocol_date(protocol: Protocol) -> tuple[int, int, int]:
    """(year, month, day) of a header's date, zeros where it does not say: "16 Feb 2002", "before 2002"."""
    return _date(protocol.header.date)


def _date(date: str) -> tuple[int, int, int]:
    year = re.search(r"\d{4}", date)
    month = next((index for index, name in enumerate(_MONTHS, 1) if name in date), 0)
    day = re.search(r"\b(\d{1,2}) [A-Z]", date)
    return int(year[0]) if year else 9999, month, int(day[1]) if day else 0


@cache
def _protocol_ids(library: Library) -> tuple[str, ...]:
    def date(id: str) -> tuple[int, int, int]:  # without reading the rest, which takes 50 ms a protocol
        header = re.search(r"^ \* date: (.*)$", library.text("protocols", f"{id}.c") or "", re.MULTILINE)
        return _date(header[1] if header else "")

    return tuple(sorted(library._ids("protocols", ".c"), key=lambda id: (date(id), id)))


@cache
def _scenario_ids(library: Library) -> tuple[str, ...]:
    ids = library._ids("scenarios", ".toml")
    return tuple([id for id in SCENARIO_ORDER if id in ids] + [id for id in ids if id not in SCENARIO_ORDER])


def _nearest(id: str, ids: Sequence[str]) -> Text:
    """What to try instead: names that go on like this one, else the nearest, or all where none is near."""
    begun = [other for other in ids if id and other.startswith(id)]
    one_of = said("hint.name-one-of", ", ".join(begun or ids))
    return one_of if begun else did_you_mean(id, ids, one_of)


@cache
def _protocol(library: Library, id: str) -> Protocol:
    base, tilde, mutant = id.partition("~")
    if tilde:
        return mutated(library.protocol(base), mutant, library.include)
    text = library._named("protocols", ".c", id)
    if text is None:
        hint = _nearest(id, library._ids("protocols", ".c"))
        raise RequestError("RUN09", said("error.no-protocol", id[:40]), hint)
    return read_protocol(id, text, library.include)


@cache
def _scenario(library: Library, id: str) -> Scenario:
    text = library._named("scenarios", ".toml", id)
    if text is None:
        raise RequestError("RUN09", said("error.no-scenario", id[:40]), _nearest(id, library.scenario_ids()))
    return parse_scenario(id, text)


@cache
def _lesson(library: Library, id: str, language: str) -> Lesson:
    ids = library.lesson_ids()
    if id not in ids:
        hint = said("hint.open-one-of", ", ".join(ids)) if ids else said("hint.write-lesson")
        raise RequestError("RUN09", said("error.no-lesson", id[:40]), hint)
    stems = library._ids("lessons", ".md")
    stem = next(stem for stem in stems if (found := _LESSON.fullmatch(stem)) and found[2] == id)
    if language != "en":
        translation = library.text(f"lessons/{language}", f"{stem}.md")
        lesson = _lesson(library, id, "en")
        file = f"lessons/{language}/{stem}.md"
        return lesson if translation is None else read_translation(lesson, language, file, translation)
    text = library.text("lessons", f"{stem}.md")
    assert text is not None, "it was listed"
    return read_lesson(id, ids.index(id) + 1, f"lessons/{stem}.md", text)
