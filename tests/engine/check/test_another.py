"""Another run of the same kind, and the good run that is closest to a bad one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.check.another import another
from engine.check.ask import Asker
from engine.check.fates import fates
from engine.check.good import closest_good, endless
from engine.check.graph import whole_graph
from engine.check.path import Shortest
from engine.check.search import Search
from engine.check.verdict import verdict
from engine.errors import LimitReached, RequestError
from engine.machine.violations import PROPERTIES
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import Choice, format_schedule, parse_schedule

Tiny = Callable[..., Model]
Searched = Callable[[str, str], Search]


def all_runs(search: Search, property: str, most: int = 20) -> list[Shortest]:
    found: list[Shortest] = []
    while len(found) < most:
        one = another(search, property, [known.choices for known in found])
        if one is None:
            break
        found.append(one)
    return found


# another ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("scenario", ["zap-zap", "write-write"])
def test_the_first_of_them_is_the_shortest_run_of_the_verdict(searched: Searched, scenario: str) -> None:
    search = searched("feb17", scenario)
    for finding in verdict(search).violations:
        one = another(search, finding.invariant, ())
        assert one is not None
        assert format_schedule(one.choices) == finding.schedule


def test_each_further_one_breaks_the_property_once_with_its_last_step_elsewhere(searched: Searched) -> None:
    search = searched("feb17", "zap-zap")
    found = all_runs(search, "freed-table-used", most=6)
    assert [one.steps for one in found] == sorted(one.steps for one in found)
    assert len({one.choices for one in found}) == len(found) == 6
    for one in found:
        run = Run(search.model)
        assert run.replay(one.choices) is None
        broken = [{v.property for v in moment.broken} for moment in run.moments]
        assert [at for at, names in enumerate(broken) if "freed-table-used" in names] == [run.length]


def test_the_mirror_image_is_another_run(searched: Searched) -> None:
    first, second = all_runs(searched("feb17", "zap-zap"), "freed-table-used", most=2)
    assert (format_schedule(first.choices), format_schedule(second.choices)) == ("1.A9B7A4B", "1.B9A7B4A")


def test_when_there_is_no_other_none_is_made_up(abba: Model) -> None:
    first, second = all_runs(Search(abba), "deadlock")
    assert format_schedule(first.choices) == "1.A2B2"
    assert second.choices[-1].thread == "A", "the other one takes its lock last"
    assert another(Search(abba), "double-free", ()) is None


def test_a_later_breach_is_another_only_where_the_earlier_one_was_avoided(tiny: Tiny) -> None:
    page = "table = pte_page(*pte_entry(pmd_page(*pmd_offset(mm, 0)), 0));\n"
    model = tiny(page + "page_count(table);\npage_count(table);", page + "__free_page(table);", b="unshare 0")
    first, second = all_runs(Search(model), "freed-page-used")
    assert (format_schedule(first.choices), format_schedule(second.choices)) == ("1.B3A3", "1.A3B3A")


def test_a_known_run_that_breaks_nothing_shows_nothing(searched: Searched) -> None:
    search = searched("feb17", "zap-zap")
    first = another(search, "two-owners", [parse_schedule("1.A3")])
    assert first == another(search, "two-owners", ())


def test_a_known_run_must_be_one(searched: Searched) -> None:
    with pytest.raises(RequestError, match="cannot go now"):
        another(searched("feb17", "zap-zap"), "two-owners", [parse_schedule("1.C")])


def test_looking_for_another_has_a_limit(searched: Searched) -> None:
    with pytest.raises(LimitReached, match="the limit is 10"):
        another(searched("eager-copy", "zap-zap"), "bug", (), limit=10)


# the closest good run ---------------------------------------------------------------------------------
def damage_of(search: Search, choices: tuple[Choice, ...]) -> tuple[Run, bool]:
    run = Run(search.model)
    assert run.replay(choices) is None
    broken = [v.property for moment in run.moments for v in moment.broken]
    return run, any(PROPERTIES[name].severity == "damage" for name in broken)


@pytest.mark.parametrize("scenario", ["zap-zap", "zap-write", "write-write"])
def test_a_good_run_follows_the_bad_one_up_to_its_point_of_no_return(
    searched: Searched, scenario: str
) -> None:
    search = searched("feb17", scenario)
    for finding in verdict(search).damage[:3]:
        bad = parse_schedule(finding.schedule)
        good = closest_good(search, bad)
        assert good is not None
        run, damaged = damage_of(search, good.choices)
        assert not damaged
        assert run.frame().ended is not None
        assert good.choices[: good.shared] == bad[: good.shared]
        assert good.choices[good.shared] != bad[good.shared]
        assert good.shared + 1 == fates(search).point_of_no_return(bad)


def test_a_good_run_is_shared_as_a_whole(searched: Searched) -> None:
    search = searched("eager-copy", "zap-zap")
    begun = parse_schedule("1.A3B2")
    good = closest_good(search, begun)
    assert good is not None
    assert good.shared == 5
    again = closest_good(search, good.choices)
    assert again is not None
    assert again.shared == len(again.choices)


def test_where_every_run_ends_badly_there_is_no_good_one(tiny: Tiny) -> None:
    search = Search(tiny("BUG_ON(1);", "BUG_ON(1);"))
    assert closest_good(search, parse_schedule("1.A")) is None


def test_a_start_that_is_damaged_has_no_good_run(tiny: Tiny) -> None:
    model = tiny("", "")
    model.initial &= ~model.layout.tables[0].count.mask
    assert closest_good(Search(model), parse_schedule("1.A")) is None


# runs without end -------------------------------------------------------------------------------------
def test_runs_that_all_end_have_no_run_to_where_none_ends(searched: Searched) -> None:
    assert endless(whole_graph(Asker(searched("repaired", "zap-zap")))) is None


def test_the_shortest_run_to_where_none_ends_goes_no_further(tiny: Tiny) -> None:
    """A waits for B to hold a further reference for a moment; that may be over before A looks."""
    table = "table = pmd_page(*pmd_offset(mm, 0));\n"
    waits, holds = "while (page_count(table) == 2) {\n}", "get_page(table);\nput_page(table);"
    graph = whole_graph(Asker(Search(tiny(table + waits, table + holds, b="unshare 0"))))
    run = endless(graph)
    assert run is not None
    assert [choice.thread for choice in run] == ["B"] * 3, "B reads its slot, gets, puts"
