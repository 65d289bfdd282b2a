"""Which variables still matter where: a backward data-flow analysis over a thread's whole story.

Sets of variables are bit sets in an int, by the variables' numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.lang.instructions import Branch, End, Instruction, Jump
from engine.lang.routine import reads, variables_of, writes


def next_places(step: Instruction, pc: int) -> tuple[int, ...]:
    """Where control may go from `pc`."""
    match step:
        case Branch(otherwise=otherwise):
            return (pc + 1, otherwise)
        case Jump(target=target):
            return (target,)
        case End():
            return ()
        case _:
            return (pc + 1,)


def live_before(code: Sequence[Instruction]) -> list[int]:
    """For each place, the variables whose present value some path reads before it writes them."""
    used = [_mask(step) for step in code]
    before: list[list[int]] = [[] for _ in code]
    for pc, step in enumerate(code):
        for successor in next_places(step, pc):
            before[successor].append(pc)
    live = [0] * len(code)
    pending = list(range(len(code)))
    waiting = [True] * len(code)
    while pending:
        pc = pending.pop()
        waiting[pc] = False
        new = (live_after(code, live, pc) & ~_written(code[pc])) | used[pc]
        if new != live[pc]:
            live[pc] = new
            for predecessor in before[pc]:
                if not waiting[predecessor]:
                    waiting[predecessor] = True
                    pending.append(predecessor)
    return live


def live_after(code: Sequence[Instruction], live: Sequence[int], pc: int) -> int:
    """The variables that matter just after the step at `pc`."""
    after = 0
    for successor in next_places(code[pc], pc):
        after |= live[successor]
    return after


def _mask(step: Instruction) -> int:
    mask = 0
    for expr in reads(step):
        for variable in variables_of(expr):
            mask |= 1 << variable.offset
    return mask


def _written(step: Instruction) -> int:
    target = writes(step)
    return 0 if target is None else 1 << target.offset


def members(mask: int) -> Iterator[int]:
    """The numbers in a bit set, upwards."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
