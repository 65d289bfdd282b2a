"""Checks in processes of their own: progress, cancel, limits, death, a queue, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any, cast

import pytest

from app.checking import Checking
from app.job import Begin, Bounds, Differs, Foretold, Found, Job, Progress, Unlike
from app.pool import Pool
from app.ticket import Ticket
from app.worker import KEPT_BOOKS, Desk
from engine.check.steps import StepMemo
from engine.errors import EngineError, InternalError, LimitReached, RequestError
from tests.app.to_check import model

pytestmark = pytest.mark.slow

SEED = Job("feb17", "zap-zap", (), 100_000)
SAFE = Job("repaired", "zap-zap", (), 100_000)
LARGE = Job("repaired", "large", (), 10**9)
BOUNDS = Bounds(seconds=60, megabytes=1_000)
FEW = 50
"""States a slice: on a quick machine slices grow, and one that passes the limit may come to the end."""


def job(scenario: str) -> Job:
    return Job("feb17", scenario, (), 100_000)


@asynccontextmanager
async def pool(size: int = 1, bounds: Bounds = BOUNDS, most_waiting: int = 8) -> AsyncIterator[Pool]:
    workers = Pool(model, size=size, bounds=bounds, most_waiting=most_waiting)
    try:
        yield workers
    finally:
        await workers.close()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 50))


async def outcome(ticket: Ticket) -> Any:
    *_, last = [news async for news in ticket.updates()]
    return last


async def begun(ticket: Ticket) -> Progress:
    """The first news from the search itself."""
    async for news in ticket.updates():
        assert isinstance(news, Progress), news
        if news.states:
            return news
    raise AssertionError("no progress came")


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_check_comes_to_its_verdict() -> None:
    async def test() -> None:
        async with pool() as workers:
            found = await outcome(workers.check(SEED))
            assert isinstance(found, Found)
            assert (found.verdict.verdict, found.verdict.complete, found.stopped) == ("damage", True, None)
            assert found.verdict.violations[0].invariant == "freed-table-used"
            assert (await outcome(workers.check(SAFE))).verdict.verdict == "safe"

    run(test)


def test_a_check_tells_how_far_it_is() -> None:
    async def test() -> None:
        async with pool() as workers:
            ticket = workers.check(LARGE)
            first = await begun(ticket)
            second = await begun(ticket)
            assert first.states < second.states
            assert first.seconds < second.seconds < 5
            assert (first.waiting, first.kinds, first.shortest) == (0, 0, None)
            assert min(first.transitions, first.depth, first.frontier, first.rate, first.megabytes) > 0

    run(test)


def test_cancel_ends_a_check_and_the_worker_stays() -> None:
    async def test() -> None:
        async with pool() as workers:
            ticket = workers.check(LARGE)
            await begun(ticket)
            (before,) = workers.processes
            asked = time.monotonic()
            workers.cancel(ticket)
            error = await outcome(ticket)
            took = time.monotonic() - asked
            assert (type(error), error.code) == (RequestError, "CHECK01")
            assert took < 1, "a tenth of a second is promised; this machine may be busy"
            found = await outcome(workers.check(SAFE))
            assert found.verdict.verdict == "safe"
            assert workers.processes == [before] or took > 0.08, "it obeyed, so nobody killed it"

    run(test)


def test_a_worker_that_does_not_obey_is_replaced() -> None:
    async def test() -> None:
        async with pool() as workers:
            assert (await outcome(workers.check(SAFE))).verdict.complete
            before = workers.processes
            ticket = workers.check(job("deaf"))
            await asyncio.sleep(0.1)
            workers.cancel(ticket)
            assert (await outcome(ticket)).code == "CHECK01"
            assert (await outcome(workers.check(SAFE))).verdict.complete
            assert workers.processes != before
            assert not lives(before[0])

    run(test)


def test_a_worker_that_dies_gives_an_error_and_is_replaced() -> None:
    async def test() -> None:
        async with pool() as workers:
            error = await outcome(workers.check(job("dying")))
            assert (type(error), error.code) == (InternalError, "BUG02")
            assert (await outcome(workers.check(SAFE))).verdict.complete

    run(test)


@pytest.mark.parametrize(("scenario", "code"), [("nowhere", "RUN09"), ("faulty", "BUG01")])
def test_a_check_that_cannot_begin_says_why(scenario: str, code: str) -> None:
    async def test() -> None:
        async with pool() as workers:
            error = await outcome(workers.check(job(scenario)))
            assert isinstance(error, EngineError)
            assert error.code == code
            assert (await outcome(workers.check(SAFE))).verdict.complete

    run(test)


def test_two_checks_run_side_by_side_and_a_third_waits() -> None:
    async def test() -> None:
        async with pool(size=2) as workers:
            one, two = workers.check(LARGE), workers.check(LARGE)
            await asyncio.gather(begun(one), begun(two))
            third = workers.check(SAFE)
            assert (await anext(third.updates())) == Progress(waiting=1)
            workers.cancel(two)
            assert (await outcome(third)).verdict.complete
            assert (await begun(one)).states > 0

    run(test)


def test_a_check_that_waits_can_be_cancelled() -> None:
    async def test() -> None:
        async with pool() as workers:
            running, waiting, last = workers.check(LARGE), workers.check(SEED), workers.check(SAFE)
            await begun(running)
            workers.cancel(waiting)
            assert (await outcome(waiting)).code == "CHECK01"
            assert (await anext(last.updates())) == Progress(waiting=1)

    run(test)


def test_only_so_many_may_wait() -> None:
    async def test() -> None:
        async with pool(most_waiting=1) as workers:
            workers.check(LARGE)
            with pytest.raises(LimitReached, match="1 checks wait already"):
                workers.check(SEED)

    run(test)


@pytest.mark.parametrize(
    ("limit", "bounds", "stopped", "words"),
    [
        (5_000, BOUNDS, "states", "5,000 states"),
        (10**9, Bounds(0.3, 1_000), "seconds", "0.3 seconds"),
        (10**9, Bounds(3_600, 10), "memory", "10 MB"),
    ],
)
def test_at_a_limit_a_check_says_which_and_what_it_covers_and_never_safe(
    limit: int, bounds: Bounds, stopped: str, words: str
) -> None:
    check = Checking(Job("repaired", "large", (), limit), bounds, model)
    while not check.advance():
        pass
    verdict = check.verdict()
    assert (verdict.verdict, verdict.complete) == ("incomplete", False)
    assert check.stop is not None
    assert check.stop.limit == stopped
    assert words in check.stop.text
    assert verdict.searched is not None
    assert verdict.searched > 0
    assert f"up to {verdict.searched} steps" in verdict.covered


def test_where_the_limit_of_states_is_met_reduced_searches_go_on() -> None:
    check = Checking(Job("repaired", "zap-zap", (), 600), BOUNDS, model)
    seen = []
    check._budget = FEW
    while not check.advance():
        seen.append(check.progress())
        check._budget = FEW
    assert any(one.reduced and one.states for one in seen)
    found = check.verdict()
    assert (found.verdict, found.complete, check.facts(found)) == ("safe", True, found)
    assert check.stop is not None
    assert check.covered is not None
    assert (check.covered.by, check.covered.searched) == (("symmetry",), None)
    assert 0 < check.covered.states < 600
    assert "all runs were searched" in found.covered


def test_where_damage_is_known_or_fates_are_wanted_no_reduced_search_goes_on() -> None:
    fates = Job("repaired", "zap-zap", (), 600, schedule="")
    for job in (Job("feb17", "zap-zap", (), 1_500), fates):
        check = Checking(job, BOUNDS, model)
        while not check.advance():
            pass
        check.verdict()
        assert check.more is None
        assert check.covered is None


def test_a_reduced_search_that_runs_out_of_memory_or_time_says_how_far_it_came() -> None:
    check = Checking(Job("repaired", "zap-zap", (), 600), BOUNDS, model)
    while check.more is None:
        check._budget = FEW
        assert not check.advance()
    check.bounds = Bounds(seconds=0, megabytes=1_000)
    assert check.advance()

    def advance() -> bool:
        raise MemoryError

    check.more.advance = advance  # type: ignore[method-assign]
    check.bounds = BOUNDS
    assert check.advance()
    assert check.stop is not None
    assert check.stop.limit == "states"
    assert check.verdict().verdict == "incomplete"


def test_when_memory_runs_out_within_a_slice_what_was_found_is_told() -> None:
    check = Checking(Job("feb17", "zap-write", (), 10**9), BOUNDS, model)
    check._budget = 6_000
    assert not check.advance()

    def advance(budget: int) -> bool:
        raise MemoryError

    check.search.advance = advance  # type: ignore[method-assign]
    assert check.advance()
    assert check.stop is not None
    assert check.stop.limit == "memory"
    assert check.verdict().verdict == "damage"


class Ear:
    """The other end of a worker's pipe: keeps what it hears, and never says anything."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def send(self, message: object) -> None:
        self.heard.append(message)

    def poll(self) -> bool:
        return False


