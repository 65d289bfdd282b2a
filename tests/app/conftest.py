"""Sessions as they are, and a run in which every picture is a fault of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from app.listing import library_info
from app.runs import Opened, open_run
from app.session import Session
from engine.run.frames import Frame
from engine.run.run import Run


class BrokenRun(Run):
    def frame(self, at: int | None = None) -> Frame:
        raise ZeroDivisionError


def build(protocol: str, scenario: str, config: Mapping[str, int]) -> Opened:
    """What `open_run` builds, and "broken", whose frames are bugs."""
    opened = open_run("feb17" if protocol == "broken" else protocol, scenario, config)
    return Opened(BrokenRun(opened.run.model), opened.info) if protocol == "broken" else opened


@pytest.fixture
def new_session() -> Callable[[], Session]:
    return partial(Session, library_info(), build)


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    return new_session()


@pytest.fixture
def serve(serving: Callable[..., Any]) -> Callable[..., Any]:
    return partial(serving, build=build)


@pytest.fixture(scope="module")
def address(serving: Callable[..., Any]) -> Iterator[str]:
    with serving(build=build) as address:
        yield address
