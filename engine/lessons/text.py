"""Reading a lesson: one Markdown file with a TOML header, prose, and fenced blocks that are live.

    +++
    title = "Counts"
    minutes = 6
    text = "What page_count(T) counts, and when it is wrong."
    +++

    Prose in Markdown. `[step 7](#7)` moves the picture of the section to step 7.

    ## A section

    ```step
    protocol = "feb17"
    scenario = "zap-zap"
    schedule = "1.A9B7A4B"
    at = 9
    expect = ["at 9: T0.count is 0"]
    ```

`step` plays a run, `ask` asks a question about one, `level` lets the reader schedule. A section begins with
"##" and has one live piece at most: it stands beside the prose. Every other fence is a listing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Diagnostic, RoutineError, Span
from engine.words.saying import said

LIVE = ("step", "ask", "level")
KINDS = ("count", "who", "fate", "lock", "next", "alone")
"""What a question can be about (`engine.lessons.questions`)."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*([^`]*)$")
_MOMENT = re.compile(r"\]\(#(\d+)\)")
_EXPECT = re.compile(r"(?:at (\d+): )?(\S.*?) is (.+)")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown, with the line of the file at which it begins."""

    markdown: str
    line: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be seen after `at` steps: a name of `engine.lessons.facts` and what it is."""

    at: int
    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Live:
    """A live piece; `number` counts those of its kind in the lesson, from 1. config: toggles by CONFIG_ name.

    step: plays `schedule`, first shown `at`; `verdict` ("safe" or "damage") and `states` are what a check of
    all interleavings must find. ask: a question of one of the `kinds` at a moment between steps `first` and
    `last` of `schedule`, or up to `stray` steps beside it. level: the reader breaks `goal` (any
    damage where it is empty); `par` is the fewest steps that do it.
    """

    kind: str
    number: int
    line: int
    protocol: str
    scenario: str
    config: tuple[tuple[str, int | str], ...]
    schedule: str = ""
    at: int = 0
    expect: tuple[Expectation, ...] = ()
    kinds: tuple[str, ...] = ()
    first: int = 0
    last: int | None = None
    stray: int = 0
    goal: str = ""
    par: int = 0
    verdict: str = ""
    states: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together: prose before the live piece, the piece, prose behind it."""

    before: Prose
    live: Live | None
    after: Prose


@dataclass(frozen=True, slots=True)
class Lesson:
    """needs: ids of lessons to read first. file: where it was read from, for what is wrong in it.

    language: of title, text and prose. A translation keeps the file of the lesson: its blocks stand there.
    """

    id: str
    number: int
    file: str
    title: str
    text: str
    minutes: int
    needs: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str = "en"

    def pieces(self, kind: str) -> tuple[Live, ...]:
        """The live pieces of a kind, in order."""
        found = (section.live for section in self.sections)
        return tuple(live for live in found if live is not None and live.kind == kind)


class Wrong(Exception):
    """(line of the file, what was found, what to write)."""


_NewLive = Callable[[str, int, int, dict[str, Any]], Live]
"""Makes a live piece of its kind, number, line and keys."""


def read_lesson(id: str, number: int, file: str, text: str) -> Lesson:
    """A lesson from its file.

    Raises:
        RoutineError: with the file and the line of what is wrong.
    """
    try:
        header, line, body = header_of(text)
        known = known_keys(header, {"title", "text", "minutes", "needs"}, 1)
        return Lesson(
            id,
            number,
            file,
            one_value(known, "title", str, 1),
            one_value(known, "text", str, 1),
            one_value(known, "minutes", int, 1),
            _list(known, "needs", 1),
            tuple(sections_of(body, line, _live)),
        )
    except Wrong as wrong:
        raise refusal(file, wrong) from None


def refusal(file: str, wrong: Wrong) -> RoutineError:
    """What is raised of a file in which something is wrong."""
    at, message, hint = wrong.args
    return RoutineError((Diagnostic("LESS01", message, hint, Span(file, at, 1, at, 1)),))


def header_of(text: str) -> tuple[dict[str, Any], int, list[str]]:
    """The header of a file, the line after it, and the lines of its body."""
    lines = text.split("\n")
    if lines[0] != "+++" or "+++" not in lines[1:]:
        raise Wrong(1, said("error.lesson-no-header"), said("hint.lesson-header"))
    end = lines.index("+++", 1)
    return _toml("\n".join(lines[1:end]), 2), end + 2, lines[end + 1 :]


def _toml(text: str, line: int) -> dict[str, Any]:
    """`line`: where the text begins in the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        assert place is not None, "tomllib says where"
        at = line + int(place[1]) - 1 if place[1] else line + text.count("\n")
        message = str(error)[: place.start()]
        raise Wrong(at, said("error.no-toml", message), said("hint.write-toml")) from None