def test_who_checks_the_same_again_runs_hardly_any_step_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    run_step = StepMemo.run

    def counted(memo: StepMemo, state: int) -> Any:
        ran.append(state)
        return run_step(memo, state)

    monkeypatch.setattr(StepMemo, "run", counted)
    desk = Desk(cast("Connection", Ear()), BOUNDS, model)
    first = desk.run(Begin(1, SEED))
    once = len(ran)
    again = desk.run(Begin(2, replace(SEED, limit=90_000)))
    assert isinstance(first, Found)
    assert isinstance(again, Found)
    assert again.verdict == first.verdict
    assert len(ran) - once < once / 5, "but those whose masks have grown since"
    others = [SAFE, *map(job, ("zap-write", "zap-partial", "write-write"))]
    assert len(others) == KEPT_BOOKS
    for other in others:
        assert isinstance(desk.run(Begin(3, other)), Found)
    before = len(ran)
    desk.run(Begin(4, SEED))
    assert len(ran) - before >= once, "the oldest has been forgotten"


def test_fates_tell_where_each_choice_of_a_run_leads() -> None:
    async def test() -> None:
        async with pool() as workers:
            found = await outcome(workers.check(SEED))
            schedule = found.verdict.violations[0].schedule
            for _ in ("from the check that was just made", "from a search of its own"):
                told = await outcome(workers.check(replace(SEED, schedule=schedule)))
                assert isinstance(told, Foretold)
                first, *_, last = told.states
                steps = found.verdict.violations[0].steps
                assert (first.schedule, first.fate, first.steps) == ("1.", "possible", steps)
                assert (last.schedule, last.fate, last.steps) == (schedule, "certain", 0)
                await outcome(workers.check(SAFE))
            told = await outcome(workers.check(replace(SAFE, schedule="1.A")))
            assert {choice.fate for state in told.states for choice in state.choices} == {"safe"}

    run(test)


