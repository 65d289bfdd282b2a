"""One check, advanced in slices, with its limits: what a worker process does for a job."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

from app.fates import StateFate, along
from app.job import Bounds, BuildModel, Job, Progress, Stop, Unlike
from engine.check import verdict
from engine.check.another import another
from engine.check.beyond import REDUCTIONS, Beyond, Covered
from engine.check.fates import Fates, fates
from engine.check.memo import Book
from engine.check.search import Search
from engine.check.verdict import Finding, Verdict, finding_of
from engine.errors import LimitReached
from engine.machine.violations import PROPERTIES
from engine.run.schedule import parse_schedule
from engine.words.saying import said
from engine.words.text import Text

SLICE_S = 0.02
"""How long a slice should take: cancel waits for one."""

FIRST_BUDGET = 256

FACTS_STATES = 100_000
"""All states are gone over again for the facts: more would take longer than one waits."""

STOPS = {
    "states": "stopped at the limit of {0} states",
    "seconds": "stopped at the limit of {0} seconds",
    "memory": "stopped at the limit of {0} MB of memory",
}
"""Why a check did not come to its end."""

MEGABYTE = 1 << 20


class Checking:
    """A search and the limits at which it is stopped. book: what an earlier search for the same has learnt.

    Raises:
        EngineError: there is no such thing, or it cannot be built.
    """

    def __init__(self, job: Job, bounds: Bounds, build: BuildModel, book: Book | None = None) -> None:
        self.limit = job.limit
        self.bounds = bounds
        self.began = time.monotonic()
        self.before = megabytes()
        model = build(job.protocol, job.scenario, dict(job.config)) if book is None else book.model
        self.search = Search(model, book=book)
        self.stopped: str | None = None
        """The limit at which the check was stopped: "states", "seconds" or "memory"."""
        self.reduces = job.schedule is None and job.unlike is None
        """Whether reduced searches go on where this one meets its limit of states; fates need it whole."""
        self.more: Beyond | None = None
        self.before_more = 0.0
        """Seconds until they began."""
        self._budget = FIRST_BUDGET
        self._fates: Fates | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def advance(self) -> bool:
        """Search for one slice; true when the check has come to its end, or to a limit."""
        if self.more is not None:
            return self._reduce(self.more)
        began = time.monotonic()
        try:
            with address_space(self.bounds.megabytes):
                complete = self.search.advance(self._budget)
        except MemoryError:
            self.stopped = "memory"
            return True
        took = time.monotonic() - began
        if took < SLICE_S / 2:
            self._budget *= 2
        elif took > SLICE_S * 2:
            self._budget = max(1, self._budget // 2)
        if not complete:
            self.stopped = self._limit_met()
        if self.stopped == "states" and self.reduces and not self._damage():
            model, known = self.search.model, self.search.found.discoveries
            self.more, self.before_more = Beyond(model, self.limit, REDUCTIONS, known), self.seconds
            return False
        return complete or self.stopped is not None

    def _reduce(self, more: Beyond) -> bool:
        """Go on for one slice with reduced searches."""
        began = time.monotonic()
        try:
            with address_space(self.bounds.megabytes):
                while time.monotonic() - began < SLICE_S:
                    if more.advance():
                        return True
        except MemoryError:
            return True
        return self._limit_met(of_states=False) is not None

    def _damage(self) -> dict[str, int]:
        """The steps to each kind of damage that is known."""
        if self.more is not None:
            found = self.more.found.bounds
        else:
            found = {kind: one.steps for kind, one in self.search.found.discoveries.items()}
        return {kind[0]: steps for kind, steps in found.items() if PROPERTIES[kind[0]].severity == "damage"}

    def _limit_met(self, of_states: bool = True) -> str | None:
        if of_states and self.search.found.progress.states > self.limit:
            return "states"
        if self.seconds > self.bounds.seconds:
            return "seconds"
        return "memory" if megabytes() - self.before > self.bounds.megabytes else None

    def progress(self) -> Progress:
        found, seconds, damage, more = self.search.found.progress, self.seconds, self._damage(), self.more
        less = more.found if more is not None else None
        states = found.states if less is None else less.states
        return Progress(
            states=states,
            transitions=found.transitions if less is None else less.transitions,
            depth=found.depth if less is None else less.searched,
            frontier=found.frontier if less is None else 0,
            rate=int(states / max(seconds - self.before_more, 0.001)),
            tracing=more is not None and more.tracing,
            reduced=more is not None,
            seconds=seconds,
            megabytes=megabytes(),
            kinds=len(damage),
            shortest=min(damage.values(), default=None),
        )

    @property
    def stop(self) -> Stop | None:
        """The limit at which the check was stopped, in words."""
        if self.stopped is None:
            return None
        most = {"states": self.limit, "seconds": self.bounds.seconds, "memory": self.bounds.megabytes}
        reached = most[self.stopped]
        return Stop(self.stopped, reached, STOPS[self.stopped].format(f"{reached:,}"))

    def verdict(self) -> Verdict:
        """What was found.

        Raises:
            LimitReached: LIM95 the memory does not suffice.
        """
        with self._enough_memory():
            found = verdict.verdict(self.search)
            return found if self.more is None else self.more.verdict(found)

    @property
    def covered(self) -> Covered | None:
        """What reduced searches covered; known with the verdict."""
        return None if self.more is None else self.more.covered

    def facts(self, found: Verdict) -> Verdict:
        """The verdict with what its runs did, if the search is complete and not too large for that.

        Raises:
            LimitReached: LIM95 the memory does not suffice.
        """
        if found.states > FACTS_STATES or self.more is not None:
            return found
        with self._enough_memory():
            return verdict.with_facts(self.search, found)

    def fates(self, schedule: str) -> tuple[StateFate, ...]:
        """Where each choice along a run leads.

        Raises:
            LimitReached: LIM95 the memory does not suffice, LIM96 the search is not complete.
        """
        if self.stopped is not None:
            text = said("error.fates-incomplete", _stopped(self.stop))
            raise LimitReached("LIM96", text, said("hint.smaller-scenario"))
        with self._enough_memory():
            self._fates = self._fates or fates(self.search)
            return tuple(along(self._fates, schedule))

    def another(self, unlike: Unlike) -> Finding | None:
        """A run that breaks a property in another way than those that are known; None: there is none.

        Raises:
            RequestError: a known run cannot be taken.
            LimitReached: LIM95 the memory does not suffice, LIM21 nor do the states.
        """
        with self._enough_memory():
            known = [parse_schedule(schedule) for schedule in unlike.known]
            found = another(self.search, unlike.property, known, self.limit)
            return None if found is None else finding_of(found)

    @contextlib.contextmanager
    def _enough_memory(self) -> Iterator[None]:
        try:
            with address_space(self.bounds.megabytes):
                yield
        except MemoryError:
            text = said("error.result-memory", f"{self.bounds.megabytes:,}")
            raise LimitReached("LIM95", text, said("hint.check-smaller")) from None


def _stopped(stop: Stop | None) -> Text:
    return said("check.stopped") if stop is None else said(f"check.stopped-{stop.limit}", f"{stop.most:,}")


def megabytes() -> int:
    """The memory of this process; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * _page_size() // MEGABYTE
    except OSError:
        return 0


def _page_size() -> int:
    import resource

    return resource.getpagesize()


@contextlib.contextmanager
def address_space(more: int) -> Iterator[None]:
    """The most that this process may take within: `more` megabytes beyond what it has.

    A backstop for one slice that grows a table at once: MemoryError. Only where the system has
    /proc and RLIMIT_AS; elsewhere the limit between slices has to do.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + more * MEGABYTE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
