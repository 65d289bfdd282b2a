"""The pages of the course, and what they ask while somebody reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.responses import JSONResponse

from app.error_page import Page, refused
from app.language import error_data, language_of
from app.lessons import Course
from engine.errors import EngineError, RoutineError
from engine.library import Library
from engine.words.catalogue import words

Language = Callable[[Request], str]
"""In which language a page is asked for."""


def add_lesson_pages(app: FastAPI, texts: Library, page: Page, language: Language) -> None:
    course = Course(texts)
    one = asyncio.Semaphore(1)  # a course keeps searches, and a search is no thread's but one's

    async def lessons(request: Request) -> Response:
        try:
            return page(request, "lessons.html", 200, {"lessons": course.lessons(language(request))})
        except RoutineError as error:
            return _refused(page, request, error)

    async def lesson(request: Request) -> Response:
        try:
            async with one:
                shown = await asyncio.to_thread(course.page, request.path_params["id"], language(request))
        except EngineError as error:
            return _refused(page, request, error)
        return page(request, "lesson.html", 200, {"page": shown, "lesson": shown.lesson})

    async def answer(request: Request, work: Callable[[], dict[str, Any]]) -> Response:
        try:
            async with one:
                said = await asyncio.to_thread(work)
        except EngineError as error:
            return JSONResponse(error_data(error), 404)
        return JSONResponse(said, headers={"cache-control": "no-cache"})

    async def ask(request: Request) -> Response:
        at = request.path_params
        query = request.query_params
        words_in = words(language_of(query.get("lang"), None, ""))
        return await answer(request, lambda: course.ask(at["id"], at["number"], query, words_in))

    async def level(request: Request) -> Response:
        at = request.path_params
        schedule = request.query_params.get("t", "")
        return await answer(request, lambda: course.standing(at["id"], at["number"], schedule))

    addresses = {
        "/lessons": lessons,
        "/lesson/{id}": lesson,
        "/lesson/{id}/ask/{number:int}": ask,
        "/lesson/{id}/level/{number:int}": level,
    }
    for address, handler in addresses.items():
        app.add_route(address, handler, methods=["GET"])


def _refused(page: Page, request: Request, error: EngineError) -> Response:
    """A lesson that is not there, or whose file is wrong: then with the file and the line."""
    return refused(page, request, 422 if isinstance(error, RoutineError) else 404, error)