def test_another_run_is_unlike_those_that_are_known_until_there_is_none() -> None:
    async def test() -> None:
        async with pool() as workers:
            found = await outcome(workers.check(SEED))
            first = found.verdict.violations[0]
            known = [first.schedule]
            while True:
                unlike = Unlike(first.invariant, tuple(known))
                told = await outcome(workers.check(replace(SEED, unlike=unlike)))
                assert isinstance(told, Differs)
                if told.finding is None:
                    break
                assert told.finding.invariant == first.invariant
                assert told.finding.steps >= first.steps
                assert told.finding.schedule not in known
                known.append(told.finding.schedule)
            assert len(known) > 2
            await outcome(workers.check(SAFE))
            told = await outcome(workers.check(replace(SEED, unlike=Unlike(first.invariant, ()))))
            assert told.finding.schedule == first.schedule, "from a search of its own"

    run(test)


def test_another_run_is_not_looked_for_beyond_the_limit() -> None:
    async def test() -> None:
        async with pool() as workers:
            error = await outcome(workers.check(replace(SEED, limit=100, unlike=Unlike("leak", ()))))
            assert (type(error), error.code) == (LimitReached, "LIM21")

    run(test)


def test_there_are_no_fates_without_a_complete_search() -> None:
    async def test() -> None:
        async with pool() as workers:
            error = await outcome(workers.check(replace(LARGE, schedule="1.A", limit=1_000)))
            assert (type(error), error.code) == (LimitReached, "LIM96")

    run(test)


def test_a_close_ends_all_processes_and_all_checks() -> None:
    async def test() -> None:
        async with pool(size=2) as workers:
            tickets = [workers.check(LARGE) for _ in range(3)]
            await asyncio.gather(*map(begun, tickets[:2]))
            pids = workers.processes
            assert len(pids) == 2
        assert not any(map(lives, pids))
        assert [ticket.outcome.code for ticket in tickets if ticket.outcome] == ["CHECK01"] * 3  # type: ignore[union-attr]

    run(test)


def test_a_close_waits_for_workers_that_have_just_been_started() -> None:
    async def test() -> None:
        async with pool(size=2) as workers:
            workers.open()
        assert workers.processes == []

    run(test)