# sections ------------------------------------------------------------------------------------------
def sections_of(lines: list[str], first: int, new: _NewLive) -> Iterator[Section]:
    """The sections of a body; `new` makes their live pieces."""
    numbers = dict.fromkeys(LIVE, 0)
    for start, section in _split(lines, first):
        pieces = list(_pieces(section, start, numbers, new))
        live = [piece for piece in pieces if isinstance(piece, Live)]
        if len(live) > 1:
            hint = said("hint.new-section")
            raise Wrong(live[1].line, said("error.lesson-two-live", live[1].kind), hint)
        prose = [piece for piece in pieces if isinstance(piece, Prose)]
        for each in prose:
            _moments(each, live[0] if live else None)
        if live:
            yield Section(prose[0], live[0], prose[1])
        elif prose[0].markdown.strip():
            yield Section(prose[0], None, Prose("", start))


def _split(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """The lines of each section, with the number of its first line."""
    start, inside = 0, False
    for index, fenced in enumerate(fenced_lines(lines)):
        if not fenced and not inside and lines[index].startswith("## ") and index > start:
            yield first + start, lines[start:index]
            start = index
        inside = fenced
    yield first + start, lines[start:]


def fenced_lines(lines: list[str]) -> Iterator[bool]:
    """Of each line, whether it belongs to a fence; its closing line does not."""
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if not fence:
            fence = found[1] if found else ""
        elif found and not found[2].strip() and found[1].startswith(fence):
            fence = ""
        yield bool(fence)


def _pieces(lines: list[str], first: int, numbers: dict[str, int], new: _NewLive) -> Iterator[Prose | Live]:
    """Prose and live pieces in turn, prose first and last."""
    prose, start, inside = 0, 0, False
    for index, fenced in enumerate(fenced_lines(lines)):
        if fenced and not inside:
            start = index
        if inside and not fenced:
            kind = _kind(lines[start])
            if kind in LIVE:
                yield Prose("\n".join(lines[prose:start]), first + prose)
                numbers[kind] += 1
                body = "\n".join(lines[start + 1 : index])
                yield new(kind, numbers[kind], first + start, _toml(body, first + start + 1))
                prose = index + 1
        inside = fenced
    if inside and _kind(lines[start]) in LIVE:
        raise Wrong(
            first + start, said("error.lesson-block-open", _kind(lines[start])), said("hint.close-block")
        )
    yield Prose("\n".join(lines[prose:]), first + prose)


def _kind(fence: str) -> str:
    found = _FENCE.match(fence)
    return found[2].strip() if found else ""


def _moments(prose: Prose, live: Live | None) -> None:
    """A link to a step needs a run that has it."""
    lines = prose.markdown.split("\n")
    for offset, (line, fenced) in enumerate(zip(lines, fenced_lines(lines), strict=True)):
        if line.startswith("# ") and not fenced:
            raise Wrong(prose.line + offset, said("error.lesson-two-titles"), said("hint.begin-section"))
        for moment in _MOMENT.finditer(line):
            if live is None or live.kind != "step":
                hint = said("hint.put-step-block")
                raise Wrong(prose.line + offset, said("error.lesson-step-of-no-run", moment[1]), hint)


def moments(section: Section) -> tuple[int, ...]:
    """The steps that the prose of a section leads to."""
    texts = section.before.markdown, section.after.markdown
    return tuple(int(number) for text in texts for number in _MOMENT.findall(text))


# blocks --------------------------------------------------------------------------------------------
_KEYS = {
    "step": {"schedule", "at", "expect", "verdict", "states"},
    "ask": {"schedule", "about", "first", "last", "stray"},
    "level": {"goal", "par"},
}


def _live(kind: str, number: int, line: int, values: dict[str, Any]) -> Live:
    known = known_keys(values, {"protocol", "scenario", "config", *_KEYS[kind]}, line)
    at = one_value(known, "at", int, line, 0)
    kinds = _list(known, "about", line) or (KINDS if kind == "ask" else ())
    unknown = [each for each in kinds if each not in KINDS]
    if unknown:
        raise Wrong(
            line, said("error.lesson-no-question", repr(unknown[0])), said("hint.ask-about", ", ".join(KINDS))
        )
    return Live(
        kind,
        number,
        line,
        one_value(known, "protocol", str, line),
        one_value(known, "scenario", str, line),
        _config(known, line),
        schedule=one_value(known, "schedule", str, line, ""),
        at=at,
        expect=tuple(_expectation(each, at, line) for each in _list(known, "expect", line)),
        kinds=kinds,
        first=one_value(known, "first", int, line, 0),
        last=one_value(known, "last", int, line, None),
        stray=one_value(known, "stray", int, line, 0),
        goal=one_value(known, "goal", str, line, ""),
        verdict=one_value(known, "verdict", str, line, ""),
        states=one_value(known, "states", int, line, 0),
        par=one_value(known, "par", int, line, *(() if kind == "level" else (0,))),
    )


def _expectation(text: str, at: int, line: int) -> Expectation:
    found = _EXPECT.fullmatch(text)
    if found is None:
        raise Wrong(line, said("error.lesson-no-expectation", repr(text)), said("hint.lesson-expectation"))
    return Expectation(int(found[1]) if found[1] else at, found[2], found[3], line)


def _config(values: Mapping[str, Any], line: int) -> tuple[tuple[str, int | str], ...]:
    config = values.get("config", {})
    if not isinstance(config, dict) or not all(isinstance(each, int | str) for each in config.values()):
        raise Wrong(line, said("error.lesson-config", repr(config)), said("hint.lesson-config"))
    return tuple((f"CONFIG_{name.removeprefix('CONFIG_')}", value) for name, value in config.items())


def known_keys(values: dict[str, Any], names: set[str], line: int) -> dict[str, Any]:
    """The values, of which no key may have another name."""
    strange = sorted(values.keys() - names)
    if strange:
        raise Wrong(
            line, said("error.lesson-key", repr(strange[0])), said("hint.use", ", ".join(sorted(names)))
        )
    return values


def one_value(values: Mapping[str, Any], name: str, type_: type, line: int, *default: Any) -> Any:
    """The value of a key, which must be of a type; a default, if there is one, where it is missing."""
    value = values.get(name, *default)
    if value is None and default:
        return None
    if not isinstance(value, type_) or isinstance(value, bool):
        what = "no " + name if name not in values else f"{name} = {value!r}"
        example = f'{name} = "..."' if type_ is str else f"{name} = 7"
        raise Wrong(line, said("error.there-is", what), said("hint.write", example))
    return value


def _list(values: Mapping[str, Any], name: str, line: int) -> tuple[str, ...]:
    found = values.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise Wrong(line, said("error.equals", name, repr(found)), said("hint.list-of-texts", name))
    return tuple(found)
