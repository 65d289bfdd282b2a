"""Puts a server together. Nothing is kept at module level: two servers in one process do not meet."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app.guard import Guard
from app.pages import add_pages
from app.session import Build, Session
from app.settings import Settings
from app.version import VERSION
from app.wire import LibraryInfo
from app.ws import Gate


def create_app(settings: Settings, library: LibraryInfo, build: Build) -> FastAPI:
    """The ASGI application: pages, static files and one websocket route.

    `library` is what every page is told of; `build` makes the runs that it opens.
    """
    # No interactive API docs: they would load scripts from a third party.
    app = FastAPI(title="ptscope", version=VERSION, openapi_url=None, docs_url=None, redoc_url=None)
    add_pages(app, library)
    app.add_api_websocket_route("/ws", Gate(settings, partial(Session, library, build)).talk)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guard, settings=settings)
    return app
