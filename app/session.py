"""One page's conversation, without a socket: a message goes in, texts to send come out.

The session keeps the run that was opened last, so that the next step costs one step. It is a cache and no
more: `open` carries all that makes a run, `step` and `advance` the whole schedule before them, so a page
goes on with another server as if nothing had happened, after an `open`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import assert_never

from app import debugging, wire
from app.job import Differs, Foretold, Found, Progress
from app.runs import Opened
from app.version import VERSION
from engine.diagram.compact import compact, full
from engine.diagram.read import read
from engine.errors import EngineError, RequestError
from engine.run.advance import advance
from engine.run.run import Run
from engine.run.schedule import parse_choice, parse_schedule
from engine.words.saying import said
from engine.words.text import Text

LONG = 200
"""Steps of a run above which the frame to be shown comes before all others: those take their time."""

Build = Callable[[str, str, Mapping[str, int]], Opened]
"""Makes a run of a protocol, a scenario and toggles."""


class Session:
    """Answers the messages of one connection, in the order in which they come.

    Not for two threads at the same time; which thread is all one.
    """

    def __init__(self, library: wire.LibraryInfo, build: Build) -> None:
        self._library = library
        self._build = build
        self._opened: Opened | None = None
        self._seq = 0

    def hello(self) -> str:
        return self._written(wire.Hello(seq=self._next, re=None, version=VERSION, library=self._library))

    def failed(self, error: EngineError, re: int | None) -> str:
        """The answer to a message that was refused."""
        return self._written(wire.Failed(seq=self._next, re=re, **wire.explained(error)))

    def is_quick(self, message: wire.ClientMessage) -> bool:
        """True when the answer takes microseconds: one step more of the run that is open."""
        opened = self._opened
        return (
            isinstance(message, wire.Step)
            and opened is not None
            and message.schedule == opened.run.schedule()
        )

    def checked(self, re: int, news: Progress | Found | Foretold | Differs) -> str:
        """How far a check is, or what it found."""
        if isinstance(news, Foretold):
            return self._written(wire.FatesSent(seq=self._next, re=re, states=news.states))
        if isinstance(news, Differs):
            return self._written(wire.AnotherSent(seq=self._next, re=re, finding=news.finding))
        if isinstance(news, Progress):
            return self._written(wire.ProgressTold(seq=self._next, re=re, **asdict(news)))
        return self._written(
            wire.VerdictSent(
                seq=self._next,
                re=re,
                verdict=news.verdict,
                stopped=news.stopped,
                seconds=news.seconds,
                megabytes=news.megabytes,
                last=news.last,
                covered=news.covered,
            )
        )

    def answer(self, message: wire.RunMessage) -> Iterator[str]:
        """The texts to send, made one by one as they are asked for.

        Raises:
            EngineError: the message is refused, before the first text; the open run is as it was.
        """
        match message:
            case wire.Open():
                yield from self._open(message)
            case wire.Step():
                yield from self._step(message)
            case wire.Advance():
                yield from self._advance(message)
            case wire.Continue():
                yield from self._continue(message)
            case wire.Watch():
                yield self._watched(message)
            case wire.Draw():
                yield self._drawn(message)
            case wire.Paste():
                yield self._pasted(message)
            case _:
                assert_never(message)

    def _open(self, message: wire.Open) -> Iterator[str]:
        choices = parse_schedule(message.schedule)
        opened = self._build(message.protocol, message.scenario, message.config)
        run = opened.run
        misfit = run.replay(choices)
        self._opened = opened
        at = run.length if message.at is None else min(message.at, run.length)
        yield self._written(
            wire.RunOpened(
                seq=self._next,
                re=message.id,
                info=opened.info,
                schedule=run.schedule(),
                length=run.length,
                at=at,
                ahead=run.frame(at) if run.length > LONG else None,
            )
        )
        yield from self._frames(run, 0, message.id, more=misfit is not None)
        if misfit is not None:
            yield self._stopped(message.id, misfit.at, misfit.text, misfit.hint)

    def _step(self, message: wire.Step) -> Iterator[str]:
        opened = self._at(message.schedule)
        opened.run.step(parse_choice(message.choice))
        self._opened = opened
        yield from self._frames(opened.run, opened.run.length, message.id)

    def _advance(self, message: wire.Advance) -> Iterator[str]:
        opened = self._at(message.schedule)
        run, before = opened.run, opened.run.length
        why = advance(run, message.thread, message.until)
        self._opened = opened
        yield from self._frames(run, before + 1, message.id, more=why is not None)
        if why is not None:
            yield self._stopped(message.id, run.length, why, said("hint.another-thread"))

    def _continue(self, message: wire.Continue) -> Iterator[str]:
        opened = self._at(message.schedule)
        run, before = opened.run, opened.run.length
        why = debugging.go_on(run, message)
        self._opened = opened
        yield from self._frames(run, before + 1, message.id, more=why is not None)
        if why is not None:
            yield self._stopped(message.id, run.length, why, None)

    def _watched(self, message: wire.Watch) -> str:
        """Looking leaves the open run as it is: another run's steps are played beside it."""
        rows, marks = debugging.watched(self._at(message.schedule).run, message)
        return self._written(
            wire.WatchedSent(seq=self._next, re=message.id, first=message.first, rows=rows, breakpoints=marks)
        )

    def _drawn(self, message: wire.Draw) -> str:
        run = self._at(message.schedule).run
        text = compact(run) if message.form == "compact" else full(run)
        return self._written(
            wire.Drawn(seq=self._next, re=message.id, schedule=run.schedule(), form=message.form, text=text)
        )

    def _pasted(self, message: wire.Paste) -> str:
        reading = read(self._at("").run.model, message.text)
        return self._written(wire.Pasted(seq=self._next, re=message.id, reading=reading))

    def _at(self, schedule: str) -> Opened:
        """The open run after exactly `schedule`: as it is, or played anew beside it.

        Raises:
            RequestError: WIRE04 no run is open here, WIRE05 the schedule does not fit the run.
        """
        opened = self._opened
        if opened is None:
            raise RequestError("WIRE04", said("error.no-run-open"), said("hint.open-first"))
        if schedule == opened.run.schedule():
            return opened
        run, misfit = opened.after(schedule)
        if misfit is not None:
            raise RequestError("WIRE05", misfit.text, misfit.hint)
        return Opened(run, opened.info)

    def _frames(self, run: Run, first: int, re: int, *, more: bool = False) -> Iterator[str]:
        """From step `first` to the end, each but the first as what differs from the one before; none is the
        `last` message where `more` is said behind them."""
        before, end = None, run.length  # a step may be taken while its frames are told
        for at in range(first, end + 1):
            frame, last = run.frame(at), at == end and not more
            if before is None:
                yield self._written(wire.FrameSent(seq=self._next, re=re, frame=frame, last=last))
            else:
                found = wire.frame_change(before, frame)
                yield self._written(wire.FrameChanged(seq=self._next, re=re, change=found, last=last))
            before = frame

    def _stopped(self, re: int, at: int, text: Text, hint: Text | None) -> str:
        return self._written(wire.Stopped(seq=self._next, re=re, at=at, text=text, hint=hint))

    @property
    def _next(self) -> int:
        return self._seq + 1

    def _written(self, message: wire.ServerMessage) -> str:
        """The text of a message. Its number is used up only now: a message that failed leaves no gap."""
        text = wire.write(message)
        self._seq = message.seq
        return text
