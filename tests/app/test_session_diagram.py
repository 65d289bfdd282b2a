"""A page asks for a diagram of a run, and for the run of a diagram."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app import wire
from app.session import Session
from engine.errors import RequestError


def ask(session: Session, **message: Any) -> dict[str, Any]:
    (text,) = session.answer(wire.read_client(json.dumps({"id": 7, **message})))
    answer: dict[str, Any] = json.loads(text)
    assert wire.write(wire.read_server(text)) == text
    return answer


@pytest.fixture
def opened(session: Session) -> Session:
    message = {"type": "open", "id": 1, "protocol": "feb17", "scenario": "zap-zap", "config": {}}
    list(session.answer(wire.read_client(json.dumps({**message, "schedule": "1.A9B7A4B", "at": None}))))
    return session


@pytest.mark.parametrize("form", ["compact", "full"])
def test_what_is_drawn_is_pasted_back_and_the_open_run_stays(opened: Session, form: str) -> None:
    drawn = ask(opened, type="draw", schedule="1.A9B7A4B", form=form)
    assert (drawn["schedule"], drawn["form"], drawn["re"]) == ("1.A9B7A4B", form, 7)
    reading = ask(opened, type="paste", text=drawn["text"])["reading"]
    assert reading["schedule"] == "1.A9B7A4B"
    assert all(line["status"] in ("step", "call") for line in reading["lines"])
    assert ask(opened, type="draw", schedule="1.A9B7A4B", form=form)["text"] == drawn["text"]


def test_a_line_without_a_place_is_told(opened: Session) -> None:
    (line,) = ask(opened, type="paste", text="A: frobnicates the widget")["reading"]["lines"]
    assert (line["number"], line["status"], line["step"]) == (1, "no-step", None)
    assert line["near"] != []


def test_nothing_is_read_before_a_run_is_open(session: Session) -> None:
    with pytest.raises(RequestError, match="no run is open"):
        ask(session, type="paste", text="A: put")


def test_a_text_that_is_too_long_is_refused_as_it_comes() -> None:
    with pytest.raises(RequestError, match="text"):
        wire.read_client(json.dumps({"type": "paste", "id": 1, "text": "x" * 200_001}))
