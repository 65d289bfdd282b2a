"""The catalogue: `engine/words/<language>/<area>.json` holds texts by id; "run.back" is "back" of run.json.

`{0}`, `{1}` in a text are arguments. A text with a number has forms, {"one": ..., "other": ...}, and the
argument 0 chooses. What a language has not is said in English. The page reads the same files
(static/src/words.js).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_FOLDER = files("engine.words")

LANGUAGES: dict[str, str] = json.loads((_FOLDER / "languages.json").read_text("utf-8"))
"""Each language as it calls itself."""

MARKED = "x-test"
"""English with every text between ⟦ and ⟧: what a page shows outside is not in the catalogue."""

Form = str | Mapping[str, str]
_ARGUMENT = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One language. `own`: the ids that it has itself; the others are English."""

    language: str
    texts: Mapping[str, Form]
    own: frozenset[str]

    def __reduce__(self) -> tuple[Callable[[str], Words], tuple[str]]:
        """Another process is told which language it is: it has the same files."""
        return words, (self.language,)

    def __contains__(self, id: str) -> bool:
        return id in self.texts

    def say(self, id: str, *args: object) -> str:
        """A text with its arguments. Raises KeyError: there is no such id."""
        return filled(self.form(id, *args[:1]), args)

    def ours(self, english: str) -> str:
        """A text of the library (a title, a toggle), by its English; that, if there is nothing else."""
        if self.language == MARKED and english:
            return f"⟦{english}⟧"
        text = self.texts.get(f"library.{english}", english)
        assert isinstance(text, str), "texts of the library have no forms"
        return text

    def has(self, english: str) -> bool:
        """Is a text of the library to be had in this language?"""
        return self.language in ("en", MARKED) or f"library.{english}" in self.texts

    def form(self, id: str, number: object = None) -> str:
        """A text as it is written, its arguments still open; where it has forms, that of a number."""
        text = self.texts[id]
        if isinstance(text, str):
            return text
        return text["one" if number == 1 else "other"]

    def area(self, area: str) -> dict[str, str]:
        """The texts of one area, by their ids in it."""
        return {id.partition(".")[2]: self.form(id) for id in self.texts if id.startswith(f"{area}.")}


def filled(form: str, args: Sequence[object], written: Callable[[object], str] = str) -> str:
    """A form with its arguments in their places, each `written` as text."""
    return _ARGUMENT.sub(lambda found: written(args[int(found[1])]), form)


@cache
def words(language: str) -> Words:
    """A language, completed from English. Raises KeyError: there is none of that name."""
    if language == MARKED:
        return Words(MARKED, _frozen({id: _marked(form) for id, form in _read("en").items()}), frozenset())
    own = _read(language) if language in LANGUAGES else {}
    if not own:
        raise KeyError(language)
    return Words(language, _frozen({**_read("en"), **own, **_library(language)}), frozenset(own))


def _read(language: str) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for file in sorted((_FOLDER / language).iterdir(), key=lambda each: each.name):
        area = file.name.removesuffix(".json")
        texts = json.loads(file.read_text("utf-8"))
        found |= {f"{area}.{id}": form for id, form in texts.items()}
    return found


def _library(language: str) -> dict[str, Form]:
    """What the library says in English, in another language."""
    file = _FOLDER / "library" / f"{language}.json"
    texts = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return {f"library.{english}": text for english, text in texts.items()}


def _frozen(texts: dict[str, Form]) -> Mapping[str, Form]:
    return MappingProxyType(texts)


def _marked(form: Form) -> Form:
    if isinstance(form, str):
        return f"⟦{form}⟧"
    return {name: f"⟦{text}⟧" for name, text in form.items()}


ENGLISH = words("en")
