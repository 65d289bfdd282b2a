"""A run: a model and the choices taken so far, with every state on the way and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import EngineError, LimitReached
from engine.machine.violations import PROPERTIES, Violation
from engine.run.causality import Causes, Order
from engine.run.costs import Costs
from engine.run.frames import EventInfo, Frame, StepInfo, ViolationInfo
from engine.run.history import History, extend, key
from engine.run.judge import Judges, broken_by
from engine.run.model import Model
from engine.run.schedule import STEPS_LIMIT, Choice, Written
from engine.run.sentences import EVENTS, said, short, told
from engine.run.snapshot import snapshot
from engine.run.step import Attempt, candidates, look, step
from engine.run.threads import calls, choices, main_event, span_info, thread_info
from engine.words.text import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of a run and how it came about. `choice` and `taken` are None at the start.

    broken: what the step broke or the state breaks, in order.
    """

    state: int
    history: History
    broken: tuple[Violation, ...]
    costs: Costs = Costs()
    order: Order = Order(())
    choice: Choice | None = None
    taken: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a schedule could not be followed to its end: it stopped at step `at`."""

    at: int
    text: Text
    hint: Text


class Run:
    """The states of one run. `moments[n]` is the state after n steps."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._judges = Judges(model)
        broken = self._judges.broken_in(model.initial)
        self.moments: list[Moment] = [Moment(model.initial, History(), tuple(broken))]
        self._causes = Causes(model.layout, len(model.threads))
        self._written = Written()

    @property
    def length(self) -> int:
        return len(self.moments) - 1

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(moment.choice for moment in self.moments if moment.choice is not None)

    def schedule(self, at: int | None = None) -> str:
        """The canonical text of the first `at` choices; all by default."""
        return self._written.upto(self.length if at is None else at)

    def truncate(self, at: int) -> None:
        """Go back to the state after `at` steps."""
        del self.moments[at + 1 :]
        self._written.truncate(at)
        self._recall()

    def fork(self, at: int) -> Run:
        """A run of its own that begins as this one, with the same `at` steps: none of them is taken anew."""
        other = Run(self.model)
        other.moments = self.moments[: at + 1]
        for moment in other.moments[1:]:
            assert moment.choice is not None, "only the start has no choice"
            other._written.add(moment.choice)
        other._recall()
        return other

    def _recall(self) -> None:
        """What `_causes` knows follows from the steps taken."""
        self._causes = Causes(self.model.layout, len(self.model.threads))
        for number, moment in enumerate(self.moments):
            if moment.choice is not None and moment.taken is not None:
                thread = self.model.thread_index(moment.choice.thread)
                self._order(number, thread, self.moments[number - 1].state, moment.taken)

    def step(self, choice: Choice) -> None:
        """Take one step more.

        Raises:
            RequestError: the choice is not enabled; the run is as it was.
            LimitReached: the run has STEPS_LIMIT steps.
        """
        if self.length >= STEPS_LIMIT:
            message = said("error.run-full", STEPS_LIMIT)
            raise LimitReached("LIM08", message, said("hint.another-way"))
        before = self.moments[-1]
        taken = step(self.model, before.state, choice)
        thread = self.model.thread_index(choice.thread)
        broken = broken_by(self.model, before.state, thread, taken)
        broken += self._judges.broken_in(taken.state)
        history = extend(self.model, before.history, self.length + 1, thread, before.state, taken, broken)
        costs = before.costs.after(thread, self.model.shape.cpu_of(thread), taken.events)
        order = self._order(self.length + 1, thread, before.state, taken)
        self._written.add(choice)
        self.moments.append(Moment(taken.state, history, tuple(broken), costs, order, choice, taken))

    def _order(self, at: int, thread: int, before: int, taken: Attempt) -> Order:
        cpu, events = self.model.shape.cpu_of(thread), {event.id for event in taken.events}
        return self._causes.add(at, thread, cpu, taken.touched, before ^ taken.state, events)

    def replay(self, schedule: tuple[Choice, ...]) -> Misfit | None:
        """Follow a schedule from here as far as it fits; say where and why it stops, if it does."""
        for choice in schedule:
            try:
                self.step(choice)
            except EngineError as error:
                at = self.length
                return Misfit(at, said("error.step-misfit", at + 1, error.message), error.hint)
        return None

    def frame(self, at: int | None = None) -> Frame:
        """The picture of the state after `at` steps; of the last one by default."""
        number = self.length if at is None else at
        moment = self.moments[number]
        model, state = self.model, moment.state
        runnable = candidates(model, state)
        tried = {thread: look(model, state, thread) for thread in range(len(model.threads))}
        waiters: dict[str, tuple[str, ...]] = {}
        for thread, one in tried.items():
            if one.blocked is not None:
                lock = one.blocked.lock
                waiters[lock] = (*waiters.get(lock, ()), model.shape.threads[thread])
        pinned = model.shape.threads[runnable[0]] if len(runnable) < len(model.threads) else None
        threads = tuple(
            thread_info(model, state, thread, one, None if thread in runnable else pinned, moment.history)
            for thread, one in tried.items()
        )
        able = {thread: one for thread, one in tried.items() if thread in runnable}
        return Frame(
            at=number,
            schedule=self.schedule(number),
            step=self._step_info(number),
            memory=snapshot(model, state, moment.history, waiters),
            threads=threads,
            choices=choices(model, state, able),
            violations=tuple(self._violation(violation, number) for violation in moment.broken),
            costs=moment.costs.counts,
            ended=self._ended(moment, able),
        )

    def _step_info(self, at: int) -> StepInfo | None:
        moment = self.moments[at]
        if moment.choice is None or moment.taken is None:
            return None
        model, taken = self.model, moment.taken
        thread = moment.choice.thread
        program = model.threads[model.thread_index(thread)].program
        event = main_event(taken.events)
        place = program.code[taken.access].place if taken.access is not None else None
        if event is not None:
            sentence, label = told(event.id, event.args, thread), short(event.id, event.args)
            mark = EVENTS[event.id].mark
        else:
            sentence, label, mark = _eventless(taken, thread)
        return StepInfo(
            choice=str(moment.choice),
            thread=thread,
            sentence=sentence,
            span=span_info(place.span) if place else None,
            calls=calls(program, place) if place else (),
            lines=tuple(dict.fromkeys((ran.span.file, ran.span.line) for ran in taken.ran)),
            short=label,
            mark=mark,
            events=tuple(
                EventInfo(
                    e.id, e.args, told(e.id, e.args, thread).text, short(e.id, e.args), EVENTS[e.id].mark
                )
                for e in taken.events
            ),
            changed=model.layout.changed(self.moments[at - 1].state ^ taken.state),
            clock=moment.order.clock,
            after=moment.order.after,
        )

    def _violation(self, violation: Violation, at: int) -> ViolationInfo:
        prop = PROPERTIES[violation.property]
        since = self.moments[at].history.broken.get(key(violation), at)
        text = said(f"violation.{violation.message}", *violation.args).text
        return ViolationInfo(
            prop.id,
            prop.title,
            prop.severity,
            violation.objects,
            violation.message,
            violation.args,
            text,
            new=since == at,
            since=since,
            ends=violation is self._ending(self.moments[at]),
        )

    def _ending(self, moment: Moment) -> Violation | None:
        """The violation behind which nothing can follow, if there is one."""
        if self.model.halted(moment.state):
            assert moment.taken is not None, "a set-up that stops the kernel is refused"
            return moment.taken.violations[-1]
        return next((violation for violation in moment.broken if violation.property == "deadlock"), None)

    def _ended(self, moment: Moment, able: dict[int, Attempt]) -> Text | None:
        if any(one.goes for one in able.values()):
            return None
        for thread, one in able.items():
            if one.limit is not None:
                name = self.model.shape.threads[thread]
                return said("reason.run-limit", name, one.limit.code, one.limit.message)
        ending = self._ending(moment)
        if ending is not None and ending.property != "deadlock":
            return said("reason.run-stopped", said(f"violation.{ending.message}", *ending.args))
        return said("reason.run-deadlock" if ending else "reason.run-over")


def _eventless(taken: Attempt, thread: str) -> tuple[Text, str, str]:
    """How a step is told that has no event: one that stopped the kernel at once, or a mere return."""
    for violation in taken.violations:
        sentence = said(f"violation.{violation.message}", *violation.args)
        return sentence, PROPERTIES[violation.property].title, "!"
    return told("returns", (), thread), EVENTS["returns"].short, EVENTS["returns"].mark
