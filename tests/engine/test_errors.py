"""What is raised can be said in every language, and travels whole from one process to another."""

from __future__ import annotations

import pickle

import pytest

from engine import library
from engine.errors import EngineError, RequestError, RoutineError
from engine.lang import read_protocol
from engine.words.catalogue import words

GERMAN = words("de")


def raised_by_name() -> EngineError:
    with pytest.raises(RequestError) as caught:
        library.protocol("feb71")
    return caught.value


def raised_by_text() -> EngineError:
    with pytest.raises(RoutineError) as caught:
        read_protocol("mine", "int f(void)\n{\n\treturn g();\n}\n", library.include)
    return caught.value


def test_a_request_for_what_is_not_there_is_answered_in_german() -> None:
    error = raised_by_name()
    assert error.told(GERMAN).startswith("RUN09 es gibt kein Protokoll")
    assert str(error).startswith("RUN09 there is no protocol 'feb71'")


def test_a_diagnostic_of_the_c_checker_says_its_place_and_its_hint_in_german() -> None:
    error = raised_by_text()
    first, hint = error.told(GERMAN).splitlines()[:2]
    assert first.startswith("mine.c:3:9: LANG")
    assert first.endswith(GERMAN.say(error.message.id, *error.message.args))
    assert hint.strip().startswith("Tipp: ")


@pytest.mark.parametrize("raised", [raised_by_name, raised_by_text])
def test_an_error_comes_whole_out_of_another_process(raised) -> None:  # type: ignore[no-untyped-def]
    error = raised()
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert again.told(GERMAN) == error.told(GERMAN)
