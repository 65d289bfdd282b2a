"""What each toggle changes: `python tests/engine/library/toggles.py` writes the table of docs/toggles.md.

It checks every protocol in many scenarios, once as it is and once for each value of each toggle: minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docs/toggles.md"
BEGIN, END = "<!-- begin: written by tests/engine/library/toggles.py -->\n", "<!-- end -->\n"
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from engine import library  # noqa: E402
from engine.check.search import Search  # noqa: E402
from engine.library.applies import misfit  # noqa: E402
from engine.machine.violations import PROPERTIES  # noqa: E402
from engine.run.build import build, configure  # noqa: E402
from engine.run.info import run_info  # noqa: E402
from engine.run.run_info import ToggleInfo  # noqa: E402
from tests.classic import CLASSIC  # noqa: E402

PROTOCOLS = ("eager-copy", "patch-1", "testzero", "feb17", "patch-2", "lockless", "repaired")

SUITE = (
    *CLASSIC,
    *"fork-thread munmap-thread zap-fork-truncate zap-fork-zap gup-munmap truncate-zap".split(),
)
"""The scenarios of 2002, and small ones with several threads, a reclaimer's zap, a walk without locks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One toggle set to a value, in one protocol and scenario: damage that this adds and takes away."""

    toggle: str
    label: str
    protocol: str
    scenario: str
    value: int
    adds: tuple[str, ...]
    removes: tuple[str, ...]
    verdict: str

    @property
    def text(self) -> str:
        adds = ", ".join(PROPERTIES[id].title for id in self.adds) or "–"
        removes = ", ".join(PROPERTIES[id].title for id in self.removes) or "–"
        name = self.toggle.removeprefix("CONFIG_")
        command = f"`ptscope check -p {self.protocol} -s {self.scenario} -o {name}={self.value}`"
        return f"| {self.label} | {adds} | {removes} | {self.verdict} | {command} |"


@cache
def damage(protocol: str, scenario: str, *config: tuple[str, int]) -> tuple[str, ...]:
    """The properties that some interleaving damages."""
    found = Search(build(library.protocol(protocol), library.scenario(scenario), dict(config))).run()
    assert found.progress.complete
    kinds = {kind[0] for kind in found.discoveries}
    return tuple(id for id in PROPERTIES if PROPERTIES[id].severity == "damage" and id in kinds)


def toggles(protocol: str, scenario: str) -> tuple[ToggleInfo, ...]:
    return run_info(build(library.protocol(protocol), library.scenario(scenario))).toggles


def compared(toggle: ToggleInfo, value: int, protocol: str, scenario: str) -> Row | None:
    """What one value changes; None if nothing, or if the scenario does not apply to one of the two."""
    known, story = library.protocol(protocol), library.scenario(scenario)
    for config in ({}, {toggle.name: value}):
        if misfit(known, story, configure(known, story, config)) is not None:
            return None
    before, after = damage(protocol, scenario), damage(protocol, scenario, (toggle.name, value))
    adds = tuple(id for id in after if id not in before)
    removes = tuple(id for id in before if id not in after)
    if not adds and not removes:
        return None
    words = [("damage" if found else "safe") for found in (before, after)]
    verdict = words[0] if words[0] == words[1] else " → ".join(words)
    label = f"{toggle.label}: {toggle.values[value]}"
    return Row(toggle.name, label, protocol, scenario, value, adds, removes, verdict)


def all_values() -> Iterator[tuple[ToggleInfo, int, str, str]]:
    for protocol in PROTOCOLS:
        for scenario in SUITE:
            for toggle in toggles(protocol, scenario):
                for value in range(len(toggle.values)):
                    if value != toggle.value:
                        yield toggle, value, protocol, scenario


def table(rows: list[Row], names: Mapping[str, str]) -> str:
    """The part of the page that is computed. names: every toggle with its label."""
    text = "| set to | adds | removes | verdict | |\n|---|---|---|---|---|\n"
    ordered = sorted(rows, key=lambda row: list(names).index(row.toggle))
    text += "".join(f"{row.text}\n" for row in ordered)
    silent = [
        f"`{name}` ({label})" for name, label in names.items() if name not in {row.toggle for row in rows}
    ]
    return f"{text}\nNo verdict of these scenarios is changed by {', '.join(silent)}.\n"


def computed() -> str:
    rows: list[Row] = []
    names: dict[str, str] = {}
    for toggle, value, protocol, scenario in all_values():
        names[toggle.name] = toggle.label
        row = compared(toggle, value, protocol, scenario)
        rows += [row] if row is not None else []
    return table(rows, dict(sorted(names.items())))


def written() -> str:
    """The computed part, as it stands in the page."""
    return FILE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    before, _, rest = FILE.read_text("utf-8").partition(BEGIN)
    FILE.write_text(f"{before}{BEGIN}{computed()}{END}{rest.partition(END)[2]}", "utf-8")
