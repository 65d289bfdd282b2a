"""Runs the tiny programs of programs/*.c: what is expected of each stands in its comments.

- `// error CODE at COLUMN: message` at the end of a line: this diagnostic, and no other, is found there
- `// code NAME:` and the comment lines that follow: the listing of a story that calls NAME once, with ones
- neither: the program is right
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import RoutineError
from engine.lang import Protocol, codes, listing
from engine.lang.instructions import Program

Read = Callable[[str], Protocol]

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.c"))
_ERROR = re.compile(r"// error (LANG\d\d) at (\d+): (.*?)(?= // error |$)")
_CODE = re.compile(r"^// code (\w+):\n((?://.*\n?)*)", re.MULTILINE)


def found_in(read: Read, text: str) -> list[tuple[int, int, str, str]]:
    try:
        read(text)
    except RoutineError as error:
        return [(d.span.line, d.span.column, d.code, d.message.text) for d in error.diagnostics]
    return []


def expected_in(text: str) -> list[tuple[int, int, str, str]]:
    return [
        (number, int(column), code, message)
        for number, line in enumerate(text.split("\n"), 1)
        for code, column, message in _ERROR.findall(line)
    ]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_program_is_read_as_its_comments_say(path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "MAX_DIAGNOSTICS", 1000)
    text = path.read_text("utf-8")
    assert sorted(found_in(read, text)) == sorted(expected_in(text))


@pytest.mark.parametrize(
    ("path", "function", "expected"),
    [(path, *match) for path in PROGRAMS for match in _CODE.findall(path.read_text("utf-8"))],
    ids=lambda value: value.stem if isinstance(value, Path) else value if "\n" not in value else "",
)
def test_program_lowers_as_its_comments_say(
    path: Path, function: str, expected: str, program: Callable[..., Program]
) -> None:
    printed = listing(program(path.read_text("utf-8"), function), live=True)
    assert printed.splitlines() == [line.removeprefix("//") for line in expected.splitlines()]


def test_every_code_is_met_by_a_program() -> None:
    met = {code for path in PROGRAMS for _, _, code, _ in expected_in(path.read_text("utf-8"))}
    assert met | {"LANG04"} == set(codes.CODES)  # LANG04: test_protocol


def test_hints_begin_with_a_verb_in_lower_case(read: Read) -> None:
    with pytest.raises(RoutineError) as caught:
        read((Path(__file__).parent / "programs/values.c").read_text("utf-8"))
    assert len(caught.value.diagnostics) == codes.MAX_DIAGNOSTICS
    assert all(re.match(r"[a-z]+ ", d.hint.text) for d in caught.value.diagnostics)
