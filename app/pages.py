"""The HTML pages and the files that they load. Everything about a run comes over the websocket."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import Scope

from app.compare import compared, document
from app.costs import CHOICES, Comparison, Wanted
from app.error_page import nowhere
from app.language import COOKIE, error_data, for_templates, is_here, language_for
from app.lesson_pages import add_lesson_pages
from app.matrix import Asked, filters, grouped_scenarios, matrix, read_asked
from app.protocol_page import ProtocolPage, protocol_page
from app.settings import folder
from app.version import VERSION
from app.wire import LibraryInfo
from engine.errors import EngineError
from engine.library import Library
from engine.needs import NEEDS
from engine.words.catalogue import LANGUAGES, MARKED, words

REVALIDATE = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"
A_YEAR = 31_536_000


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


def add_pages(
    app: FastAPI, library: LibraryInfo, texts: Library, measured: Mapping[str, Any] | None = None
) -> None:
    templates = Jinja2Templates(directory=folder("templates"))
    templates.env.globals.update(asset=asset, version=VERSION, library=library)

    comparison = Comparison(texts)

    @cache
    def matrix_of(asked: Asked, language: str) -> Markup:
        """The matrix as HTML: a thousand marks are written once, not for everybody who comes."""
        context = {"matrix": matrix(texts, asked, words(language)), **filters(asked)}
        return Markup(templates.get_template("matrix.html").render(context | for_templates(language, "/")))

    async def home(request: Request) -> Response:
        try:
            asked, problem = read_asked(request.query_params), None
        except EngineError as error:
            asked, problem = Asked(), error
        table = await asyncio.to_thread(matrix_of, asked, _language(request))
        context = {"matrix": table, "groups": grouped_scenarios(texts), "problem": problem}
        return _page(templates, request, "home.html", 404 if problem else 200, context)

    @cache
    def of_protocol(id: str, language: str) -> ProtocolPage:
        return protocol_page(texts, id, words(language))

    async def protocol(request: Request) -> Response:
        id = request.path_params["id"]
        if id not in texts.protocol_ids():
            raise HTTPException(404)
        context = {"page": await asyncio.to_thread(of_protocol, id, _language(request)), "needs": NEEDS}
        return _page(templates, request, "protocol.html", 200, context)

    async def run(request: Request) -> Response:
        return _page(templates, request, "run.html")

    systems = [(each.id, each.id) for each in library.protocols]
    stories = [(each.id, each.title) for each in library.scenarios]
    counting = asyncio.Semaphore(1)  # to work out forms takes a second of a processor

    async def costs(request: Request) -> Response:
        try:
            wanted, problem = comparison.wanted(request.query_params), None
        except EngineError as error:
            wanted, problem = Wanted(), error
        context = {"wanted": wanted, "problem": problem, "choices": {**CHOICES, "p": systems, "s": stories}}
        return _page(templates, request, "costs.html", 404 if problem else 200, context)

    async def capture(request: Request) -> Response:
        return _page(templates, request, "capture.html")

    async def beside(request: Request) -> Response:
        return _page(templates, request, "compare.html")

    async def compare_data(request: Request) -> Response:
        try:
            async with counting:
                found = await asyncio.to_thread(compared, request.query_params, texts)
                text = await asyncio.to_thread(document, {"protocols": systems, "found": found})
        except EngineError as error:
            return JSONResponse(error_data(error), 404)
        return Response(text, media_type="application/json", headers={"cache-control": REVALIDATE})

    async def cost_data(request: Request) -> Response:
        try:
            wanted = comparison.wanted(request.query_params)
        except EngineError as error:
            return JSONResponse(error_data(error), 404)
        async with counting:
            data = await asyncio.to_thread(comparison.data, wanted)
        return JSONResponse({**data, "measured": measured}, headers={"cache-control": REVALIDATE})

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "version": VERSION})

    pages = {
        "/": home,
        "/run": run,
        "/protocol/{id}": protocol,
        "/costs": costs,
        "/costs/data": cost_data,
        "/compare": beside,
        "/compare/data": compare_data,
        "/capture": capture,
        "/language/{language}": _choose,
        "/healthz": health,
    }
    for address, handler in pages.items():
        app.add_route(address, handler, methods=["GET"])

    def page(request: Request, name: str, status: int, context: dict[str, Any]) -> Response:
        return _page(templates, request, name, status, context)

    async def not_here(request: Request, error: Exception) -> Response:
        return nowhere(page, request, error.status_code if isinstance(error, HTTPException) else 404)

    add_lesson_pages(app, texts, page, _language)
    app.mount("/static", Files(directory=folder("static"), check_dir=False))
    app.add_exception_handler(404, not_here)


def _page(
    templates: Jinja2Templates,
    request: Request,
    name: str,
    status: int = 200,
    context: dict[str, Any] | None = None,
) -> Response:
    headers = {"cache-control": REVALIDATE, "vary": "Accept-Language, Cookie"}
    asked = request.query_params.get("lang")
    language = _language(request)
    here = request.url.remove_query_params("lang")
    address = f"{here.path}?{here.query}" if here.query else here.path
    whole = {**(context or {}), **for_templates(language, address)}
    response = templates.TemplateResponse(request, name, whole, status_code=status, headers=headers)
    if asked == language != MARKED and COOKIE not in request.cookies:
        # whoever follows a link in a language goes on in it, until the browser is closed
        response.set_cookie(COOKIE, language, samesite="lax", httponly=True)
    return response


def _language(request: Request) -> str:
    return language_for(request.query_params, request.cookies, request.headers)


async def _choose(request: Request) -> Response:
    """Keeps the language that a person chose for a year, and goes back to where they were."""
    language, to = request.path_params["language"], request.query_params.get("to", "/")
    if language not in LANGUAGES:
        raise HTTPException(404)
    response = RedirectResponse(to if is_here(to) else "/", 303)
    response.set_cookie(COOKIE, language, max_age=A_YEAR, samesite="lax", httponly=True)
    return response
