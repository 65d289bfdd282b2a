"""The websocket through a real server: order, limits, hostile input, and that the connection stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import count
from socket import SHUT_RDWR
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from app.settings import Limits, Settings
from app.ws import Bucket
from engine.errors import LimitReached
from tests.app.whole import whole

pytestmark = pytest.mark.slow

Serve = Callable[[Settings], AbstractContextManager[str]]
OPEN = {"type": "open", "protocol": "feb17", "scenario": "zap-zap", "config": {}, "schedule": "", "at": None}


class Page:
    """What a browser's page is to the server."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._told = whole(str(socket.recv(timeout=60)) for _ in count())

    def send(self, message: dict[str, Any], id: int = 1) -> None:
        self.socket.send(json.dumps({"id": id, **message}))

    def next(self) -> Any:
        return next(self._told)

    def ask(self, message: dict[str, Any], id: int = 1) -> list[Any]:
        """All messages up to the one that ends the answer."""
        self.send(message, id)
        answers = [self.next()]
        while answers[-1].type == "run" or (answers[-1].type == "frame" and not answers[-1].last):
            answers.append(self.next())
        return answers


def visit(address: str, talk: Callable[[Page], None], **options: Any) -> None:
    """Opens a page, reads its hello, and talks."""

    with connect(f"ws://{address}/ws", max_size=None, **options) as socket:
        page = Page(socket)
        assert page.next().type == "hello"
        talk(page)


def still_works(page: Page) -> None:
    answers = page.ask({**OPEN, "schedule": "1.AB"})
    assert [answer.type for answer in answers] == ["run", "frame", "frame", "frame"]


def test_a_run_is_opened_and_stepped(address: str) -> None:
    def talk(page: Page) -> None:
        run, frame = page.ask(OPEN, id=4)
        assert (run.re, run.length, frame.frame.at) == (4, 0, 0)
        (frame,) = page.ask({"type": "step", "schedule": "1.", "choice": "A"}, id=5)
        assert (frame.re, frame.frame.schedule) == (5, "1.A")

    visit(address, talk)


def test_numbers_count_every_message_of_a_connection(address: str) -> None:
    def talk(page: Page) -> None:
        answers = page.ask({**OPEN, "schedule": "1.AB"})
        answers += page.ask({"type": "step", "schedule": "1.AB", "choice": "C"})
        answers += page.ask({"type": "step", "schedule": "1.AB", "choice": "B"})
        assert [answer.seq for answer in answers] == [2, 3, 4, 5, 6, 7]

    visit(address, talk)


def test_a_page_goes_on_with_another_server(serve: Serve) -> None:
    def first(page: Page) -> None:
        page.ask({**OPEN, "schedule": "1.A"})
        assert (page.ask({"type": "step", "schedule": "1.A", "choice": "B"}))[0].frame.schedule == "1.AB"

    def second(page: Page) -> None:
        answers = page.ask({**OPEN, "schedule": "1.AB"})
        assert answers[-1].frame.schedule == "1.AB"
        assert (page.ask({"type": "step", "schedule": "1.AB", "choice": "A"}))[0].frame.schedule == "1.ABA"

    for talk in (first, second):
        with serve(Settings()) as address:
            visit(address, talk)


def test_two_pages_do_not_meet(address: str) -> None:
    def talk(page: Page) -> None:
        with connect(f"ws://{address}/ws") as socket:
            other = Page(socket)
            other.next()
            page.ask(OPEN)
            other.ask({**OPEN, "schedule": "1.B"})
            assert (page.ask({"type": "step", "schedule": "1.", "choice": "A"}))[0].frame.at == 1
            assert (other.ask({"type": "step", "schedule": "1.B", "choice": "A"}))[0].frame.at == 2

    visit(address, talk)


@pytest.mark.parametrize(
    ("sent", "code", "re", "words"),
    [
        ("", "WIRE01", None, "not JSON"),
        ("{", "WIRE01", None, "not JSON"),
        ("[" * 100_000, "WIRE01", None, "not JSON"),
        ("[]", "WIRE02", None, "object"),
        ('{"id": 5}', "WIRE02", 5, "no type"),
        ('{"type": "shout", "id": 5}', "WIRE02", 5, "shout"),
        ('{"type": "step", "id": 5, "schedule": "1."}', "WIRE02", 5, "choice"),
        ('{"type": "step", "id": 5, "schedule": 1, "choice": "A"}', "WIRE02", 5, "schedule"),
        ('{"type": "step", "id": 5, "schedule": "1.", "choice": "A", "more": 1}', "WIRE02", 5, "more"),
        ('{"type": "step", "id": true, "schedule": "1.", "choice": "A"}', "WIRE02", None, "id"),
        (b"\x00\xff", "WIRE03", None, "binary"),
        (json.dumps({"type": "step", "id": 5, "schedule": "1.", "choice": "A"}), "WIRE04", 5, "no run"),
        (json.dumps({**OPEN, "id": 5, "protocol": "nowhere"}), "RUN09", 5, "nowhere"),
        (json.dumps({**OPEN, "id": 5, "schedule": "9.A"}), "RUN02", 5, "version"),
        (json.dumps({**OPEN, "id": 5, "config": {"HOME": 1}}), "WIRE02", 5, "config"),
        (json.dumps({**OPEN, "id": 5, "config": {"CONFIG_HOME": 1}}), "RUN06", 5, "CONFIG_HOME"),
        (json.dumps({**OPEN, "id": 5, "schedule": "1.A999999999"}), "RUN02", 5, "A999999999"),
        (json.dumps({**OPEN, "id": 5, "schedule": "1.A99999"}), "LIM08", 5, "10000"),
        ("a" * 10_000_000, "LIM90", None, "10000000 bytes"),
        (b"a" * 1_000_000, "LIM90", None, "1000000 bytes"),
    ],
)
def test_what_cannot_be_read_gets_an_answer_and_the_connection_stays(
    address: str, sent: str | bytes, code: str, re: int | None, words: str
) -> None:
    def talk(page: Page) -> None:
        page.socket.send(sent)
        error = page.next()
        assert (error.type, error.code, error.re) == ("error", code, re)
        assert words in error.message.text
        assert error.hint.text
        assert len(error.message.text) < 300
        still_works(page)

    visit(address, talk)


