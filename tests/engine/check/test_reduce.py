"""A reduced search finds the same kinds of violation as the whole one, in fewer states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from engine.check.reduce import confirmed, reduced
from engine.check.search import Search
from engine.errors import LimitReached
from engine.library import protocol, scenario
from engine.run.build import build
from engine.run.model import Model
from tests.bench.scenarios import zappers
from tests.engine.check.models import SHIPPED, models, shipped

LIMIT = 20_000


def agrees(model: Model) -> None:
    whole = Search(model)
    try:
        whole.run(LIMIT)
    except LimitReached:
        return
    if not whole.found.progress.complete:
        return
    less = reduced(model)
    assert less.complete
    assert less.states <= whole.found.progress.states
    shortest = {kind: one.steps for kind, one in whole.found.discoveries.items()}
    assert less.bounds.keys() == shortest.keys()
    assert all(less.bounds[kind] >= steps for kind, steps in shortest.items())
    again = confirmed(model, less).found.discoveries
    assert {kind: one.steps for kind, one in again.items()} == shortest


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "scenario"), SHIPPED)
def test_every_shipped_scenario_has_the_same_verdicts_reduced(protocol: str, scenario: str) -> None:
    agrees(shipped(protocol, scenario))


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_any_scenario_has_the_same_verdicts_reduced(model: Model | None) -> None:
    if model is not None:
        agrees(model)


@pytest.mark.verify
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_many_scenarios_have_the_same_verdicts_reduced(model: Model | None) -> None:
    if model is not None:
        agrees(model)


@pytest.mark.slow
def test_four_that_unmap_need_few_states() -> None:
    less = reduced(build(protocol("repaired"), zappers(4)))
    assert less.complete
    assert less.bounds == {}
    assert less.states < 5_000 < 100_000


def test_on_one_cpu_and_out_of_memory_nothing_is_lost() -> None:
    scarce = replace(scenario("zap-write"), out_of_memory=True)
    agrees(build(protocol("feb17"), scarce))
    agrees(build(protocol("feb17"), scarce, {"CONFIG_SMP": 0}))


def test_a_limit_ends_a_reduced_search_too() -> None:
    less = reduced(shipped("feb17", "zap-zap"), limit=20)
    assert not less.complete
    assert 20 < less.states < 40
