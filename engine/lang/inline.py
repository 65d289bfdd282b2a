"""Routines -> one flat piece of code, with every call replaced by what it calls.

Each function is flattened once, after all that it calls, and then copied to each of its calls. There is no
recursion, in the text (the checker refuses it) or here, and the size is bounded before anything is copied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from engine.errors import LimitReached
from engine.lang.instructions import (
    Access,
    Assign,
    Binary,
    Branch,
    End,
    Enter,
    Expr,
    Frame,
    Instruction,
    Jump,
    Place,
    Private,
    Pure,
    Read,
    Unary,
    Variable,
)
from engine.lang.routine import FallOff, Invoke, Leave, Routine, Touch, reads, size_of
from engine.words.saying import said

MAX_INSTRUCTIONS = 20_000
MAX_COPIES = 5 * MAX_INSTRUCTIONS
"""Instructions of all functions of a story together, each with its calls inlined: the work of inlining."""

MAX_SIZE = 200_000
"""Nodes of expressions, variables and frames: a small text can call something large very often."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A function with its calls inlined. Jumps to `len(code)` leave it; frame 0 is its own."""

    routine: Routine
    code: tuple[Instruction, ...]
    frames: tuple[Frame, ...]
    variables: tuple[Variable, ...]
    owners: tuple[int, ...]  # for each variable its frame
    size: int  # nodes of expressions, variables and frames


def flatten(routine: Routine, flats: Mapping[str, Flat]) -> Flat:
    """Inlines the calls of one routine; `flats` holds what it calls.

    Raises:
        LimitReached: the code would be longer than MAX_INSTRUCTIONS, or larger than MAX_SIZE.
    """
    function = routine.function
    builder = CodeBuilder(function.name)
    builder.frames.append(Frame(function.name, function.file, None, None))
    builder.variables.extend(routine.variables)
    builder.owners.extend([0] * len(routine.variables))
    builder.size = 1 + len(routine.variables)
    starts: list[int] = []
    leaves: list[int] = []
    jumps: list[int] = []
    for step, reachable in zip(routine.code, routine.reachable, strict=False):
        starts.append(len(builder.code))
        if not reachable:
            continue
        match step:
            case Touch() | FallOff():
                pass
            case Leave(place=place):
                leaves.append(len(builder.code))
                builder.add(Jump(place, 0))
            case Invoke():
                builder.call(step.place, step.target, flats[step.function], step.args)
            case _:
                if isinstance(step, Jump | Branch):
                    jumps.append(len(builder.code))
                builder.add(step)
    starts.append(len(builder.code))
    for pc in jumps:
        builder.code[pc] = _retarget(builder.code[pc], starts)
    for pc in leaves:
        builder.code[pc] = Jump(builder.code[pc].place, starts[-1])
    return Flat(
        routine,
        tuple(builder.code),
        tuple(builder.frames),
        tuple(builder.variables),
        tuple(builder.owners),
        builder.size,
    )


def _retarget(step: Instruction, starts: list[int]) -> Instruction:
    if isinstance(step, Branch):
        return replace(step, otherwise=starts[step.otherwise])
    assert isinstance(step, Jump), "only jumps and branches are noted"
    return replace(step, target=starts[step.target])


class CodeBuilder:
    """Code under construction: a function that is being flattened, or a thread's whole story."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.code: list[Instruction] = []
        self.frames: list[Frame] = []
        self.variables: list[Variable] = []
        self.owners: list[int] = []
        self.size = 0

    def add(self, step: Instruction) -> None:
        self._reserve(1, sum(size_of(expr) for expr in reads(step)), self._name)
        self.code.append(step)

    def call(self, place: Place, target: Variable | None, flat: Flat, args: tuple[Expr, ...]) -> None:
        """Puts the code of `flat` here, its frames below the frame of `place`."""
        frame = replace(flat.frames[0], call=place.span, parent=place.frame)
        self.splice(place, target, flat, args, frame)

    def splice(
        self, place: Place, target: Variable | None, flat: Flat, args: tuple[Expr, ...], frame: Frame
    ) -> None:
        """Assigns the arguments and copies the code of `flat`, whose own frame becomes `frame`."""
        size = flat.size + sum(size_of(arg) for arg in args)
        self._reserve(len(args) + len(flat.code), size, flat.routine.function.name)
        shift, frames = len(self.variables), len(self.frames)
        renamed = [Variable(v.name, v.type, v.offset + shift, 0) for v in flat.variables]
        self.variables += renamed
        self.owners += [owner + frames for owner in flat.owners]
        if target is not None and flat.routine.result is not None:
            renamed[flat.routine.result.offset] = target
        self.frames.append(frame)
        self.frames += [
            Frame(inner.function, inner.file, inner.call, (inner.parent or 0) + frames)
            for inner in flat.frames[1:]
        ]
        for param, arg in zip(flat.routine.params, args, strict=True):
            self.code.append(Assign(place, renamed[param.offset], arg))
        start = len(self.code)
        self.code += [moved(step, renamed, frames, start) for step in flat.code]

    def _reserve(self, instructions: int, size: int, name: str) -> None:
        self.size += size
        if len(self.code) + instructions > MAX_INSTRUCTIONS:
            raise LimitReached(
                "LIM22",
                said("error.too-many-instructions", self._name, MAX_INSTRUCTIONS, name),
                said("hint.call-less-often"),
            )
        if self.size > MAX_SIZE:
            raise LimitReached(
                "LIM22",
                said("error.too-many-parts", self._name, MAX_SIZE, name),
                said("hint.shorter-expressions"),
            )


def moved(step: Instruction, variables: list[Variable], frames: int = 0, start: int = 0) -> Instruction:
    """The step with other variables (by their number), and its frame and jump target so much further on."""
    place = Place(step.place.span, step.place.frame + frames) if frames else step.place
    match step:
        case Assign(target=target, value=value):
            return Assign(place, variables[target.offset], renamed_expr(value, variables))
        case Access() | Private():
            args = tuple([renamed_expr(arg, variables) for arg in step.args])
            result = None if step.target is None else variables[step.target.offset]
            return type(step)(place, result, step.operation, args)
        case Branch(condition=condition, otherwise=otherwise):
            return Branch(place, renamed_expr(condition, variables), otherwise + start)
        case Jump(target=target):
            return Jump(place, target + start)
        case Enter() | End():
            return replace(step, place=place)
        case _:
            assert_never(step)


def renamed_expr(expr: Expr, variables: list[Variable]) -> Expr:
    """The expression with each variable replaced by `variables[its number]`."""
    match expr:
        case Read(variable=variable):
            return Read(variables[variable.offset])
        case Unary(op=op, operand=operand):
            return Unary(op, renamed_expr(operand, variables))
        case Binary(op=op, left=left, right=right):
            return Binary(op, renamed_expr(left, variables), renamed_expr(right, variables))
        case Pure(operation=operation, args=args):
            return Pure(operation, tuple(renamed_expr(arg, variables) for arg in args))
        case _:
            return expr
