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
from app.job import Begin, Bounds, BuildModel, Cancel, Compile, Compiled, Ended, Found, Job, Ready, Told
from engine.check import compiled
from engine.errors import EngineError, InternalError

_SAYING = threading.Lock()
"""Two threads of a worker may have something to say."""

log = logging.getLogger("ptscope")

TELL_EVERY_S = 0.1
RETIRE_AT = 512
"""Megabytes that a job may leave behind; a process that has grown by more is replaced."""

WARM_UP = Job("feb17", "zap-zap", (), 100_000)


def serve(pipe: Connection, bounds: Bounds, build: BuildModel) -> None:
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this process
    try:
        _warm_up(bounds, build)
        _say(pipe, Ready())
        start = megabytes()
        while megabytes() - start < RETIRE_AT:
            message = pipe.recv()
            if isinstance(message, Begin):
                _say(pipe, _run(pipe, message, bounds, build))
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


def _run(pipe: Connection, begin: Begin, bounds: Bounds, build: BuildModel) -> Found | Ended:
    number = begin.number
    try:
        check = Checking(begin.job, bounds, build)
        told = time.monotonic()
        while not check.advance():
            while pipe.poll():
                message = pipe.recv()
                if isinstance(message, Cancel) and message.number == number:
                    return Ended(number, None)
            if time.monotonic() - told >= TELL_EVERY_S:
                told = time.monotonic()
                _say(pipe, Told(number, check.progress()))
        _say(pipe, Told(number, replace(check.progress(), tracing=True)))
        return Found(number, check.verdict(), check.stop, check.seconds, megabytes())
    except EngineError as error:
        return Ended(number, error)
    except (EOFError, OSError):
        raise
    except Exception as error:
        log.exception("a check went wrong")
        text = f"ptscope itself went wrong in a check ({type(error).__name__})"
        return Ended(number, InternalError("BUG01", text, "report it with the link of this page"))
