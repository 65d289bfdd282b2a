"""What the server tells a page. The pieces of a frame are the engine's own dataclasses."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from app.fates import StateFate
from app.job import Stop
from app.watched import BreakpointRow, WatchRow
from app.wire.fields import VERSION, Id, Model
from engine.check.beyond import Covered
from engine.check.verdict import Finding, Verdict
from engine.diagram.read import Reading
from engine.run.frames import Frame
from engine.run.run_info import RunInfo
from engine.words.text import Text


class ProtocolEntry(Model):
    id: str
    title: str
    date: str
    text: str


class ScenarioEntry(Model):
    id: str
    title: str
    text: str


class StartEntry(Model):
    protocol: str
    scenario: str
    config: dict[str, int]
    schedule: str


class Starts(Model):
    """Two runs to begin with: `new` for who has never seen page tables shared, `seed` for the race."""

    new: StartEntry
    seed: StartEntry


class LibraryInfo(Model):
    protocols: tuple[ProtocolEntry, ...]
    scenarios: tuple[ScenarioEntry, ...]
    start: Starts


class Place(Model):
    file: str
    line: int
    column: int


class _ServerMessage(Model):
    v: Literal[1] = VERSION
    seq: int = Field(ge=1)
    re: Id | None


class Hello(_ServerMessage):
    """The first message on every connection: what can be opened."""

    type: Literal["hello"] = "hello"
    version: str
    library: LibraryInfo


class RunOpened(_ServerMessage):
    """The answer to `open`; `length` + 1 frames follow. `ahead`: of a long run, the frame at `at`."""

    type: Literal["run"] = "run"
    info: RunInfo
    schedule: str
    length: int
    at: int
    ahead: Frame | None


class FrameSent(_ServerMessage):
    """One state; `last` when the answer ends with it, not with a `stopped` behind it."""

    type: Literal["frame"] = "frame"
    frame: Frame
    last: bool


class FrameChanged(_ServerMessage):
    """The next state, as what differs from the one before it in the same answer (`app.wire.changes`)."""

    type: Literal["change"] = "change"
    change: dict[str, Any]
    last: bool


class Stopped(_ServerMessage):
    """The schedule, or the way to where the user wanted to go, ends at step `at`, and why."""

    type: Literal["stopped"] = "stopped"
    at: int
    text: Text
    hint: Text | None


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
    message: Text
    hint: Text
    place: Place | None
    at: int | None


CheckNews = ProgressTold | VerdictSent | FatesSent | AnotherSent
RunNews = RunOpened | FrameSent | FrameChanged | Stopped | WatchedSent | Drawn | Pasted
ServerMessage = Hello | RunNews | CheckNews | Failed
