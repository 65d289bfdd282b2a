"""The same work on many things, on all cores of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TypeVar

FEW = 8
"""So few things are done in this process: another one takes a second to start."""

In = TypeVar("In")
Out = TypeVar("Out")


def each(
    work: Callable[[In], Out], things: Sequence[In], size: Callable[[In], int] = lambda _: 0
) -> Iterator[tuple[int, Out]]:
    """(index, result) as they come. What is raised in another process is raised here, and ends the rest.

    size: what is larger is begun earlier, so that no core waits for the last one at the end.
    `work` and the things must be what another process can be given: importable by name, or picklable.
    """
    processes = min(cores(), len(things))
    if processes < 2 or len(things) <= FEW:
        yield from enumerate(map(work, things))
        return
    with _pool(processes) as pool:
        by_size = sorted(range(len(things)), key=lambda index: -size(things[index]))
        order = {pool.submit(work, things[index]): index for index in by_size}
        for done in as_completed(order):
            yield order[done], done.result()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Spawned, not forked: what this process has imported may have threads. Ctrl-C ends them at once."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_deaf)
    try:
        yield pool
    except BaseException:
        for process in (pool._processes or {}).values():
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()


def _deaf() -> None:
    """Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
