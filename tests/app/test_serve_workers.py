"""However `ptscope serve` ends, none of its processes outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up in /proc"),
]

ROOT = Path(__file__).parents[2]


def until(what: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    threads = Path(f"/proc/{pid}/task").iterdir()
    children += [child for thread in threads for child in (thread / "children").read_text().split()]
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in set(children)}
    return [child for child, command in commands.items() if b"spawn_main" in command]


def is_at_work(pid: int) -> bool:
    """Has it got what it was started with? Before, multiprocessing complains of a server that is gone."""
    return "tree_sitter" in Path(f"/proc/{pid}/maps").read_text()


def lives(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_server(end: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as server:
        try:
            assert until(lambda: len(workers_of(server.pid)) == 2), "the workers start with the server"
            workers = workers_of(server.pid)
            assert until(lambda: all(map(is_at_work, workers)))
            os.kill(server.pid, end)
            _, said = server.communicate(timeout=20)
        finally:
            server.kill()
    assert until(lambda: not any(map(lives, workers)))
    assert said == b""
