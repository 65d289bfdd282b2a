"""Checks over the websocket: beside other messages, one a page, gone with the page."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.app.to_check import model
from tests.app.whole import whole

pytestmark = pytest.mark.slow

CHECK = {"type": "check", "protocol": "feb17", "scenario": "zap-zap", "config": {}, "limit": None}
LARGE = {**CHECK, "protocol": "repaired", "scenario": "large"}
OPEN = {"type": "open", "protocol": "feb17", "scenario": "zap-zap", "config": {}, "schedule": "", "at": None}


@pytest.fixture(scope="module")
def address(serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(check=model) as address:
        yield address


class Page:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._told = whole(str(socket.recv(timeout=20)) for _ in count())
        assert self.next().type == "hello"

    def send(self, id: int, message: dict[str, Any]) -> None:
        self.socket.send(json.dumps({"id": id, **message}))

    def next(self) -> Any:
        return next(self._told)

    def until(self, *types: str) -> Any:
        """The next message of one of these types; progress before it is passed over."""
        while (message := self.next()).type == "progress" and "progress" not in types:
            pass
        assert message.type in types, message
        return message

    def begun(self) -> Any:
        """The first progress of a search that runs."""
        while (message := self.until("progress")).states == 0:
            pass
        return message


@contextmanager
def visit(address: str) -> Iterator[Page]:
    with connect(f"ws://{address}/ws") as socket:
        yield Page(socket)


def test_a_check_answers_with_its_verdict_and_its_runs_can_be_opened(address: str) -> None:
    with visit(address) as page:
        page.send(5, CHECK)
        answer = page.until("verdict")
        assert (answer.re, answer.verdict.verdict, answer.stopped) == (5, "damage", None)
        first = answer.verdict.violations[0]
        page.send(6, {**OPEN, "schedule": first.schedule})
        assert page.until("run").length == first.steps
        frames = [page.until("frame").frame for _ in range(first.steps + 1)]
        broken = [each.property for each in frames[-1].violations if each.new]
        assert first.invariant in broken


def test_another_run_comes_over_the_wire(address: str) -> None:
    with visit(address) as page:
        asked = {name: CHECK[name] for name in ("protocol", "scenario", "config")}
        known = ["1.A9B7A4B"]
        page.send(5, {"type": "another", **asked, "invariant": "freed-table-used", "known": known})
        answer = page.until("another")
        assert (answer.re, answer.finding.schedule) == (5, "1.B9A7B4A")


def test_a_page_steps_while_its_check_runs_and_numbers_stay_without_gaps(address: str) -> None:
    with visit(address) as page:
        page.send(1, LARGE)
        seen = [page.begun()]
        page.send(2, OPEN)
        page.send(3, {"type": "step", "schedule": "1.", "choice": "A"})
        while sum(message.type == "frame" for message in seen) < 2 or seen[-1].type != "progress":
            seen.append(page.next())
        numbers = [message.seq for message in seen]
        assert numbers == list(range(numbers[0], numbers[0] + len(seen)))
        assert {message.re for message in seen if message.type == "progress"} == {1}


def test_cancel_ends_the_check(address: str) -> None:
    with visit(address) as page:
        page.send(1, LARGE)
        page.begun()
        asked = time.monotonic()
        page.send(2, {"type": "cancel", "check": 1})
        error = page.until("error")
        assert (error.re, error.code) == (1, "CHECK01")
        assert time.monotonic() - asked < 1
        page.send(3, {"type": "cancel", "check": 1})
        assert page.until("error").code == "WIRE06"


def test_a_cancel_of_nothing_is_refused(address: str) -> None:
    with visit(address) as page:
        page.send(2, {"type": "cancel", "check": 1})
        error = page.until("error")
        assert (error.re, error.code) == (2, "WIRE06")


def test_another_check_ends_the_one_before(address: str) -> None:
    with visit(address) as page:
        page.send(1, LARGE)
        page.begun()
        page.send(2, CHECK)
        answers = {(message.re, message.type) for message in (page.until("error", "verdict") for _ in "12")}
        assert answers == {(1, "error"), (2, "verdict")}


def test_two_pages_check_side_by_side(address: str) -> None:
    with visit(address) as one, visit(address) as other:
        for page in (one, other):
            page.send(1, LARGE)
        assert one.begun().states > 0
        assert other.begun().states > 0


def test_a_page_that_goes_away_takes_its_check_with_it(address: str) -> None:
    for _ in range(3):  # as many as there are workers, and one more
        with visit(address) as page:
            page.send(1, LARGE)
            page.begun()
    with visit(address) as page:
        page.send(1, CHECK)
        assert page.until("verdict").verdict.complete


def test_a_limit_of_the_page_is_kept(address: str) -> None:
    with visit(address) as page:
        page.send(1, {**LARGE, "limit": 3_000})
        answer = page.until("verdict")
        assert (answer.verdict.verdict, answer.stopped.limit) == ("incomplete", "states")
        assert "3,000" in answer.stopped.text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scenario": "nowhere"}, "RUN09"),
        ({"config": {"CONFIG_HOME": 1}}, "RUN06"),
        ({"limit": 0}, "WIRE02"),
        ({"extra": 1}, "WIRE02"),
        ({"scenario": "dying"}, "BUG02"),
    ],
)
def test_a_check_that_cannot_be_made_is_refused_and_the_connection_stays(
    address: str, change: dict[str, Any], code: str
) -> None:
    with visit(address) as page:
        page.send(1, {**CHECK, **change})
        error = page.until("error")
        assert (error.re, error.code) == (1, code)
        page.send(2, CHECK)
        assert page.until("verdict").re == 2
