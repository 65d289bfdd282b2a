"""Who may ask, and what a browser may do with the answer: Host check, Origin check, security headers.

DNS rebinding: a page of somebody else's can point its own name at 127.0.0.1 and then reads our answers as its
own. It cannot choose the Host header, which carries that name: a name that we do not know is refused. A
numeric address cannot be rebound and is always taken.
"""

from __future__ import annotations

import ipaddress
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language import language_for
from app.settings import LOCAL_NAMES, Settings
from engine.words.catalogue import words

HOST = re.compile(r"(?:\[(?P<address>[0-9a-fA-F:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer-when-downgrade",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)

        async def send_guarded(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        # Two Host headers are an attempt to show one to us and the other to somebody else.
        host = ", ".join(Headers(scope=scope).getlist("host"))
        answer: ASGIApp = self.app if is_known_host(host, self.settings) else _refusal(host, scope)
        return await answer(scope, receive, send_guarded)


def _refusal(host: str, scope: Scope) -> PlainTextResponse:
    language = language_for({}, {}, Headers(scope=scope))
    text = words(language).say("error.unknown-host", repr(host[:100]))
    return PlainTextResponse(f"{text}\n", status_code=421)


def is_known_host(host: str, settings: Settings) -> bool:
    """True when a Host header names this server: a numeric address, a local name or a configured one."""
    parts = HOST.fullmatch(host)
    if parts is None:
        return False
    name = (parts["name"] or parts["address"]).lower()
    if name in LOCAL_NAMES or name in {known.lower() for known in settings.allowed_hosts}:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_known_origin(origin: str | None, host: str, settings: Settings) -> bool:
    """True for our own pages, configured ones, and programs, which send no Origin; browsers always do."""
    own = {f"http://{host}".lower(), f"https://{host}".lower()}
    return origin is None or origin in settings.allowed_origins or origin.lower() in own
