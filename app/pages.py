"""The HTML pages and the files that they load. Everything about a run comes over the websocket."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import Scope

from app.settings import folder
from app.version import VERSION
from app.wire import LibraryInfo

REVALIDATE = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"


class Files(StaticFiles):
    """static/: kept for ever when asked for by content (`?v=`), otherwise revalidated each time (ETag)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        wanted = scope["query_string"].decode("latin-1")
        is_named = wanted == f"v={digest(folder('static') / path)}" if wanted else False
        response.headers["cache-control"] = FOR_EVER if is_named else REVALIDATE
        return response


def digest(path: Path) -> str:
    """A short name for what a file holds now."""
    try:
        return _digest(path, path.stat().st_mtime_ns)
    except OSError:
        return "none"


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"


def asset(name: str) -> str:
    """For the templates: the address of a file in static/, with what it holds in it."""
    return f"/static/{name}?v={digest(folder('static') / name)}"


def add_pages(app: FastAPI, library: LibraryInfo) -> None:
    templates = Jinja2Templates(directory=folder("templates"))
    templates.env.globals.update(asset=asset, version=VERSION, library=library)

    async def home(request: Request) -> Response:
        return _page(templates, request, "home.html")

    async def run(request: Request) -> Response:
        return _page(templates, request, "run.html")

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "version": VERSION})

    for address, page in (("/", home), ("/run", run), ("/healthz", health)):
        app.add_route(address, page, methods=["GET"])
    app.mount("/static", Files(directory=folder("static"), check_dir=False))
    app.add_exception_handler(404, _not_here)


def _page(templates: Jinja2Templates, request: Request, name: str) -> Response:
    return templates.TemplateResponse(request, name, headers={"cache-control": REVALIDATE})


async def _not_here(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    text = (
        f"There is no page {request.url.path[:100]!r} here. Begin at /, or open the link of a run: /run?p=…\n"
    )
    return PlainTextResponse(text, status_code=status)
