"""What a server is told when it starts, and what it allows from outside. The environment is not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent

LOCAL_NAMES = ("localhost", "ptscope.localhost")
DEFAULT_PORT = 8642


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what comes from outside, each with its reason."""

    message_bytes: int = (
        256 * 1024
    )  # a schedule is a few hundred bytes; an edited source will be 64 kB at most
    socket_bytes: int = (
        16 * 1024 * 1024
    )  # up to here a message that is too long gets an answer, beyond a close
    messages_per_second: float = 50  # a held key repeats 30 times a second
    burst: int = 200
    connections: int = 500  # each holds one run: some hundred kB
    checks: int = 2  # worker processes: that many checks run at the same time
    checks_waiting: int = 32  # beyond it nobody would wait for an answer
    check_states: int = 1_000_000  # the shortest runs of more take minutes to work out
    fates_states: int = 200_000  # all of them are walked in Python
    check_seconds: float = 120
    check_megabytes: int = 1024
    opening: int = 2  # runs that are built at the same time: it is work for the processor, not waiting


@dataclass(frozen=True, slots=True)
class Settings:
    """One server.

    `allowed_hosts` are names under which it may be asked, beside numeric addresses and the local names: a
    page of somebody else's that points its own name at this machine (DNS rebinding) is not among them.
    `allowed_origins` are pages that may open its websocket, beside its own ("https://teach.example").
    `measured` is what `ptscope measure-fork` found on some machine, for the page of costs.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    measured: Mapping[str, Any] | None = None
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


def folder(name: str) -> Path:
    """Where static/ or templates/ lies: in an installed package under app/, in a working tree beside it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
