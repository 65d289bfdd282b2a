"""What is asked while a long answer is given, with a socket that is two lists."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from fastapi import WebSocket

from app.pool import Pool
from app.session import Session
from app.settings import Limits
from app.ws import Talk
from tests.app.whole import whole

SEED = "1.A9B7A4B"
OPEN = {
    "type": "open",
    "protocol": "feb17",
    "scenario": "zap-zap",
    "config": {},
    "schedule": SEED,
    "at": None,
}


class FakeSocket:
    """A page that says all at once, and goes away when it has heard the last word on `until`."""

    def __init__(self, said: list[dict[str, Any]], until: int) -> None:
        self._said = [json.dumps({**message, "id": number}) for number, message in enumerate(said, 1)]
        self._until = until
        self._done = asyncio.Event()
        self.heard: list[str] = []

    async def receive(self) -> dict[str, Any]:
        if self._said:
            return {"type": "websocket.receive", "text": self._said.pop(0)}
        await self._done.wait()
        return {"type": "websocket.disconnect"}

    async def send_text(self, text: str) -> None:
        self.heard.append(text)
        message = json.loads(text)
        if message["re"] == self._until and message.get("last", True) and message["type"] != "run":
            self._done.set()


def heard(session: Session, said: list[dict[str, Any]], until: int) -> list[Any]:
    async def talk() -> FakeSocket:
        socket = FakeSocket(said, until)
        pool = cast(Pool, None)  # nothing is checked here
        await Talk(cast(WebSocket, socket), session, Limits(), pool, asyncio.Semaphore(1)).go_on()
        return socket

    return list(whole(asyncio.run(talk()).heard))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ws.BATCH", 3)


def test_what_is_asked_while_the_frames_of_a_run_come_is_answered_between_them(session: Session) -> None:
    draw = {"type": "draw", "schedule": SEED, "form": "full"}
    step = {"type": "step", "schedule": "1.A9", "choice": "A"}
    answers = heard(session, [OPEN, draw, step], until=1)
    assert [answer.type for answer in answers[:5]] == ["run", "frame", "frame", "drawn", "frame"]
    assert [answer.re for answer in answers[:5]] == [1, 1, 1, 2, 3]
    assert answers[4].frame.schedule == "1.A10"
    frames = [answer.frame.at for answer in answers if answer.type == "frame" and answer.re == 1]
    assert frames == list(range(22))
    assert [answer.seq for answer in answers] == list(range(1, len(answers) + 1))


def test_a_step_at_the_end_of_a_run_that_still_comes_is_none_of_its_frames(session: Session) -> None:
    schedule = "1.A9B7"
    step = {"type": "step", "schedule": schedule, "choice": "A"}
    answers = heard(session, [{**OPEN, "schedule": schedule}, step], until=1)
    (taken,) = [answer.frame for answer in answers if answer.re == 2]
    assert taken.schedule == "1.A9B7A"
    frames = [answer for answer in answers if answer.re == 1 and answer.type == "frame"]
    assert [frame.frame.at for frame in frames] == list(range(17))
    assert [frame.last for frame in frames] == [False] * 16 + [True]


def test_another_run_ends_the_frames_of_the_one_before(session: Session) -> None:
    answers = heard(session, [OPEN, {**OPEN, "schedule": "1.AB"}], until=2)
    assert [(answer.re, answer.type) for answer in answers] == [
        (1, "run"),
        *[(1, "frame")] * 2,
        (2, "run"),
        *[(2, "frame")] * 3,
    ]


def test_a_run_that_is_refused_leaves_the_one_before_to_be_stepped(session: Session) -> None:
    step = {"type": "step", "schedule": SEED[:-1], "choice": "B"}
    answers = heard(session, [OPEN, {**OPEN, "protocol": "nowhere"}, step], until=3)
    assert [answer.type for answer in answers[-2:]] == ["error", "frame"]
    assert answers[-1].frame.schedule == SEED


def test_more_questions_than_are_read_ahead_are_all_answered(
    new_session: Callable[[], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ws.WAITING", 2)
    draws = [{"type": "draw", "schedule": SEED, "form": "compact"}] * 9
    answers = heard(new_session(), [OPEN, *draws], until=1)
    assert [answer.re for answer in answers if answer.type == "drawn"] == list(range(2, 11))
