"""A CPU's mmu_gather batch: pages that are freed only after the TLB flush.

No other CPU looks at it, so none of these begins a step.
"""

from __future__ import annotations

from engine.errors import LimitReached
from engine.machine.memory import Memory
from engine.machine.operations.signature import listed
from engine.words.saying import said


def tlb_batch(m: Memory, mm: int, fast: int) -> int:
    cpu = m.layout.cpus[m.cpu]
    m.set(cpu.gather_mm, mm)
    m.set(cpu.gather_fast, int(bool(fast)))
    m.tell("batch-fast" if fast else "batch", f"CPU {m.cpu}")
    return m.cpu + 1


def tlb_fast_mode(m: Memory, tlb: int) -> int:
    return m.get(m.layout.cpus[tlb - 1].gather_fast)


def tlb_nr(m: Memory, tlb: int) -> int:
    return m.get(m.layout.cpus[tlb - 1].gather_nr)


def tlb_mm(m: Memory, tlb: int) -> int:
    return m.get(m.layout.cpus[tlb - 1].gather_mm)


def tlb_queue(m: Memory, tlb: int, page: int) -> None:
    cpu = m.layout.cpus[tlb - 1]
    number = m.get(cpu.gather_nr)
    if number == len(cpu.queue):
        raise LimitReached(
            "LIM07",
            said("error.batch-full", tlb - 1, number),
            said("hint.queued-twice"),
        )
    m.set(cpu.queue[number], page)
    m.set(cpu.gather_nr, number + 1)
    m.tell("queue", m.page_name(page))


def tlb_dequeue(m: Memory, tlb: int) -> int:
    cpu = m.layout.cpus[tlb - 1]
    number = m.get(cpu.gather_nr)
    if number == 0:
        return 0
    pages = [m.get(field) for field in cpu.queue[:number]]
    for field, page in zip(cpu.queue, [*pages[1:], 0], strict=False):
        m.set(field, page)
    m.set(cpu.gather_nr, number - 1)
    return pages[0]


OPERATIONS = listed(tlb_batch, tlb_fast_mode, tlb_nr, tlb_mm, tlb_queue, tlb_dequeue)
