"""Where the unreduced search meets its limit, reduced ones may still give the verdict, and shortest runs."""

from __future__ import annotations

from engine import library
from engine.check.beyond import Beyond, beyond
from engine.check.verdict import Finding, Verdict, check
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.model import Model

ALIKE = "processes that are alike taken as one"
NAMES = "numbers of pages that say nothing left off"
LOWEST = {"CONFIG_LOWEST_FREE": 1}


def model_of(protocol: str, scenario: str = "zap-zap", config: dict[str, int] | None = None) -> Model:
    return build(library.protocol(protocol), library.scenario(scenario), config or {})


def plain(model: Model) -> Verdict:
    return check(model, facts=False)


def test_a_complete_verdict_stands() -> None:
    model = model_of("repaired")
    whole = plain(model)
    assert beyond(model, whole, 1_000_000) is whole


def test_a_reduced_search_of_as_many_states_can_be_complete_and_safe() -> None:
    model = model_of("repaired")
    stopped = check(model, limit=100)
    assert stopped.verdict == "incomplete"
    result = beyond(model, stopped, 100)
    assert (result.verdict, result.complete, result.searched, result.frontier) == ("safe", True, None, 0)
    assert "merged" in result.covered


def test_each_reduction_can_be_chosen_alone_and_what_was_used_is_said() -> None:
    model = model_of("repaired")
    some = plain(model).states * 2 // 3
    stopped = check(model, limit=some)
    like = beyond(model, stopped, some, ["symmetry", "names"])
    assert like.complete
    assert f"searched, {ALIKE}: " in like.covered, "each has a pool of its own: names say nothing anyway"
    assert "merged" in beyond(model, stopped, some, ["merge"]).covered
    assert beyond(model, stopped, some, ["names"]) == stopped
    assert beyond(model, stopped, some, []) == stopped
    model = model_of("repaired", "write-write", LOWEST)
    some = plain(model).states * 2 // 3
    both = beyond(model, check(model, limit=some), some)
    assert both.complete
    assert f"searched, {ALIKE} and {NAMES}: " in both.covered


def test_a_reduced_search_that_meets_the_limit_too_says_how_far_it_came() -> None:
    model = model_of("repaired")
    stopped = check(model, limit=10)
    result = beyond(model, stopped, 10)
    assert (result.verdict, result.violations) == ("incomplete", ())
    assert result.covered.startswith(stopped.covered)
    assert f"{ALIKE}, all of up to " in result.covered


def test_on_one_cpu_there_is_nothing_to_reduce() -> None:
    model = model_of("repaired", config={"CONFIG_SMP": 0})
    stopped = check(model, limit=10)
    assert beyond(model, stopped, 10) == stopped


def test_damage_that_only_a_reduced_search_sees_gets_the_run_that_a_whole_search_gives() -> None:
    model = model_of("feb17")
    stopped = check(model, limit=100)
    assert stopped.verdict == "incomplete"
    result = beyond(model, stopped, 2_000)
    assert (result.verdict, result.complete) == ("damage", True)
    assert result.violations == plain(model).violations


def test_what_was_found_before_a_limit_has_its_run_and_the_rest_is_left_open() -> None:
    model = model_of("feb17")
    whole = plain(model)
    result = beyond(model, check(model, limit=100), 600, ["symmetry"])
    assert (result.verdict, result.complete) == ("damage", False)
    assert kinds(result) < kinds(whole)


def test_damage_without_a_run_is_told_and_the_verdict_stays_incomplete() -> None:
    model = model_of("feb17")
    stopped = check(model, limit=100)
    result = beyond(model, stopped, 5_000, ["merge"])
    assert (result.verdict, result.complete) == ("incomplete", False)
    assert "a search with steps that concern one thread alone merged has seen" in result.covered
    assert "Freed table used" in result.covered
    result = beyond(model, stopped, 300, ["merge"])
    assert "has seen" in result.covered


def test_it_can_be_stopped_anywhere_and_then_says_what_it_has() -> None:
    model = model_of("feb17")
    stopped = check(model, limit=100)
    more = Beyond(model, 5_000, ["symmetry"], ())
    assert more.verdict(stopped) == stopped, "nothing has begun"
    while not more.found.bounds:
        assert not more.advance()
    assert not more.tracing
    result = more.verdict(stopped)
    (first,) = result.violations
    whole = {one.invariant: one.steps for one in plain(model).violations}
    assert first.steps == whole[first.invariant]
    assert more.found.states < 5_000


def kinds(found: Verdict) -> set[Finding]:
    every = {one for first in found.violations for one in (first, *first.also)}
    return {one for one in every if PROPERTIES[one.invariant].severity == "damage"}
