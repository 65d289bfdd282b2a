"""Verdicts for people at a terminal, in their language: one check as a short text, many as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.check_result import Checked, Refused
from app.retold import covered, fixed, hope, interleavings, sentence, titled, toggle
from app.settings import DEFAULT_PORT
from engine.check.claims import HOLDS, REFUTED
from engine.check.interleavings import grouped
from engine.check.survey import Line, Survey
from engine.check.turns import Turn
from engine.check.verdict import Finding
from engine.words.catalogue import Words
from engine.words.saying import translated

MARKS = {"damage": "!!", "warning": " !"}


def verdict_lines(checked: Checked, words: Words) -> Iterator[str]:
    """What was checked, the verdict and what it covers, and each broken property with its shortest run."""
    info, verdict = checked.info, checked.verdict
    yield titled(info.protocol, info.protocol_title, info.protocol_date, words)
    yield titled(info.scenario, info.scenario_title, "", words)
    for changed in checked.toggles:
        yield f"  {toggle(changed, words)}"
    yield ""
    yield words.say(f"cli.verdict-{verdict.verdict}", covered(verdict, checked.reduced, words))
    yield "  " + ", ".join(_sizes(checked, words))
    yield "  " + words.say("check.assumes")
    for finding in verdict.violations:
        yield from _finding_lines(checked, finding, words)
    if verdict.facts is not None:
        yield ""
        yield from _fact_lines(checked, verdict.facts, words)


def _sizes(checked: Checked, words: Words) -> Iterator[str]:
    verdict = checked.verdict
    yield words.say("cli.states", verdict.states, grouped(verdict.states))
    yield words.say("cli.transitions", verdict.transitions, grouped(verdict.transitions))
    yield words.say("cli.depth", verdict.depth)
    if verdict.facts is not None:
        yield interleavings(verdict.facts.interleavings, words)
    yield words.say("cli.seconds", fixed(checked.seconds, 2, words))


def _fact_lines(checked: Checked, facts: Survey, words: Words) -> Iterator[str]:
    """The claims of the mail, what never happened, and what was never executed."""
    for claim in facts.claims:
        if claim.result == REFUTED:
            yield words.say("cli.refuted", words.ours(claim.title))
            steps = words.say("cli.steps", claim.steps)
            run = _replay(checked, claim.schedule)
            yield "   " + words.say("cli.refuted-by", sentence(claim, words), steps, run)
        elif claim.result == HOLDS:
            yield words.say("cli.holds", grouped(checked.verdict.states), words.ours(claim.title))
    for possible in facts.vacuous:
        yield " ! " + words.say("cli.vacuous", hope(possible, words))
    if facts.coverage.unreached:
        yield words.say("cli.unreached", _places(facts.coverage.unreached))
    if facts.coverage.uncalled:
        yield words.say("cli.uncalled", ", ".join(facts.coverage.uncalled))


def _places(lines: Sequence[Line]) -> str:
    """ "feb17.c:34, 65; mm.c:82" """
    files: dict[str, list[str]] = {}
    for file, line in lines:
        files.setdefault(file, []).append(str(line))
    return "; ".join(f"{file}:{', '.join(numbers)}" for file, numbers in files.items())


def _finding_lines(checked: Checked, finding: Finding, words: Words) -> Iterator[str]:
    yield ""
    told = words.say("cli.violation", words.ours(finding.title), sentence(finding, words))
    yield f"{MARKS[finding.severity]} {told}"
    yield "   " + words.say("cli.replay", _length(finding, words), _replay(checked, finding.schedule))
    turn = checked.turn(finding)
    if turn is not None:
        yield f"   {_turn(turn, words)}"
    for id, others in (("cli.or", finding.also), ("cli.another", checked.further.get(finding.invariant, ()))):
        for other in others:
            yield "   " + words.say(id, sentence(other, words), _length(other, words), other.schedule)


def _length(finding: Finding, words: Words) -> str:
    return f"{words.say('cli.steps', finding.steps)}, {words.say('cli.switches', finding.switches)}"


def _turn(turn: Turn, words: Words) -> str:
    return words.say("cli.turn", turn.no_return, turn.good) if turn.good else words.say("cli.all-bad")


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


def matrix_lines(cells: Sequence[Checked | Refused], width: int, words: Words) -> Iterator[str]:
    """Scenarios down, protocols across, as many as fit into `width` columns; below, what the words mean."""
    protocols = list(dict.fromkeys(cell.protocol for cell in cells))
    scenarios = list(dict.fromkeys(cell.scenario for cell in cells))
    marks = {(cell.protocol, cell.scenario): _mark(cell, words) for cell in cells}
    margin = max(len(name) for name in scenarios)
    widths = {name: max([len(name), *(len(marks[name, row]) for row in scenarios)]) for name in protocols}
    for block in _blocks(widths, width - margin):
        yield " " * margin + "".join(f"  {name:<{widths[name]}}" for name in block)
        for row in scenarios:
            line = "".join(f"  {marks[name, row]:<{widths[name]}}" for name in block)
            yield f"{row:<{margin}}{line}".rstrip()
        yield ""
    yield from _legend(cells, words)


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


def _mark(cell: Checked | Refused, words: Words) -> str:
    if isinstance(cell, Refused):
        return words.say("cli.cell-refused") if cell.verdict == "refused" else "–"
    verdict = cell.verdict
    if verdict.damage:
        return words.say("cli.cell-damage", verdict.damage[0].steps)
    return words.say(f"cli.cell-{verdict.verdict}") + " !" * bool(verdict.warnings)


def _legend(cells: Sequence[Checked | Refused], words: Words) -> Iterator[str]:
    done = [cell for cell in cells if isinstance(cell, Checked)]
    states = sum(cell.verdict.states for cell in done)
    seconds = sum(cell.seconds for cell in done)
    yield words.say("cli.checks", len(done), grouped(states), fixed(seconds, 1, words))
    yield words.say("cli.legend")
    yield words.say("cli.every-verdict", words.say("check.assumes"))
    refused = [cell for cell in cells if isinstance(cell, Refused)]
    for cell in refused:
        if cell.verdict == "refused":
            problem = translated(cell.problem, words)
            yield words.say("cli.refused", cell.protocol, cell.scenario, problem)
    reasons: dict[tuple[str, str], list[str]] = {}
    for cell in refused:
        if cell.verdict != "refused":
            reasons.setdefault((cell.protocol, translated(cell.problem, words)), []).append(cell.scenario)
    for (protocol, reason), scenarios in reasons.items():
        yield words.say("cli.does-not-apply", protocol, ", ".join(scenarios), reason)
