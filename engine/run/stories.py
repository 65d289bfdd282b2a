"""From the lines of a story to calls of the protocol's routines, with the oracle's marks around them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from engine.errors import RequestError
from engine.lang.instructions import Call, Program
from engine.lang.lower import lower
from engine.lang.protocol import Protocol
from engine.machine.operations.mmu import MMU_DONE, MMU_FAULT, MMU_WALK
from engine.machine.pointers import Pointers
from engine.machine.shape import Shape
from engine.scenario.story import KERNEL_VERBS, Line
from engine.words.saying import said

ROUTINES: dict[str, str] = {
    "map": "sys_mmap",
    "munmap": "sys_munmap",
    "read": "user_load",
    "write": "user_store",
    "fork": "sys_fork",
    "unshare": "unshare_page_table",
    "exit": "sys_exit",
    "madvise": "sys_madvise",
    "protect": "sys_mprotect",
    "unprotect": "sys_mprotect",
    "mremap": "sys_mremap",
    "split": "do_split_vma",
    "gup": "get_user_pages_fast",
    "swapout": "try_to_swap_out",
    "zap": "unmap_mapping_range",
    "truncate": "vmtruncate",
    "speculate": "speculative_reference",
}
"""The routine that each verb of a story calls."""

_Mark = tuple[str, tuple[int, ...]]

_LEAVE: _Mark = ("leave_kernel", ())


def constants(shape: Shape) -> dict[str, int]:
    """The values of the constants that routines may name."""
    return {
        "NULL": 0,
        "PAGE_SIZE": 1,
        "PTRS_PER_PTE": shape.entries,
        "PMD_SIZE": shape.entries,
        "TASK_SIZE": shape.pages_of_mm,
        "NR_CPUS": shape.cpus,
        "NR_MMS": len(shape.mms),
        "HAVE_SWAP": int(shape.swap > 0),
        "HAVE_FILE": int(shape.file > 0),
        "HAVE_THREADS": int(shape.has_threads),
        "HAVE_GUP": int(shape.lockless),
        "ENOMEM": 12,
        "EFAULT": 14,
        "MMU_DONE": MMU_DONE,
        "MMU_WALK": MMU_WALK,
        "MMU_FAULT": MMU_FAULT,
    }


def call_of(line: Line, mm: str, shape: Shape) -> Call:
    """The call that a line makes. `mm` is the thread's own, "" for a kernel thread."""
    name = line.mm if line.verb in KERNEL_VERBS else mm
    own = 1 + shape.mms.index(name) if name else 0
    size = line.last - line.first + 1
    span = (own, line.first, size)
    match line.verb:
        case "map":
            return _marked(line, span, None, ("oracle_map", span))
        case "munmap":
            end = "oracle_unmap_tried" if shape.out_of_memory else "oracle_unmap_end"
            return _marked(line, span, ("oracle_unmap_begin", span), (end, span))
        case "madvise" | "zap":
            return _marked(line, span, ("oracle_discard_begin", span), ("oracle_discard_end", span))
        case "protect" | "unprotect":
            forbidden = int(line.verb == "protect")
            racing, then = (*span, 1, 0), (*span, forbidden, forbidden)
            return _marked(line, (*span, 1 - forbidden), ("oracle_protect", racing), ("oracle_protect", then))
        case "mremap":
            move = (own, line.first, line.to)
            return _marked(line, move, ("oracle_move_begin", move), ("oracle_move_end", move))
        case "truncate":
            file = (line.first, size)
            return _marked(line, file, ("oracle_truncate_begin", file), ("oracle_truncate_end", file))
        case "write":
            return _marked(line, (own, line.first, shape.values.index(line.value)))
        case "fork":
            child = (own, 1 + shape.mms.index(line.mm))
            return _marked(line, child, ("oracle_fork_begin", child), ("oracle_fork_end", child))
        case "exit" if shape.has_threads:  # nobody is left who could see the memory go
            return _marked(line, (own,))
        case "exit":
            whole = (own, 0, shape.pages_of_mm)
            return _marked(line, (own,), ("oracle_unmap_begin", whole), ("oracle_unmap_end", whole))
        case _:
            return _marked(line, (own, line.first))


def _marked(line: Line, args: tuple[int, ...], begin: _Mark | None = None, end: _Mark | None = None) -> Call:
    """The call with the oracle's marks around it."""
    before = () if begin is None else (begin,)
    return Call(ROUTINES[line.verb], args, before, (_LEAVE,) if end is None else (_LEAVE, end))


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
                said("error.no-routine", protocol.name, call.function),
                said("hint.define-or-include"),
            )
    return _lowered(protocol, tuple(calls), tuple(config.items()), shape)


@lru_cache(maxsize=128)
def _lowered(
    protocol: Protocol, calls: tuple[Call, ...], config: tuple[tuple[str, int], ...], shape: Shape
) -> Program:
    """Most of a model's time to be built is this, and the same stories come again and again."""
    return lower(protocol, calls, constants(shape), dict(config), cache(Pointers(shape).width))
