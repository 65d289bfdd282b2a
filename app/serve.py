"""`ptscope serve`: binds, says where, opens the browser, serves until it is stopped."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import webbrowser
from dataclasses import dataclass, replace
from functools import partial

import uvicorn
from fastapi import FastAPI

from app.factory import create_app, new_pool
from app.listing import library_info
from app.runs import model_of, open_run
from app.settings import DEFAULT_PORT, Settings, folder
from engine.errors import RequestError
from engine.library import SHIPPED, Library
from engine.words.catalogue import Words
from engine.words.saying import said


@dataclass(frozen=True, slots=True)
class Listener:
    """A bound socket, the address to give to a browser, and whether the wanted port was taken."""

    socket: socket.socket
    address: str
    moved: bool


def listen(host: str, port: int | None) -> Listener:
    """Binds. Without a port it is the usual one, or a free one if that is taken.

    Raises:
        RequestError: SERVE01 the address cannot be had.
    """
    try:
        return _bound(host, DEFAULT_PORT if port is None else port, moved=False)
    except OSError as error:
        if port is None and error.errno == errno.EADDRINUSE:
            return _bound(host, 0, moved=True)
        wanted = said("error.listen-on", host, DEFAULT_PORT if port is None else port)
        raise RequestError(
            "SERVE01",
            said("error.cannot-listen", wanted, error.strerror or str(error)),
            said("hint.another-port"),
        ) from error


def _bound(host: str, port: int, *, moved: bool) -> Listener:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return Listener(listener, f"http://{shown}:{listener.getsockname()[1]}/", moved)


def make_server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """The server without its socket: `run(sockets=[...])` serves until `should_exit`."""
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=settings.limits.socket_bytes,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)


def serve(
    settings: Settings, port: int | None, library: Library = SHIPPED, *, open_browser: bool, words: Words
) -> None:
    """Serves until interrupted; `port` None means the usual one if it is free. words: for the terminal.

    Raises:
        RequestError: SERVE01 the address cannot be had, SERVE02 the page was never built.
    """
    if not (folder("static") / "dist" / "run.js").is_file():
        hint = said("hint.build-javascript")
        raise RequestError("SERVE02", said("error.no-javascript"), hint)
    listener = listen(settings.host, port)
    if settings.host not in ("127.0.0.1", "::1", "localhost"):
        # Asked to be reachable from elsewhere: then this machine's own names are not somebody else's.
        names = (*settings.allowed_hosts, settings.host, socket.gethostname(), socket.getfqdn())
        settings = replace(settings, allowed_hosts=names)
    server = make_server(app_of(settings, library), settings)
    where = "cli.serving-elsewhere" if listener.moved else "cli.serving"
    told = words.say(where, listener.address, DEFAULT_PORT)
    sys.stdout.write(f"{told}\n{words.say('cli.how-to-stop')}\n")
    sys.stdout.flush()
    if open_browser and _has_screen():
        # In a thread, since some browsers do not return; the socket listens already.
        threading.Thread(target=webbrowser.open, args=(listener.address,), daemon=True).start()
    try:
        server.run(sockets=[listener.socket])
    except KeyboardInterrupt:
        pass


def app_of(settings: Settings, library: Library = SHIPPED) -> FastAPI:
    """The application that serves what a library holds."""
    pool = new_pool(settings.limits, partial(model_of, library=library))
    return create_app(settings, library_info(library), partial(open_run, library=library), pool, library)


def _has_screen() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
