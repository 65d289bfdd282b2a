"""Ghost statements: what a routine believes. They change nothing that a routine can read."""

from __future__ import annotations

from engine.machine.memory import Memory
from engine.machine.operations.locks import holds_semaphore
from engine.machine.operations.signature import Operation, listed


def BUG_ON(m: Memory, condition: int) -> None:
    if condition:
        m.violate("bug", "bug-on", (m.thread_name,))


def _set_belief(m: Memory, page: int, believes: bool) -> None:
    if not m.pointers.is_table(page):
        m.violate("bug", "not-a-table", (m.thread_name, m.page_name(page)))
    field = m.layout.tables[page - 1].owners
    bit = 1 << m.thread
    old = m.get(field)
    m.set(field, old | bit if believes else old & ~bit)


def ASSERT_EXCLUSIVE_ACCESS(m: Memory, page: int) -> None:
    _set_belief(m, page, True)
    m.tell("believes-owner", m.page_name(page))


def EXCLUSIVE_ACCESS_END(m: Memory, page: int) -> None:
    _set_belief(m, page, False)


def ASSERT_NOT_ANOTHERS(m: Memory, page: int) -> None:
    """A walk without locks has used a table: nobody of another mm may believe that he alone owns it."""
    owners = m.get(m.layout.tables[page - 1].owners)
    for thread, name in enumerate(m.shape.threads):
        if owners >> thread & 1 and m.shape.thread_mm[thread] != m.mm:
            table = m.page_name(page)
            m.violate("isolation", "walks-anothers", (m.thread_name, table, name), table)


def ASSERT_FULL_ZAP(m: Memory, page: int, size: int) -> None:
    m.tell("believes-full-zap", m.page_name(page), size)


def leave_kernel(m: Memory) -> None:
    """Back to user mode: beliefs end, the batch is idle, no lock may be held."""
    if m.get(m.layout.preempt_count[m.thread]):
        m.violate("lock-discipline", "returns-with-lock", (m.thread_name, "a spinlock"))
    for sem in m.layout.semaphores:
        if holds_semaphore(m, sem):
            name = sem.writer.name
            m.violate("lock-discipline", "returns-with-lock", (m.thread_name, name), name)
    for table in m.layout.tables:
        owners = m.get(table.owners)
        m.set(table.owners, owners & ~(1 << m.thread))
    cpu = m.layout.cpus[m.cpu]
    m.set(cpu.gather_mm, 0)
    m.set(cpu.gather_fast, 0)
    if m.get(cpu.irqs_off):
        m.violate("lock-discipline", "returns-with-lock", (m.thread_name, "its IRQs off"))


OPERATIONS: dict[str, Operation] = listed(
    BUG_ON,
    ASSERT_EXCLUSIVE_ACCESS,
    EXCLUSIVE_ACCESS_END,
    ASSERT_NOT_ANOTHERS,
    ASSERT_FULL_ZAP,
    leave_kernel,
)
