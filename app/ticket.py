"""A check that was asked for, as whoever asked sees it; and how one ends that comes to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from app.job import Differs, Foretold, Found, Job, Progress
from engine.errors import EngineError, InternalError, LimitReached, RequestError
from engine.words.saying import said

Outcome = Found | Foretold | Differs | EngineError


class Ticket:
    """A check that was asked for: a stream of how far it is, which ends with what came out."""

    def __init__(self, number: int, job: Job) -> None:
        self.number = number
        self.job = job
        self.outcome: Outcome | None = None
        self._latest: Progress | Found | None = None
        self._news = asyncio.Event()

    def tell(self, news: Progress | Found) -> None:
        self._latest = news
        self._news.set()

    def end(self, outcome: Outcome) -> None:
        if self.outcome is None:
            self.outcome = outcome
            self._news.set()

    async def updates(self) -> AsyncIterator[Progress | Outcome]:
        """What has happened since it was last asked; of several Progress only the newest."""
        while True:
            await self._news.wait()
            self._news.clear()
            if self.outcome is not None:
                yield self.outcome
                return
            if self._latest is not None:
                yield self._latest


def cancelled() -> EngineError:
    return RequestError("CHECK01", said("error.cancelled"), said("hint.check-again"))


def died() -> EngineError:
    text = said("error.checker-died")
    return InternalError("BUG02", text, said("hint.checker-died"))


def overdue(seconds: float) -> EngineError:
    text = said("error.check-overdue", f"{seconds:g}")
    return LimitReached("LIM95", text, said("hint.check-elsewhere"))
