"""Steps: the only way in which a state comes to be.

Theory of operation. A step of a thread begins with one access to a modelled object and runs on through
private work up to the next access (or to user mode). The instruction stream says which is which
(`engine.lang.instructions`); this file only follows it.

Rule 1: `attempt` is a pure function of the state. It either goes through, or is blocked, or has nothing
to do; in the last two cases the state is as it was.
Rule 2: what it looked at is recorded (`Attempt.touched`), the thread's own place and locals apart: two
states that agree in those bits agree in the outcome. That is what lets a search remember steps, and it
is why nothing here may look at the state but through the Memory.
Rule 3: a thread that stands at `Enter` is in user mode; its first step runs through the private beginning
of its call to the first access.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from engine.errors import LimitReached, RequestError
from engine.lang.instructions import Access, Assign, Branch, End, Enter, Jump, Place, Private, Variable
from engine.machine.memory import ABSENT, GONE, Blocked, Event, Memory, RunEnds
from engine.machine.operations.tlb import switch_to
from engine.machine.perform import perform
from engine.machine.shape import NO_MM
from engine.machine.violations import Violation
from engine.run.evaluate import evaluate, write_variable
from engine.run.model import Model
from engine.run.schedule import Choice
from engine.run.sentences import listed, said
from engine.vocabulary.primitives import PRIMITIVES
from engine.words.text import Text

PRIVATE_LIMIT = 10_000
"""Instructions that one step may run: more is a loop that touches nothing."""


@dataclass(slots=True)
class Attempt:
    """What happens if a thread goes next.

    state: the state after it. touched: the machine's bits that the outcome depends on or that it wrote.
    access: the place of its first access, if it has one; `local` are the locals there.
    ran: the places of all instructions, in order. blocked: why it could not go, or None.
    over: the thread has nothing more to do. can_fail: it allocates, and may get nothing.
    limit: the bound of the model that the step would meet (`look` only).
    """

    state: int
    touched: int = 0
    events: list[Event] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    foreign: list[tuple[int, int]] = field(default_factory=list)
    access: int | None = None
    local: int = 0
    ran: list[Place] = field(default_factory=list)
    blocked: Blocked | None = None
    over: str | None = None
    can_fail: bool = False
    limit: LimitReached | None = None

    @property
    def goes(self) -> bool:
        return self.blocked is None and self.over is None and self.limit is None


class _Execution:
    """One step under way."""

    def __init__(self, model: Model, state: int, thread: int, fails: bool) -> None:
        self.model = model
        self.code = model.threads[thread]
        self.instructions = self.code.program.code
        self.memory = Memory(model.layout, state, thread, fails)
        self.pc = (state & self.code.place.mask) >> self.code.place.shift
        self.local = (state & self.code.locals.mask) >> self.code.locals.shift
        self.attempt = Attempt(state)

    def run(self) -> Attempt:
        attempt, memory, state = self.attempt, self.memory, self.memory.state
        try:
            attempt.over = self._over()
            if attempt.over is None:
                switch_to(memory)
                self._go_on()
                attempt.state = self._stopped()
        except Blocked as blocked:
            attempt.blocked = blocked
            attempt.state = state
        except RunEnds:
            attempt.state = self._stopped(ended=True)
        attempt.touched = memory.touched
        attempt.events, attempt.violations, attempt.foreign = (
            memory.events,
            memory.violations,
            memory.foreign,
        )
        return attempt

    def _over(self) -> str | None:
        """Why the thread has nothing to do, if so."""
        instruction = self.instructions[self.pc]
        if self.memory.get(self.model.layout.halted):
            return "stopped"
        if isinstance(instruction, End):
            return "finished"
        if isinstance(instruction, Enter) and self.memory.mm != NO_MM:
            life = self.memory.get(self.model.layout.mms[self.memory.mm].state)
            if life == GONE:
                return "gone"
            if life == ABSENT:
                raise Blocked("waits-for-fork", self.memory.shape.mms[self.memory.mm], ())
        return None

    def _go_on(self) -> None:
        """Run up to the second access, or to user mode."""
        if isinstance(self.instructions[self.pc], Enter):
            self.pc += 1
        for _ in range(PRIVATE_LIMIT):
            instruction = self.instructions[self.pc]
            match instruction:
                case Access():
                    if self.attempt.access is not None:
                        return
                    self._access(instruction)
                case Enter() | End():
                    return
                case Jump():
                    self.pc = instruction.target
                case Branch():
                    self.attempt.ran.append(instruction.place)
                    holds = evaluate(instruction.condition, self.local, self.model.pure)
                    self.pc = self.pc + 1 if holds else instruction.otherwise
                case Assign():
                    self.attempt.ran.append(instruction.place)
                    value = evaluate(instruction.value, self.local, self.model.pure)
                    self._set(instruction.target, value)
                    self.pc += 1
                case Private():
                    self.attempt.ran.append(instruction.place)
                    self._perform(instruction)
                case _:
                    assert_never(instruction)
        raise LimitReached(
            "LIM03",
            said(
                "error.runs-private",
                self.memory.thread_name,
                PRIVATE_LIMIT,
                instruction.place.span.line,
                instruction.place.span.file,
            ),
            said("hint.unchanging-loop"),
        )

    def _access(self, instruction: Access) -> None:
        self.attempt.access = self.pc
        self.attempt.local = self.local
        self.attempt.ran.append(instruction.place)
        primitive = PRIMITIVES.get(instruction.operation)
        self.attempt.can_fail = primitive is not None and primitive.fails
        self._perform(instruction)

    def _perform(self, instruction: Access | Private) -> None:
        args = [evaluate(arg, self.local, self.model.pure) for arg in instruction.args]
        result = perform(self.memory, instruction.operation, args)
        if instruction.target is not None:
            self._set(instruction.target, result)
        self.pc += 1

    def _set(self, variable: Variable, value: int) -> None:
        self.local = write_variable(variable, self.local, value)

    def _stopped(self, ended: bool = False) -> int:
        """The state with the thread's new place; of its locals only what still matters there."""
        code = self.code
        local = 0 if ended else self.local & code.live_mask[self.pc]
        return self.memory.state & ~code.mask | self.pc << code.place.shift | local << code.locals.shift


