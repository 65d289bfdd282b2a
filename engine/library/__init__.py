"""The protocols and scenarios that ship: one file each, found by name. Adding a file adds a row.

`SHIPPED` is the library of the package; `SHIPPED.and_those_of(folder)` has a folder of one's own, too.
"""

from __future__ import annotations

from engine.library.folders import SCENARIO_ORDER, Library, protocol_date, shipped

__all__ = ["SCENARIO_ORDER", "SHIPPED", "Library", "protocol_date"]

SHIPPED: Library = shipped()
include = SHIPPED.include
protocol_ids = SHIPPED.protocol_ids
scenario_ids = SHIPPED.scenario_ids
protocol = SHIPPED.protocol
harmless = SHIPPED.harmless
scenario = SHIPPED.scenario
protocol_from_text = SHIPPED.protocol_from_text
