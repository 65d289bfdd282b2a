"""Equal processes taken as one, and page numbers left off: the same verdicts at the same distances."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from engine.check.even import Unlike
from engine.check.quotient import Quotient, quotient
from engine.check.search import Search
from engine.check.symmetry import groups
from engine.errors import LimitReached, RequestError
from engine.library import protocol, protocol_ids, scenario, scenario_ids
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.story import parse_line
from tests.bench.scenarios import sharers, unsharers, zappers
from tests.classic import CLASSIC
from tests.engine.check.models import models

LIMIT = 20_000
LOWEST = {"CONFIG_LOWEST_FREE": 1}


def agrees(model: Model, processes: bool = True, names: bool = True) -> tuple[int, int] | None:
    """States of the whole search and of the reduced one, if there is one, after both said the same."""
    whole = Search(model)
    try:
        whole.run(LIMIT)
    except LimitReached:
        return None
    if not whole.found.progress.complete:
        return None
    less = quotient(model, 2 * LIMIT, processes, names)
    if less is None:
        return None
    assert less.complete
    assert less.bounds == {kind: one.steps for kind, one in whole.found.discoveries.items()}
    if model.shape.own_pools or not names:  # with pools freed pages are taken again later, and stay on record
        assert less.states <= whole.found.progress.states
    return whole.found.progress.states, less.states


@pytest.mark.verify
@pytest.mark.parametrize("protocol_id", protocol_ids())
@pytest.mark.parametrize("scenario_id", scenario_ids())
def test_every_shipped_scenario_has_the_same_verdicts(protocol_id: str, scenario_id: str) -> None:
    for chosen in ({}, LOWEST):
        try:
            model = build(protocol(protocol_id), scenario(scenario_id), chosen)
        except RequestError:  # the scenario asks for a routine that the protocol does not have
            return
        agrees(model)
        agrees(model, names=False)


QUICK = ("feb17", "repaired", "cow-pte", "hugetlb")
PROTOCOLS = [pytest.param(id, marks=[] if id in QUICK else [pytest.mark.verify]) for id in protocol_ids()]


@pytest.mark.slow
@pytest.mark.parametrize("protocol_id", PROTOCOLS)
def test_equal_processes_halve_the_states_of_each_protocol(protocol_id: str) -> None:
    for scenario_id in ("zap-zap", "write-write"):
        counts = agrees(build(protocol(protocol_id), scenario(scenario_id)))
        assert counts is not None
        assert counts[1] < 0.6 * counts[0]


@pytest.mark.slow
@pytest.mark.parametrize("scenario_id", CLASSIC)
def test_numbers_of_pages_say_nothing_in_the_repaired_protocol(scenario_id: str) -> None:
    assert agrees(build(protocol("repaired"), scenario(scenario_id), LOWEST), processes=False) is not None


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_any_scenario_has_the_same_verdicts(model: Model | None) -> None:
    if model is not None:
        agrees(model)


@pytest.mark.slow
def test_any_order_of_three_makes_one_state_of_nearly_six() -> None:
    counts = agrees(build(protocol("repaired"), zappers(3)))
    assert counts is not None
    assert counts[0] > 5 * counts[1]
    counts = agrees(build(protocol("feb17"), unsharers(3)))
    assert counts is not None
    assert counts[0] > 5 * counts[1]


@pytest.mark.slow
def test_three_that_take_the_lowest_free_page_are_as_many_states_as_with_pools() -> None:
    found = quotient(build(protocol("repaired"), unsharers(3, lowest_free=True)), LIMIT)
    pools = quotient(build(protocol("repaired"), unsharers(3)), LIMIT)
    assert found is not None
    assert pools is not None
    assert found.states == pools.states < 3_000


def test_a_process_that_runs_out_of_fresh_pages_first_is_not_like_the_others() -> None:
    """A has one table less that was never used, and would take a freed one where B takes a new one."""
    lines = "munmap 0-1", "map 0-1", "write 0 = {value}", "munmap 0-1", "map 0-1", "write 0 = {value}"
    model = build(protocol("repaired"), sharers(2, *lines))
    assert len(list(groups(model))) == 1
    assert quotient(model, 100_000) is None


def test_who_has_only_a_freed_page_left_is_unlike_the_others_which_still_are_alike() -> None:
    """A mapped its memory twice before it forked; so it takes its freed table where B and C take new ones."""
    three = unsharers(3)
    before = ("map 0-1", "write 0 = 1", "munmap 0-1", "map 0-1", "write 0 = 1", "fork B", "fork C")
    setup = replace(three.setup[0], lines=tuple(parse_line(line) for line in before))
    model = build(protocol("repaired"), replace(three, setup=(setup,)))
    all_three, two = groups(model)
    assert (len(all_three.members), len(two.members)) == (6, 2)
    with pytest.raises(Unlike):
        list(Quotient(model, all_three).run(LIMIT))
    counts = agrees(model)
    assert counts is not None
    assert 2 * counts[1] > counts[0]


def test_a_number_matters_once_a_page_is_allocated_while_a_freed_one_is_named() -> None:
    model = build(protocol("testzero"), scenario("zap-write"), LOWEST)
    assert quotient(model, LIMIT) is None


def test_where_a_pool_of_its_own_is_too_small_the_common_one_is_kept() -> None:
    small = replace(sharers(3, "unshare 0", lowest_free=True), tables=1)
    readers = tuple(replace(story, lines=(parse_line("read 0"),)) for story in small.threads[1:])
    model = build(protocol("repaired"), replace(small, threads=(small.threads[0], *readers)))
    assert quotient(model, LIMIT, processes=False) is None
    assert agrees(model) is not None


def test_a_limit_of_the_model_itself_is_told() -> None:
    model = build(protocol("repaired"), replace(unsharers(2), tables=1))
    with pytest.raises(LimitReached):
        quotient(model, LIMIT)


def test_a_limit_of_states_ends_it() -> None:
    found = quotient(build(protocol("repaired"), zappers(2)), 20)
    assert found is not None
    assert not found.complete
    assert 20 < found.states < 40


def test_on_one_cpu_and_with_unlike_stories_there_is_nothing_to_do() -> None:
    assert quotient(build(protocol("repaired"), zappers(2), {"CONFIG_SMP": 0}), LIMIT) is None
    assert quotient(build(protocol("repaired"), scenario("zap-write")), LIMIT) is None
    assert quotient(build(protocol("repaired"), zappers(2)), LIMIT, processes=False) is None


@pytest.mark.slow
@pytest.mark.parametrize("scenario_id", ["read-read-swap", "madvise-write", "truncate-fault", "fork-thread"])
def test_swap_files_and_threads_in_one_mm_are_renamed_right(scenario_id: str) -> None:
    assert agrees(build(protocol("repaired"), scenario(scenario_id), LOWEST)) is not None


def test_memory_that_runs_out_and_claims_of_one_mm_alone_are_judged_the_same() -> None:
    scarce = replace(scenario("write-write"), out_of_memory=True)
    assert agrees(build(protocol("feb17"), scarce)) is not None


def test_the_images_of_a_state_come_in_the_same_order_from_each_of_them() -> None:
    model = build(protocol("repaired"), zappers(3))
    (group, _) = groups(model)
    search = Quotient(model, group)
    for steps in range(1, 12):
        list(search._expand(search.level, steps))
    unpack, pack = search.book.packing.unpack, search.book.packing.pack
    for images in search.level:
        whole = unpack(images[0])
        assert images[0] == min(images)
        assert list(images) == [pack(one(whole)) for one in group.members]
