"""The websocket: one a page. Reads, keeps the limits, lets the session or a check answer, writes.

A run that is opened (parse, lower, replay) is built in a thread; the next step of an open run takes
microseconds and is made on the loop. Long answers are made and sent in batches. Between the batches of an
opened run other questions are answered; another opened run ends them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect
from starlette.responses import PlainTextResponse

from app import wire
from app.checks import Checks
from app.guard import is_known_origin
from app.job import Progress
from app.pool import Pool
from app.session import Session
from app.settings import Limits, Settings
from app.ticket import Outcome
from engine.errors import EngineError, InternalError, LimitReached, RequestError
from engine.words.saying import said

log = logging.getLogger("ptscope")

TRY_AGAIN_LATER = 1013
BATCH = 32  # frames made at a time: some hundredths of a second
WAITING = 32  # questions that were read and have no answer yet: beyond, none is read


@dataclass
class Bucket:
    """How fast messages may come: `burst` at once, `rate` a second from then on."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _level: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._level, self._at = self.burst, self.clock()

    def take(self) -> None:
        """Raises LimitReached (LIM91) when nothing is left."""
        now = self.clock()
        self._level = min(self.burst, self._level + (now - self._at) * self.rate)
        self._at = now
        if self._level < 1:
            raise LimitReached(
                "LIM91",
                said("error.too-many-messages", f"{self.rate:g}"),
                said("hint.wait-a-second"),
            )
        self._level -= 1


class Gate:
    """All websockets of one server."""

    def __init__(self, settings: Settings, new_session: Callable[[], Session], pool: Pool) -> None:
        self._settings = settings
        self._new_session = new_session
        self._pool = pool
        self._connections = 0
        self._opening = asyncio.Semaphore(settings.limits.opening)

    async def talk(self, socket: WebSocket) -> None:
        """Serves one connection until its page goes away."""
        origin, host = socket.headers.get("origin"), socket.headers.get("host", "")
        if not is_known_origin(origin, host, self._settings):
            text = f"A page of {origin!r:.100} may not use this server; --allow-origin permits it.\n"
            return await socket.send_denial_response(PlainTextResponse(text, status_code=403))
        await socket.accept()
        self._connections += 1
        try:
            await self._serve(socket)
        except WebSocketDisconnect:
            pass
        finally:
            self._connections -= 1

    async def _serve(self, socket: WebSocket) -> None:
        session, limits = self._new_session(), self._settings.limits
        if self._connections > limits.connections:
            await socket.send_text(session.failed(_full(limits), None))
            return await socket.close(TRY_AGAIN_LATER, "too many pages")
        await socket.send_text(session.hello())
        await Talk(socket, session, self._settings.limits, self._pool, self._opening).go_on()


class Talk:
    """One connection: its messages are answered in order, and beside them its check tells how it goes.

    The frames of a run that was opened wait for whatever else is asked.
    """

    def __init__(
        self, socket: WebSocket, session: Session, limits: Limits, pool: Pool, opening: asyncio.Semaphore
    ) -> None:
        self._socket = socket
        self._session = session
        self._limits = limits
        self._opening = opening
        self._checks = Checks(pool, limits, self._tell)
        self._speaking = asyncio.Lock()
        """Held from when a text gets its number until it is sent."""
        self._asked: asyncio.Queue[wire.RunMessage] = asyncio.Queue(WAITING)
        self._coming: tuple[Iterator[str], int] | None = None
        """The answer to the last `open`, as long as there is more of it."""

    async def go_on(self) -> None:
        """Until the page goes away."""
        bucket = Bucket(self._limits.messages_per_second, self._limits.burst)
        speaking = asyncio.create_task(self._speak())
        try:
            while (event := await self._socket.receive())["type"] != "websocket.disconnect":
                await self._hear(bucket, event)
        finally:
            speaking.cancel()
            with suppress(asyncio.CancelledError):
                await speaking
            await self._checks.close()

    async def _hear(self, bucket: Bucket, event: Mapping[str, Any]) -> None:
        text = ""
        try:
            text = _text_of(event, self._limits)
            bucket.take()
            message = wire.read_client(text)
            if isinstance(message, wire.CheckMessage):
                return self._checks.answer(message)
        except EngineError as error:
            return await self._send(error, wire.id_of(text))
        await self._asked.put(message)

    async def _speak(self) -> None:
        """Answers. A page that is gone is noticed where its messages are read."""
        while True:
            with suppress(WebSocketDisconnect, RuntimeError):
                if self._coming is None or not self._asked.empty():
                    await self._answer(await self._asked.get())
                elif not await self._batch(*self._coming):
                    self._coming = None

    async def _answer(self, message: wire.RunMessage) -> None:
        session = self._session
        quick, answers = session.is_quick(message), session.answer(message)
        if quick:
            async with self._speaking:
                await self._send_all(_some(session, answers, message.id))
        elif isinstance(message, wire.Open):
            self._coming = answers, message.id
            await self._batch(answers, message.id)
        else:
            while await self._batch(answers, message.id):
                pass

    async def _batch(self, answers: Iterator[str], re: int) -> bool:
        """Is there more to come?"""
        async with self._speaking:
            return await self._send_all(await self._in_thread(answers, re))

    async def _tell(self, re: int, news: Progress | Outcome) -> None:
        """News of a check. A page that is gone is noticed where its messages are read."""
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._send(news, re)

    async def _send(self, news: Progress | Outcome, re: int | None) -> None:
        session = self._session
        async with self._speaking:
            if isinstance(news, EngineError):
                text = session.failed(news, re)
            else:
                assert re is not None, "news of a check has its id"
                text = session.checked(re, news)
            await self._socket.send_text(text)

    async def _send_all(self, texts: list[str]) -> bool:
        for text in texts:
            await self._socket.send_text(text)
        return bool(texts)

    async def _in_thread(self, answers: Iterator[str], re: int) -> list[str]:
        # Not held while a batch is sent: a page that reads slowly must not keep the others waiting.
        async with self._opening:
            return await asyncio.to_thread(_some, self._session, answers, re)


def _some(session: Session, answers: Iterator[str], re: int) -> list[str]:
    """The next answers; none when there are no more. A bug becomes an answer, and the connection stays."""
    texts: list[str] = []
    try:
        for text in islice(answers, BATCH):
            texts.append(text)
    except EngineError as error:
        texts.append(session.failed(error, re))
    except Exception as error:
        log.exception("a message could not be answered")
        texts.append(session.failed(_bug(error), re))
    return texts


def _text_of(event: Mapping[str, Any], limits: Limits) -> str:
    text, data = event.get("text"), event.get("bytes")
    size = len(text.encode()) if text is not None else len(data or b"")
    if size > limits.message_bytes:
        raise LimitReached(
            "LIM90",
            said("error.message-too-long", size, limits.message_bytes),
            said("hint.send-less"),
        )
    if text is None:
        raise RequestError("WIRE03", said("error.binary-message", size), said("hint.send-text"))
    return str(text)


def _full(limits: Limits) -> LimitReached:
    return LimitReached(
        "LIM92",
        said("error.too-many-pages", limits.connections),
        said("hint.close-a-page"),
    )


def _bug(error: Exception) -> InternalError:
    return InternalError(
        "BUG01",
        said("error.went-wrong", type(error).__name__),
        said("hint.report"),
    )
