"""What is sent to whoever draws a run: one `RunInfo` (`engine.run.run_info`), then one `Frame` a state.

A frame can be drawn without its neighbours. Order is part of the contract: everything is a tuple in the
order in which it is to be shown. Names ("A", "T0", "D1", "A.pmd[0]") are stable over a run. Nothing here
is computed by the page: if a picture needs a fact, it stands in the frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.run.code_info import SpanInfo
from engine.run.memory_info import Memory
from engine.words.text import Arg, Text

SEMANTICS = 1
"""Version of the step boundaries: the first field of every schedule text."""


@dataclass(frozen=True, slots=True)
class CallInfo:
    """A frame of a call stack, outermost first; `span` is where it is now."""

    function: str
    span: SpanInfo


@dataclass(frozen=True, slots=True)
class LocalInfo:
    name: str
    type: str
    value: str
    calls: tuple[int, ...]  # of which calls of the stack it is a local: several where one passed it on


@dataclass(frozen=True, slots=True)
class ThreadInfo:
    """Where a thread is. `span` is the sub-expression that it executes next."""

    name: str
    status: str  # "ready" "blocked" "finished" "absent" "stopped"
    doing: str  # the line of its story: "munmap 0-1"
    reason: Text | None  # why it cannot go on, if it cannot
    next: Text | None  # what its next step does
    in_kernel: bool
    calls: tuple[CallInfo, ...]
    span: SpanInfo | None
    locals: tuple[LocalInfo, ...]
    holds: tuple[str, ...]  # locks


@dataclass(frozen=True, slots=True)
class ChoiceInfo:
    """A step that can be taken now; `choice` is its name in a schedule: "A", "A!"."""

    choice: str
    thread: str
    outcome: str | None  # None, or "fails": the allocation fails
    text: Text


@dataclass(frozen=True, slots=True)
class EventInfo:
    """Something that happened in this step. `short` fits a timeline, `mark` is one character."""

    id: str
    args: tuple[Arg, ...]
    text: str
    short: str
    mark: str  # [ lock  ] unlock  - put  + get  ? read  0 clear  x free  ! violation  w write


@dataclass(frozen=True, slots=True)
class ViolationInfo:
    """A property that this step broke (`new`) or that is broken in this state."""

    property: str
    title: str
    severity: str  # "damage" "warning"
    objects: tuple[str, ...]
    message: str  # the sentence is "violation.<message>" of the catalogue, with these arguments
    args: tuple[Arg | Text, ...]
    text: str
    new: bool  # broken by this step
    since: int  # the step that broke it
    ends: bool  # ends the run


@dataclass(frozen=True, slots=True)
class StepInfo:
    """The step that led to this state."""

    choice: str
    thread: str
    sentence: Text
    span: SpanInfo | None
    calls: tuple[CallInfo, ...]
    lines: tuple[tuple[str, int], ...]  # (file, line) that it ran through, in order
    short: str
    mark: str
    events: tuple[EventInfo, ...]
    changed: tuple[str, ...]  # names: "T0.count", "A.pmd[0]", "T0[1]", "A.page_table_lock", "CPU 0.tlb"
    clock: tuple[int, ...]  # per story: its last step that happens before this one, or is it; 0: none
    after: tuple[tuple[int, tuple[str, ...]], ...]  # (step of another thread, where they meet), latest first


@dataclass(frozen=True, slots=True)
class CostInfo:
    """What the run has cost up to here, in counts (`engine.run.costs` says what exactly is counted)."""

    steps: int = 0
    ptes_copied: int = 0
    ptes_changed: int = 0
    slots_changed: int = 0
    page_references: int = 0
    table_references: int = 0
    tables_allocated: int = 0
    pages_copied: int = 0
    locks: int = 0
    atomics: int = 0
    flushes: int = 0
    ipis: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """One state of a run, after `at` steps."""

    at: int
    schedule: str  # the canonical text of the choices up to here: "1.AB2"
    step: StepInfo | None  # None at 0
    memory: Memory
    threads: tuple[ThreadInfo, ...]
    choices: tuple[ChoiceInfo, ...]
    violations: tuple[ViolationInfo, ...]
    costs: CostInfo
    ended: Text | None  # why no step can follow, if none can
