"""A worker process: takes jobs from its pipe, tells how far they are, gives verdicts, obeys a cancel.

The pipe is looked at between slices. When the other end is gone, the process ends.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from dataclasses import replace
from multiprocessing.connection import Connection

from app.checking import Checking, megabytes
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
    Ready,
    Told,
    What,
)
from engine.check import compiled
from engine.check.memo import Book
from engine.errors import EngineError, InternalError
from engine.words.saying import said

_SAYING = threading.Lock()
"""Two threads of a worker may have something to say."""

log = logging.getLogger("ptscope")

TELL_EVERY_S = 0.1
RETIRE_AT = 512
"""Megabytes that a job may leave behind; a process that has grown by more is replaced."""

KEPT_STATES = 200_000
"""A check of more states is not kept for its fates."""

KEPT_BOOKS = 4
"""Models whose steps are remembered: who checks the same again, or more of it, waits for the loop alone."""

WARM_UP = Job("feb17", "zap-zap", (), 100_000)


def serve(pipe: Connection, bounds: Bounds, build: BuildModel) -> None:
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this process
    try:
        _warm_up(bounds, build)
        _say(pipe, Ready())
        start = megabytes()
        desk = Desk(pipe, bounds, build)
        while megabytes() - start < RETIRE_AT:
            message = pipe.recv()
            if isinstance(message, Begin):
                _say(pipe, desk.run(message))
            elif isinstance(message, Compile):
                threading.Thread(target=_compile, args=(pipe,), daemon=True).start()
    except (EOFError, OSError):
        pass


def _warm_up(bounds: Bounds, build: BuildModel) -> None:
    """The first check of a process reads the grammar and the library: let nobody wait for that."""
    check = Checking(WARM_UP, bounds, build)
    while not check.advance():
        pass
    check.verdict()


def _compile(pipe: Connection) -> None:
    compiled.warm()
    with contextlib.suppress(OSError):
        _say(pipe, Compiled())


def _say(pipe: Connection, message: object) -> None:
    with _SAYING:
        pipe.send(message)


class Desk:
    """What a worker works on, and the check that it made last: more may be asked of it next."""

    def __init__(self, pipe: Connection, bounds: Bounds, build: BuildModel) -> None:
        self.pipe = pipe
        self.bounds = bounds
        self.build = build
        self.last: tuple[Job, Checking] | None = None
        self.books: dict[What, Book] = {}
        """By what was searched, the one that was used last behind the others."""

    def run(self, begin: Begin) -> Found | Foretold | Differs | Ended:
        """Do a job, to its end or until it is cancelled."""
        try:
            return self._result(begin)
        except EngineError as error:
            return Ended(begin.number, error)
        except (EOFError, OSError):
            raise
        except Exception as error:
            log.exception("a check went wrong")
            text = said("error.went-wrong-checking", type(error).__name__)
            return Ended(begin.number, InternalError("BUG01", text, said("hint.report")))

    def _result(self, begin: Begin) -> Found | Foretold | Differs | Ended:
        number, job = begin.number, begin.job
        known = self._known(job)
        check = known or Checking(job, self.bounds, self.build, self.books.get(job.what))
        if job.unlike is not None:
            self.last = (job, known) if known is not None else None
            return Differs(number, check.another(job.unlike))
        finished = self._search(check, number)
        if check.stopped == "memory":  # it may have met its end within a step
            self.books.pop(job.what, None)
        else:
            self._keep(job, check.search.book)
        if not finished:
            return Ended(number, None)
        progress = check.progress()
        is_kept = check.stopped is None and progress.states <= KEPT_STATES
        self.last = (job, check) if is_kept else None
        _say(self.pipe, Told(number, replace(progress, tracing=True)))
        if job.schedule is not None:
            return Foretold(number, check.fates(job.schedule))
        verdict = check.verdict()
        found = Found(number, verdict, check.stop, check.seconds, megabytes(), False, check.covered)
        # The facts take longer than the rest: nobody should wait for them.
        _say(self.pipe, found)
        return replace(found, verdict=check.facts(found.verdict), last=True)

    def _keep(self, job: Job, book: Book) -> None:
        self.books.pop(job.what, None)
        self.books[job.what] = book
        if len(self.books) > KEPT_BOOKS:
            del self.books[next(iter(self.books))]

    def _known(self, job: Job) -> Checking | None:
        """The last check, if it has searched what more is wanted of."""
        last, self.last = self.last, None
        if last is None or (job.schedule is None and job.unlike is None):
            return None
        return last[1] if last[0].what == job.what else None

    def _search(self, check: Checking, number: int) -> bool:
        """Search to the end or a limit; false if the job is cancelled."""
        told = time.monotonic()
        while not check.advance():
            while self.pipe.poll():
                message = self.pipe.recv()
                if isinstance(message, Cancel) and message.number == number:
                    return False
            if time.monotonic() - told >= TELL_EVERY_S:
                told = time.monotonic()
                _say(self.pipe, Told(number, check.progress()))
        return True
