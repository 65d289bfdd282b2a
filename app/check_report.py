"""Verdicts for people at a terminal: one check as a short text, many as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.check_result import Checked, Refused
from app.settings import DEFAULT_PORT
from engine.check.verdict import Finding

MARKS = {"damage": "!!", "warning": " !"}
WIDTH = 100


def verdict_lines(checked: Checked) -> Iterator[str]:
    """What was checked, the verdict and what it covers, and each broken property with its shortest run."""
    info, verdict = checked.info, checked.verdict
    yield f"{info.protocol}: {info.protocol_title}" + f" ({info.protocol_date})" * bool(info.protocol_date)
    yield f"{info.scenario}: {info.scenario_title}"
    for toggle in checked.toggles:
        yield f"  {toggle.name}={toggle.value}: {toggle.label}, {toggle.values[toggle.value]}"
    yield ""
    yield f"{verdict.verdict.upper()}: {verdict.covered}"
    yield f"  {grouped(verdict.states)} states, {grouped(verdict.transitions)} transitions," + (
        f" depth {verdict.depth}, {checked.seconds:.2f} s"
    )
    for finding in verdict.violations:
        yield from _finding_lines(checked, finding)


def _finding_lines(checked: Checked, finding: Finding) -> Iterator[str]:
    yield ""
    yield f"{MARKS[finding.severity]} {finding.title}: {finding.sentence}"
    yield f"   {_length(finding)}: {_replay(checked, finding.schedule)}"
    for other in finding.also:
        yield f"   or {other.sentence} ({_length(other)}): {other.schedule}"


def _length(finding: Finding) -> str:
    steps = f"{finding.steps} step" + "s" * (finding.steps != 1)
    return f"{steps}, {finding.switches} switch" + "es" * (finding.switches != 1)


def _replay(checked: Checked, schedule: str) -> str:
    """Where a run can be watched: in the page, or, where a text of one's own is checked, by `ptscope run`."""
    link = checked.link(schedule)
    if link is not None:
        return f"http://127.0.0.1:{DEFAULT_PORT}{link}"
    options = "".join(f" -o {name}={value}" for name, value in checked.config)
    return f"ptscope run -p {checked.protocol} -s {checked.scenario}{options} -t {schedule}"


def matrix_lines(cells: Sequence[Checked | Refused]) -> Iterator[str]:
    """Scenarios down, protocols across; below, what the words mean."""
    protocols = list(dict.fromkeys(cell.protocol for cell in cells))
    scenarios = list(dict.fromkeys(cell.scenario for cell in cells))
    words = {(cell.protocol, cell.scenario): _word(cell) for cell in cells}
    margin = max(len(name) for name in scenarios)
    widths = [max([len(name), *(len(words[name, row]) for row in scenarios)]) for name in protocols]
    yield " " * margin + "".join(f"  {name:<{width}}" for name, width in zip(protocols, widths, strict=True))
    for row in scenarios:
        line = "".join(
            f"  {words[name, row]:<{width}}" for name, width in zip(protocols, widths, strict=True)
        )
        yield f"{row:<{margin}}{line}".rstrip()
    yield ""
    yield from _legend(cells)


def _word(cell: Checked | Refused) -> str:
    if isinstance(cell, Refused):
        return "cannot run"
    verdict = cell.verdict
    if verdict.damage:
        return f"damage {verdict.damage[0].steps}"
    return verdict.verdict + " !" * bool(verdict.warnings)


def _legend(cells: Sequence[Checked | Refused]) -> Iterator[str]:
    done = [cell for cell in cells if isinstance(cell, Checked)]
    states = sum(cell.verdict.states for cell in done)
    seconds = sum(cell.seconds for cell in done)
    yield f"{len(done)} checks, {grouped(states)} states, {seconds:.1f} s"
    yield "damage N: the shortest bug takes N steps.  !: warnings.  incomplete: the limit was met first."
    for cell in cells:
        if isinstance(cell, Refused):
            yield f"{cell.protocol} in {cell.scenario} cannot run: {cell.problem}"


def grouped(number: int) -> str:
    """ "2 684" """
    return f"{number:,}".replace(",", " ")
