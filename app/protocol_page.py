"""What the page of a protocol shows: its words, its sources, its toggles, its verdicts and its C."""

from __future__ import annotations

from dataclasses import dataclass

from app.archive import sources
from app.highlight import CodeLine, highlighted
from app.matrix import EACH, YEARS, Row, link, row, variants
from engine.lang.comments import Toggle
from engine.lang.protocol import Protocol
from engine.library import Library
from engine.library.cells import MACHINES
from engine.library.verdicts import Verdicts
from engine.run.info import BASES
from engine.scenario.scenario import Scenario
from engine.words.catalogue import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class File:
    name: str
    lines: tuple[CodeLine, ...]


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """columns: (title, verdicts in the order of the scenarios) under one setting each.

    own, machine: toggles of the proposal, and of the machine under it. files: its own first.
    """

    protocol: Protocol
    sources: tuple[tuple[str, str | None], ...]
    notes: tuple[str, ...]
    own: tuple[Toggle, ...]
    machine: tuple[Toggle, ...]
    scenarios: tuple[Scenario, ...]
    columns: tuple[tuple[str, Row], ...]
    files: tuple[File, ...]
    before: str | None
    after: str | None

    @property
    def fitting(self) -> list[int]:
        """Which of the scenarios apply, as the protocol stands."""
        return [at for at, mark in enumerate(self.columns[0][1].marks) if mark.kind != "none"]

    @property
    def misfits(self) -> list[tuple[Scenario, str]]:
        """The others, each with the reason."""
        pairs = zip(self.scenarios, self.columns[0][1].marks, strict=True)
        return [(one, mark.said.partition(": ")[2]) for one, mark in pairs if mark.kind == "none"]

    @property
    def start(self) -> str:
        """The address of a run to begin with: of the first scenario that applies."""
        marks = self.columns[0][1].marks
        pairs = zip(self.scenarios, marks, strict=True)
        first = next((scenario for scenario, mark in pairs if mark.href), self.scenarios[0])
        return link(self.protocol, first, ())


def protocol_page(library: Library, id: str, words: Words = ENGLISH) -> ProtocolPage:
    """The page in a language. Raises RequestError if there is no such protocol."""
    protocol = library.protocol(id)
    ids = library.protocol_ids()
    place = ids.index(id)
    scenarios = tuple(map(library.scenario, library.scenario_ids()))
    of_machine = {toggle.name for toggle in protocol.toggles if toggle.define.span.file in BASES}
    return ProtocolPage(
        protocol,
        tuple(sources(protocol.header.source)),
        tuple(" ".join(part.split()) for part in protocol.header.notes.split("\n\n") if part.strip()),
        tuple(toggle for toggle in protocol.toggles if toggle.name not in of_machine),
        tuple(toggle for toggle in protocol.toggles if toggle.name in of_machine),
        scenarios,
        tuple(_columns(library, protocol, scenarios, words)),
        tuple(File(source.file, tuple(highlighted(protocol, source))) for source in protocol.sources),
        ids[place - 1] if place > 0 else None,
        ids[place + 1] if place + 1 < len(ids) else None,
    )


def _columns(
    library: Library, protocol: Protocol, scenarios: tuple[Scenario, ...], words: Words
) -> list[tuple[str, Row]]:
    verdicts = Verdicts(library)
    as_it_is, *years = variants(protocol, YEARS, words)
    toggles = variants(protocol, EACH, words)[1:]
    own = [row(verdicts, protocol, scenarios, *each, (), words) for each in (as_it_is, *years, *toggles)]
    machines = [
        (words.ours(name), row(verdicts, protocol, scenarios, "", (), setting, words))
        for name, setting in MACHINES.items()
    ]
    return [(words.ours("as it is"), own[0]), *((each.title, each) for each in own[1:]), *machines]
