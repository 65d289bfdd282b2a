"""Verdicts: safe only after a complete search; each broken property once, with its shortest run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest

from engine import library
from engine.check.search import Search
from engine.check.verdict import STATES_LIMIT, Verdict, advance, check, run, verdict
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.model import Model
from tests.classic import CLASSIC

Searched = Callable[[str, str], Search]


def shipped(protocol: str, scenario: str) -> Model:
    return build(library.protocol(protocol), library.scenario(scenario))


@pytest.mark.parametrize("scenario", CLASSIC)
def test_eager_copy_is_safe_without_a_warning(searched: Searched, scenario: str) -> None:
    found = verdict(searched("eager-copy", scenario))
    assert (found.verdict, found.complete, found.frontier, found.searched) == ("safe", True, 0, None)
    assert found.violations == ()


@pytest.mark.parametrize(
    ("scenario", "states", "transitions", "steps"),
    [("zap-zap", 2684, 4660, 21), ("unshare-unshare", 676, 1242, None), ("write-write", 5164, 9708, 41)],
)
def test_the_bet_is_lost(
    searched: Searched, scenario: str, states: int, transitions: int, steps: int | None
) -> None:
    found = verdict(searched("feb17", scenario))
    assert (found.states, found.transitions) == (states, transitions)
    assert found.verdict == ("damage" if steps else "safe")
    assert [one.steps for one in found.damage[:1]] == [steps] * (steps is not None)


def test_a_lone_zap_is_amber_never_red(searched: Searched) -> None:
    found = verdict(searched("feb17", "zap-zap-idle"))
    assert found.verdict == "safe"
    assert [one.invariant for one in found.warnings] == ["count-below-slots"]


def test_each_property_stands_once_damage_first_the_shortest_first(searched: Searched) -> None:
    found = verdict(searched("feb17", "zap-write"))
    assert [one.invariant for one in found.violations] == list(
        dict.fromkeys(one.invariant for one in found.violations)
    )
    assert found.violations == found.damage + found.warnings
    for part in (found.damage, found.warnings):
        assert [one.steps for one in part] == sorted(one.steps for one in part)
    lost = next(one for one in found.damage if one.invariant == "mapping-lost")
    assert [one.message for one in (lost, *lost.also)] == [
        "mapping-gone",
        "mapping-freed",
        "holds-zero",
        "saw-zero",
    ]
    assert all(one.severity == PROPERTIES[one.invariant].severity for one in found.violations)


def test_a_search_that_stopped_says_how_far_it_came_and_never_safe() -> None:
    found = check(shipped("eager-copy", "zap-zap"), limit=100)
    assert (found.verdict, found.complete) == ("incomplete", False)
    assert found.searched is not None
    words = f"all runs of up to {found.searched} steps were searched: no bug is shorter than"
    assert found.covered.startswith(words)
    assert 100 < found.states < 120
    assert f"{found.frontier} states were left" in found.covered


def test_what_an_unfinished_search_says_it_covered_is_what_it_expanded() -> None:
    whole = run(Search(shipped("eager-copy", "zap-zap")))
    sizes = [len(whole.found.levels[n]) for n in range(len(whole.found.levels))]
    search = Search(shipped("eager-copy", "zap-zap"))
    for expanded in range(1, 60):
        search.advance(1)
        found = verdict(search)
        assert found.states - found.frontier == expanded
        assert sum(sizes[: (found.searched or 0) + 1]) <= expanded or found.searched == 0


def test_a_bug_that_is_found_is_damage_even_if_the_search_stopped() -> None:
    found = check(shipped("feb17", "zap-zap"), limit=1_000)
    assert (found.verdict, found.complete) == ("damage", False)
    assert "no other kind of bug" in found.covered


def test_a_search_that_has_its_fill_is_not_advanced() -> None:
    search = Search(shipped("eager-copy", "zap-zap"))
    assert not advance(search, 0)
    assert search.found.progress.states == 1
    assert not advance(search, STATES_LIMIT)
    assert search.found.progress.complete


def test_a_verdict_is_plain_data(searched: Searched) -> None:
    found: Verdict = verdict(searched("feb17", "zap-zap"))
    data = json.loads(json.dumps(asdict(found)))
    assert data["violations"][0]["schedule"] == "1.A9B7A4B"
    assert data["violations"][0]["objects"] == ["T0"]
