"""Which processes are alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.check.names import with_pools
from engine.check.symmetry import groups, meanings
from engine.errors import Span
from engine.lang.instructions import Access, Assign, Const, Place, Program, Read, Variable
from engine.library import protocol, scenario
from engine.machine.renaming import Names
from engine.run.build import build
from engine.run.step import attempt, candidates
from engine.scenario.scenario import Scenario, Story
from engine.scenario.story import parse_line
from engine.vocabulary.types import CType
from tests.bench.scenarios import sharers, writers, zappers


def sizes(scenario: Scenario, **config: int) -> list[int]:
    return [len(group.members) for group in groups(build(protocol("repaired"), scenario, config))]


def story(mm: str, *lines: str) -> Story:
    return Story(mm, tuple(parse_line(line) for line in lines))


def test_who_made_the_others_is_like_them_but_for_its_pool() -> None:
    assert sizes(writers(3)) == [6, 2]
    assert sizes(writers(3, lowest_free=True)) == [6]
    assert sizes(writers(2)) == [2]


def test_who_shares_nothing_with_the_others_is_like_them_too() -> None:
    """After a fork that copies, each has a table of its own: that goes with it."""
    model = build(protocol("eager-copy"), scenario("zap-zap"))
    (group,) = groups(model)
    assert [one.renaming.tables for one in group.members] == [(0, 1, 2, 3), (2, 3, 0, 1)]
    assert group.members[1].renaming.pages[:2] == (0, 1)


def test_who_has_unmapped_what_the_other_still_has_is_unlike_it() -> None:
    before = zappers(2).setup[0], story("B", "munmap 0-1")
    assert sizes(replace(zappers(2), setup=before)) == []


def test_other_stories_are_unlike() -> None:
    assert sizes(scenario("zap-write")) == []
    assert sizes(scenario("zap-zap-idle")) == [2]
    assert sizes(scenario("partial-partial")) == []


def test_values_change_places_only_if_they_stand_for_each_other_everywhere() -> None:
    base = sharers(2)
    same = replace(base, threads=(story("A", "write 0 = 7"), story("B", "write 0 = 7")))
    crossed = replace(base, threads=(story("A", "write 0 = 3"), story("B", "write 0 = 4")))
    both = replace(
        base,
        threads=(story("A", "write 0 = 3", "write 1 = 3"), story("B", "write 0 = 4", "write 1 = 5")),
    )
    used = replace(base, threads=(story("A", "write 0 = 1"), story("B", "write 0 = 2")))
    assert sizes(same) == sizes(crossed) == [2]
    assert sizes(both) == []
    assert sizes(used) == []  # the 1 stands in the memory from the start


def test_forked_processes_go_with_those_that_fork_them() -> None:
    setup = story("A", "map 0-1", "write 0 = 1", "fork B")
    threads = (story("A", "fork C"), story("B", "fork D"), story("C", "read 0"), story("D", "read 0"))
    assert sizes(replace(scenario("fork-fork"), setup=(setup,), threads=threads)) == [2]


def test_more_orders_than_anyone_would_try_are_none() -> None:
    assert sizes(zappers(6)) == []


def test_a_field_of_which_nothing_is_known_ends_it() -> None:
    model = build(protocol("repaired"), zappers(2, lowest_free=True))
    model.layout._field("swap", 1)
    assert list(groups(model)) == []
    assert with_pools(model) is None


def test_integers_name_what_the_primitives_take_them_for() -> None:
    program = build(protocol("repaired"), writers(2)).threads[0].program
    named = {(variable.name, names) for variable, names in meanings(program).items()}
    assert named == {("cpu", Names.CPU), ("value", Names.VALUE)}


def test_what_an_integer_names_is_known_of_its_copies() -> None:
    here = Place(Span("f.c", 1, 1, 1, 1), 0)
    copy, cpu, size = (Variable(name, CType.INT, 8 * n, 8) for n, name in enumerate(("copy", "cpu", "size")))
    code = (
        Assign(here, cpu, Read(copy)),
        Assign(here, size, Read(size)),
        Access(here, None, "flush_tlb_cpu", (Read(cpu), Const(0), Read(size))),
    )
    assert meanings(Program(code, (), (), 24)) == {copy: Names.CPU, cpu: Names.CPU}


@pytest.mark.parametrize("lowest_free", [False, True])
def test_an_image_of_a_step_is_a_step_of_the_image(lowest_free: bool) -> None:
    model = build(protocol("repaired"), writers(3, lowest_free))
    group = next(groups(model))
    state, seed = model.initial, 1
    for _ in range(150):
        able = [thread for thread in candidates(model, state) if attempt(model, state, thread).goes]
        seed = seed * 75 % 65_537
        thread = able[seed % len(able)]
        after = attempt(model, state, thread).state
        if not lowest_free:
            for one in group.members:
                assert attempt(model, one(state), one.renaming.threads[thread]).state == one(after)
        restored = _back(group.members, group.products, after)
        assert restored == after
        state = after
        if not any(attempt(model, state, thread).goes for thread in candidates(model, state)):
            break


def _back(members: tuple, products: tuple, state: int) -> int:
    """The state under the last permutation and then its inverse."""
    last = len(members) - 1
    return members[products[last].index(0)](members[last](state))
