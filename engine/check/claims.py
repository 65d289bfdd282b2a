"""The claims of the mail, judged over all steps of a model: refuted with a shortest run, or kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.check.ask import Asker, Remembered, Transition
from engine.check.back import back
from engine.check.path import Shortest, Ways
from engine.machine.claims import CLAIMS, Answer, Claim
from engine.machine.memory import Event
from engine.machine.violations import Violation
from engine.run.schedule import format_schedule
from engine.run.sentences import said
from engine.words.text import Arg, Text

HOLDS, REFUTED, UNTESTED = "holds", "refuted", "untested"


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """What became of a claim. result: "refuted", with a shortest run to the step that does it; "holds": in
    every state; "untested": no run does what it speaks of. The rest is empty unless it is refuted.
    """

    claim: str
    title: str
    result: str
    message: str = ""
    args: tuple[Arg | Text, ...] = ()
    sentence: str = ""
    objects: tuple[str, ...] = ()
    steps: int | None = None
    switches: int | None = None
    schedule: str = ""


class ClaimWatch:
    """Sees every step once, in the order of depth, with the events that it tells."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.tested: set[str] = set()
        self.refuted: dict[str, int] = {}
        """Claim -> the depth from which the first step refutes it."""
        self._answers: dict[tuple[str, int, Event], Remembered[Answer]] = {}
        self._by_event: dict[str, list[Claim]] = {}
        for claim in CLAIMS:
            for event in claim.events:
                self._by_event.setdefault(event, []).append(claim)

    def see(self, depth: int, state: int, thread: int, events: tuple[Event, ...]) -> None:
        """One step from a state of some depth."""
        for claim, broken in self.judged(state, thread, events):
            self.tested.add(claim.property.id)
            if broken:
                self.refuted.setdefault(claim.property.id, depth)

    def concerns(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """The events that some claim speaks of."""
        return tuple(event for event in events if event.id in self._by_event)

    def judged(
        self, state: int, thread: int, events: tuple[Event, ...]
    ) -> Iterator[tuple[Claim, tuple[Violation, ...]]]:
        """The claims that a step puts to the test, each with what it breaks."""
        for event in events:
            for claim in self._by_event.get(event.id, ()):
                answer = self._answer(claim, thread, event).answer(state)
                if answer is not None:
                    yield claim, answer

    def _answer(self, claim: Claim, thread: int, event: Event) -> Remembered[Answer]:
        key = (claim.property.id, thread, event)
        if key not in self._answers:
            self._answers[key] = Remembered(
                self.asker.model, lambda memory: claim.judge(memory, thread, event)
            )
        return self._answers[key]

    def results(self) -> tuple[ClaimResult, ...]:
        """What became of each claim, after all steps were seen."""
        runs = self._runs()
        return tuple(self._result(claim, runs.get(claim.property.id)) for claim in CLAIMS)

    def _result(self, claim: Claim, shortest: Shortest | None) -> ClaimResult:
        known = claim.property
        if shortest is None:
            return ClaimResult(known.id, known.title, HOLDS if known.id in self.tested else UNTESTED)
        violation = shortest.violation
        return ClaimResult(
            claim=known.id,
            title=known.title,
            result=REFUTED,
            message=violation.message,
            args=violation.args,
            sentence=said(f"violation.{violation.message}", *violation.args).text,
            objects=violation.objects,
            steps=shortest.steps,
            switches=shortest.switches,
            schedule=format_schedule(shortest.choices),
        )

    def _runs(self) -> dict[str, Shortest]:
        def ends(state: int, transition: Transition) -> list[str]:
            return list(self._broken(state, transition))

        asker = self.asker
        found: dict[str, Shortest] = {}
        for depth in sorted(set(self.refuted.values())):
            ways = Ways(asker, {depth: ends}, back(asker.search))
            for claim in [claim for claim, at in self.refuted.items() if at == depth]:
                way, before = ways.run(claim, asker.model.initial)
                choices = tuple(asker.choice(transition) for transition in way)
                found[claim] = Shortest(self._broken(before, way[-1])[claim], choices)
        return found

    def _broken(self, state: int, transition: Transition) -> dict[str, Violation]:
        """The claims that a step refutes, each by its first violation."""
        events = tuple(self.asker.told(state, transition).events)
        judged = self.judged(state, transition[0], events)
        return {claim.property.id: broken[0] for claim, broken in judged if broken}
