"""Which variables still matter where: a backward data-flow analysis over a thread's whole story.

Sets of variables are bit sets in an int, by the variables' numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.lang.instructions import Branch, End, Instruction, Jump
from engine.lang.routine import reads, variables_of, writes


@dataclass(frozen=True, slots=True)
class Flow:
    """What a code does with its variables, by place.

    used: the variables that the step reads. written: the one that it sets, or None. following: where control
    may go from there.
    """

    used: Sequence[int]
    written: Sequence[int | None]
    following: Sequence[tuple[int, ...]]

    def joined(self, leaders: Sequence[int]) -> Flow:
        """The same with variable n become variable `leaders[n]`."""
        renamed = {mask: _mask(leaders[number] for number in members(mask)) for mask in set(self.used)}
        return Flow(
            [renamed[mask] for mask in self.used],
            [None if number is None else leaders[number] for number in self.written],
            self.following,
        )


def flow_of(code: Sequence[Instruction], numbers: Mapping[int, int]) -> Flow:
    """The flow of a code. numbers: of a variable, by its number in the code."""
    targets = [writes(step) for step in code]
    return Flow(
        [_mask(numbers[read.offset] for expr in reads(step) for read in variables_of(expr)) for step in code],
        [None if target is None else numbers[target.offset] for target in targets],
        [_next_places(step, pc) for pc, step in enumerate(code)],
    )


def _next_places(step: Instruction, pc: int) -> tuple[int, ...]:
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


def live_before(flow: Flow) -> list[int]:
    """For each place, the variables whose present value some path reads before it writes them."""
    used = flow.used
    kept = [-1 if number is None else ~(1 << number) for number in flow.written]
    before: list[list[int]] = [[] for _ in used]
    for pc, following in enumerate(flow.following):
        for successor in following:
            before[successor].append(pc)
    live = [0] * len(used)
    pending = list(range(len(used)))
    waiting = [True] * len(used)
    while pending:
        pc = pending.pop()
        waiting[pc] = False
        new = (live_after(flow, live, pc) & kept[pc]) | used[pc]
        if new != live[pc]:
            live[pc] = new
            for predecessor in before[pc]:
                if not waiting[predecessor]:
                    waiting[predecessor] = True
                    pending.append(predecessor)
    return live


def live_after(flow: Flow, live: Sequence[int], pc: int) -> int:
    """The variables that matter just after the step at `pc`."""
    after = 0
    for successor in flow.following[pc]:
        after |= live[successor]
    return after


def _mask(numbers: Iterable[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def members(mask: int) -> Iterator[int]:
    """The numbers in a bit set, upwards."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
