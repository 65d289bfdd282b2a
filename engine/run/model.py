"""A model: one scenario under one protocol with one setting of the toggles, ready to be stepped.

The packed state is one integer: the machine's fields (`engine.machine.layout`), and above them, for each
thread, its place in its program and the variables that are live there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engine.errors import RequestError
from engine.lang.instructions import Access, End, Enter, Program, Variable
from engine.lang.protocol import Protocol
from engine.machine.layout import Field, Layout
from engine.machine.shape import Shape
from engine.machine.values import PureFunction, pure_functions
from engine.run.stories import compile_story
from engine.scenario.scenario import Scenario
from engine.vocabulary.primitives import PRIMITIVES
from engine.words.saying import said

HARDWARE = "hardware.c"
"""The text whose functions are the CPU's own doing: a thread in them is outside the kernel."""


@dataclass(frozen=True, slots=True)
class ThreadCode:
    """A thread's program and where its part of the state lies.

    live_mask[pc]: the bits of the locals that still matter when the thread stops at pc.
    in_kernel[pc]: whether a kernel function is on the call stack there.
    pinned[pc]: on UP, whether no other thread can run while this one stands there.
    enters: the places in user mode, one before each line of the story and one at its end.
    """

    program: Program
    place: Field
    locals: Field
    live_mask: tuple[int, ...]
    in_kernel: tuple[bool, ...]
    pinned: tuple[bool, ...]
    enters: tuple[int, ...]

    @property
    def mask(self) -> int:
        return self.place.mask | self.locals.mask


def _live_mask(variables: tuple[Variable, ...]) -> int:
    return sum(((1 << variable.width) - 1) << variable.offset for variable in variables)


def _kernel_frames(program: Program) -> list[bool]:
    """For each frame: is it, or one that called it, kernel code?"""
    inside: list[bool] = []
    for frame in program.frames:
        called_from_kernel = frame.parent is not None and inside[frame.parent]
        inside.append(called_from_kernel or frame.file != HARDWARE)
    return inside


def _sleeps(operation: str) -> bool:
    primitive = PRIMITIVES.get(operation)
    return primitive is not None and primitive.sleeps


class Model:
    """The steps are in `engine.run.step`, the start in `engine.run.build`."""

    def __init__(
        self,
        protocol: Protocol,
        scenario: Scenario,
        config: dict[str, int],
        shape: Shape,
        programs: tuple[Program, ...],
    ) -> None:
        self.protocol = protocol
        self.scenario = scenario
        self.config = config
        self.shape = shape
        self.layout = Layout(shape)
        self.pure: dict[str, PureFunction] = pure_functions(self.layout.pointers)
        self.threads: list[ThreadCode] = []
        shift = self.layout.bits
        for name, program in zip(shape.threads, programs, strict=True):
            place = Field(f"{name}.place", shift, len(program.code).bit_length())
            local = Field(f"{name}.locals", place.shift + place.width, program.bits)
            self.threads.append(self._thread(program, place, local))
            shift = local.shift + local.width
        self.bits = shift
        self.initial = 0

    def _thread(self, program: Program, place: Field, local: Field) -> ThreadCode:
        kernel = _kernel_frames(program)
        in_kernel, pinned = [], []
        for instruction in program.code:
            resting = isinstance(instruction, Enter | End)
            inside = not resting and kernel[instruction.place.frame]
            in_kernel.append(inside)
            walks = isinstance(instruction, Access) and instruction.operation == "mmu_walk"
            sleeps = isinstance(instruction, Access) and _sleeps(instruction.operation)
            pinned.append(not self.shape.smp and (walks or (inside and not sleeps)))
        live = tuple(_live_mask(variables) for variables in program.live)
        enters = tuple(pc for pc, one in enumerate(program.code) if isinstance(one, Enter | End))
        return ThreadCode(program, place, local, live, tuple(in_kernel), tuple(pinned), enters)

    def place(self, state: int, thread: int) -> int:
        """The place of a thread in its program."""
        field = self.threads[thread].place
        return (state & field.mask) >> field.shift

    def at_rest(self, state: int) -> bool:
        """Whether every thread is outside the kernel."""
        return not any(code.in_kernel[self.place(state, thread)] for thread, code in enumerate(self.threads))

    @cached_property
    def machine_mask(self) -> int:
        return (1 << self.layout.bits) - 1

    @cached_property
    def watched(self) -> tuple[tuple[Field, bool], ...]:
        """The slots and entries, whose past values are shown; and whether it is an entry."""
        slots = [(field, False) for mm in self.layout.mms for field in mm.slots]
        entries = [(field, True) for table in self.layout.tables for field in table.entries]
        return (*slots, *entries)

    @cached_property
    def watched_mask(self) -> int:
        return sum(field.mask for field, _ in self.watched)

    def halted(self, state: int) -> bool:
        return bool(state & self.layout.halted.mask)

    def thread_index(self, name: str) -> int:
        """The index of a thread.

        Raises:
            RequestError: there is none of that name.
        """
        if name not in self.shape.threads:
            threads = ", ".join(self.shape.threads)
            raise RequestError("RUN04", said("error.no-thread", name), said("hint.name-one-of", threads))
        return self.shape.threads.index(name)


def compile_programs(
    protocol: Protocol, scenario: Scenario, config: dict[str, int], shape: Shape
) -> tuple[Program, ...]:
    """The program of each thread's story."""
    return tuple(compile_story(protocol, story.lines, story.mm, config, shape) for story in scenario.threads)