def attempt(model: Model, state: int, thread: int, fails: bool = False) -> Attempt:
    """What happens if a thread goes next; `fails`: its allocation gets no memory.

    Raises:
        LimitReached: a bound of the model is met (see docs/modelling.md).
    """
    return _Execution(model, state, thread, fails).run()


def look(model: Model, state: int, thread: int, fails: bool = False) -> Attempt:
    """The same for pictures: a bound that is met is part of the answer, so that the state can be shown."""
    try:
        return attempt(model, state, thread, fails)
    except LimitReached as limit:
        return Attempt(state, limit=limit)


def candidates(model: Model, state: int) -> tuple[int, ...]:
    """The threads that the scheduler may pick: all, or on UP the one that cannot be switched away from."""
    pinned = tuple(
        thread
        for thread, code in enumerate(model.threads)
        if code.pinned[(state & code.place.mask) >> code.place.shift]
    )
    return pinned or tuple(range(len(model.threads)))


def enabled(model: Model, state: int) -> tuple[Choice, ...]:
    """The choices of a state, by thread and then outcome: searches and pictures depend on the order."""
    choices: list[Choice] = []
    for thread in candidates(model, state):
        tried = look(model, state, thread)
        if tried.goes:
            name = model.shape.threads[thread]
            choices.append(Choice(name))
            if tried.can_fail and model.shape.out_of_memory:
                choices.append(Choice(name, fails=True))
    return tuple(choices)


def step(model: Model, state: int, choice: Choice) -> Attempt:
    """Take a choice.

    Raises:
        RequestError: the thread cannot go now, or its step has no such outcome; nothing has changed.
        LimitReached: the step would meet a bound of the model; nothing has changed.
    """
    thread = model.thread_index(choice.thread)
    if thread not in candidates(model, state):
        (running,) = candidates(model, state)
        raise RequestError(
            "RUN03",
            said("error.waits-for-cpu", choice.thread, model.shape.threads[running]),
            said("hint.step-until-sleeps", model.shape.threads[running]),
        )
    tried = attempt(model, state, thread, choice.fails)
    if choice.fails and not (tried.can_fail and model.shape.out_of_memory):
        hint = said("hint.cannot-fail", choice.thread)
        raise RequestError("RUN03", said("error.cannot-fail", str(choice)), hint)
    if not tried.goes:
        able = ", ".join(str(other) for other in enabled(model, state)) or said("error.nobody")
        message = said("error.cannot-go-why", choice.thread, _why_not(tried))
        raise RequestError("RUN03", message, said("hint.step-one-that-can", able))
    return tried


def _why_not(tried: Attempt) -> Text:
    if tried.blocked is not None:
        return said(f"reason.{tried.blocked.message}", tried.blocked.lock, listed(tried.blocked.holders))
    assert tried.over is not None, "an attempt that does not go is blocked or over"
    return said(f"error.it-{tried.over}")
