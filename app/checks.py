"""The checks of one page: starts them, ends them, and tells the page how they go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app import wire
from app.job import Job, Progress, Unlike
from app.pool import Pool
from app.settings import Limits
from app.ticket import Outcome, Ticket
from engine.errors import RequestError
from engine.words.saying import said

Tell = Callable[[int, Progress | Outcome], Awaitable[None]]
"""Sends news of the check with this id to the page."""


class Checks:
    """One check at a time: another one ends the one before."""

    def __init__(self, pool: Pool, limits: Limits, tell: Tell) -> None:
        self._pool = pool
        self._limits = limits
        self._tell = tell
        self._running: dict[int, Ticket] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, message: wire.CheckMessage) -> None:
        """Begin or end a check; what comes of it is told later.

        Raises:
            RequestError: WIRE06 there is no such check.
            LimitReached: LIM94 too many wait already.
        """
        if isinstance(message, wire.Cancel):
            return self._cancel(message)
        self._end_all()
        ticket = self._pool.check(self._job(message))
        self._running[message.id] = ticket
        task = asyncio.create_task(self._follow(message.id, ticket))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """The page is gone: nobody waits for its check any more."""
        self._end_all()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _job(self, message: wire.Check | wire.Fates | wire.Another) -> Job:
        config = tuple(sorted(message.config.items()))
        if isinstance(message, wire.Fates):
            limit = self._limits.fates_states
            return Job(message.protocol, message.scenario, config, limit, message.schedule)
        if isinstance(message, wire.Another):
            unlike = Unlike(message.invariant, tuple(message.known))
            limit = self._limits.fates_states
            return Job(message.protocol, message.scenario, config, limit, unlike=unlike)
        limit = min(message.limit or self._limits.check_states, self._limits.check_states)
        return Job(message.protocol, message.scenario, config, limit)

    def _cancel(self, message: wire.Cancel) -> None:
        ticket = self._running.get(message.check)
        if ticket is None:
            text = said("error.no-check-here", message.check)
            raise RequestError("WIRE06", text, said("hint.no-check-here"))
        self._pool.cancel(ticket)

    def _end_all(self) -> None:
        for ticket in self._running.values():
            self._pool.cancel(ticket)

    async def _follow(self, id: int, ticket: Ticket) -> None:
        async for news in ticket.updates():
            if ticket.outcome is not None and self._running.get(id) is ticket:
                del self._running[id]
            await self._tell(id, news)
