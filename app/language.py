"""In which language a page is written: asked for in the link, chosen before, or what the browser prefers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from engine.errors import EngineError
from engine.words.catalogue import LANGUAGES, MARKED, Words, filled, words
from engine.words.saying import translated

COOKIE = "lang"


def language_of(asked: str | None, chosen: str | None, accepted: str) -> str:
    """The language of a page. `asked`: `?lang=`; `chosen`: the cookie; `accepted`: Accept-Language."""
    if asked == MARKED:  # only where somebody asks for it
        return MARKED
    wanted = (asked, chosen, *_preferred(accepted))
    return next((each for each in wanted if each in LANGUAGES), "en") or "en"


def language_for(query: Mapping[str, str], cookies: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The language in which a request is answered."""
    return language_of(query.get("lang"), cookies.get(COOKIE), headers.get("accept-language", ""))


def _preferred(accepted: str) -> list[str]:
    """ "de-CH, en;q=0.5" as ["de", "en"]: what is preferred first, without the countries."""
    ranked: list[tuple[float, str]] = []
    for part in accepted[:1000].split(","):
        name, _, weight = part.partition(";")
        try:
            rank = float(weight.partition("=")[2] or 1)
        except ValueError:
            continue
        if rank > 0:
            ranked.append((-rank, name.strip().partition("-")[0].lower()))
    return [name for _, name in sorted(ranked, key=lambda each: each[0])]


def for_templates(language: str, here: str) -> dict[str, Any]:
    """What every template has: `t("id", ...)`, the language, and the way to the others from this address."""
    catalogue = words(language)
    return {
        "t": _in_html(catalogue),
        "ours": catalogue.ours,
        "told": lambda text: translated(text, catalogue),
        "english": lambda text: "" if catalogue.has(text) else Markup(' lang="en"'),
        "language": language,
        "others": [(code, name, switch(code, here)) for code, name in LANGUAGES.items() if code != language],
        "words": None if language == "en" else page_words(catalogue),
    }


def error_data(error: EngineError) -> dict[str, Any]:
    """An error as the page's scripts read it: they say its texts in their language (static/src/told.js)."""
    return {"error": {"code": error.code, "message": asdict(error.message), "hint": asdict(error.hint)}}


def switch(language: str, here: str) -> str:
    """The address that keeps a choice of language and comes back."""
    return f"/language/{language}?{urlencode({'to': here})}"


def is_here(address: str) -> bool:
    """True for an address of this server, "/run?p=feb17": one that can be gone back to."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def page_words(catalogue: Words) -> Mapping[str, Any]:
    """What static/src/words.js needs of a language that is not English."""
    return {"language": catalogue.language, "texts": dict(catalogue.texts)}


def _in_html(catalogue: Words) -> Callable[..., Markup]:
    """`t`: a text as HTML. Arguments are escaped, unless they are HTML themselves."""

    def written(id: str, *args: object) -> Markup:
        form = escape(catalogue.form(id, *args[:1]))
        return Markup(filled(form, args, escape))

    return written
