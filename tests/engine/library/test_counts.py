"""The searches of the protocols count and find what counts.toml says."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("counts", Path(__file__).parent / "counts.py")
assert _SPEC is not None
assert _SPEC.loader is not None
counts = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(counts)

PINNED: dict[str, Any] = tomllib.loads(counts.FILE.read_text("utf-8"))
AGAIN = "python tests/engine/library/counts.py writes the file anew; review the diff"


@pytest.mark.parametrize(("protocol", "scenario"), counts.rows())
def test_a_search_counts_and_finds_what_is_pinned(verdict, protocol, scenario):
    found = verdict(protocol, scenario).found
    now = tomllib.loads(counts.row(protocol, scenario, found))[protocol][scenario]
    assert now == PINNED[protocol].get(scenario), AGAIN


def test_nothing_is_pinned_that_does_not_ship():
    pinned = [(protocol, scenario) for protocol, scenarios in PINNED.items() for scenario in scenarios]
    assert pinned == counts.rows(), AGAIN
