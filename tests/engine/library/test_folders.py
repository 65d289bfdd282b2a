"""A folder of one's own adds to what ships: a file, a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import RequestError, RoutineError
from engine.library import SHIPPED, Library

MINE = "/*\n * title: mine\n * date: 3 Mar 2026\n * text: Mine.\n * source: me\n */\n"


def folder(root: Path, **files: str) -> Path:
    for name, text in files.items():
        room, _, id = name.partition("_")
        path = root / room / f"{id}.{'c' if room == 'protocols' else 'toml'}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return root


def test_a_protocol_and_a_scenario_of_ones_own_stand_among_those_that_ship(tmp_path: Path) -> None:
    scenario = '[[thread]]\nmm = "A"\ndo = ["map 0-1"]\n'
    own = folder(tmp_path, protocols_mine=f'{MINE}#include "feb17.c"\n', scenarios_map=scenario)
    both = SHIPPED.and_those_of(own)
    assert set(both.protocol_ids()) == {*SHIPPED.protocol_ids(), "mine"}
    assert both.protocol_ids().index("mine") > both.protocol_ids().index("patch-2")
    assert both.protocol("mine").function("zap_pte_range").file == "feb17.c"
    assert both.scenario_ids()[-1] != "map", "in the order of ids, behind those that teach"
    assert both.scenario("map").group == "map"
    assert "mine" not in SHIPPED.protocol_ids()
    assert both.home("mine", "zap-zap") == both.home("feb17", "map") == own
    assert both.home("feb17", "zap-zap") != own
    assert both == SHIPPED.and_those_of(own)


def test_a_folder_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="RUN10 there is no protocol, scenario or lesson in"):
        SHIPPED.and_those_of(tmp_path)


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="RUN10 .* has a file feb17, and that id is taken"):
        SHIPPED.and_those_of(folder(tmp_path, protocols_feb17=MINE))


def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    library = Library((folder(tmp_path, protocols_mine="int f(void)\n{\n\treturn x;\n}\n"),))
    with pytest.raises(RoutineError, match=r"mine\.c:3:9"):
        library.protocol("mine")
