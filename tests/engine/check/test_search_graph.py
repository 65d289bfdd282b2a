"""The search with its short forms and memos finds the very graph that the readable steps span."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from engine.check.search import Search
from engine.check.steps import StepMemo
from engine.errors import LimitReached
from engine.run.model import Model
from tests.engine.check.models import SHIPPED, level_by_level, models, shipped

LIMIT = 150
"""States after which a comparison ends with the level: the readable search is slow."""


def agree(model: Model) -> None:
    levels, transitions, kinds = level_by_level(model, LIMIT)
    search = Search(model)
    while len(search.found.levels) < len(levels) and not search.advance(7):
        pass
    assert [list(level) for level in search.found.levels][: len(levels)] == levels
    search = Search(model, book=search.book)  # as a worker does that searches the same again
    for level in levels[:-1]:
        search.advance(len(level))
    if len(levels) > 1 and sum(map(len, levels)) <= LIMIT:
        search.advance(len(levels[-1]))
        assert search.found.progress.complete
    found = search.found.discoveries
    assert search.found.progress.transitions == transitions
    assert {kind: (one.steps, one.before, one.thread, one.fails) for kind, one in found.items()} == kinds
    assert list(found) == list(kinds)


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "scenario"), SHIPPED)
def test_every_shipped_scenario_has_the_graph_that_its_steps_span(protocol: str, scenario: str) -> None:
    agree(shipped(protocol, scenario))


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(models())
def test_any_scenario_has_the_graph_that_its_steps_span(model: Model | None) -> None:
    if model is None:
        return
    try:
        level_by_level(model, LIMIT)
    except LimitReached:
        with pytest.raises(LimitReached):
            Search(model).run(LIMIT)
    else:
        agree(model)


def test_what_is_remembered_of_steps_is_what_steps_do() -> None:
    model = shipped("feb17", "zap-zap")
    states = [state for level in level_by_level(model, 300)[0] for state in level]
    memos = [StepMemo(model, thread) for thread in range(2)]
    for state in states * 2:
        for memo in memos:
            assert memo.outcomes(state) == StepMemo(model, memo.thread).outcomes(state)
