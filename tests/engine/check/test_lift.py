"""A run of the quotient becomes the run that a plain search gives: as long, and with as few switches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from engine.check import lift
from engine.check.ask import Asker
from engine.check.lift import Lift
from engine.check.path import Shortest, shortest_runs
from engine.check.quotient import quotients
from engine.check.search import Kind, Search
from engine.errors import LimitReached, RequestError
from engine.library import protocol, protocol_ids, scenario, scenario_ids
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.story import parse_line
from tests.bench.scenarios import unsharers
from tests.engine.check.models import models

LIMIT = 25_000
LOWEST = {"CONFIG_LOWEST_FREE": 1}
Runs = dict[Kind, Shortest]


def both(model: Model) -> tuple[Runs, Runs] | None:
    """The shortest runs of a plain search and the lifted ones; None: nothing is reduced, or it is large."""
    search = Search(model)
    try:
        search.run(LIMIT)
    except LimitReached:
        return None
    if not search.found.progress.complete:
        return None
    last = None
    for reduced in quotients(model, 2 * LIMIT, True, True):
        last = reduced
    if last is None:
        return None
    lifted = Lift(model, last)
    for kind in last.found.bounds:
        for _ in lifted.advance(kind):
            pass
    return shortest_runs(search, Asker(search), search.found.discoveries), lifted.runs


def agree(model: Model) -> int | None:
    """How many kinds of violation have the same run."""
    runs = both(model)
    if runs is None:
        return None
    assert runs[0] == runs[1]
    return len(runs[0])


@pytest.mark.verify
@pytest.mark.parametrize("protocol_id", protocol_ids())
@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_every_shipped_scenario_has_the_same_runs(protocol_id: str, scenario_id: str) -> None:
    for chosen in ({}, LOWEST):
        try:
            agree(build(protocol(protocol_id), scenario(scenario_id), chosen))
        except RequestError:  # the scenario asks for a routine that the protocol does not have
            return


@pytest.mark.slow
@pytest.mark.parametrize("protocol_id", ["feb17", "testzero"])
def test_two_that_do_the_same_have_the_same_runs_by_either_allocator(protocol_id: str) -> None:
    for scenario_id in ("zap-zap", "write-write"):
        for chosen in ({}, LOWEST):
            assert agree(build(protocol(protocol_id), scenario(scenario_id), chosen)) is not None


@pytest.mark.slow
def test_three_that_do_the_same_have_the_same_runs() -> None:
    assert agree(build(protocol("feb17"), unsharers(3))) == 2
    assert agree(build(protocol("testzero"), unsharers(3, lowest_free=True))) == 1


@pytest.mark.slow
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_any_scenario_has_the_same_runs(model: Model | None) -> None:
    if model is not None:
        agree(model)


def test_with_fewer_real_states_the_run_is_as_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lift, "WIDTH", 1)
    runs = both(build(protocol("feb17"), scenario("zap-zap")))
    assert runs is not None
    whole, narrow = runs
    for kind, best in whole.items():
        assert narrow[kind].steps == best.steps
    assert any(narrow[kind].switches > best.switches for kind, best in whole.items())


def test_what_is_broken_at_the_start_takes_no_steps(tiny: Callable[..., Model]) -> None:
    takes = "get_page(pmd_page(*pmd_offset(mm, address)));"
    model = tiny("down_write(&mm->mmap_sem);\nup_write(&mm->mmap_sem);", takes)
    (setup,) = model.scenario.setup
    leaks = replace(setup, lines=(*setup.lines, parse_line("unshare 0")))
    runs = both(build(model.protocol, replace(model.scenario, setup=(leaks,))))
    assert runs is not None
    assert runs[0] == runs[1]
    assert [one.steps for one in runs[1].values()] == [0]
