"""Spinlocks and semaphores."""

from __future__ import annotations

from engine.machine.layout import Field
from engine.machine.memory import Blocked, Memory
from engine.machine.operations.counts import add_one
from engine.machine.operations.signature import listed


def _spinlock(m: Memory, lock: int) -> Field:
    mms = len(m.shape.mms)
    if mms < lock < m.pointers.share_lock:  # a lock in a table's struct page goes with the page
        m.use_page(m.pointers.table(lock - 1 - mms))
    return m.layout.lock(lock)


def _taken_twice(m: Memory, lock: str) -> None:
    """Nothing is behind that: the thread would wait for itself."""
    m.violate("lock-discipline", "taken-twice", (m.thread_name, lock), lock)
    m.stop()


def spin_lock(m: Memory, lock: int) -> None:
    field = _spinlock(m, lock)
    holder = m.get(field)
    if holder == m.thread + 1:
        _taken_twice(m, field.name)
    if holder:
        raise Blocked("waits-for", field.name, (m.shape.threads[holder - 1],))
    m.set(field, m.thread + 1)
    add_one(m, m.layout.preempt_count[m.thread])
    m.tell("lock", field.name)


def spin_unlock(m: Memory, lock: int) -> None:
    field = _spinlock(m, lock)
    if m.get(field) != m.thread + 1:
        m.violate("lock-discipline", "not-holder", (m.thread_name, field.name), field.name)
        return
    m.set(field, 0)
    depth = m.layout.preempt_count[m.thread]
    m.set(depth, m.get(depth) - 1)
    m.tell("unlock", field.name)


def may_sleep(m: Memory, what: str) -> None:
    """The kernel's might_sleep(): a spinlock may not be held."""
    if m.get(m.layout.preempt_count[m.thread]):
        m.violate("lock-discipline", "sleeps-with-lock", (m.thread_name, what))


def _holders(m: Memory, mm: int) -> tuple[str, ...]:
    fields = m.layout.mms[mm]
    writer, readers = m.get(fields.sem_writer), m.get(fields.sem_readers)
    return tuple(
        name for thread, name in enumerate(m.shape.threads) if writer == thread + 1 or readers >> thread & 1
    )


def holds_semaphore(m: Memory, mm: int) -> bool:
    """Whether the running thread holds an mm's mmap_sem, in either way."""
    fields = m.layout.mms[mm]
    return m.get(fields.sem_writer) == m.thread + 1 or bool(m.get(fields.sem_readers) >> m.thread & 1)


def down_read(m: Memory, sem: int) -> None:
    fields = m.layout.mms[sem - 1]
    may_sleep(m, fields.sem_writer.name)
    if holds_semaphore(m, sem - 1):
        _taken_twice(m, fields.sem_writer.name)
    if m.get(fields.sem_writer):
        raise Blocked("waits-for", fields.sem_writer.name, _holders(m, sem - 1))
    m.set(fields.sem_readers, m.get(fields.sem_readers) | 1 << m.thread)
    m.tell("down-read", fields.sem_writer.name)


def down_write(m: Memory, sem: int) -> None:
    fields = m.layout.mms[sem - 1]
    may_sleep(m, fields.sem_writer.name)
    if holds_semaphore(m, sem - 1):
        _taken_twice(m, fields.sem_writer.name)
    if m.get(fields.sem_writer) or m.get(fields.sem_readers):
        raise Blocked("waits-for", fields.sem_writer.name, _holders(m, sem - 1))
    m.set(fields.sem_writer, m.thread + 1)
    m.tell("down-write", fields.sem_writer.name)


def up_read(m: Memory, sem: int) -> None:
    fields = m.layout.mms[sem - 1]
    readers = m.get(fields.sem_readers)
    if not readers >> m.thread & 1:
        name = fields.sem_writer.name
        m.violate("lock-discipline", "not-holder", (m.thread_name, name), name)
        return
    m.set(fields.sem_readers, readers & ~(1 << m.thread))
    m.tell("up-read", fields.sem_writer.name)


def up_write(m: Memory, sem: int) -> None:
    fields = m.layout.mms[sem - 1]
    if m.get(fields.sem_writer) != m.thread + 1:
        name = fields.sem_writer.name
        m.violate("lock-discipline", "not-holder", (m.thread_name, name), name)
        return
    m.set(fields.sem_writer, 0)
    m.tell("up-write", fields.sem_writer.name)


OPERATIONS = listed(spin_lock, spin_unlock, down_read, down_write, up_read, up_write)
