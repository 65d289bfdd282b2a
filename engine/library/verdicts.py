"""The verdicts that are kept: `verdicts/<protocol>.json`, a cell a paragraph: changes can be reviewed.

They are data, written by `ptscope check --all --write` (`make verdicts`). A cell whose key is not that of
the texts as they are now says nothing: `current` does not give it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.lang.protocol import Protocol
from engine.library.cells import Broken, Cell, Setting, cell_id, key
from engine.library.folders import Library
from engine.scenario.scenario import Scenario

FOLDER = "verdicts"


class Verdicts:
    """The cells that a library keeps, by protocol, as its files have them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[str, Mapping[str, Cell]] = {}

    def kept(self, protocol: str) -> Mapping[str, Cell]:
        """All cells of a protocol, whatever they were computed from, by `cell_id`."""
        if protocol not in self._kept:
            texts = self._library.texts(FOLDER, f"{protocol}.json")
            self._kept[protocol] = {id: cell for text in texts for id, cell in read(text).items()}
        return self._kept[protocol]

    def current(self, protocol: Protocol, scenario: Scenario, setting: Setting) -> Cell | None:
        """The cell, if it was computed from just these texts by this version."""
        cell = self.kept(protocol.name).get(cell_id(scenario.id, setting))
        return cell if cell is not None and cell.key == key(protocol, scenario, setting) else None


def read(text: str) -> dict[str, Cell]:
    """The cells of a file. One that cannot be read (a merge went wrong) has none, so all are made anew."""
    try:
        return {id: _cell(values) for id, values in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _cell(values: Mapping[str, Any]) -> Cell:
    broken = tuple(Broken(**each) for each in values.get("broken", ()))
    return Cell(**{**values, "broken": broken})


def written(cells: Mapping[str, Cell]) -> str:
    """The text of a file: a line a cell, below it a line a broken property. What is empty is left out."""
    return "{\n" + ",\n".join(f"{json.dumps(id)}: {_text(cell)}" for id, cell in cells.items()) + "\n}\n"


def _text(cell: Cell) -> str:
    head = {
        name: getattr(cell, name) for name in ("key", "verdict", "said", "states", "transitions", "depth")
    }
    line = json.dumps({name: value for name, value in head.items() if value}, ensure_ascii=False)
    if not cell.broken:
        return line
    lines = (json.dumps({name: getattr(each, name) for name in Broken.__slots__}) for each in cell.broken)
    return f'{line[:-1]}, "broken": [\n' + ",\n".join(f"  {each}" for each in lines) + "]}"
