"""A finished check: the verdict, where it comes from, and its form for machines (docs/checking.md).

JSON and JUnit are English in every language: programs read them, and sentences carry ids and arguments.
"""

from __future__ import annotations

import xml.etree.ElementTree as xml
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import quote

from engine.check.beyond import Covered
from engine.check.survey import Survey
from engine.check.turns import Turn
from engine.check.verdict import Finding, Verdict
from engine.machine.violations import PROPERTIES
from engine.run.run_info import RunInfo, ToggleInfo
from engine.words.text import Text

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Checked:
    """One check. `protocol` and `scenario` as the user named them; `shipped`: both are ids.

    shape: (slots, entries) of the machine, if it is not the scenario's own. further: by property, other runs.
    reduced: what reduced searches covered, where the limit was met.
    """

    protocol: str
    scenario: str
    info: RunInfo
    verdict: Verdict
    seconds: float
    shipped: bool
    shape: tuple[int, int] | None = None
    further: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    reduced: Covered | None = None

    @property
    def toggles(self) -> tuple[ToggleInfo, ...]:
        """Those that are not at their default."""
        return tuple(toggle for toggle in self.info.toggles if toggle.value != toggle.default)

    @property
    def config(self) -> tuple[tuple[str, int], ...]:
        """The same as a link and the command line name them."""
        return tuple((toggle.name.removeprefix("CONFIG_"), toggle.value) for toggle in self.toggles)

    def link(self, schedule: str) -> str | None:
        """The page's address of a run (docs/links.md), without the host; None where a text is the user's."""
        if not self.shipped or self.shape is not None:
            return None
        query = [("p", self.protocol), ("s", self.scenario), *self.config]
        query += [("t", schedule)] if any(map(str.isupper, schedule)) else []
        return "/run?" + "&".join(f"{name}={quote(str(value), safe='!')}" for name, value in query)

    def turn(self, finding: Finding) -> Turn | None:
        """Where the run of a finding turns, if that was worked out."""
        facts = self.verdict.facts
        turns = () if facts is None else facts.turns
        return next((turn for turn in turns if turn.schedule == finding.schedule), None)


@dataclass(frozen=True, slots=True)
class Refused:
    """A pair that could not be checked, and why. verdict: "refused", or "not-applicable"."""

    protocol: str
    scenario: str
    problem: Text
    verdict: str = "refused"


def json_of(checked: Checked | Refused) -> Json:
    """The document that `--json` prints."""
    if isinstance(checked, Refused):
        return {**asdict(checked), "problem": checked.problem.text}
    verdict = asdict(checked.verdict)
    violations = [_with_further(checked, finding) for finding in checked.verdict.violations]
    return {
        "protocol": checked.protocol,
        "scenario": checked.scenario,
        "config": dict(checked.config),
        **verdict,
        "seconds": round(checked.seconds, 6),
        "violations": violations,
        "facts": None if checked.verdict.facts is None else _facts(checked, checked.verdict.facts),
    }


def _facts(checked: Checked, facts: Survey) -> Json:
    claims = [
        {**asdict(claim), "link": checked.link(claim.schedule) if claim.schedule else None}
        for claim in facts.claims
    ]
    return {**asdict(facts), "claims": claims}


def _finding(checked: Checked, finding: Finding) -> Json:
    also = [_finding(checked, other) for other in finding.also]
    return {**asdict(finding), "link": checked.link(finding.schedule), "also": also}


def _with_further(checked: Checked, finding: Finding) -> Json:
    others = [_finding(checked, other) for other in checked.further.get(finding.invariant, ())]
    return {**_finding(checked, finding), "further": others}


def junit(cells: Sequence[Checked | Refused]) -> str:
    """JUnit XML: a suite a check, a case a property whose breach is damage."""
    suites = xml.Element("testsuites", name="ptscope check")
    for cell in cells:
        suite = xml.SubElement(suites, "testsuite", name=f"{cell.protocol} {cell.scenario}")
        if isinstance(cell, Refused):
            _not_checked(suite, cell)
        else:
            _suite(suite, cell)
    xml.indent(suites)
    return xml.tostring(suites, "unicode", xml_declaration=True) + "\n"


def _not_checked(suite: xml.Element, refused: Refused) -> None:
    is_error = refused.verdict == "refused"
    case = xml.SubElement(suite, "testcase", classname=_class(refused), name="check")
    xml.SubElement(case, "error" if is_error else "skipped", message=refused.problem.text)
    counts = {"errors": is_error, "skipped": not is_error}
    suite.attrib |= {
        "tests": "1",
        "failures": "0",
        **{name: str(int(is_so)) for name, is_so in counts.items()},
    }


def _suite(suite: xml.Element, checked: Checked) -> None:
    properties = xml.SubElement(suite, "properties")
    xml.SubElement(properties, "property", name="assumes", value=checked.verdict.assumes)
    broken = {finding.invariant: finding for finding in checked.verdict.damage}
    damages = [id for id, known in PROPERTIES.items() if known.severity == "damage"]
    for id in damages:
        case = xml.SubElement(suite, "testcase", classname=_class(checked), name=id)
        if id in broken:
            _failure(case, checked, broken[id])
        elif not checked.verdict.complete:
            xml.SubElement(case, "skipped", message=checked.verdict.covered)
    skipped = 0 if checked.verdict.complete else len(damages) - len(broken)
    suite.attrib |= {
        "tests": str(len(damages)),
        "failures": str(len(broken)),
        "errors": "0",
        "skipped": str(skipped),
        "time": f"{checked.seconds:.6f}",
    }


def _failure(case: xml.Element, checked: Checked, finding: Finding) -> None:
    failure = xml.SubElement(case, "failure", type=finding.severity, message=finding.sentence)
    where = checked.link(finding.schedule) or finding.schedule
    failure.text = f"{finding.steps} steps, {finding.switches} switches: {where}"


def _class(cell: Checked | Refused) -> str:
    return f"{cell.protocol}.{cell.scenario}"
