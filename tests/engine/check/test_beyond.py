"""Where the unreduced search meets its limit, a reduced one may still give the verdict."""

from __future__ import annotations

from engine import library
from engine.check.beyond import beyond
from engine.check.verdict import check
from engine.run.build import build
from engine.run.model import Model


def model_of(protocol: str) -> Model:
    return build(library.protocol(protocol), library.scenario("zap-zap"))


def test_a_complete_verdict_stands() -> None:
    model = model_of("repaired")
    whole = check(model)
    assert beyond(model, whole, 1_000_000) is whole


def test_a_reduced_search_of_as_many_states_can_be_complete_and_safe() -> None:
    model = model_of("repaired")
    stopped = check(model, limit=100)
    assert stopped.verdict == "incomplete"
    result = beyond(model, stopped, 100)
    assert (result.verdict, result.complete) == ("safe", True)
    assert "merged" in result.covered


def test_each_reduction_can_be_chosen_alone() -> None:
    model = model_of("repaired")
    some = check(model).states * 2 // 3
    stopped = check(model, limit=some)
    like = beyond(model, stopped, some, ["symmetry", "names"])
    assert like.complete
    assert (
        "processes that are alike taken as one and numbers of pages that say nothing left off" in like.covered
    )
    assert "merged" in beyond(model, stopped, some, ["merge"]).covered
    assert beyond(model, stopped, some, ["names"]) is stopped
    assert beyond(model, stopped, some, []) is stopped


def test_a_reduced_search_that_meets_the_limit_too_adds_nothing() -> None:
    model = model_of("repaired")
    stopped = check(model, limit=10)
    assert beyond(model, stopped, 10) is stopped


def test_damage_without_a_run_is_told_and_the_verdict_stays_incomplete() -> None:
    model = model_of("feb17")
    stopped = check(model, limit=100)
    result = beyond(model, stopped, 5_000)
    assert result.verdict == "incomplete"
    assert "Freed table used" in result.covered
