"""From the lines of a story to calls of the protocol's routines, with the oracle's marks around them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import RequestError
from engine.lang.instructions import Call, Program
from engine.lang.lower import lower
from engine.lang.protocol import Protocol
from engine.machine.operations.mmu import MMU_DONE, MMU_FAULT, MMU_WALK
from engine.machine.pointers import Pointers
from engine.machine.shape import Shape
from engine.scenario.story import Line

ROUTINES: dict[str, str] = {
    "map": "sys_mmap",
    "munmap": "sys_munmap",
    "read": "user_load",
    "write": "user_store",
    "fork": "sys_fork",
    "unshare": "unshare_page_table",
    "exit": "sys_exit",
}
"""The routine that each verb of a story calls."""

_LEAVE = ("leave_kernel", ())


def constants(shape: Shape) -> dict[str, int]:
    """The values of the constants that routines may name."""
    return {
        "NULL": 0,
        "PAGE_SIZE": 1,
        "PTRS_PER_PTE": shape.entries,
        "PMD_SIZE": shape.entries,
        "TASK_SIZE": shape.pages_of_mm,
        "NR_CPUS": shape.cpus,
        "ENOMEM": 12,
        "EFAULT": 14,
        "MMU_DONE": MMU_DONE,
        "MMU_WALK": MMU_WALK,
        "MMU_FAULT": MMU_FAULT,
    }


def call_of(line: Line, mm: str, shape: Shape) -> Call:
    """The call that a line makes."""
    own = 1 + shape.mms.index(mm)
    routine = ROUTINES[line.verb]
    size = line.last - line.first + 1
    span = (own, line.first, size)
    whole = (own, 0, shape.pages_of_mm)
    match line.verb:
        case "map":
            return Call(routine, span, (), (_LEAVE, ("oracle_map", span)))
        case "munmap":
            end = "oracle_unmap_tried" if shape.out_of_memory else "oracle_unmap_end"
            return Call(routine, span, (("oracle_unmap_begin", span),), (_LEAVE, (end, span)))
        case "write":
            return Call(routine, (own, line.first, shape.values.index(line.value)), (), (_LEAVE,))
        case "fork":
            child = (own, 1 + shape.mms.index(line.mm))
            return Call(routine, child, (("oracle_fork_begin", child),), (_LEAVE, ("oracle_fork_end", child)))
        case "exit":
            return Call(
                routine, (own,), (("oracle_unmap_begin", whole),), (_LEAVE, ("oracle_unmap_end", whole))
            )
        case _:
            return Call(routine, (own, line.first), (), (_LEAVE,))


def compile_story(
    protocol: Protocol, lines: Iterable[Line], mm: str, config: dict[str, int], shape: Shape
) -> Program:
    """Lower a story.

    Raises:
        RequestError: the protocol lacks a routine that the story needs.
        LimitReached: the inlined program is too large.
    """
    calls = [call_of(line, mm, shape) for line in lines]
    for call in calls:
        if call.function not in protocol.by_name:
            raise RequestError(
                "RUN05",
                f"the protocol {protocol.name} has no routine {call.function}",
                'define it, or `#include "mm.c"`, which has it',
            )
    return lower(protocol, calls, constants(shape), config, Pointers(shape).width)
