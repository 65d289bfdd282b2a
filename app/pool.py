"""The worker processes of one server, and the checks that wait for one.

Everything here runs on the server's event loop, but for one thread a worker that waits at its pipe and
hands over what comes. A worker that dies is replaced; what it was doing gets an error.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from collections import deque
from typing import Any

from app.job import (
    Begin,
    Bounds,
    BuildModel,
    Cancel,
    Compile,
    Compiled,
    Differs,
    Ended,
    Foretold,
    Found,
    Job,
    Progress,
    Ready,
    Told,
)
from app.ticket import Outcome, Ticket, cancelled, died, overdue
from app.worker_process import Worker, join, listen, start_process
from engine.errors import EngineError, LimitReached
from engine.words.saying import said

log = logging.getLogger("ptscope")

OBEY_WITHIN_S = 0.08
"""A worker that has not obeyed a cancel by then is killed."""

GRACE_S = 120.0
"""What a worker may take beyond its time limit, to work out the shortest runs."""

MOST_FAILURES = 3
"""Workers that die before they are ready, one after another, until no more are started."""


class Pool:
    """Some worker processes and a queue before them. `ahead`: they are started before the first check."""

    def __init__(
        self, build: BuildModel, *, size: int, bounds: Bounds, most_waiting: int, ahead: bool = True
    ) -> None:
        self._build = build
        self._size = size
        self._bounds = bounds
        self._most_waiting = most_waiting
        self._ahead = ahead
        self._workers: list[Worker] = []
        self._waiting: deque[Ticket] = deque()
        self._numbers = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = 0
        self._failures = 0
        self._closed = False

    @property
    def processes(self) -> list[int]:
        """The process ids of the workers that live."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def open(self) -> None:
        """Begin, in the loop in which all else will be called."""
        if self._ahead:
            self._start_all()

    def _start_all(self) -> None:
        """Start the workers that lack, in the background."""
        while len(self._workers) + self._starting < self._size:
            self._starting += 1
            self._spawn(self._start())

    def check(self, job: Job) -> Ticket:
        """Queue a job.

        Raises:
            LimitReached: LIM94 too many wait already.
        """
        if len(self._waiting) >= self._most_waiting:
            text = said("error.checks-wait", self._most_waiting)
            raise LimitReached("LIM94", text, said("hint.try-later"))
        ticket = Ticket(next(self._numbers), job)
        if self._closed:
            ticket.end(cancelled())
            return ticket
        self._failures = 0
        self._waiting.append(ticket)
        self._start_all()
        self._deal()
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """End a check that waits or runs; one that has ended stays as it is."""
        if ticket in self._waiting:
            self._waiting.remove(ticket)
            ticket.end(cancelled())
            self._deal()
        for worker in self._workers:
            if worker.ticket is ticket:
                self._send(worker, Cancel(ticket.number))
                self._set_timer(worker, OBEY_WITHIN_S, cancelled())

    async def close(self) -> None:
        """End all workers and all checks; none is left when this returns."""
        self._closed = True
        while self._tasks:
            await asyncio.wait(self._tasks)
        for ticket in self._waiting:
            ticket.end(cancelled())
        self._waiting.clear()
        workers = list(self._workers)
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            await asyncio.to_thread(join, worker)
            self._finish(worker, cancelled())
        self._workers.clear()

    # workers -------------------------------------------------------------------------------------
    async def _start(self) -> None:
        # In a thread: making a process takes some ten milliseconds.
        try:
            worker = await asyncio.to_thread(start_process, self._bounds, self._build)
        finally:
            self._starting -= 1
        self._workers.append(worker)
        loop = asyncio.get_running_loop()
        worker.thread = threading.Thread(target=listen, args=(worker, loop, self._heard), daemon=True)
        worker.thread.start()

    def _heard(self, worker: Worker, message: Any) -> None:
        """A worker has said something; None: it has ended."""
        ticket = worker.ticket
        match message:
            case None:
                return self._lost(worker)
            case Ready():
                worker.ready = True
                self._failures = 0
            case Compiled():
                worker.compiled, worker.compiling = True, False
            case Told(number, progress) if ticket is not None and ticket.number == number:
                ticket.tell(progress)
            case Found(number, last=False) if ticket is not None and ticket.number == number:
                ticket.tell(message)
            case Found(number) | Foretold(number) | Differs(number) if (
                ticket is not None and ticket.number == number
            ):
                self._finish(worker, message)
            case Ended(number, error) if ticket is not None and ticket.number == number:
                self._finish(worker, cancelled() if error is None else error)
        self._deal()

    def _lost(self, worker: Worker) -> None:
        if self._closed or worker not in self._workers:
            return
        self._workers.remove(worker)
        self._failures += not (worker.ready or worker.killed)
        self._finish(worker, died())
        self._spawn(asyncio.to_thread(join, worker))
        if self._failures < MOST_FAILURES:
            self._start_all()
        elif not self._workers:
            log.error("the processes that check end before they are ready")
            for ticket in self._waiting:
                ticket.end(died())
            self._waiting.clear()

    def _finish(self, worker: Worker, outcome: Outcome) -> None:
        if worker.timer is not None:
            worker.timer.cancel()
            worker.timer = None
        if worker.ticket is not None:
            worker.ticket.end(outcome)
            worker.ticket = None

    def _deal(self) -> None:
        """Give what waits to whoever is free, and tell the others how many are before them."""
        free = [worker for worker in self._workers if worker.is_free]
        for worker in sorted(free, key=lambda worker: worker.compiling):
            if self._waiting:
                ticket = worker.ticket = self._waiting.popleft()
                self._send(worker, Begin(ticket.number, ticket.job))
                self._set_timer(worker, self._bounds.seconds + GRACE_S, overdue(self._bounds.seconds))
        for before, ticket in enumerate(self._waiting, 1):
            ticket.tell(Progress(waiting=before))
        self._compile()

    def _compile(self) -> None:
        """Let the workers compile their inner loop one by one: the first fills the cache for the others."""
        if any(worker.compiling for worker in self._workers):
            return
        worker = next((each for each in self._workers if each.is_free and not each.compiled), None)
        if worker is not None:
            worker.compiling = True
            self._send(worker, Compile())

    def _send(self, worker: Worker, message: Begin | Cancel | Compile) -> None:
        try:
            worker.pipe.send(message)  # a few hundred bytes: a pipe takes them at once
        except OSError:
            pass  # it has just died; its thread will say so

    def _set_timer(self, worker: Worker, seconds: float, outcome: EngineError) -> None:
        """Kill a worker that does not end its ticket in time, with this outcome."""
        if worker.timer is not None:
            worker.timer.cancel()

        def kill() -> None:
            worker.timer = None
            self._finish(worker, outcome)
            worker.killed = True
            worker.process.kill()

        worker.timer = asyncio.get_running_loop().call_later(seconds, kill)

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
