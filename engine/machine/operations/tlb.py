"""The TLBs: dropping translations, and marking those whose page was freed.

An entry lives until it is flushed; eviction happens only where a scenario says so.
"""

from __future__ import annotations

from engine.machine.layout import Field
from engine.machine.memory import Blocked, Memory
from engine.machine.operations.signature import listed
from engine.machine.shape import NO_MM


def mark_stale(m: Memory, page: int) -> None:
    """Set the ghost mark on every translation that names a page which is being freed."""
    for cpu in m.layout.cpus:
        for field in (*cpu.leaf, *cpu.walk_cache):
            entry = m.get(field)
            if m.pointers.entry_page(entry) == page:
                m.set(field, entry | m.layout.stale_bit)


def covered(m: Memory, cpu: int, address: int, size: int) -> tuple[Field, ...]:
    """The TLB fields of a CPU that translate addresses of a range."""
    fields = m.layout.cpus[cpu]
    pages = m.shape.pages_of_mm
    last = min(address + size, pages)
    entries = m.shape.entries
    slots = fields.walk_cache[address // entries : -(-last // entries)]
    return (*fields.leaf[address:last], *slots)


def drop(m: Memory, cpu: int, address: int, size: int) -> None:
    for field in covered(m, cpu, address, size):
        m.set(field, 0)


def _wait_for_walker(m: Memory, cpu: int) -> None:
    """A CPU takes the IPI, or answers the broadcast, between two instructions: not amid its own walk."""
    if cpu != m.cpu and m.get(m.layout.cpus[cpu].walking):
        raise Blocked("waits-for-walker", f"CPU {cpu}", ())


def _wait_for_irqs(m: Memory, cpu: int) -> None:
    """An IPI gets in only where the IRQs are on; a broadcast needs none."""
    if cpu != m.cpu and m.get(m.layout.cpus[cpu].irqs_off):
        raise Blocked("waits-for-irqs", f"CPU {cpu}", ())


def flush_tlb_cpu(m: Memory, cpu: int, address: int, size: int) -> None:
    if not 0 <= cpu < m.shape.cpus:
        m.violate("bug", "no-such-cpu", (m.thread_name, cpu))
    _wait_for_walker(m, cpu)
    _wait_for_irqs(m, cpu)
    drop(m, cpu, address, size)
    m.tell("flush", f"CPU {cpu}", address, address + size - 1)


def _cpus_that_answer(m: Memory, mm: int) -> list[int]:
    """The CPUs that a broadcast for an mm reaches; none of them is amid a walk."""
    cpus = [cpu for cpu in range(m.shape.cpus) if runs(m, cpu, mm - 1)]
    for cpu in cpus:
        _wait_for_walker(m, cpu)
    return cpus


def flush_tlb_broadcast_leaf(m: Memory, mm: int, address: int, size: int) -> None:
    for cpu in _cpus_that_answer(m, mm):
        for field in m.layout.cpus[cpu].leaf[address : address + size]:
            m.set(field, 0)
    m.tell("flush-broadcast", m.shape.mms[mm - 1], address, address + size - 1)


def flush_tlb_broadcast(m: Memory, mm: int, address: int, size: int) -> None:
    for cpu in _cpus_that_answer(m, mm):
        drop(m, cpu, address, size)
    m.tell("flush-broadcast", m.shape.mms[mm - 1], address, address + size - 1)


def local_irq_disable(m: Memory) -> None:
    m.set(m.layout.cpus[m.cpu].irqs_off, 1)
    m.tell("irqs-off", f"CPU {m.cpu}")


def local_irq_enable(m: Memory) -> None:
    m.set(m.layout.cpus[m.cpu].irqs_off, 0)
    m.tell("irqs-on", f"CPU {m.cpu}")


def tlb_remove_table_sync_one(m: Memory) -> None:
    for cpu in range(m.shape.cpus):
        _wait_for_irqs(m, cpu)
    m.tell("sync-one")


def runs(m: Memory, cpu: int, mm: int) -> bool:
    """Whether a thread of an mm runs on a CPU; on UP the only CPU runs them all."""
    return not m.shape.smp or m.shape.thread_mm[cpu] == mm


def switch_to(m: Memory) -> None:
    """On UP, let the stepping thread have the CPU: another address space means an empty TLB."""
    if m.shape.smp or m.mm == NO_MM:  # a kernel thread runs in whatever address space is there
        return
    field = m.layout.cpus[0].current
    last = m.get(field)
    if last == m.thread + 1:
        return
    m.set(field, m.thread + 1)
    if last and m.shape.thread_mm[last - 1] != m.mm:
        drop(m, 0, 0, m.shape.pages_of_mm)
        m.tell("switch", m.shape.threads[last - 1], m.thread_name)


OPERATIONS = listed(
    flush_tlb_cpu,
    flush_tlb_broadcast,
    flush_tlb_broadcast_leaf,
    local_irq_disable,
    local_irq_enable,
    tlb_remove_table_sync_one,
)
