"""Sessions and servers as they are, and a run in which every picture is a fault of ours."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import pytest

from app.factory import create_app
from app.listing import library_info
from app.runs import Opened, open_run
from app.serve import make_server
from app.session import Session
from app.settings import Settings
from engine.run.frames import Frame
from engine.run.run import Run

LIBRARY = library_info()


class BrokenRun(Run):
    def frame(self, at: int | None = None) -> Frame:
        raise ZeroDivisionError


def build(protocol: str, scenario: str, config: Mapping[str, int]) -> Opened:
    """What `open_run` builds, and "broken", whose frames are bugs."""
    opened = open_run("feb17" if protocol == "broken" else protocol, scenario, config)
    return Opened(BrokenRun(opened.run.model), opened.info) if protocol == "broken" else opened


@pytest.fixture
def new_session() -> Callable[[], Session]:
    return partial(Session, LIBRARY, build)


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    return new_session()


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """A server in a thread; gives "127.0.0.1:12345"."""
    server = make_server(create_app(settings, LIBRARY, build), settings)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def serve() -> Callable[[Settings], object]:
    return serving


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(Settings()) as address:
        yield address
