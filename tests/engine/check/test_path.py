"""The shortest run: in steps, then in switches, then the first in the fixed order; by brute force, too."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.check.ask import Asker
from engine.check.path import Shortest, shortest_run, shortest_runs, switches
from engine.check.search import Search
from engine.errors import EngineError
from engine.machine.violations import Violation
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import Choice, format_schedule, parse_schedule

Tiny = Callable[..., Model]
MOST_RUNS = 3_000

# What random routines are made of: single accesses, and blocks under a lock.
STATEMENTS = (
    "table = pmd_page(*pmd_offset(mm, 0));\n\tif (table != NULL) get_page(table);",
    "table = pmd_page(*pmd_offset(mm, 0));\n\tif (put_page_testzero(table)) __free_page(table);",
    "table = pmd_page(*pmd_offset(mm, 0));\n\tASSERT_EXCLUSIVE_ACCESS(table);",
    "table = pmd_page(*pmd_offset(mm, 0));\n\tBUG_ON(page_count(table) == 1);",
    "pmd_clear(pmd_offset(mm, 0));",
    "add_mm_rss(mm, 1);",
    "set_pte(pte_entry(pmd_page(*pmd_offset(mm, 0)), 0), 0);",
)
LOCKS = (
    ("spin_lock(&mm->page_table_lock);", "spin_unlock(&mm->page_table_lock);"),
    ("spin_lock(&page_table_share_lock);", "spin_unlock(&page_table_share_lock);"),
    ("down_write(&mm->mmap_sem);", "up_write(&mm->mmap_sem);"),
)
bodies = st.recursive(
    st.sampled_from(STATEMENTS),
    lambda inner: st.tuples(st.sampled_from(LOCKS), inner).map(
        lambda drawn: f"{drawn[0][0]}\n\t{drawn[1]}\n\t{drawn[0][1]}"
    ),
    max_leaves=2,
)


def runs_to(plain: object, kind: tuple[str, str], length: int) -> list[tuple[tuple[Choice, ...], Violation]]:
    """All runs of a length whose last step breaks a property in a certain way."""
    found = []
    for number, (run, broken) in enumerate(plain.runs(length)):  # type: ignore[attr-defined]
        assume(number < MOST_RUNS)
        found += [(run, one) for one in broken if (one.property, one.message) == kind][:1]
    return found


def rank(run: tuple[Choice, ...], model: Model) -> tuple[int, list[tuple[int, bool]]]:
    changes = sum(one.thread != other.thread for one, other in pairwise(run))
    return changes, [(model.thread_index(choice.thread), choice.fails) for choice in run]


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(bodies, bodies, st.sampled_from(["munmap 0", "unshare 0"]), st.booleans())
def test_the_shortest_run_is_the_best_of_all_runs(
    tiny: Tiny, plain: type, munmap: str, unshare: str, other: str, smp: bool
) -> None:
    try:
        model = tiny(munmap, unshare, b=other, shape="" if smp else "\n[config]\nCONFIG_SMP = 0")
        search = Search(model)
        search.run(20_000)
    except EngineError:
        assume(False)
    runs = shortest_runs(search, Asker(search), search.found.discoveries)
    everything = plain(model)
    for kind, shortest in runs.items():
        assume(shortest.steps <= 12)
        found = runs_to(everything, kind, shortest.steps)
        best, violation = min(found, key=lambda one: rank(one[0], model))
        assert shortest == Shortest(violation, best)
        assert not any(runs_to(everything, kind, length) for length in range(1, shortest.steps))


def test_each_run_breaks_its_property_with_its_last_step(searched: Callable[[str, str], Search]) -> None:
    search = searched("feb17", "zap-write")
    for kind, shortest in shortest_runs(search, Asker(search), search.found.discoveries).items():
        run = Run(search.model)
        assert run.replay(shortest.choices) is None
        assert kind in [(one.property, one.message) for one in run.moments[-1].broken]
        earlier = [one for moment in run.moments[:-1] for one in moment.broken]
        assert kind not in [(one.property, one.message) for one in earlier]


def test_one_discovery_at_a_time_gives_the_same_runs(searched: Callable[[str, str], Search]) -> None:
    search = searched("feb17", "zap-zap")
    runs = shortest_runs(search, Asker(search), search.found.discoveries)
    for kind, discovery in search.found.discoveries.items():
        assert shortest_run(search, discovery) == runs[kind].choices


@pytest.mark.parametrize("scenario", ["zap-zap", "partial-partial"])
def test_a_run_does_not_depend_on_where_the_search_stopped(
    searched: Callable[[str, str], Search], scenario: str
) -> None:
    whole = searched("feb17", scenario)
    runs = shortest_runs(whole, Asker(whole), whole.found.discoveries)
    search, known = Search(whole.model), 0
    while not search.advance(1):
        if len(search.found.discoveries) > known:
            known = len(search.found.discoveries)
            stopped = shortest_runs(search, Asker(search), search.found.discoveries)
            assert stopped == {kind: runs[kind] for kind in stopped}
    assert known == len(runs)


def test_a_deadlock_ends_with_the_step_that_leads_into_it(abba: Model) -> None:
    search = Search(abba)
    search.run()
    (shortest,) = shortest_runs(search, Asker(search), search.found.discoveries).values()
    assert shortest.violation.property == "deadlock"
    assert format_schedule(shortest.choices) == "1.A2B2"
    assert shortest.violation.objects == ("A", "page_table_share_lock", "B", "T0.lock")


def test_a_state_that_is_broken_from_the_start_needs_no_step(tiny: Tiny) -> None:
    model = tiny("", "")
    table = model.layout.tables[0]
    model.initial &= ~table.count.mask
    search = Search(model)
    search.run()
    shortest = shortest_runs(search, Asker(search), search.found.discoveries)
    assert shortest["count-below-slots", "count-below-slots"].choices == ()


def test_switches_are_counted_between_threads_not_between_choices() -> None:
    assert switches(parse_schedule("")) == 0
    assert switches(parse_schedule("1.A3BA!A")) == 2


@pytest.mark.slow
def test_the_runs_do_not_depend_on_the_hash_seed() -> None:
    script = """
from engine import library
from engine.check.verdict import check
from engine.run.build import build
for scenario in ("zap-zap", "zap-write"):
    print(check(build(library.protocol("feb17"), library.scenario(scenario))))
"""
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", script]
    said = {
        subprocess.run(
            command, cwd=root, env={"PYTHONHASHSEED": str(seed)}, capture_output=True, text=True, check=True
        ).stdout
        for seed in range(4)
    }
    assert len(said) == 1


def test_the_seed_is_refuted_in_21_steps_with_3_switches(searched: Callable[[str, str], Search]) -> None:
    search = searched("feb17", "zap-zap")
    shortest = shortest_runs(search, Asker(search), [("freed-table-used", "resurrected")])
    assert [format_schedule(one.choices) for one in shortest.values()] == ["1.A9B7A4B"]
