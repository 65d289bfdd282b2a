"""What a page asks of the server."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.wire.fields import ConfigName, ConfigValue, Id, Model, Name, ScheduleText, StepNumber
from engine.diagram.read import TEXT_LIMIT
from engine.lang.formula import LENGTH_LIMIT
from engine.run.breakpoints import MOST_BREAKPOINTS
from engine.run.watch import MOST_WATCHES


class Open(Model):
    """Open a run: build it, replay the schedule, send everything."""

    type: Literal["open"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    schedule: ScheduleText
    at: StepNumber | None


class Step(Model):
    """One step of the run opened last, after `schedule`."""

    type: Literal["step"]
    id: Id
    schedule: ScheduleText
    choice: Name


class Advance(Model):
    """Steps of one thread until something: the call over, a lock taken, a return, the end."""

    type: Literal["advance"]
    id: Id
    schedule: ScheduleText
    thread: Name
    until: Literal["over", "lock", "return", "end"]


class BreakpointAsked(Model):
    """`engine.run.breakpoints.Breakpoint`."""

    number: Annotated[int, Field(ge=0, le=9_999)]
    stop: Literal["line", "taken", "released", "waited", "changed", "used", "true"]
    what: Annotated[str, Field(min_length=1, max_length=LENGTH_LIMIT)]
    line: StepNumber


Breakpoints = Annotated[list[BreakpointAsked], Field(max_length=MOST_BREAKPOINTS)]


class Continue(Model):
    """Go on to the first breakpoint: `thread` alone, to it or `until`; or the recorded run and on."""

    type: Literal["continue"]
    id: Id
    schedule: ScheduleText
    thread: Name | None
    along: ScheduleText
    until: Literal["stop", "over", "lock", "return", "end"]
    breakpoints: Breakpoints


class Watch(Model):
    """The values of expressions, and which breakpoints are met, at the steps of a run from `first` on."""

    type: Literal["watch"]
    id: Id
    schedule: ScheduleText
    first: StepNumber
    expressions: list[Annotated[str, Field(max_length=LENGTH_LIMIT)]] = Field(max_length=MOST_WATCHES)
    breakpoints: Breakpoints


class Check(Model):
    """Check every interleaving. A page has one check at a time: another one ends the one before."""

    type: Literal["check"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    limit: Annotated[int, Field(ge=1, le=10**9)] | None


class Cancel(Model):
    """End the check whose `id` is `check`."""

    type: Literal["cancel"]
    id: Id
    check: Id


class Fates(Model):
    """Where each choice along a run leads. Like a check, it ends the check before."""

    type: Literal["fates"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    schedule: ScheduleText


class Another(Model):
    """A run that breaks `invariant` in another way than those that are `known`. Like a check, it ends the
    check before."""

    type: Literal["another"]
    id: Id
    protocol: Name
    scenario: Name
    config: dict[ConfigName, ConfigValue] = Field(max_length=32)
    invariant: Name
    known: list[ScheduleText] = Field(max_length=64)


class Draw(Model):
    """The diagram of a run: `compact`, the steps that matter, or `full`, every step."""

    type: Literal["draw"]
    id: Id
    schedule: ScheduleText
    form: Literal["compact", "full"]


class Paste(Model):
    """The run that a diagram means, under what was opened last."""

    type: Literal["paste"]
    id: Id
    text: Annotated[str, Field(max_length=TEXT_LIMIT)]


RunMessage = Open | Step | Advance | Continue | Watch | Draw | Paste
CheckMessage = Check | Cancel | Fates | Another
ClientMessage = RunMessage | CheckMessage
