"""What all tests share: reproducible examples, and the server as a user starts it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from hypothesis import settings

from app.factory import create_app, new_pool
from app.job import BuildModel
from app.listing import library_info
from app.runs import model_of, open_run
from app.serve import make_server
from app.session import Build
from app.settings import Settings

# CI must not fail for a slow machine, nor pass for a lucky draw: same examples every time, no deadline.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

os.environ.pop("PTSCOPE_LANG", None)  # the tests read what commands print in English, whoever runs them

Serving = Callable[..., AbstractContextManager[str]]


@contextmanager
def _serving(
    settings: Settings | None = None, build: Build = open_run, check: BuildModel = model_of
) -> Iterator[str]:
    settings = settings or Settings()
    app = create_app(settings, library_info(), build, new_pool(settings.limits, check, ahead=False))
    server = make_server(app, settings)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def serving() -> Serving:
    """`with serving() as address`: a real server in a thread; the address is like "127.0.0.1:12345"."""
    return _serving


@pytest.fixture(scope="session")
def site(serving: Serving) -> Iterator[str]:
    """One server for all tests that only ask."""
    with serving() as address:
        yield address