def test_a_message_beyond_all_measure_closes_the_connection(address: str) -> None:
    def talk(page: Page) -> None:
        page.socket.send("a" * 17_000_000)
        with pytest.raises(ConnectionClosed, match="1009"):
            page.next()

    visit(address, talk)
    visit(address, still_works)


def test_a_bug_becomes_an_answer_and_the_connection_stays(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    def talk(page: Page) -> None:
        page.send({**OPEN, "protocol": "broken"}, id=3)
        assert (page.next()).type == "run"
        error = page.next()
        assert (error.code, error.re, error.seq) == ("BUG01", 3, 3)
        assert "ZeroDivisionError" in error.message.text
        still_works(page)

    visit(address, talk)
    assert "ZeroDivisionError" in caplog.text


def test_too_many_messages_are_refused_with_the_rate(serve: Serve) -> None:
    slow = Settings(limits=replace(Limits(), messages_per_second=0.001, burst=3))

    def talk(page: Page) -> None:
        for _ in range(5):
            page.send({"type": "shout"})
        answers = [page.next() for _ in range(5)]
        assert [answer.code for answer in answers] == ["WIRE02"] * 3 + ["LIM91"] * 2
        assert answers[-1].re == 1
        assert "more than 0.001 messages a second" in answers[-1].message.text

    with serve(slow) as address:
        visit(address, talk)


def test_messages_may_come_at_the_rate_for_ever_and_in_a_burst_after_a_rest() -> None:
    now = 0.0
    bucket = Bucket(rate=2, burst=3, clock=lambda: now)
    for _ in range(3):
        bucket.take()
    for _ in range(5):
        with pytest.raises(LimitReached):
            bucket.take()
        now += 0.5
        bucket.take()
    now += 100
    for _ in range(3):
        bucket.take()
    with pytest.raises(LimitReached):
        bucket.take()


def test_too_many_pages_are_told_so(serve: Serve) -> None:
    def talk(page: Page) -> None:
        address = f"ws://127.0.0.1:{page.socket.remote_address[1]}/ws"
        with connect(address) as socket:
            late = Page(socket)
            assert (late.next()).code == "LIM92"
            with pytest.raises(ConnectionClosed, match="1013"):
                late.next()
        still_works(page)

    with serve(Settings(limits=replace(Limits(), connections=1))) as address:
        visit(address, talk)
        # The server may not know yet that the first has gone; that it does is the test.
        while True:
            try:
                return visit(address, still_works)
            except (AssertionError, ConnectionClosed):
                continue


def test_a_page_that_leaves_in_the_middle_of_an_answer_is_no_fault(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    def talk(page: Page) -> None:
        page.send({**OPEN, "schedule": "1.A3B3"})
        page.socket.socket.shutdown(SHUT_RDWR)

    visit(address, talk)
    visit(address, still_works)
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"Origin": "http://evil.example"}, 403, "evil.example"),
        ({"Origin": "null"}, 403, "null"),
        ({"Host": "evil.example"}, 421, "evil.example"),
    ],
)
def test_pages_and_names_of_others_are_turned_away(
    address: str, headers: dict[str, str], status: int, words: str
) -> None:
    # The name in the URL becomes the Host header; the address is where it really goes.
    host, port = address.split(":")
    name = headers.pop("Host", host)
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{name}/ws", address=(host, int(port)), additional_headers=headers)
    assert refused.value.response.status_code == status
    assert words in refused.value.response.body.decode()


def test_own_page_is_let_in(address: str) -> None:
    visit(address, still_works, origin=f"http://{address}")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("type", "id", "protocol", "scenario", "config", "schedule", "at", "choice", "thread", "until")
ALMOST = st.dictionaries(
    st.sampled_from(FIELDS),
    st.sampled_from(("open", "step", "advance", 1, None, "1.A", "A", "lock", {}, {"CONFIG_X": 1})) | JSON,
)


@settings(max_examples=30)
@given(messages=st.lists(JSON | ALMOST, min_size=5, max_size=20))
def test_whatever_json_comes_every_message_is_answered_in_words(address: str, messages: list[Any]) -> None:
    def talk(page: Page) -> None:
        for message in messages:
            page.socket.send(json.dumps(message))
            answer = page.next()
            while answer.type == "run" or (answer.type == "frame" and not answer.last):
                answer = page.next()
            assert answer.type in ("frame", "stopped", "error")
            if answer.type == "error":
                assert answer.code != "BUG01", answer.message.text
            page.socket.send("sync")
            assert page.next().type == "error"  # nothing comes behind the end of an answer

    visit(address, talk)
