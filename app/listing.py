"""What the library holds, in the form in which every page is told of it."""

from __future__ import annotations

from app.wire import LibraryInfo, ProtocolEntry, ScenarioEntry, StartEntry, Starts
from engine.lang.protocol import Protocol
from engine.library import SHIPPED, Library
from engine.scenario.scenario import Scenario

# Who is new sees a fork and the copy that the first write makes; who knows the mail sees its race.
NEW = StartEntry(protocol="feb17", scenario="fork-write", config={}, schedule="1.A17B39A16B3A3")
SEED = StartEntry(protocol="feb17", scenario="zap-zap", config={}, schedule="1.A9B7A4B")


def library_info(library: Library = SHIPPED) -> LibraryInfo:
    return LibraryInfo(
        protocols=tuple(_protocol(library.protocol(id)) for id in library.protocol_ids()),
        scenarios=tuple(_scenario(library.scenario(id)) for id in library.scenario_ids()),
        start=Starts(new=NEW, seed=SEED),
    )


def _protocol(protocol: Protocol) -> ProtocolEntry:
    header = protocol.header
    return ProtocolEntry(id=protocol.name, title=protocol.title, date=header.date, text=header.text)


def _scenario(scenario: Scenario) -> ScenarioEntry:
    return ScenarioEntry(id=scenario.id, title=scenario.title, text=scenario.text)
