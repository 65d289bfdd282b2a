"""Fates, compared with what the readable steps alone say; runs counted, compared with runs enumerated."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.check.ask import Asker
from engine.check.fates import CERTAIN, POSSIBLE, SAFE, UNKNOWN, Fate, Fates, fates, fates_along
from engine.check.graph import Graph, whole_graph
from engine.check.interleavings import WORK_LIMIT, interleavings, words
from engine.check.search import Search
from engine.check.verdict import verdict
from engine.errors import EngineError, LimitReached, RequestError
from engine.machine.violations import PROPERTIES, Violation
from engine.run.model import Model
from engine.run.schedule import Choice, parse_schedule

Tiny = Callable[..., Model]
Searched = Callable[[str, str], Search]

TABLE = "table = pmd_page(*pmd_offset(mm, 0));\n"
PIECES = (
    TABLE + "put_page_testzero(table);",
    TABLE + "get_page(table);",
    TABLE + "BUG_ON(page_count(table) == 1);",
    TABLE + "while (page_count(table) == 1)\n;",
    "spin_lock(&page_table_share_lock);\nspin_lock(&mm->page_table_lock);\n"
    "spin_unlock(&mm->page_table_lock);\nspin_unlock(&page_table_share_lock);",
    "add_mm_rss(mm, 1);",
)
WAIT = TABLE + "while (page_count(table) > 1)\n;"
PUT = TABLE + "put_page_testzero(table);"


def damaging(broken: tuple[Violation, ...]) -> bool:
    return any(PROPERTIES[one.property].severity == "damage" for one in broken)


class Naive:
    """Fates by fixed-point iteration over dicts of what `Plain` says."""

    def __init__(self, plain: Any) -> None:
        self.plain = plain
        initial = plain.model.initial
        self.steps: dict[int, list[tuple[int, bool]]] = {}
        todo = [initial]
        while todo:
            state = todo.pop()
            if state not in self.steps:
                taken = plain.steps(state)
                self.steps[state] = [(after, damaging(broken)) for _, after, broken in taken]
                todo += [after for after, _ in self.steps[state]]

    def escape(self) -> set[int]:
        """States from which damage can be put off for ever: the greatest fixed point."""
        staying = set(self.steps)
        while True:
            kept = {
                state
                for state in staying
                if not self.steps[state]
                or any(after in staying and not bad for after, bad in self.steps[state])
            }
            if kept == staying:
                return staying
            staying = kept

    def distance(self) -> dict[int, int]:
        """Steps to the nearest damage, of the states that have one ahead."""
        found: dict[int, int] = {}
        for _ in range(len(self.steps) + 1):
            for state, edges in self.steps.items():
                ways = [1 if bad else found[after] + 1 for after, bad in edges if bad or after in found]
                if ways:
                    found[state] = min(ways)
        return found


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=2), st.lists(st.sampled_from(PIECES), max_size=2)
)
def test_fates_are_what_going_over_all_states_by_hand_says(
    tiny: Tiny, plain: type, munmap: list[str], unshare: list[str]
) -> None:
    try:
        model = tiny("\n".join(munmap), "\n".join(unshare), b="unshare 0")
        found = fates(Search(model), limit=400)
    except EngineError:
        assume(False)
    naive = Naive(plain(model))
    distance, escape = naive.distance(), naive.escape()
    graph = found.graph
    assert set(graph.states) == set(naive.steps)
    for number, state in enumerate(graph.states):
        fate = found.of(state)
        if graph.harmed[number]:
            assert fate == Fate(CERTAIN, 0)
            continue
        kind = SAFE if state not in distance else POSSIBLE if state in escape else CERTAIN
        assert fate == Fate(kind, distance.get(state))
        for choice, after, broken in naive.plain.steps(state):
            there = found.of(after)
            wanted = Fate(there.kind, None if there.steps is None else there.steps + 1)
            assert found.of_choice(state, choice) == (Fate(CERTAIN, 1) if damaging(broken) else wanted)


def test_a_cycle_that_avoids_damage_is_an_escape(tiny: Tiny) -> None:
    model = tiny(WAIT + "\nBUG_ON(1);", TABLE, b="unshare 0")
    assert fates(Search(model)).of(model.initial) == Fate(SAFE, None), "it spins for ever"
    model = tiny(WAIT + "\nBUG_ON(1);", PUT, b="unshare 0")
    found = fates(Search(model))
    assert found.of(model.initial).kind == POSSIBLE, "B may never come to its put"
    assert found.graph.depth[-1] == max(found.graph.depth)


def test_the_point_of_no_return_of_the_seeds_race_is_its_second_decrement(searched: Searched) -> None:
    found = fates(searched("feb17", "zap-zap"))
    race = parse_schedule("1.A9B7A4B")
    assert found.point_of_no_return(race) == 19
    state = searched("feb17", "zap-zap").model.initial
    assert found.of(state) == Fate(POSSIBLE, 21)
    for choice in race[:18]:
        state ^= found.asker.named(state, choice)[1].delta
    assert found.of_choice(state, race[18]).kind == CERTAIN
    assert found.of_choice(state, Choice("B")).kind != CERTAIN


def test_a_good_run_has_no_point_of_no_return_and_a_lost_one_has_it_at_once(
    tiny: Tiny, searched: Searched
) -> None:
    assert fates(searched("eager-copy", "zap-zap")).point_of_no_return(parse_schedule("1.A3B3")) is None
    assert fates(Search(tiny("BUG_ON(1);", "BUG_ON(1);"))).point_of_no_return(()) == 0


def test_everything_is_safe_in_a_safe_model(searched: Searched) -> None:
    found = fates(searched("eager-copy", "zap-zap"))
    assert not any(found.lost)
    assert {found.of(state) for state in found.graph.states} == {Fate(SAFE, None)}


def test_only_reachable_states_and_possible_choices_have_a_fate(searched: Searched) -> None:
    found = fates(searched("feb17", "zap-zap"))
    with pytest.raises(RequestError, match="no run leads"):
        found.of(-1)
    with pytest.raises(RequestError, match="C cannot go now"):
        found.of_choice(searched("feb17", "zap-zap").model.initial, Choice("C"))


def test_a_graph_that_is_too_large_is_refused_and_looked_at_along_a_run(searched: Searched) -> None:
    search = searched("feb17", "zap-zap")
    with pytest.raises(LimitReached, match="more than 100 states"):
        fates(search, limit=100)
    race = parse_schedule("1.A9B7A4B")
    whole, along = fates(search), fates_along(search, race, limit=300)
    state = search.model.initial
    for number, fate in enumerate(along):
        exact = whole.of(state)
        assert fate.kind in (exact.kind, POSSIBLE if exact.kind == CERTAIN else UNKNOWN)
        assert fate.kind == UNKNOWN or fate.steps == exact.steps
        if number < len(race):
            state ^= whole.asker.named(state, race[number])[1].delta
    assert along[0].kind == UNKNOWN
    assert along[-1] == Fate(CERTAIN, 0)


# the graph --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("protocol", ["eager-copy", "feb17"])
def test_the_graph_has_the_states_and_transitions_of_the_search(searched: Searched, protocol: str) -> None:
    search = searched(protocol, "zap-zap")
    graph = whole_graph(Asker(search))
    progress = search.found.progress
    assert (len(graph.states), len(graph.target)) == (progress.states, progress.transitions)
    assert max(graph.depth) == progress.depth
    assert graph.states == [state for level in search.found.levels for state in level]


def test_a_graph_from_a_later_root_or_with_a_limit_is_a_part(searched: Searched) -> None:
    asker = Asker(searched("feb17", "zap-zap"))
    whole = whole_graph(asker)
    later = Graph(asker, whole.states[100])
    assert later.complete
    assert set(later.states) < set(whole.states)
    part = Graph(asker, limit=50)
    assert not part.complete
    assert part.states == whole.states[: len(part.states)]
    assert part.start[-1] == len(part.target)
    assert part.harmed == array("B", whole.harmed)[: len(part.states)].tobytes()


# counting ---------------------------------------------------------------------------------------------
def count(plain: Any, state: int) -> int:
    steps = plain.steps(state)
    return sum(count(plain, after) for _, after, _ in steps) if steps else 1


@pytest.mark.parametrize("munmap", [TABLE, TABLE + "get_page(table);", TABLE + "BUG_ON(page_count(table));"])
def test_the_number_of_runs_is_that_of_all_runs_taken_one_by_one(
    tiny: Tiny, plain: type, munmap: str
) -> None:
    model = tiny(munmap, "", b="munmap 0")
    found = interleavings(whole_graph(Asker(Search(model))))
    assert not found.unbounded
    assert int(found.count) == count(plain(model), model.initial)


def test_a_verdict_on_two_zaps_stands_for_trillions_of_runs(searched: Searched) -> None:
    found = interleavings(whole_graph(Asker(searched("feb17", "zap-zap"))))
    assert (found.count, found.words) == ("9845532557174", "9.8 trillion interleavings")


def test_with_a_cycle_the_number_is_unbounded_and_runs_are_cut(tiny: Tiny, plain: type) -> None:
    model = tiny(WAIT, PUT, b="unshare 0")
    graph = whole_graph(Asker(Search(model)))
    found = interleavings(graph)
    assert found.unbounded
    assert found.steps == max(graph.depth)
    everything = plain(model)
    ended = sum(
        not everything.steps(after_all(everything, run))
        for length in range(found.steps)
        for run, _ in everything.runs(length)
    )
    assert int(found.count) == ended + sum(1 for _ in everything.runs(found.steps))
    assert found.words.startswith("unbounded; ")
    assert WORK_LIMIT > len(graph.target)


def after_all(plain: Any, run: tuple[Choice, ...]) -> int:
    state: int = plain.model.initial
    for choice in run:
        state = next(after for one, after, _ in plain.steps(state) if one == choice)
    return state


def test_a_cycle_through_the_start_is_a_cycle(tiny: Tiny) -> None:
    model = tiny("while (1)\n\tadd_mm_rss(mm, 0);", "", a="munmap 0", b="unshare 0")
    assert interleavings(whole_graph(Asker(Search(model)))).unbounded


def test_one_thread_alone_has_one_run(tiny: Tiny) -> None:
    model = tiny("", TABLE, a="munmap 0", b="unshare 0")
    found = interleavings(whole_graph(Asker(Search(model))))
    assert found.words in ("1 interleaving", f"{found.count} interleavings")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (999_999, "999 999"),
        (1_000_000, "1.0 million"),
        (7_649_999_999, "7.6 billion"),
        (12_345_678_901, "12 billion"),
        (999_600_000_000, "1.0 trillion"),
        (456_000_000_000_000, "460 trillion"),
        (3 * 10**17, "300 quadrillion"),
        (34 * 10**21, "3.4 × 10²²"),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, text: str) -> None:
    assert words(number) == text


def test_damage_in_a_verdict_is_damage_in_its_fates(searched: Searched) -> None:
    for scenario in ("zap-write", "partial-write", "zap-zap-idle"):
        search = searched("feb17", scenario)
        fate = fates(search).of(search.model.initial)
        shortest = [finding.steps for finding in verdict(search).damage[:1]]
        assert [fate.steps] == (shortest or [None])
        assert isinstance(fates(search), Fates)
