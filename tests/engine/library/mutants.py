"""The mutants of `repaired`: `python tests/engine/library/mutants.py` writes their table and their page.

It tries each mutant in every scenario: minutes. The runs that it finds are kept, and so can be replayed fast.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FILE = HERE / "mutants.toml"
PAGE = ROOT / "docs/mutants.md"
PROTOCOL = "repaired"
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from app.mutate_command import Tried  # noqa: E402
from engine import library  # noqa: E402
from engine.check.mutate import Fate, Mutant, excused, fate, mutants  # noqa: E402
from engine.scenario.read import parse_scenario  # noqa: E402
from engine.scenario.scenario import Scenario  # noqa: E402

SUITE = tuple(
    "zap-zap partial zap-empty write-thread swapout-read unshare-unshare fork-fork gup-munmap-broadcast"
    " fork-thread truncate-write truncate-fault swapout-zap swapout-fork speculate-zap write-write"
    " shmdt-thread oom-write munmap-thread swapout-unshare gup-unshare gup-unshare-broadcast"
    " oom-swapout swapout-swapout truncate-part".split()
)
"""Small scenarios, the smallest first: each catches what those before it do not, or might."""

OWN = tuple("truncate-exit truncate-gone zap-no-memory swapout-file swapout-gone fork-read-thread".split())
"""Scenarios that stand beside this file: what does not ship, but a line of `repaired` is for."""

COLUMNS = ("id", "function", "change", "result", "scenario", "property", "reason", "schedule")
HEAD = """\
# Mutants of `repaired`

What each line of [`repaired`](repaired.md) protects: one line changed, and what that breaks. The link plays
the shortest run to the first damage that the check met. Written by `tests/engine/library/mutants.py`;
`ptscope mutate -p repaired` computes it anew, in every scenario that ships; here it is some
thirty small ones. Lines are those of `engine/library/protocols/repaired.c`.

"""
LEGEND = """\

*caught*: a scenario shows damage, or a state from which no run ends. *refused*: the C checker does not let
it through. *harmless*: no scenario shows damage, and the last column says why that is so
(`engine/library/harmless/repaired.toml`). Without a link: the scenario does not ship, it stands in
`tests/engine/library/` (`ptscope mutate -p repaired -s FILE`); or the set-up itself does not come to its end.
"""


def scenario(id: str) -> Scenario:
    """A scenario of the suite."""
    if id in OWN:
        return parse_scenario(id, (HERE / f"{id}.toml").read_text("utf-8"))
    return library.scenario(id)


def tried(rows: list[dict[str, str]]) -> list[Fate]:
    """What becomes of each mutant: tried first where the known rows say that it is caught."""
    first = {row["id"]: row["scenario"] for row in rows}
    scenarios = {id: scenario(id) for id in (*SUITE, *OWN)}
    reasons = library.harmless(PROTOCOL)
    fates: list[Fate] = []
    for one in mutants(library.protocol(PROTOCOL)):
        known = first.get(one.id)
        ordered = sorted(scenarios, key=lambda id: id != known)
        found = fate(one, PROTOCOL, [scenarios[id] for id in ordered], library.include)
        fates.append(excused(found, reasons))
    return fates


def row(found: Fate) -> dict[str, str]:
    mutant = found.mutant
    values = (mutant.id, mutant.function, mutant.change, found.result, found.scenario, found.property)
    return dict(zip(COLUMNS, (*values, found.why.text, found.schedule), strict=True))


def text_of(rows: list[dict[str, str]]) -> str:
    """The rows as TOML."""
    return "\n".join(f"[[mutant]]\n{_values(each)}" for each in rows)


def _values(each: dict[str, str]) -> str:
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in each.items())


def known() -> list[dict[str, str]]:
    """The rows of the file."""
    rows: list[dict[str, str]] = tomllib.loads(FILE.read_text("utf-8"))["mutant"]
    return rows


def page(rows: list[dict[str, str]]) -> str:
    """docs/mutants.md."""
    lines = [_line(each) for each in rows]
    return HEAD + "| line | change | | |\n|---|---|---|---|\n" + "".join(lines) + LEGEND


def _line(each: dict[str, str]) -> str:
    found = Fate(
        Mutant(0, "", "", id=each["id"]), each["result"], each["scenario"], schedule=each["schedule"]
    )
    shown = Tried(PROTOCOL, found, each["scenario"])
    reason = f"[{each['reason']}]({shown.replay})" if shown.link else each["reason"]
    where = f" in `{each['scenario']}`" if each["scenario"] else ""
    cells = (each["id"].partition("-")[0], each["change"], each["result"] + where, reason)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    rows = [row(found) for found in tried(known())]
    FILE.write_text(text_of(rows), "utf-8")
    PAGE.write_text(page(rows), "utf-8")
