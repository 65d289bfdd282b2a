"""Levels: par is what the check finds, hints are exact, and what is out of reach is said to be."""

from __future__ import annotations

import pytest

from engine.check.verdict import verdict
from engine.errors import RequestError
from engine.lessons.level import Level
from engine.run.schedule import parse_schedule
from tests.engine.lessons.pieces import searched


@pytest.fixture(scope="module")
def level() -> Level:
    return Level(searched())


def test_par_is_the_shortest_damage_of_the_verdict() -> None:
    search = searched()
    shortest = {each.invariant: each.steps for each in reversed(verdict(search).violations)}
    assert (
        Level(search).par
        == shortest["freed-table-used"]
        == min(each.steps for each in verdict(search).violations if each.severity == "damage")
    )
    for goal in ("double-free", "wrong-rss"):
        assert Level(search, goal).par == shortest[goal]


def test_the_shortest_run_wins_in_par_steps_and_each_hint_on_the_way_is_right(level: Level) -> None:
    choices = parse_schedule(level.shortest())
    assert len(choices) == level.par
    for taken in range(level.par):
        standing = level.standing(choices[:taken])
        assert (standing.state, standing.steps, standing.left) == ("open", taken, level.par - taken)
        ahead = {each.choice: each.steps for each in standing.choices}
        assert ahead[str(choices[taken])] == level.par - taken
        assert min(steps for steps in ahead.values() if steps is not None) == level.par - taken
    won = level.standing(choices)
    assert (won.state, won.broken, won.left, won.choices) == ("won", "freed-table-used", 0, ())


def test_a_run_that_goes_on_behind_the_bug_was_won_where_it_broke() -> None:
    level = Level(searched("feb17", "zap-zap"), "wrong-rss")
    choices = parse_schedule("1.A8B7A17B11A4")
    assert level.standing(choices).state == "won"
    assert level.standing(choices).steps == level.par == len(choices)


def test_who_runs_alone_to_the_end_has_lost_and_is_told_so(level: Level) -> None:
    lost = level.standing(parse_schedule("1.A20"))
    assert (lost.state, lost.left, lost.broken) == ("lost", None, "")
    assert [(each.choice, each.steps) for each in lost.choices] == [("B", None)]


def test_a_step_that_cannot_be_taken_is_refused(level: Level) -> None:
    with pytest.raises(RequestError, match="RUN03"):
        level.standing(parse_schedule("1.C"))


def test_a_level_that_nobody_can_win_is_refused() -> None:
    with pytest.raises(RequestError, match="LESS03 no run breaks damage"):
        Level(searched("repaired", "zap-zap"))
    with pytest.raises(RequestError, match="LESS03 no run breaks leak"):
        Level(searched(), "leak")
    with pytest.raises(RequestError, match="LESS03 nothing is called 'luck' that could break"):
        Level(searched(), "luck")
