"""The TOML of a lesson, its header and its blocks: values of the right kind, or what is wrong and where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from engine.errors import Diagnostic, RoutineError, Span
from engine.words.saying import said

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Wrong(Exception):
    """(line of the file, what was found, what to write)."""


def refusal(file: str, wrong: Wrong) -> RoutineError:
    """What is raised of a file in which something is wrong."""
    at, message, hint = wrong.args
    return RoutineError((Diagnostic("LESS01", message, hint, Span(file, at, 1, at, 1)),))


def read_toml(text: str, line: int) -> dict[str, Any]:
    """`line`: where the text begins in the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        assert place is not None, "tomllib says where"
        at = line + int(place[1]) - 1 if place[1] else line + text.count("\n")
        message = str(error)[: place.start()]
        raise Wrong(at, said("error.no-toml", message), said("hint.write-toml")) from None


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


def list_of(values: Mapping[str, Any], name: str, line: int) -> tuple[str, ...]:
    found = values.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise Wrong(line, said("error.equals", name, repr(found)), said("hint.list-of-texts", name))
    return tuple(found)
