"""The prose of a lesson as HTML. Raw HTML in it is shown as text: a lesson may be anybody's file."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from app.archive import address

_MOMENT = re.compile(r"#(\d+)")
_SOURCE = re.compile(r"(?:mail|doi|commit):(.+)")


def rendered(markdown: str, moment: Callable[[int], str]) -> str:
    """HTML of some prose; `moment` gives the address of a step of the section's run."""
    html = str(_PARSER.render(markdown, {"moment": moment}))
    return html.replace("<pre>", '<pre tabindex="0">')  # what scrolls sideways is reached by keyboard


def slug(words: str) -> str:
    """The anchor of a heading: "Who frees T0?" is #who-frees-t0."""
    return re.sub(r"[\W_]+", "-", words.lower()).strip("-") or "section"


def _heading(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    tokens[index].attrSet("id", slug(tokens[index + 1].content))
    return self.renderToken(tokens, index, options, env)


def _link(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token = tokens[index]
    target = str(token.attrGet("href"))
    if moment := _MOMENT.fullmatch(target):
        token.attrSet("href", env["moment"](int(moment[1])))
        token.attrSet("data-at", moment[1])
    elif source := _SOURCE.fullmatch(target):
        token.attrSet("href", address(source[1]) or "#")
        token.attrSet("rel", "noreferrer")
    return self.renderToken(tokens, index, options, env)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("link_open", _link)
    return parser


_PARSER = _parser()
