"""The verdicts that are kept are those that a check finds now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pytest

from app.check_all import Place, computed_at, places
from app.many import each
from engine.library import SHIPPED
from engine.library.cells import LIMIT, Cell, cell_id
from engine.library.verdicts import Verdicts

MOST_STATES = 100_000
"""Cells of more states are left to `make verify`."""
AGAIN = (
    "run `ptscope check --all --write` and review the difference like code;"
    " if no text changed, raise VERSION in engine/library/cells.py first"
)

Cells = Mapping[Place, Cell]


def computed(wanted: list[Place]) -> Cells:
    """On all cores, and not under the tracer that measures coverage."""
    return {wanted[index]: cell for index, cell in each(partial(computed_at, SHIPPED, LIMIT), wanted)}


def kept() -> dict[Place, Cell]:
    verdicts = Verdicts(SHIPPED)
    found = ((place, verdicts.kept(place[0]).get(cell_id(*place[1:]))) for place in places(SHIPPED))
    return {place: cell for place, cell in found if cell is not None}


def test_every_protocol_has_a_verdict_in_every_scenario() -> None:
    verdicts = Verdicts(SHIPPED)
    missing = [
        (protocol, scenario)
        for protocol, scenario, setting in places(SHIPPED)
        if not setting and not verdicts.current(SHIPPED.protocol(protocol), SHIPPED.scenario(scenario), ())
    ]
    assert missing == [], AGAIN


def test_no_verdict_is_kept_that_was_computed_from_other_texts() -> None:
    verdicts = Verdicts(SHIPPED)
    stale = [
        (protocol, cell_id(scenario, setting))
        for protocol, scenario, setting in kept()
        if not verdicts.current(SHIPPED.protocol(protocol), SHIPPED.scenario(scenario), setting)
    ]
    of_others = [
        (protocol, id)
        for protocol in SHIPPED.protocol_ids()
        for id in verdicts.kept(protocol).keys() - {cell_id(*place[1:]) for place in places(SHIPPED)}
    ]
    assert stale + of_others == [], AGAIN


@pytest.mark.timeout(600)
def test_a_check_finds_what_is_kept() -> None:
    """What the engine says now, of each scenario's own setting.

    One test, not one a protocol: workers that take tests from each other would each compute all cells.
    """
    was = {place: cell for place, cell in kept().items() if not place[2] and cell.states <= MOST_STATES}
    now = computed(list(was))
    assert {place: (was[place], cell) for place, cell in now.items() if was[place] != cell} == {}, AGAIN


@pytest.mark.verify
def test_a_check_finds_what_is_kept_under_every_setting() -> None:
    was = kept()
    assert list(was) == places(SHIPPED), "make verdicts computes them"
    now = computed(list(was))
    assert {place: (was[place], cell) for place, cell in now.items() if was[place] != cell} == {}, AGAIN


def test_no_pair_that_ships_is_refused_and_a_toggle_only_where_the_set_up_breaks_something() -> None:
    refused = {place: cell.said for place, cell in kept().items() if cell.verdict == "refused"}
    assert [place for place in refused if not place[2]] == []
    assert [said for said in refused.values() if not said.startswith("the set-up line")] == []
