"""Puts a server together. Nothing is kept at module level: two servers in one process do not meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from app.guard import Guard
from app.job import Bounds, BuildModel
from app.pages import add_pages
from app.pool import Pool
from app.runs import model_of
from app.session import Build, Session
from app.settings import Limits, Settings
from app.version import VERSION
from app.wire import LibraryInfo
from app.ws import Gate
from engine.library import SHIPPED, Library


def create_app(
    settings: Settings,
    library: LibraryInfo,
    build: Build,
    pool: Pool | None = None,
    texts: Library = SHIPPED,
) -> FastAPI:
    """The ASGI application: pages, static files and one websocket route.

    `library` is what every page is told of, and `texts` are what it names; `build` makes the runs that it
    opens; `pool` checks, and lives as long as the server. Without them it is what ships.
    """
    checking = pool or new_pool(settings.limits, ahead=False)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        checking.open()
        yield
        await checking.close()

    # No interactive API docs: they would load scripts from a third party.
    app = FastAPI(
        title="ptscope", version=VERSION, openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    add_pages(app, library, texts, settings.measured)
    app.add_api_websocket_route("/ws", Gate(settings, partial(Session, library, build), checking).talk)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guard, settings=settings)
    return app


def new_pool(limits: Limits, build: BuildModel = model_of, *, ahead: bool = True) -> Pool:
    """Worker processes within these limits; `ahead`: started with the server, not by the first check."""
    bounds = Bounds(limits.check_seconds, limits.check_megabytes)
    return Pool(build, size=limits.checks, bounds=bounds, most_waiting=limits.checks_waiting, ahead=ahead)
