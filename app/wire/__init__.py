"""What goes over the websocket: the only package that knows pydantic, and both sides of the wire.

`docs/wire-format.md` says it in words, with an example of each message that a test reads back through the
models below. Fields that are not listed are refused, in both directions. The pieces of a frame are the
engine's own dataclasses (`engine.run.frames`, `memory_info`, `run_info`): they are written here without
being looked at again, and read back through pydantic by the tests.
"""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import Field, TypeAdapter, ValidationError

from app.wire.asked import (
    Advance as Advance,
)
from app.wire.asked import (
    Another as Another,
)
from app.wire.asked import (
    BreakpointAsked as BreakpointAsked,
)
from app.wire.asked import (
    Breakpoints as Breakpoints,
)
from app.wire.asked import (
    Cancel as Cancel,
)
from app.wire.asked import (
    Check as Check,
)
from app.wire.asked import (
    CheckMessage as CheckMessage,
)
from app.wire.asked import (
    ClientMessage as ClientMessage,
)
from app.wire.asked import (
    Continue as Continue,
)
from app.wire.asked import (
    Draw as Draw,
)
from app.wire.asked import (
    Fates as Fates,
)
from app.wire.asked import (
    Open as Open,
)
from app.wire.asked import (
    Paste as Paste,
)
from app.wire.asked import (
    RunMessage as RunMessage,
)
from app.wire.asked import (
    Step as Step,
)
from app.wire.asked import (
    Watch as Watch,
)
from app.wire.changes import frame_change as frame_change
from app.wire.fields import VERSION as VERSION
from app.wire.told import (
    AnotherSent as AnotherSent,
)
from app.wire.told import (
    CheckNews as CheckNews,
)
from app.wire.told import (
    Drawn as Drawn,
)
from app.wire.told import (
    Failed as Failed,
)
from app.wire.told import (
    FatesSent as FatesSent,
)
from app.wire.told import (
    FrameChanged as FrameChanged,
)
from app.wire.told import (
    FrameSent as FrameSent,
)
from app.wire.told import (
    Hello as Hello,
)
from app.wire.told import (
    LibraryInfo as LibraryInfo,
)
from app.wire.told import (
    Pasted as Pasted,
)
from app.wire.told import (
    Place as Place,
)
from app.wire.told import (
    ProgressTold as ProgressTold,
)
from app.wire.told import (
    ProtocolEntry as ProtocolEntry,
)
from app.wire.told import (
    RunOpened as RunOpened,
)
from app.wire.told import (
    ScenarioEntry as ScenarioEntry,
)
from app.wire.told import (
    ServerMessage as ServerMessage,
)
from app.wire.told import (
    StartEntry as StartEntry,
)
from app.wire.told import (
    Starts as Starts,
)
from app.wire.told import (
    Stopped as Stopped,
)
from app.wire.told import (
    VerdictSent as VerdictSent,
)
from app.wire.told import (
    WatchedSent as WatchedSent,
)
from engine.errors import EngineError, RequestError, RoutineError
from engine.words.saying import said

_client: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])
_server: TypeAdapter[ServerMessage] = TypeAdapter(Annotated[ServerMessage, Field(discriminator="type")])
_any: TypeAdapter[Any] = TypeAdapter(Any)

TYPES: list[str] = [get_args(model.model_fields["type"].annotation)[0] for model in get_args(ClientMessage)]
"""What the `type` of a page's message may be."""


def read_client(text: str) -> ClientMessage:
    """Reads what a page sent.

    Raises:
        RequestError: WIRE01 it is not JSON, WIRE02 it is not one of the messages.
    """
    try:
        return _client.validate_json(text)
    except ValidationError as error:
        raise _explained(error) from None


def read_server(text: str) -> ServerMessage:
    """Reads back what `write` wrote; the tests check with it that frames are what this file says."""
    return _server.validate_json(text)


def write(message: ServerMessage) -> str:
    return _server.dump_json(message).decode()


def id_of(text: str) -> int | None:
    """The id of a message that could not be read, if that can be made out: its page waits for an answer."""
    try:
        value = _any.validate_json(text)
    except ValidationError:
        return None
    found = value.get("id") if isinstance(value, dict) else None
    return found if type(found) is int and 0 <= found < 2**53 else None


def explained(error: EngineError) -> dict[str, Any]:
    """What `Failed` says of an error."""
    span = error.span
    place = Place(file=span.file, line=span.line, column=span.column) if span else None
    more = len(error.diagnostics) - 1 if isinstance(error, RoutineError) else 0
    message = said("error.and-more", more, error.message) if more else error.message
    return {"code": error.code, "message": message, "hint": error.hint, "place": place, "at": None}


def _explained(error: ValidationError) -> RequestError:
    first, count = error.errors(include_url=False)[0], error.error_count()
    found = _shortened(first["input"])
    if first["type"] == "json_invalid":
        return RequestError("WIRE01", said("error.no-json", found), said("hint.send-json"))
    if first["type"] in ("union_tag_invalid", "union_tag_not_found", "model_attributes_type"):
        return RequestError(
            "WIRE02",
            said("error.no-message-type", found),
            said("hint.message-types", ", ".join(TYPES)),
        )
    where = ".".join(str(part) for part in first["loc"]) or said("error.the-message")
    problem = f"{first['msg'][:1].lower()}{first['msg'][1:]}"
    message = said("error.message-field", where, problem, found)
    if count > 1:
        message = said("error.and-more", count - 1, message)
    return RequestError("WIRE02", message, said("hint.compare-wire"))


def _shortened(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return f"{text[:60]}…" if len(text) > 60 else text
