"""What goes over the websocket: the only file that knows pydantic, and both sides of the wire.

`docs/wire-format.md` says it in words, with an example of each message that a test reads back through the
models below. Fields that are not listed are refused, in both directions. The pieces of a frame are the
engine's own dataclasses (`engine.run.frames`): they are written here without being looked at again, and
read back through pydantic by the tests.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.fates import StateFate
from app.job import Stop
from app.watched import BreakpointRow, WatchRow
from engine.check.beyond import Covered
from engine.check.verdict import Finding, Verdict
from engine.diagram.read import TEXT_LIMIT, Reading
from engine.errors import EngineError, RequestError, RoutineError
from engine.lang.formula import LENGTH_LIMIT
from engine.run.breakpoints import MOST_BREAKPOINTS
from engine.run.frames import Frame, RunInfo
from engine.run.watch import MOST_WATCHES

VERSION: Literal[1] = 1

Id = Annotated[int, Field(ge=0, le=2**53 - 1)]
Name = Annotated[str, Field(min_length=1, max_length=64)]
ScheduleText = Annotated[str, Field(max_length=20_000)]
ConfigName = Annotated[str, Field(pattern=r"^CONFIG_[A-Z0-9_]{1,60}$")]
ConfigValue = Annotated[int, Field(ge=0, le=255)]
StepNumber = Annotated[int, Field(ge=0, le=1_000_000)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Open(_Model):
    """Open a run: build it, replay the schedule, send everything."""

    type: Literal["open"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    schedule: ScheduleText
    at: StepNumber | None


class Step(_Model):
    """One step of the run opened last, after `schedule`."""

    type: Literal["step"]
    id: Id
    schedule: ScheduleText
    choice: Name


class Advance(_Model):
    """Steps of one thread until something: the call over, a lock taken, a return, the end."""

    type: Literal["advance"]
    id: Id
    schedule: ScheduleText
    thread: Name
    until: Literal["over", "lock", "return", "end"]


class BreakpointAsked(_Model):
    """`engine.run.breakpoints.Breakpoint`."""

    number: Annotated[int, Field(ge=0, le=9_999)]
    stop: Literal["line", "taken", "released", "waited", "changed", "used", "true"]
    what: Annotated[str, Field(min_length=1, max_length=LENGTH_LIMIT)]
    line: StepNumber


Breakpoints = Annotated[list[BreakpointAsked], Field(max_length=MOST_BREAKPOINTS)]


class Continue(_Model):
    """Go on to the first breakpoint: `thread` alone, to it or `until`; or the recorded run and on."""

    type: Literal["continue"]
    id: Id
    schedule: ScheduleText
    thread: Name | None
    along: ScheduleText
    until: Literal["stop", "over", "lock", "return", "end"]
    breakpoints: Breakpoints


class Watch(_Model):
    """The values of expressions, and which breakpoints are met, at the steps of a run from `first` on."""

    type: Literal["watch"]
    id: Id
    schedule: ScheduleText
    first: StepNumber
    expressions: list[Annotated[str, Field(max_length=LENGTH_LIMIT)]] = Field(max_length=MOST_WATCHES)
    breakpoints: Breakpoints


class Check(_Model):
    """Check every interleaving. A page has one check at a time: another one ends the one before."""

    type: Literal["check"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    limit: Annotated[int, Field(ge=1, le=10**9)] | None


class Cancel(_Model):
    """End the check whose `id` is `check`."""

    type: Literal["cancel"]
    id: Id
    check: Id


class Fates(_Model):
    """Where each choice along a run leads. Like a check, it ends the check before."""

    type: Literal["fates"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    schedule: ScheduleText


class Another(_Model):
    """A run that breaks `invariant` in another way than those that are `known`. Like a check, it ends the
    check before."""

    type: Literal["another"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    invariant: Name
    known: list[ScheduleText] = Field(max_length=64)


class Draw(_Model):
    """The diagram of a run: `compact`, the steps that matter, or `full`, every step."""

    type: Literal["draw"]
    id: Id
    schedule: ScheduleText
    form: Literal["compact", "full"]


class Paste(_Model):
    """The run that a diagram means, under what was opened last."""

    type: Literal["paste"]
    id: Id
    text: Annotated[str, Field(max_length=TEXT_LIMIT)]


RunMessage = Open | Step | Advance | Continue | Watch | Draw | Paste
CheckMessage = Check | Cancel | Fates | Another
ClientMessage = RunMessage | CheckMessage


class ProtocolEntry(_Model):
    id: str
    title: str
    date: str
    text: str


class ScenarioEntry(_Model):
    id: str
    title: str
    text: str


class StartEntry(_Model):
    protocol: str
    scenario: str
    config: dict[str, int]
    schedule: str


class Starts(_Model):
    """Two runs to begin with: `new` for who has never seen page tables shared, `seed` for the race."""

    new: StartEntry
    seed: StartEntry


class LibraryInfo(_Model):
    protocols: tuple[ProtocolEntry, ...]
    scenarios: tuple[ScenarioEntry, ...]
    start: Starts


class Place(_Model):
    file: str
    line: int
    column: int


class _ServerMessage(_Model):
    v: Literal[1] = VERSION
    seq: int = Field(ge=1)
    re: Id | None


class Hello(_ServerMessage):
    """The first message on every connection: what can be opened."""

    type: Literal["hello"] = "hello"
    version: str
    library: LibraryInfo


class RunOpened(_ServerMessage):
    """The answer to `open`; `length` + 1 frames follow."""

    type: Literal["run"] = "run"
    info: RunInfo
    schedule: str
    length: int
    at: int


class FrameSent(_ServerMessage):
    """One state; `last` when the answer ends with it, or with a `stopped` behind it."""

    type: Literal["frame"] = "frame"
    frame: Frame
    last: bool


class Stopped(_ServerMessage):
    """The schedule, or the way to where the user wanted to go, ends at step `at`, and why."""

    type: Literal["stopped"] = "stopped"
    at: int
    text: str
    hint: str


class WatchedSent(_ServerMessage):
    """The answer to `watch`, in the order in which it asked. `values` begin at step `first`."""

    type: Literal["watched"] = "watched"
    first: int
    rows: tuple[WatchRow, ...]
    breakpoints: tuple[BreakpointRow, ...]


class Drawn(_ServerMessage):
    """The answer to `draw`: at most 75 columns of ASCII (docs/diagrams.md)."""

    type: Literal["drawn"] = "drawn"
    schedule: str
    form: Literal["compact", "full"]
    text: str


class Pasted(_ServerMessage):
    """The answer to `paste`; the run that is open stays open. `engine.diagram.read` says what it means."""

    type: Literal["pasted"] = "pasted"
    reading: Reading


class ProgressTold(_ServerMessage):
    """How far a check is; about ten a second. `app.job.Progress` says what the fields mean."""

    type: Literal["progress"] = "progress"
    waiting: int
    states: int
    transitions: int
    depth: int
    frontier: int
    rate: int
    seconds: float
    megabytes: int
    kinds: int
    shortest: int | None
    tracing: bool
    reduced: bool


class VerdictSent(_ServerMessage):
    """What a check found; `stopped` where the unreduced search met a limit, `covered` by a reduced one then.
    Unless `last`, the same comes again with facts."""

    type: Literal["verdict"] = "verdict"
    verdict: Verdict
    stopped: Stop | None
    seconds: float
    megabytes: int
    last: bool
    covered: Covered | None


class FatesSent(_ServerMessage):
    """The fates of a run's states, from its start on."""

    type: Literal["fates"] = "fates"
    states: tuple[StateFate, ...]


