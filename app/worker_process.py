"""A worker process as the server holds it, and the thread that waits at its pipe."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from app.job import Bounds, BuildModel
from app.ticket import Ticket
from app.worker import serve


class Worker:
    """A process, its pipe, and the ticket that it works on."""

    def __init__(self, process: SpawnProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.ready = False
        self.killed = False
        self.compiled = self.compiling = False
        self.ticket: Ticket | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.thread: threading.Thread | None = None

    @property
    def is_free(self) -> bool:
        return self.ready and not self.killed and self.ticket is None


def start_process(bounds: Bounds, build: BuildModel) -> Worker:
    # Spawned, not forked: the server has threads, and a fork copies the locks that they hold.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, bounds, build), name="ptscope-check", daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def listen(worker: Worker, loop: asyncio.AbstractEventLoop, heard: Any) -> None:
    while True:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            message = None
        try:
            loop.call_soon_threadsafe(heard, worker, message)
        except RuntimeError:  # the loop is closed
            return
        if message is None:
            return


def join(worker: Worker) -> None:
    worker.process.join()
    if worker.thread is not None:
        worker.thread.join()
    worker.pipe.close()
