"""The live blocks of a lesson: a run that is played, a question about one, a level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.lessons.lesson import KINDS, Expectation, Live
from engine.lessons.values import Wrong, known_keys, list_of, one_value
from engine.words.saying import said

_EXPECT = re.compile(r"(?:at (\d+): )?(\S.*?) is (.+)")

_KEYS = {
    "step": {"schedule", "at", "expect", "verdict", "states"},
    "ask": {"schedule", "about", "first", "last", "stray"},
    "level": {"goal", "par"},
}


def live_piece(kind: str, number: int, line: int, values: dict[str, Any]) -> Live:
    known = known_keys(values, {"protocol", "scenario", "config", *_KEYS[kind]}, line)
    at = one_value(known, "at", int, line, 0)
    kinds = list_of(known, "about", line) or (KINDS if kind == "ask" else ())
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
        expect=tuple(_expectation(each, at, line) for each in list_of(known, "expect", line)),
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
