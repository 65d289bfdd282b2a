"""What goes over the wire is what docs/wire-format.md says, in both directions."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app import wire
from app.session import Session
from engine.errors import Diagnostic, RequestError, RoutineError, Span
from engine.words.saying import said
from tests.app.whole import joined, whole

DOCUMENT = (Path(__file__).parents[2] / "docs/wire-format.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"^### (\w+(?: of a run)?)$.*?^```json\n(.*?)^```$", DOCUMENT, re.M | re.S))
FROM_PAGE = {
    "open": wire.Open,
    "step": wire.Step,
    "advance": wire.Advance,
    "continue": wire.Continue,
    "watch": wire.Watch,
    "draw": wire.Draw,
    "paste": wire.Paste,
    "check": wire.Check,
    "cancel": wire.Cancel,
    "fates": wire.Fates,
    "another": wire.Another,
}
FROM_SERVER = {
    "hello": wire.Hello,
    "run": wire.RunOpened,
    "frame": wire.FrameSent,
    "change": wire.FrameChanged,
    "stopped": wire.Stopped,
    "watched": wire.WatchedSent,
    "drawn": wire.Drawn,
    "pasted": wire.Pasted,
    "progress": wire.ProgressTold,
    "verdict": wire.VerdictSent,
    "fates of a run": wire.FatesSent,
    "another of a run": wire.AnotherSent,
    "error": wire.Failed,
}


def test_every_message_has_an_example() -> None:
    assert EXAMPLES.keys() == FROM_PAGE.keys() | FROM_SERVER.keys()


@pytest.mark.parametrize("name", FROM_PAGE)
def test_an_example_of_the_page_is_read(name: str) -> None:
    assert isinstance(wire.read_client(EXAMPLES[name]), FROM_PAGE[name])


@pytest.mark.parametrize("name", FROM_SERVER)
def test_an_example_of_the_server_is_read_and_written_again_unchanged(name: str) -> None:
    message = wire.read_server(EXAMPLES[name])
    assert isinstance(message, FROM_SERVER[name])
    assert json.loads(wire.write(message)) == json.loads(EXAMPLES[name])


def test_the_example_of_a_frame_is_what_the_server_sends_today(session: Session) -> None:
    """Fails when frames change: make the example anew, for it is what other pages are written from."""
    answers = [*session.answer(wire.read_client(EXAMPLES["open"]))]
    sent = [json.loads(wire.write(message)) for message in whole(answers)][3]
    example = json.loads(EXAMPLES["frame"])
    assert sent["frame"].keys() == example["frame"].keys()
    assert sent["frame"]["memory"] == example["frame"]["memory"]
    change, example = json.loads(answers[3])["change"], json.loads(EXAMPLES["change"])["change"]
    assert change.keys() == example.keys()
    assert {**change, "step": None, "threads": None} == {**example, "step": None, "threads": None}


def test_frames_come_back_as_the_dataclasses_that_they_were(session: Session) -> None:
    opening = wire.Open(
        type="open", id=1, protocol="feb17", scenario="zap-zap", config={}, schedule="1.A9B7", at=None
    )
    for text in session.answer(opening):
        assert wire.write(wire.read_server(text)) == text


def trace(name: str) -> Any:
    return json.loads((Path(__file__).parents[1] / f"golden/{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["eager-copy-gup-munmap", "feb17-fork-write", "feb17-zap-zap"])
def test_a_change_makes_a_frame_of_the_one_before_it_and_is_less_than_half_of_it(name: str) -> None:
    golden = trace(name)
    assert [*accumulate(golden["changes"], joined, initial=golden["frames"][0])] == golden["frames"]
    assert len(json.dumps(golden["changes"])) * 2 < len(json.dumps(golden["frames"]))


@pytest.mark.parametrize(
    "where", [(), ("frame",), ("frame", "memory"), ("frame", "memory", "mms", 0, "slots", 0)]
)
def test_a_field_that_is_not_listed_is_refused_at_any_depth(where: tuple[str | int, ...]) -> None:
    message = json.loads(EXAMPLES["frame"])
    place = message
    for key in where:
        place = place[key]
    place["extra"] = 1
    with pytest.raises(ValidationError, match="extra"):
        wire.read_server(json.dumps(message))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schedule": "A" * 20_001}, "schedule"),
        ({"protocol": ""}, "protocol"),
        ({"protocol": "x" * 65}, "protocol"),
        ({"config": {f"CONFIG_{number}": 0 for number in range(33)}}, "config"),
        ({"config": {"CONFIG_X": 256}}, "config"),
        ({"config": {"CONFIG_X": "1"}}, "config"),
        ({"at": -1}, "at"),
        ({"at": 1.5}, "at"),
        ({"id": 2**53}, "id"),
    ],
)
def test_a_value_beyond_its_bound_is_refused_by_name(change: dict[str, object], field: str) -> None:
    with pytest.raises(RequestError, match=f"open.{field}"):
        wire.read_client(json.dumps({**json.loads(EXAMPLES["open"]), **change}))


DOES_NOT_FIT = Diagnostic(
    "LANG01", said("lang.does-not-fit", "x"), said("hint.leave-it-out"), Span("mine.c", 3, 5, 3, 6)
)


def test_an_error_in_a_text_bears_its_place() -> None:
    diagnostic = Diagnostic(
        "LANG01", said("lang.does-not-fit", "x"), said("hint.leave-it-out"), Span("mine.c", 3, 5, 3, 6)
    )
    told = wire.explained(RoutineError((diagnostic,)))
    assert told["place"] == wire.Place(file="mine.c", line=3, column=5)
    assert told["message"].text == "`x` does not fit here"


def test_of_many_errors_the_first_is_told_and_the_others_counted() -> None:
    diagnostic = Diagnostic(
        "LANG01", said("lang.does-not-fit", "x"), said("hint.leave-it-out"), Span("mine.c", 3, 5, 3, 6)
    )
    told = wire.explained(RoutineError((diagnostic,) * 3))
    assert told["message"].text == "`x` does not fit here (and 2 more)"
