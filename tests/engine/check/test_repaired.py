"""The repaired protocol is safe: searched completely, not only believed."""

from __future__ import annotations

import pytest

from engine import library
from engine.check import compiled
from engine.check.search import Search
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.scenario.read import parse_scenario
from engine.scenario.scale import all_of, scaled
from engine.scenario.scenario import Scenario
from tests.classic import CLASSIC

MACHINES = (
    {},
    {"CONFIG_GATHER": "batched"},
    {"CONFIG_SMP": "UP"},
    {"CONFIG_WALK_CACHE": 1},
    {"CONFIG_FLUSH_BROADCAST": 1},
    {"CONFIG_LOWEST_FREE": 1},
)
LIMIT = 500_000


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    compiled.warm()


def damage(protocol: str, scenario: Scenario, config: dict[str, int | str], limit: int = LIMIT) -> list[str]:
    """The properties that some interleaving damages; the search must be complete."""
    found = Search(build(library.protocol(protocol), scenario, config)).run(limit)
    assert found.progress.complete, f"{scenario.id} has more than {limit} states"
    return sorted({kind[0] for kind in found.discoveries if PROPERTIES[kind[0]].severity == "damage"})


QUICK = ("zap-zap", "unshare-unshare", "partial", "fork-fork")
"""The others on their own machine are among the kept verdicts, and on all machines in `make verify`."""
SCENARIOS = [pytest.param(id, marks=[] if id in QUICK else [pytest.mark.verify]) for id in CLASSIC]


@pytest.mark.parametrize("id", SCENARIOS)
def test_repaired_is_safe_in_every_scenario_on_every_machine(id: str) -> None:
    for config in MACHINES:
        assert damage("repaired", library.scenario(id), config) == [], config


PARTIAL = """
[shape]
tables = 3
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "write 1 = 2", "fork B"]
[[thread]]
name = "K"
do = ["zap A:0"]
[[thread]]
mm = "A"
do = ["write 1 = 3", "read 0"]
[[thread]]
mm = "B"
do = ["read 0"]
"""


def test_repaired_is_safe_where_a_truncate_drops_a_part_of_a_shared_table() -> None:
    assert damage("repaired", parse_scenario("partial-truncate", PARTIAL), {}) == []


@pytest.mark.parametrize("gather", ["by mm_users", "batched"])
@pytest.mark.parametrize("id", CLASSIC)
def test_repaired_is_safe_with_two_tables_of_four_entries(id: str, gather: str) -> None:
    large = scaled(library.scenario(id), slots=2, entries=4)
    assert damage("repaired", large, {"CONFIG_GATHER": gather}) == []


@pytest.mark.parametrize("scenario", list(all_of(3)), ids=lambda scenario: scenario.id)
def test_repaired_is_safe_whatever_three_sharers_do(scenario: Scenario) -> None:
    assert damage("repaired", scenario, {}) == []


@pytest.mark.verify
@pytest.mark.parametrize("scenario", list(all_of(4)), ids=lambda scenario: scenario.id)
def test_repaired_is_safe_whatever_four_sharers_do(scenario: Scenario) -> None:
    """At most 2.8 million states each; with numba all of them take some minutes."""
    assert damage("repaired", scenario, {}, limit=12_000_000) == []


def test_the_bet_is_lost_in_the_larger_machine_too() -> None:
    assert "freed-table-used" in damage("feb17", scaled(library.scenario("zap-zap"), 2, 4), {})


def test_a_scaled_scenario_keeps_its_story() -> None:
    large = scaled(library.scenario("zap-partial"), slots=2, entries=4)
    assert [line.text for line in large.threads[0].lines] == ["munmap 0-7"]
    assert [line.text for line in large.threads[1].lines] == ["munmap 0", "read 1"]
    assert [line.text for line in large.setup[0].lines][:2] == ["map 0-7", "write 4 = 1"]
