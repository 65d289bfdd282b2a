"""How long a fork takes on this machine, by mapped pages: a document of a stated form, made or read."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app import fork_timer
from engine.errors import LimitReached, RequestError
from engine.words.saying import said

TYPE, VERSION = "ptscope-measured-fork", 1
KINDS = ("private", "shared")
"""private: copied entry by entry at fork. shared: a shared mapping, which fork leaves to later faults."""

USUAL_PAGES = (100, 500, 1_000, 10_000, 50_000, 100_000, 200_000)
"""Those of the mail."""
USUAL_RUNS = 15

MOST_BYTES = 1024 * 1024
MOST_RUNS = 1_000
MOST_POINTS = 100
PROC = Path("/proc")
CGROUP = Path("/sys/fs/cgroup")

Document = dict[str, Any]


def most_pages() -> int:
    """How many pages may be written here: half of the memory that is available, for others want some, too.

    Raises:
        RequestError: this is not Linux.
    """
    try:
        lines = (PROC / "meminfo").read_text("ascii").splitlines()
        available = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError) as error:
        raise not_linux("measure-fork") from error
    try:  # inside a container the limit of its group counts
        limit = int((CGROUP / "memory.max").read_text("ascii"))
        used = int((CGROUP / "memory.current").read_text("ascii"))
        available = min(available, max(limit - used, 0))
    except (OSError, ValueError):  # no such file, or "max"
        pass
    return available // 2 // os.sysconf("SC_PAGE_SIZE")


def not_linux(command: str) -> RequestError:
    return RequestError(
        "PROC01",
        said("error.no-proc", command, sys.platform),
        said("hint.run-on-linux"),
    )


def check_pages(pages: Sequence[int], most: int) -> None:
    """Raises LimitReached if there is not memory for all of them."""
    for number in pages:
        if number > most:
            megabytes = number * os.sysconf("SC_PAGE_SIZE") // 1024**2
            raise LimitReached(
                "LIM94",
                said("error.too-much-memory", number, megabytes),
                said("hint.measure-up-to", most),
            )


def measure(
    pages: Sequence[int], runs: int, tell: Callable[[str, int], None] = lambda kind, number: None
) -> Document:
    """Forks with each number of pages, of both kinds of memory, each in a process of its own. tell: is told
    which comes next.

    Raises:
        RequestError: a measurement failed, with what the system said.
    """
    series = []
    for kind in KINDS:
        points = []
        for number in (0, *pages):
            tell(kind, number)
            points.append(_point(kind, number, runs))
        series.append({"memory": kind, "baseline": points[0], "points": points[1:]})
    system = os.uname()
    return {
        "type": TYPE,
        "version": VERSION,
        "system": {"kernel": system.release, "machine": system.machine, "cpus": os.cpu_count() or 1},
        "page_size": os.sysconf("SC_PAGE_SIZE"),
        "runs": runs,
        "series": series,
    }


def _point(kind: str, pages: int, runs: int) -> Document:
    command = [sys.executable, "-I", "-S", fork_timer.__file__, kind, str(pages), str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        why = lines[-1] if lines else said("error.ended-by-system")
        raise RequestError("PROC02", said("error.fork-failed", pages, kind, why), said("hint.fewer-pages"))
    tables, times = ([float(word) for word in line.split()] for line in done.stdout.splitlines())
    return {
        "pages": pages,
        "median_us": round(statistics.median(times), 1),
        "least_us": round(min(times), 1),
        "most_us": round(max(times), 1),
        "page_tables_kb": int(tables[1] - tables[0]),
    }


def read_measured(path: Path) -> Document:
    """What `ptscope measure-fork --json` wrote.

    Raises:
        RequestError: it cannot be read, or is something else.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        hint = said("hint.measured-file")
        raise RequestError("FILE01", said("error.file", str(path), str(error.strerror)), hint) from error
    if len(data) > MOST_BYTES:
        raise LimitReached(
            "LIM93", said("error.file-too-long", str(path), MOST_BYTES), said("hint.fewer-sizes")
        )
    try:
        document = json.loads(data)
        if _is_measured(document):
            return dict(document)
    except (ValueError, RecursionError):
        pass
    message = said("error.no-measure", str(path), VERSION)
    raise RequestError("FILE05", message, said("hint.measure-again"))


def _is_measured(document: object) -> bool:
    match document:
        case {"type": type, "version": version, "runs": int(), "system": dict(), "series": list(series)}:
            return type == TYPE and version == VERSION and all(_is_series(each) for each in series)
        case _:
            return False


def _is_series(series: object) -> bool:
    match series:
        case {"memory": str(kind), "baseline": baseline, "points": list(points)}:
            return kind in KINDS and len(points) <= MOST_POINTS and all(map(_is_point, [baseline, *points]))
        case _:
            return False


def _is_point(point: object) -> bool:
    names = ("pages", "median_us", "least_us", "most_us", "page_tables_kb")
    values = [point.get(name) for name in names] if isinstance(point, dict) else [None]
    return all(isinstance(value, int | float) and 0 <= value < 1e15 for value in values)
