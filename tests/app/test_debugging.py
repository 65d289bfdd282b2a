"""Breakpoints and watches without a socket: what goes in, what comes out, what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app import wire
from app.session import Session
from engine.errors import RequestError
from tests.app.whole import whole

OPEN = {
    "type": "open",
    "protocol": "feb17",
    "scenario": "zap-zap",
    "config": {},
    "schedule": "1.A9",
    "at": None,
}
COUNT = {"number": 2, "stop": "changed", "what": "T0.count", "line": 0}
ON: dict[str, Any] = {
    "type": "continue",
    "schedule": "1.A9",
    "thread": None,
    "along": "",
    "until": "stop",
    "breakpoints": [COUNT],
}


def ask(session: Session, message: Mapping[str, Any], id: int = 7) -> list[Any]:
    request = wire.read_client(json.dumps({"id": id, **message}))
    return list(whole(session.answer(request)))


def schedules(answers: list[Any]) -> list[str]:
    return [answer.frame.schedule for answer in answers if answer.type == "frame"]


def test_a_run_goes_on_along_what_was_recorded_to_a_breakpoint(session: Session) -> None:
    ask(session, OPEN)
    *frames, stopped = ask(session, {**ON, "along": "1.A9B9"})
    assert schedules(frames)[-1] == "1.A9B7"
    assert not any(frame.last for frame in frames)  # `stopped` is
    assert (stopped.type, stopped.at, stopped.text.text) == (
        "stopped",
        16,
        "B changes T0.count: breakpoint 2",
    )


def test_a_thread_goes_on_alone_and_stops_at_a_breakpoint_or_where_its_command_ends(session: Session) -> None:
    ask(session, OPEN)
    *frames, stopped = ask(session, {**ON, "thread": "A"})
    assert (schedules(frames)[-1], stopped.text.text) == ("1.A10", "A changes T0.count: breakpoint 2")
    frames = ask(session, {**ON, "thread": "A", "until": "over"})
    assert schedules(frames) == ["1.A10"], "arrived: nothing is said"


def test_a_breakpoint_that_is_not_possible_refuses_the_message_and_takes_no_step(session: Session) -> None:
    ask(session, OPEN)
    with pytest.raises(RequestError, match="RUN24"):
        ask(session, {**ON, "breakpoints": [{**COUNT, "stop": "line", "what": "feb17.c", "line": 1}]})
    assert schedules(ask(session, {"type": "step", "schedule": "1.A9", "choice": "B"})) == ["1.A9B"]


def test_the_examples_of_the_document_are_what_is_asked_and_answered(session: Session) -> None:
    document = (Path(__file__).parents[2] / "docs/wire-format.md").read_text("utf-8")
    asked, told = (
        json.loads(re.search(rf"^### {name}$.*?^```json\n(.*?)^```$", document, re.M | re.S)[1])  # type: ignore[index]
        for name in ("watch", "watched")
    )
    ask(session, OPEN)
    (answer,) = ask(session, asked, id=10)
    assert json.loads(wire.write(answer)) | {"seq": 9} == told


def test_looking_at_another_run_leaves_the_open_one_open(session: Session) -> None:
    ask(session, OPEN)
    look = {"type": "watch", "first": 0, "expressions": ["A.rss"], "breakpoints": []}
    (answer,) = ask(session, {**look, "schedule": "1.BAB"})
    assert answer.rows[0].values == ("2",) * 4
    step = wire.read_client(json.dumps({"id": 1, "type": "step", "schedule": "1.A9", "choice": "B"}))
    assert session.is_quick(step)


def test_a_bad_breakpoint_among_good_ones_has_its_problem_told(session: Session) -> None:
    ask(session, OPEN)
    bad = {"number": 3, "stop": "taken", "what": "T99.lock", "line": 0}
    look = {"type": "watch", "schedule": "1.A9", "first": 0, "expressions": [], "breakpoints": [bad, COUNT]}
    (answer,) = ask(session, look)
    first, second = answer.breakpoints
    assert (first.number, first.hits, first.problem.column) == (3, (), None)
    assert "no lock 'T99.lock'" in first.problem.message.text
    assert [hit.at for hit in second.hits] == [7]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"breakpoints": [COUNT] * 33}, "breakpoints"),
        ({"breakpoints": [{**COUNT, "stop": "sometimes"}]}, "breakpoints.0.stop"),
        ({"breakpoints": [{**COUNT, "what": "x" * 201}]}, "breakpoints.0.what"),
        ({"until": "then"}, "until"),
    ],
)
def test_a_value_beyond_its_bound_is_refused_by_name(change: dict[str, object], field: str) -> None:
    with pytest.raises(RequestError, match=f"continue.{field}"):
        wire.read_client(json.dumps({"id": 1, **ON, **change}))
