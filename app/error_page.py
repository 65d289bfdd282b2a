"""What stands where there is no page: for a person a page with ways on, for a program one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from starlette.responses import PlainTextResponse

from app.language import language_for
from engine.errors import EngineError
from engine.words.catalogue import Words, words
from engine.words.saying import translated

Page = Callable[[Request, str, int, dict[str, Any]], Response]
"""Fills in a template, with a status."""


def nowhere(page: Page, request: Request, status: int) -> Response:
    """The answer to an address that nothing lies under."""
    text = _words(request).say("error.no-page", repr(request.url.path[:100]))
    return _shown(page, request, status, text, "", text)


def refused(page: Page, request: Request, status: int, error: EngineError) -> Response:
    """The answer to a page that cannot be made, with what the error says."""
    said = _words(request)
    message, hint = translated(error.message, said), translated(error.hint, said)
    return _shown(page, request, status, f"{error.code}: {message}.", f"{hint}.", error.told(said))


def _shown(page: Page, request: Request, status: int, message: str, hint: str, plain: str) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(f"{plain}\n", status)
    return page(request, "error.html", status, {"message": message, "hint": hint})


def _words(request: Request) -> Words:
    return words(language_for(request.query_params, request.cookies, request.headers))
