"""Verdicts for people at a terminal: one check as a short text, many as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.check_result import Checked, Refused
from app.settings import DEFAULT_PORT
from engine.check.claims import HOLDS, REFUTED
from engine.check.interleavings import grouped
from engine.check.survey import Line, Survey
from engine.check.turns import Turn
from engine.check.verdict import ASSUMED, Finding

MARKS = {"damage": "!!", "warning": " !"}


def verdict_lines(checked: Checked) -> Iterator[str]:
    """What was checked, the verdict and what it covers, and each broken property with its shortest run."""
    info, verdict = checked.info, checked.verdict
    yield f"{info.protocol}: {info.protocol_title}" + f" ({info.protocol_date})" * bool(info.protocol_date)
    yield f"{info.scenario}: {info.scenario_title}"
    for toggle in checked.toggles:
        yield f"  {toggle.name}={toggle.value}: {toggle.label}, {toggle.values[toggle.value]}"
    yield ""
    yield f"{verdict.verdict.upper()}: {verdict.covered}"
    yield "  " + ", ".join(_sizes(checked))
    yield f"  {verdict.assumes}"
    for finding in verdict.violations:
        yield from _finding_lines(checked, finding)
    if verdict.facts is not None:
        yield ""
        yield from _fact_lines(checked, verdict.facts)


def _sizes(checked: Checked) -> Iterator[str]:
    verdict = checked.verdict
    yield f"{grouped(verdict.states)} states"
    yield f"{grouped(verdict.transitions)} transitions"
    yield f"depth {verdict.depth}"
    if verdict.facts is not None:
        yield verdict.facts.interleavings.words
    yield f"{checked.seconds:.2f} s"


def _fact_lines(checked: Checked, facts: Survey) -> Iterator[str]:
    """The claims of the mail, what never happened, and what was never executed."""
    for claim in facts.claims:
        if claim.result == REFUTED:
            yield f"refuted: {claim.title}"
            yield f"   {claim.sentence}, {claim.steps} steps: {_replay(checked, claim.schedule)}"
        elif claim.result == HOLDS:
            yield f"holds in all {grouped(checked.verdict.states)} states: {claim.title}"
    for hope in facts.vacuous:
        yield f" ! vacuous: it never happens that {hope.text}"
    if facts.coverage.unreached:
        yield f"no run reaches {_places(facts.coverage.unreached)}"
    if facts.coverage.uncalled:
        yield f"no run calls {', '.join(facts.coverage.uncalled)}"


def _places(lines: Sequence[Line]) -> str:
    """ "feb17.c:34, 65; mm.c:82" """
    files: dict[str, list[str]] = {}
    for file, line in lines:
        files.setdefault(file, []).append(str(line))
    return "; ".join(f"{file}:{', '.join(numbers)}" for file, numbers in files.items())


def _finding_lines(checked: Checked, finding: Finding) -> Iterator[str]:
    yield ""
    yield f"{MARKS[finding.severity]} {finding.title}: {finding.sentence}"
    yield f"   {_length(finding)}: {_replay(checked, finding.schedule)}"
    turn = checked.turn(finding)
    if turn is not None:
        yield f"   {_turn(turn)}"
    for other in finding.also:
        yield f"   or {other.sentence} ({_length(other)}): {other.schedule}"
    for other in checked.further.get(finding.invariant, ()):
        yield f"   another: {other.sentence} ({_length(other)}): {other.schedule}"


def _length(finding: Finding) -> str:
    steps = f"{finding.steps} step" + "s" * (finding.steps != 1)
    return f"{steps}, {finding.switches} switch" + "es" * (finding.switches != 1)


def _turn(turn: Turn) -> str:
    if not turn.good:
        return "no run without damage ends"
    return f"certain from step {turn.no_return} on; it ends well, too: {turn.good}"


def _replay(checked: Checked, schedule: str) -> str:
    """Where a run can be watched: in the page; by `ptscope run`, where a text of one's own is checked; the
    schedule alone, where the machine was made larger.
    """
    link = checked.link(schedule)
    if checked.shape is not None:
        return schedule
    if link is not None:
        return f"http://127.0.0.1:{DEFAULT_PORT}{link}"
    options = "".join(f" -o {name}={value}" for name, value in checked.config)
    return f"ptscope run -p {checked.protocol} -s {checked.scenario}{options} -t {schedule}"


def matrix_lines(cells: Sequence[Checked | Refused], width: int) -> Iterator[str]:
    """Scenarios down, protocols across, as many as fit into `width` columns; below, what the words mean."""
    protocols = list(dict.fromkeys(cell.protocol for cell in cells))
    scenarios = list(dict.fromkeys(cell.scenario for cell in cells))
    words = {(cell.protocol, cell.scenario): _word(cell) for cell in cells}
    margin = max(len(name) for name in scenarios)
    widths = {name: max([len(name), *(len(words[name, row]) for row in scenarios)]) for name in protocols}
    for block in _blocks(widths, width - margin):
        yield " " * margin + "".join(f"  {name:<{widths[name]}}" for name in block)
        for row in scenarios:
            line = "".join(f"  {words[name, row]:<{widths[name]}}" for name in block)
            yield f"{row:<{margin}}{line}".rstrip()
        yield ""
    yield from _legend(cells)


def _blocks(widths: Mapping[str, int], room: int) -> Iterator[list[str]]:
    """The protocols, parted into tables that fit."""
    block: list[str] = []
    taken = 0
    for name, width in widths.items():
        if block and taken + 2 + width > room:
            yield block
            block, taken = [], 0
        block.append(name)
        taken += 2 + width
    yield block


def _word(cell: Checked | Refused) -> str:
    if isinstance(cell, Refused):
        return "cannot run" if cell.verdict == "refused" else "–"
    verdict = cell.verdict
    if verdict.damage:
        return f"damage {verdict.damage[0].steps}"
    return verdict.verdict + " !" * bool(verdict.warnings)


def _legend(cells: Sequence[Checked | Refused]) -> Iterator[str]:
    done = [cell for cell in cells if isinstance(cell, Checked)]
    states = sum(cell.verdict.states for cell in done)
    seconds = sum(cell.seconds for cell in done)
    yield f"{len(done)} checks, {grouped(states)} states, {seconds:.1f} s of searching"
    yield "damage N: the shortest bug takes N steps.  !: warnings.  incomplete: the limit was met first."
    yield f"Every verdict: {ASSUMED}."
    refused = [cell for cell in cells if isinstance(cell, Refused)]
    for cell in refused:
        if cell.verdict == "refused":
            yield f"{cell.protocol} in {cell.scenario} cannot run: {cell.problem}"
    reasons: dict[tuple[str, str], list[str]] = {}
    for cell in refused:
        if cell.verdict != "refused":
            reasons.setdefault((cell.protocol, cell.problem), []).append(cell.scenario)
    for (protocol, reason), scenarios in reasons.items():
        yield f"–: in {protocol} does not apply {', '.join(scenarios)}, which {reason}"