class AnotherSent(_ServerMessage):
    """The run that was asked for; `null`: there is no other."""

    type: Literal["another"] = "another"
    finding: Finding | None


class Failed(_ServerMessage):
    """The message that `re` names was refused; nothing has changed."""

    type: Literal["error"] = "error"
    code: str
    message: str
    hint: str
    place: Place | None
    at: int | None


CheckNews = ProgressTold | VerdictSent | FatesSent | AnotherSent
ServerMessage = Hello | RunOpened | FrameSent | Stopped | WatchedSent | Drawn | Pasted | CheckNews | Failed

_client: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])
_server: TypeAdapter[ServerMessage] = TypeAdapter(Annotated[ServerMessage, Field(discriminator="type")])
_any: TypeAdapter[Any] = TypeAdapter(Any)


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
    message = f"{error.message} (and {more} more)" if more else error.message
    return {"code": error.code, "message": message, "hint": error.hint, "place": place, "at": None}


def _explained(error: ValidationError) -> RequestError:
    first, count = error.errors(include_url=False)[0], error.error_count()
    found = _shortened(first["input"])
    if first["type"] == "json_invalid":
        return RequestError("WIRE01", f"the message is not JSON: {found}", "send a JSON object as text")
    if first["type"] in ("union_tag_invalid", "union_tag_not_found", "model_attributes_type"):
        return RequestError(
            "WIRE02",
            f"the message has no type that is known here: {found}",
            'give it the type "open", "step", "advance", "continue", "watch", "check", "cancel", "fates" or'
            ' "another"',
        )
    where = ".".join(str(part) for part in first["loc"]) or "the message"
    more = f" (and {count - 1} more)" if count > 1 else ""
    return RequestError(
        "WIRE02",
        f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}, found {found}{more}",
        "compare the message with docs/wire-format.md",
    )


def _shortened(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return f"{text[:60]}…" if len(text) > 60 else text
