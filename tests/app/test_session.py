"""The conversation without a socket: what goes in, what comes out, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app import wire
from app.session import Session
from engine.errors import RequestError
from engine.words.saying import said
from tests.app.whole import whole

OPEN = {"type": "open", "protocol": "feb17", "scenario": "zap-zap", "config": {}, "schedule": "", "at": None}


def ask(session: Session, message: Mapping[str, Any], id: int = 7) -> list[Any]:
    request = wire.read_client(json.dumps({"id": id, **message}))
    return list(whole(session.answer(request)))


def schedules(answers: list[Any]) -> list[str]:
    return [answer.frame.schedule for answer in answers if answer.type == "frame"]


def test_hello_comes_first_and_lists_the_library(session: Session) -> None:
    hello = wire.read_server(session.hello())
    assert isinstance(hello, wire.Hello)
    assert (hello.seq, hello.re, hello.library.start.seed.scenario) == (1, None, "zap-zap")


def test_open_sends_the_run_and_every_state_of_its_schedule(session: Session) -> None:
    run, *frames = ask(session, {**OPEN, "schedule": "1.ABB"})
    assert (run.schedule, run.length, run.at) == ("1.AB2", 3, 3)
    assert schedules(frames) == ["1.", "1.A", "1.AB", "1.AB2"]
    assert [frame.last for frame in frames] == [False, False, False, True]
    assert {answer.re for answer in (run, *frames)} == {7}


@pytest.mark.parametrize(("wanted", "shown"), [(None, 2), (0, 0), (1, 1), (99, 2)])
def test_open_shows_the_step_that_is_asked_for_or_the_last(session: Session, wanted: Any, shown: int) -> None:
    assert ask(session, {**OPEN, "schedule": "1.AB", "at": wanted})[0].at == shown


def test_of_a_long_run_the_frame_to_be_shown_comes_before_all_others(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.session.LONG", 2)
    run, *frames = ask(session, {**OPEN, "schedule": "1.AB2", "at": 1})
    assert run.ahead == frames[1].frame
    assert schedules(frames) == ["1.", "1.A", "1.AB", "1.AB2"]
    assert ask(session, {**OPEN, "schedule": "1.AB", "at": 1})[0].ahead is None


def test_a_schedule_that_does_not_fit_stops_with_where_and_why(session: Session) -> None:
    run, *frames, stopped = ask(session, {**OPEN, "schedule": "1.A3CB"})
    assert (run.length, schedules(frames)[-1]) == (3, "1.A3")
    assert (stopped.type, stopped.at) == ("stopped", 3)
    assert "step 4" in stopped.text.text
    assert stopped.hint


def test_a_step_gives_one_frame(session: Session) -> None:
    ask(session, OPEN)
    assert schedules(ask(session, {"type": "step", "schedule": "1.", "choice": "B"})) == ["1.B"]
    assert schedules(ask(session, {"type": "step", "schedule": "1.B", "choice": "A"})) == ["1.BA"]


def test_a_step_in_the_past_forks(session: Session) -> None:
    ask(session, {**OPEN, "schedule": "1.AAB"})
    assert schedules(ask(session, {"type": "step", "schedule": "1.A", "choice": "B"})) == ["1.AB"]


def test_a_step_that_cannot_be_made_is_refused_and_changes_nothing(session: Session) -> None:
    ask(session, OPEN)
    with pytest.raises(RequestError, match="thread C"):
        ask(session, {"type": "step", "schedule": "1.", "choice": "C"})
    assert schedules(ask(session, {"type": "step", "schedule": "1.", "choice": "A"})) == ["1.A"]


def test_a_step_after_a_schedule_that_does_not_fit_is_refused_and_keeps_the_run(session: Session) -> None:
    ask(session, {**OPEN, "schedule": "1.A"})
    with pytest.raises(RequestError, match="step 2"):
        ask(session, {"type": "step", "schedule": "1.AC", "choice": "B"})
    assert session.is_quick(wire.Step(type="step", id=1, schedule="1.A", choice="B"))


def test_only_the_next_step_of_the_open_run_is_quick(session: Session) -> None:
    following = wire.Step(type="step", id=1, schedule="1.A", choice="B")
    assert not session.is_quick(following)
    ask(session, {**OPEN, "schedule": "1.A"})
    assert session.is_quick(following)
    assert not session.is_quick(wire.Step(type="step", id=1, schedule="1.B", choice="B"))
    assert not session.is_quick(wire.Advance(type="advance", id=1, schedule="1.A", thread="A", until="end"))


def test_advance_sends_every_state_on_the_way(session: Session) -> None:
    ask(session, OPEN)
    answers = ask(session, {"type": "advance", "schedule": "1.B", "thread": "A", "until": "end"})
    assert schedules(answers)[:2] == ["1.BA", "1.BA2"]
    assert [answer.last for answer in answers] == [False] * (len(answers) - 1) + [True]
    assert answers[-1].frame.threads[0].status == "finished"


def test_advance_says_why_it_ended_before_its_goal(session: Session) -> None:
    ask(session, {**OPEN, "schedule": "1.A10"})
    *frames, stopped = ask(session, {"type": "advance", "schedule": "1.A10", "thread": "B", "until": "end"})
    assert len(frames) > 1
    assert (stopped.type, stopped.at) == ("stopped", frames[-1].frame.at)
    assert not any(frame.last for frame in frames)  # `stopped` is
    assert "waits for page_table_share_lock, held by A" in stopped.text.text


def test_advance_that_cannot_begin_is_refused(session: Session) -> None:
    ask(session, OPEN)
    with pytest.raises(RequestError, match="thread C"):
        ask(session, {"type": "advance", "schedule": "1.", "thread": "C", "until": "over"})


@pytest.mark.parametrize(
    "message",
    [
        {"type": "step", "schedule": "1.", "choice": "A"},
        {"type": "advance", "schedule": "1.", "thread": "A", "until": "end"},
    ],
)
def test_without_an_open_run_the_hint_says_what_to_send(session: Session, message: Any) -> None:
    with pytest.raises(RequestError, match='send "open" first'):
        ask(session, message)


def test_a_run_that_cannot_be_opened_leaves_the_one_before(session: Session) -> None:
    ask(session, OPEN)
    with pytest.raises(RequestError, match="nowhere"):
        ask(session, {**OPEN, "protocol": "nowhere"})
    assert schedules(ask(session, {"type": "step", "schedule": "1.", "choice": "A"})) == ["1.A"]


def test_numbers_are_without_gaps_even_after_a_fault(session: Session) -> None:
    session.hello()
    first = ask(session, OPEN)
    with pytest.raises(ZeroDivisionError):
        ask(session, {**OPEN, "protocol": "broken"})
    error = wire.read_server(
        session.failed(RequestError("RUN01", said("error.nobody"), said("hint.write-zero")), 3)
    )
    # The fault came after its "run", which took a number.
    assert [*(answer.seq for answer in first), error.seq] == [2, 3, 5]


def test_two_sessions_do_not_meet(new_session: Callable[[], Session]) -> None:
    one, two = new_session(), new_session()
    ask(one, OPEN)
    ask(two, {**OPEN, "schedule": "1.B"})
    assert schedules(ask(one, {"type": "step", "schedule": "1.", "choice": "A"})) == ["1.A"]
    assert schedules(ask(two, {"type": "step", "schedule": "1.B", "choice": "A"})) == ["1.BA"]
