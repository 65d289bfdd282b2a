"""Whatever the text is: an answer or an EngineError, soon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import EngineError, LimitReached, RoutineError, Span
from engine.lang import Protocol, dead_spans, lower
from engine.lang.instructions import Call, Program
from engine.vocabulary.constants import CONSTANTS

Read = Callable[[str], Protocol]
Make = Callable[..., Program]

VALID = (Path(__file__).parent / "samples/mm.c").read_text("utf-8")
TOKENS = sorted(set(VALID.split())) + [
    "(",
    ")",
    "{",
    "}",
    ";",
    "*",
    "&",
    "->",
    "=",
    ",",
    ":",
    "\\\n",
    "\0",
    "é",
]
calm = settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture])


def try_all(read: Read, text: str) -> None:
    """Reads a text, and lowers all its functions if it is right."""
    try:
        protocol = read(text)
        dead_spans(protocol, {})
        for function in protocol.functions:
            call = Call(function.name, (0,) * len(function.params))
            lower(protocol, [call], dict.fromkeys(CONSTANTS, 1), {}, lambda ctype: 4)
    except RoutineError as error:
        spans = [diagnostic.span for diagnostic in error.diagnostics]
        lines = text.count("\n") + 1
        misplaced = [s for s in spans if not (1, 1) <= _start(s) <= _end(s) or s.end_line > lines]
    except EngineError:
        misplaced = []
    else:
        misplaced = []
    assert misplaced == []


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column


@given(st.text())
@calm
def test_any_text_is_answered(read: Read, text: str) -> None:
    try_all(read, text)


@given(st.binary())
@calm
def test_any_bytes_are_answered(read: Read, data: bytes) -> None:
    try_all(read, data.decode("utf-8", "surrogateescape"))


@given(st.lists(st.sampled_from(TOKENS), max_size=60).map(" ".join))
@calm
def test_any_words_of_the_language_are_answered(read: Read, words: str) -> None:
    try_all(read, f"int f(struct mm_struct *mm, int a) {{ {words} }}")


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A valid text in which a few pieces are cut, doubled or replaced by words from elsewhere in it."""
    text = VALID
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        middle = draw(st.sampled_from(["", text[start:end] * 2, *TOKENS]))
        text = text[:start] + middle + text[end:]
    return text


@given(mutations())
@calm
def test_any_change_of_a_valid_text_is_answered(read: Read, text: str) -> None:
    try_all(read, text)


FILL = 30_000


PIECES = (
    "(",
    "{",
    "a;",
    "a=a;",
    "x(",
    "f();",
    "if(a)",
    "#if 1\n",
    "a:",
    "goto a;",
    "case 1:",
    "int a;",
    "/*",
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_text_full_of_one_thing_is_answered_soon(read: Read, piece: str) -> None:
    repeated = piece * (FILL // len(piece))
    try_all(read, f"int f(int a) {{ {repeated} return a; }}")
    try_all(read, repeated)


@pytest.mark.slow
def test_many_functions_and_toggles_are_answered_soon(read: Read) -> None:
    toggles = "".join(f"#define CONFIG_{n} 0\n" for n in range(500))
    uses = "".join(f"if (CONFIG_{n}) a = {n};" for n in range(500))
    try_all(read, f"{toggles} int f(int a) {{ {uses} return a; }}")
    try_all(read, "".join(f"int f{n}(void) {{ return f{n + 1}(); }}\n" for n in range(1500)))
    try_all(read, "".join(f"int f{n}(void) {{ return g{n}(); }}\n" for n in range(1500)))


def test_ten_megabytes_are_refused_at_once(read: Read) -> None:
    with pytest.raises(LimitReached, match="the limit is 65536"):
        read("int f(void) { return 1; }\n" * 400_000)
