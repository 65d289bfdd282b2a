"""Spinlocks and semaphores."""

from __future__ import annotations

from engine.machine.layout import Field, SemFields
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


def _holders(m: Memory, sem: SemFields) -> tuple[str, ...]:
    writer, readers = m.get(sem.writer), m.get(sem.readers)
    return tuple(
        name for thread, name in enumerate(m.shape.threads) if writer == thread + 1 or readers >> thread & 1
    )


def holds_semaphore(m: Memory, sem: SemFields) -> bool:
    """Whether the running thread holds a semaphore, in either way."""
    return m.get(sem.writer) == m.thread + 1 or bool(m.get(sem.readers) >> m.thread & 1)


def down_read(m: Memory, pointer: int) -> None:
    sem = m.layout.semaphore(pointer)
    may_sleep(m, sem.writer.name)
    if holds_semaphore(m, sem):
        _taken_twice(m, sem.writer.name)
    if m.get(sem.writer):
        raise Blocked("waits-for", sem.writer.name, _holders(m, sem))
    m.set(sem.readers, m.get(sem.readers) | 1 << m.thread)
    m.tell("down-read", sem.writer.name)


def down_write(m: Memory, pointer: int) -> None:
    sem = m.layout.semaphore(pointer)
    may_sleep(m, sem.writer.name)
    if holds_semaphore(m, sem):
        _taken_twice(m, sem.writer.name)
    if m.get(sem.writer) or m.get(sem.readers):
        raise Blocked("waits-for", sem.writer.name, _holders(m, sem))
    m.set(sem.writer, m.thread + 1)
    m.tell("down-write", sem.writer.name)


def up_read(m: Memory, pointer: int) -> None:
    sem = m.layout.semaphore(pointer)
    readers = m.get(sem.readers)
    if not readers >> m.thread & 1:
        m.violate("lock-discipline", "not-holder", (m.thread_name, sem.writer.name), sem.writer.name)
        return
    m.set(sem.readers, readers & ~(1 << m.thread))
    m.tell("up-read", sem.writer.name)


def up_write(m: Memory, pointer: int) -> None:
    sem = m.layout.semaphore(pointer)
    if m.get(sem.writer) != m.thread + 1:
        m.violate("lock-discipline", "not-holder", (m.thread_name, sem.writer.name), sem.writer.name)
        return
    m.set(sem.writer, 0)
    m.tell("up-write", sem.writer.name)


OPERATIONS = listed(spin_lock, spin_unlock, down_read, down_write, up_read, up_write)
