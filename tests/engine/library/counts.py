"""The pinned counts: `python tests/engine/library/counts.py` writes counts.toml anew.

A change there is a change of what a protocol does, of what a step is, or of what a property says: review
the diff like code.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
FILE = HERE / "counts.toml"
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent.parent.parent))

from engine import library  # noqa: E402
from engine.check.search import Found, Search  # noqa: E402
from engine.machine.violations import PROPERTIES  # noqa: E402
from engine.run.build import build  # noqa: E402

PINNED = ("eager-copy", "testzero", "feb17", "repaired")
"""The protocols whose counts are pinned, in every scenario that ships."""

HEAD = """\
# Reachable states, transitions, the length of the longest shortest path, and for each property that breaks
# the length of its shortest run. Written by tests/engine/library/counts.py.
"""


def search(protocol: str, scenario: str) -> Found:
    """A complete search of a shipped scenario."""
    return Search(build(library.protocol(protocol), library.scenario(scenario))).run()


def row(protocol: str, scenario: str, found: Found) -> str:
    """A table of the file: what a search counts and finds."""
    assert found.progress.complete
    shortest: dict[str, int] = {}
    for (name, _), discovery in found.discoveries.items():
        shortest[name] = min(shortest.get(name, discovery.steps), discovery.steps)
    counts = [
        f"states = {found.progress.states}",
        f"transitions = {found.progress.transitions}",
        f"depth = {found.progress.depth}",
    ]
    for severity in ("damage", "warning"):
        broken = ", ".join(
            f"{name} = {shortest[name]}"
            for name in PROPERTIES
            if name in shortest and PROPERTIES[name].severity == severity
        )
        counts += [f"{severity} = {{ {broken} }}"] if broken else []
    return "\n".join([f"[{protocol}.{scenario}]", *counts]) + "\n"


def rows() -> list[tuple[str, str]]:
    """(protocol, scenario) in the order of the file."""
    return [(protocol, scenario) for protocol in PINNED for scenario in library.scenario_ids()]


if __name__ == "__main__":
    FILE.write_text("\n".join([HEAD, *(row(*names, search(*names)) for names in rows())]), "utf-8")
