"""The paths of private work from one stop to the next.

A path carries the variables' values as expressions over the state before the step. A branch that these
cannot decide makes two paths, each with its condition; what a condition says about the variables is used
from there on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn, assert_never

from engine.errors import LimitReached
from engine.export.faults import argument_faults, private_faults
from engine.export.results import known_result
from engine.export.symbolic import (
    NONZERO,
    TABLE,
    UNKNOWN,
    Known,
    atoms,
    capture,
    combinations,
    known_of,
    substitute,
    truth_of,
)
from engine.export.ways import GATHER, GATHER_FAST, GATHER_MM, GATHER_NR, Effect, Stop, Way
from engine.lang.instructions import (
    Access,
    Assign,
    Binary,
    Branch,
    Const,
    End,
    Enter,
    Expr,
    Jump,
    Private,
    Pure,
    Read,
    Variable,
)
from engine.lang.routine import size_of
from engine.machine.values import PureFunction
from engine.run.model import Model
from engine.vocabulary.primitives import PRIMITIVES
from engine.words.saying import said

STEPS_LIMIT, CONDITIONS_LIMIT, SIZE_LIMIT = 100_000, 64, 500
"""Instructions followed from one stop; conditions of a path; nodes of an expression. More than that is a
private loop whose end cannot be told from the text."""

_READS = {"tlb_fast_mode": GATHER_FAST, "tlb_nr": GATHER_NR, "tlb_mm": GATHER_MM}
"""Primitives that only read the batch."""

_QUEUE = ("tlb_queue", "tlb_dequeue")


@dataclass(slots=True)
class _Path:
    """One path under way. nonzero: the expressions that were looked at, and what was found."""

    pc: int
    env: dict[Variable, Expr]
    facts: dict[Variable, Known]
    nonzero: dict[Expr, bool] = field(default_factory=dict)
    conditions: tuple[tuple[Expr, bool], ...] = ()
    effects: tuple[Effect, ...] = ()
    access: tuple[int, int] | None = None

    def fork(self) -> _Path:
        return replace(self, env=dict(self.env), facts=dict(self.facts), nonzero=dict(self.nonzero))


class Paths:
    """The paths of one thread's program."""

    def __init__(self, model: Model, thread: int, pure: dict[str, PureFunction], users: Known) -> None:
        self.shape = model.shape
        self.users = users
        self.program = model.threads[thread].program
        self.code = self.program.code
        self.pure = pure
        self.cpu = model.shape.cpu_of(thread)

    def ways(self, stop: Stop) -> Iterator[Way]:
        """Every way on from a stop.

        Raises:
            LimitReached: private work cannot be followed, or cannot be said in a target.
        """
        step = self.code[stop.pc]
        if isinstance(step, End):
            return
        env: dict[Variable, Expr] = {}
        for variable, known in stop.facts.items():
            env[variable] = Read(variable) if known.constant is None else Const(known.constant)
        first = stop.pc + 1 if isinstance(step, Enter) else stop.pc
        pending = [_Path(first, env, dict(stop.facts))]
        steps = 0
        while pending:
            path = pending.pop()
            forks = self._step(path)
            if isinstance(forks, Way):
                yield forks
            else:
                pending += forks
            steps += 1
            if steps > STEPS_LIMIT or len(path.conditions) > CONDITIONS_LIMIT:
                self._too_much(path)

    def _step(self, path: _Path) -> Way | list[_Path]:
        """Run one instruction: the way, if the path ends there; else the paths to go on with."""
        step = self.code[path.pc]
        match step:
            case Access() if path.access is None:
                return self._access(path, step)
            case Access() | Enter() | End():
                return self._way(path)
            case Jump():
                path.pc = step.target
            case Assign():
                value = substitute(step.value, path.env, self.pure)
                if size_of(value) > SIZE_LIMIT:
                    self._too_much(path)
                path.env[step.target] = value
                path.pc += 1
            case Branch():
                condition = substitute(step.condition, path.env, self.pure)
                return self._decide(path, condition, path.pc + 1, step.otherwise)
            case Private():
                return self._private(path, step)
            case _:
                assert_never(step)
        return [path]

    def _too_much(self, path: _Path) -> NoReturn:
        span = self.code[path.pc].place.span
        raise LimitReached(
            "LIM12",
            said("error.cannot-follow", span.line, span.file),
            said("hint.loop-that-only-computes"),
        )

    def _way(self, path: _Path, halts: str = "") -> Way:
        live = () if halts else self.program.live[path.pc]
        values = tuple((variable, path.env[variable]) for variable in live)
        arrivals = []
        for variable in (*live, *GATHER):
            known = known_of(path.env[variable], path.facts, path.nonzero, self.pure)
            shared = variable in GATHER and not self.shape.smp  # others use the only CPU's batch, too
            arrivals.append((variable, UNKNOWN if shared else known))
        return Way(path.conditions, path.effects, path.access, path.pc, values, tuple(arrivals), halts)

    # conditions --------------------------------------------------------------------------------
    def _decide(self, path: _Path, condition: Expr, yes: int, no: int) -> list[_Path]:
        """Send the path where its condition says, or give the two paths to go on with."""
        base, positive = truth_of(condition)
        outcome = self._outcome(path, base)
        if outcome is not None:
            path.pc = yes if outcome == positive else no
            return [path]
        self._check_order(path, base)
        forks = []
        for holds in (False, True):
            fork = path.fork()
            fork.pc = yes if holds == positive else no
            fork.nonzero[base] = holds
            fork.conditions = (*path.conditions, (base, holds))
            self._assume(fork, base, holds)
            forks.append(fork)
        return forks

    def _check_order(self, path: _Path, base: Expr) -> None:
        """Conditions speak of the state before the step: the batch must not have moved on since."""
        used = set(atoms(base))
        moved = [effect.operation in _QUEUE for effect in path.effects]
        for index, effect in enumerate(path.effects):
            if effect.target in used and moved[index] and any(moved[:index]):
                span = self.code[path.pc].place.span
                raise LimitReached(
                    "LIM12",
                    said("error.queued-in-same-step", span.line, span.file),
                    said("hint.look-before-queued"),
                )

    def _outcome(self, path: _Path, base: Expr) -> bool | None:
        """Whether an expression is not zero, if that can be told."""
        if isinstance(base, Const):
            return bool(base.value)
        if base in path.nonzero:
            return path.nonzero[base]
        if isinstance(base, Pure) and base.operation == "is_table":
            known = known_of(base.args[0], path.facts, path.nonzero, self.pure)
            return True if TABLE in known.marks else None
        known = known_of(base, path.facts, path.nonzero, self.pure)
        if known.values is not None and not any(known.values):
            return False
        return True if NONZERO in known.all_marks else None

    def _assume(self, path: _Path, base: Expr, holds: bool) -> None:
        """Use what a condition says about the variables in it."""
        found = combinations(base, path.facts, self.pure)
        for variable in atoms(base) if found is not None else ():
            values = frozenset(chosen[variable] for chosen, value in found or () if bool(value) == holds)
            known = Known(values, path.facts[variable].marks)
            path.facts[variable] = known
            if known.constant is not None:
                fixed = {variable: Const(known.constant)}
                path.env = {one: substitute(expr, fixed, self.pure) for one, expr in path.env.items()}

    # primitives --------------------------------------------------------------------------------
    def _access(self, path: _Path, step: Access) -> list[_Path]:
        primitive = PRIMITIVES.get(step.operation)
        fails = primitive is not None and primitive.fails and self.shape.out_of_memory
        args = tuple(substitute(arg, path.env, self.pure) for arg in step.args)
        faults = tuple(self._possible(path, argument_faults(self.shape, step.operation, args)))
        return [self._carried_out(path.fork(), step, args, faults, way) for way in ([True] * fails + [False])]

    def _possible(self, path: _Path, faults: Iterator[tuple[str, Expr]]) -> Iterator[tuple[str, Expr]]:
        """The faults that cannot be ruled out."""
        for message, condition in faults:
            folded = substitute(condition, {}, self.pure)
            base, positive = truth_of(folded)
            outcome = self._outcome(path, base)
            if outcome is None or outcome == positive:
                yield message, folded if outcome is None else Const(1)

    def _carried_out(
        self,
        path: _Path,
        step: Access,
        args: tuple[Expr, ...],
        faults: tuple[tuple[str, Expr], ...],
        fails: bool,
    ) -> _Path:
        target = capture(len(path.effects))
        path.access = (len(path.effects), path.pc)
        path.effects = (*path.effects, Effect(step.operation, args, target, fails, faults))
        known = path.facts[target] = known_result(step.operation, self.shape, self.users)
        if step.target is not None:
            path.env[step.target] = Read(target) if known.constant is None else Const(known.constant)
            if fails:
                path.env[step.target] = Const(0)
        path.pc += 1
        return path

    def _private(self, path: _Path, step: Private) -> Way | list[_Path]:
        """Carry out private work, or fork over whether it stops the kernel."""
        args = tuple(substitute(arg, path.env, self.pure) for arg in step.args)
        for reason, condition in private_faults(step.operation, args):
            base, positive = truth_of(condition)
            outcome = self._outcome(path, base)
            if outcome is None:
                return self._decide(path, condition, path.pc, path.pc)
            if outcome == positive:
                return self._way(path, reason)
        result = self._batch(path, step.operation, args)
        if step.operation not in _READS:
            target = capture(len(path.effects))
            path.effects = (*path.effects, Effect(step.operation, args, target))
            result = Read(target) if result is None else result
        if step.target is not None:
            assert result is not None, "reading the batch gives a result"
            path.env[step.target] = result
        path.pc += 1
        return [path]

    def _batch(self, path: _Path, operation: str, args: tuple[Expr, ...]) -> Expr | None:
        """What the CPU's batch is after a primitive; gives the result where that is known."""
        env = path.env
        match operation:
            case "tlb_batch":
                env[GATHER_MM] = args[0]
                env[GATHER_FAST] = substitute(Binary("!=", args[1], Const(0)), {}, self.pure)
                return Const(self.cpu + 1)
            case "leave_kernel":
                env[GATHER_MM] = env[GATHER_FAST] = Const(0)
            case "tlb_queue":
                env[GATHER_NR] = substitute(Binary("+", env[GATHER_NR], Const(1)), {}, self.pure)
            case "tlb_dequeue":
                if self._outcome(path, env[GATHER_NR]):
                    path.facts[capture(len(path.effects))] = Known(None, frozenset({NONZERO}))
                less = Binary("-", env[GATHER_NR], Binary("!=", env[GATHER_NR], Const(0)))
                env[GATHER_NR] = substitute(less, {}, self.pure)
            case "tlb_fast_mode" | "tlb_nr" | "tlb_mm":
                return env[_READS[operation]]
        return None
