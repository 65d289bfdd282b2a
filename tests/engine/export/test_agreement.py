"""Spin and TLC find as many states and steps as we do, the same breaks, and the same shortest runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import library
from engine.export.graph import explore
from engine.lang.check import read_protocol
from engine.run.build import build
from engine.run.judge import deadlock
from engine.run.model import Model
from engine.scenario.read import parse_scenario
from tests.classic import CLASSIC

Check = Callable[..., object]

UP = {"CONFIG_SMP": 0}
WALKS = {"CONFIG_WALK_CACHE": 1, "CONFIG_FLUSH_BROADCAST": 1, "CONFIG_GATHER": 2}
LOCKS = {"CONFIG_SHARE_LOCK_PER_TABLE": 1, "CONFIG_LOWEST_FREE": 1, "CONFIG_GATHER": 1}

REPRESENTATIVE = [
    ("feb17", "zap-zap", {}),
    ("repaired", "write-write", {}),
    ("feb17", "zap-write", {}),
    ("feb17", "unshare-unshare", LOCKS),
    ("feb17", "partial-partial", WALKS),
    ("feb17", "partial", UP),
    ("eager-copy", "zap-fork", {}),
    ("testzero", "exit-write", {}),
]

SINCE_2002 = {"mccracken-2002", "mccracken-2006", "hugetlb", "on-demand-fork", "cow-pte", "mshare"}
"""Protocols whose machine the two languages have no words for."""

EVERYWHERE = [
    *((protocol, {}) for protocol in library.protocol_ids() if protocol not in SINCE_2002),
    *(("feb17", config) for config in (UP, WALKS, LOCKS)),
]

DEADLOCK = """/*
 * title: two locks in two orders
 */
#include "mm.c"
#include "sharing.c"

int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_lock(&page_table_share_lock);
	spin_lock(&mm->page_table_lock);
	spin_unlock(&mm->page_table_lock);
	spin_unlock(&page_table_share_lock);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	spin_lock(&mm->page_table_lock);
	spin_lock(&page_table_share_lock);
	return 0;
}
"""

TWO = """
[shape]
out_of_memory = {out_of_memory}
[[setup]]
mm = "A"
do = ["map 0", "write 0 = 1", "fork B"]
[[thread]]
mm = "A"
do = {a}
[[thread]]
mm = "B"
do = {b}
"""


def two(protocol: str, a: list[str], b: list[str], text: str = "", out_of_memory: bool = False) -> Model:
    read = read_protocol("tiny", text, library.include) if text else library.protocol(protocol)
    scenario = TWO.format(a=a, b=b, out_of_memory=str(out_of_memory).lower())
    return build(read, parse_scenario("tiny", scenario))


@pytest.mark.parametrize(("protocol", "scenario", "config"), REPRESENTATIVE)
def test_spin_agrees(
    protocol: str,
    scenario: str,
    config: dict[str, int],
    spin: Check,
    ours: Check,
    shipped: Check,
    tmp_path: Path,
) -> None:
    model = shipped(protocol, scenario, **config)
    assert spin(model, tmp_path) == ours(model)


def test_spin_as_people_run_it_counts_the_same(
    spin: Check, ours: Check, shipped: Check, tmp_path: Path
) -> None:
    model = shipped("feb17", "zap-zap")
    by_depth, expected = spin(model, tmp_path, by_breadth=False), ours(model)
    assert (by_depth.states, by_depth.transitions) == (expected.states, expected.transitions)
    assert set(by_depth.kinds) == set(expected.kinds)


@pytest.mark.parametrize(("protocol", "scenario", "config"), REPRESENTATIVE[:6])
def test_tlc_agrees(
    protocol: str,
    scenario: str,
    config: dict[str, int],
    tlc: Check,
    ours: Check,
    shipped: Check,
    tmp_path: Path,
) -> None:
    model = shipped(protocol, scenario, **config)
    assert tlc(model, tmp_path) == ours(model)


def test_an_allocation_that_fails_is_a_step_of_its_own(
    spin: Check, tlc: Check, ours: Check, tmp_path: Path
) -> None:
    model = two("feb17", ["unshare 0"], ["write 0 = 2"], out_of_memory=True)
    expected = ours(model)
    assert spin(model, tmp_path) == expected
    assert tlc(model, tmp_path) == expected


def test_deadlocks_are_found_with_one_step_of_spins_watchdog_each(
    spin: Check, tlc: Check, ours: Check, tmp_path: Path
) -> None:
    model = two("", ["munmap 0", "unshare 0"], ["unshare 0"], text=DEADLOCK)
    expected = ours(model)
    assert ("deadlock", "deadlock") in expected.kinds
    assert tlc(model, tmp_path) == expected
    told = spin(model, tmp_path)
    assert (told.states, told.kinds) == (expected.states, expected.kinds)
    graph = explore(model, expected.states)
    stuck = [node for node in graph.nodes if deadlock(model, node.state)]
    assert told.transitions == expected.transitions + 2 * len(stuck), "by breadth, Spin counts both halves"


@pytest.mark.verify
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("protocol", "config"), EVERYWHERE)
@pytest.mark.parametrize("scenario", CLASSIC)
def test_both_agree_everywhere(
    protocol: str,
    scenario: str,
    config: dict[str, int],
    spin: Check,
    tlc: Check,
    ours: Check,
    shipped: Check,
    tmp_path: Path,
) -> None:
    model = shipped(protocol, scenario, **config)
    expected = ours(model)
    assert spin(model, tmp_path) == expected
    assert tlc(model, tmp_path) == expected
