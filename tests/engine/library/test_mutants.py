"""Each line of `repaired`: changed, it is caught, refused, or harmless for a reason that is written down.

Some rows of the table are recomputed here, all of them by `make verify`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine import library
from engine.check.mutate import NEVER_ENDS, fate, mutant, mutants, telling
from engine.errors import EngineError, RoutineError
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.run import Run
from engine.run.schedule import parse_schedule

_SPEC = importlib.util.spec_from_file_location("mutants", Path(__file__).parent / "mutants.py")
assert _SPEC is not None
assert _SPEC.loader is not None
table = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(table)

ROWS: list[dict[str, str]] = table.known()
AGAIN = "python tests/engine/library/mutants.py writes the table anew; review the diff"


def rows(*results: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["result"] in results]


def test_the_table_has_every_mutant() -> None:
    every = [(one.id, one.function, one.change) for one in mutants(library.protocol("repaired"))]
    assert [(row["id"], row["function"], row["change"]) for row in ROWS] == every, AGAIN


def test_no_mutant_survives_without_a_reason_and_no_reason_without_its_mutant() -> None:
    assert rows("survives") == []
    harmless = {(row["function"], row["change"]): row["reason"] for row in rows("harmless")}
    assert harmless == dict(library.harmless("repaired")), AGAIN


def test_the_copy_must_come_before_the_decrement() -> None:
    moved = [
        row for row in ROWS if "move `copy_shared_entries" in row["change"] and "drop_share" in row["change"]
    ]
    assert [row["result"] for row in moved] == ["caught"]


WITHOUT_END = [row for row in rows("caught") if row["property"] == NEVER_ENDS]
DAMAGED = [row for row in rows("caught") if row not in WITHOUT_END]


@pytest.mark.parametrize("row", DAMAGED[::4], ids=lambda row: row["id"])
def test_what_is_caught_breaks_with_the_run_of_the_table(row: Mapping[str, str]) -> None:
    protocol, scenario = library.protocol(f"repaired~{row['id']}"), table.scenario(row["scenario"])
    if not row["schedule"]:  # its set-up fails
        with pytest.raises(EngineError) as refused:
            build(protocol, scenario)
        assert refused.value.code == row["property"]
        return
    run = Run(build(protocol, scenario))
    assert run.replay(parse_schedule(row["schedule"])) is None, AGAIN
    broken = [
        each.property for each in run.frame().violations if PROPERTIES[each.property].severity == "damage"
    ]
    assert row["property"] in broken, AGAIN


@pytest.mark.parametrize("row", [*WITHOUT_END, *DAMAGED[5::20]], ids=lambda row: row["id"])
def test_the_search_finds_what_the_table_says(row: Mapping[str, str]) -> None:
    changed = mutant(library.protocol("repaired"), row["id"])
    found = fate(changed, "repaired", [table.scenario(row["scenario"])], library.include)
    assert table.row(found) == row, AGAIN


@pytest.mark.parametrize("id", table.OWN)
def test_repaired_itself_is_safe_in_the_scenarios_that_only_the_mutants_need(id: str) -> None:
    assert telling(library.protocol("repaired"), [table.scenario(id)]) != []


@pytest.mark.parametrize("row", rows("refused"), ids=lambda row: row["id"])
def test_what_the_c_checker_refuses_is_refused(row: Mapping[str, str]) -> None:
    with pytest.raises(RoutineError) as refused:
        library.protocol(f"repaired~{row['id']}")
    assert refused.value.message.text == row["reason"], AGAIN


def test_the_page_is_the_table() -> None:
    assert table.PAGE.read_text("utf-8") == table.page(ROWS), AGAIN


@pytest.mark.verify
def test_the_table_is_what_the_scenarios_say_today() -> None:
    assert [table.row(found) for found in table.tried(ROWS)] == ROWS, AGAIN
