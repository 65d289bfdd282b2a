"""Frames made whole again, as a page does it: `static/src/changes.js` in Python."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app import wire


def joined(before: Any, change: Any) -> Any:
    """What a value has become by a change (docs/wire-format.md)."""
    if isinstance(change, list):
        return change[0] if len(change) == 1 else before[: change[0]] + change[1]
    if isinstance(before, list):
        return [joined(each, change[str(n)]) if str(n) in change else each for n, each in enumerate(before)]
    return before | {name: joined(before[name], each) for name, each in change.items()}


def whole(texts: Iterable[str]) -> Iterator[wire.ServerMessage]:
    """What a connection says, with a frame for each change."""
    frames: dict[int | None, Any] = {}
    for text in texts:
        message = json.loads(text)
        if message["type"] == "change":
            frame = joined(frames[message["re"]], message.pop("change"))
            message |= {"type": "frame", "frame": frame}
        if message["type"] == "frame":
            frames[message["re"]] = message["frame"]
        yield wire.read_server(json.dumps(message))
