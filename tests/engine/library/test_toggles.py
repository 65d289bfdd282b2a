"""docs/toggles.md says what each toggle changes: parts are checked anew here, all of it by `make verify`."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("toggles", Path(__file__).parent / "toggles.py")
assert _SPEC is not None
assert _SPEC.loader is not None
toggles = importlib.util.module_from_spec(_SPEC)
sys.modules["toggles"] = toggles  # its dataclass looks itself up
_SPEC.loader.exec_module(toggles)

COMMAND = re.compile(r"`ptscope check -p (\S+) -s (\S+) -o (\S+)=(\d+)`")
LINES = [line for line in toggles.written().splitlines() if COMMAND.search(line)]
SAMPLE = LINES[::5]
SILENT = ("FLUSH_BROADCAST", "WALK_CACHE")
AGAIN = "python tests/engine/library/toggles.py writes the table anew; review the diff"


def compared(protocol: str, scenario: str, name: str, value: int) -> str | None:
    (toggle,) = [each for each in toggles.toggles(protocol, scenario) if each.name == f"CONFIG_{name}"]
    row = toggles.compared(toggle, value, protocol, scenario)
    return None if row is None else row.text


@pytest.mark.parametrize("line", SAMPLE, ids=lambda line: "-".join(COMMAND.findall(line)[0]))
def test_a_toggle_changes_what_the_page_says(line: str) -> None:
    protocol, scenario, name, value = COMMAND.findall(line)[0]
    assert compared(protocol, scenario, name, int(value)) == line, AGAIN


@pytest.mark.parametrize("name", SILENT)
def test_a_toggle_of_which_the_page_says_so_changes_nothing(name: str) -> None:
    assert f"`CONFIG_{name}`" in toggles.written().partition("No verdict")[2], AGAIN
    (toggle,) = [each for each in toggles.toggles("feb17", "zap-zap") if each.name == f"CONFIG_{name}"]
    (other,) = [value for value in range(len(toggle.values)) if value != toggle.value]
    for scenario in ("zap-zap", "fork-write"):
        assert compared("feb17", scenario, name, other) is None, AGAIN


@pytest.mark.verify
def test_the_whole_table_is_what_the_checks_say_today() -> None:
    assert toggles.computed() == toggles.written(), AGAIN
