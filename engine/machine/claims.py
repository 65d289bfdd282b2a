"""What the mail of 17 Feb 2002 claims, as properties that can be refuted (severity "claim").

A claim is judged on the state before a step and on what the step does, told by its events. It knows no
protocol: slots, counts, locks and the beliefs that routines state are the machine's. A step that does not
put it to the test gets no answer; so a claim that nothing tests is not said to hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.machine.memory import GONE, Event, Memory
from engine.machine.properties import slots_naming
from engine.machine.violations import Property, Violation

Answer = tuple[Violation, ...] | None
"""What a step breaks of a claim; None: it has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. events: the ids of those that may put it to the test; `judge` sees the state before them."""

    property: Property
    events: tuple[str, ...]
    judge: Callable[[Memory, int, Event], Answer]


def _table(m: Memory, event: Event) -> int | None:
    """The index of the page table that an event names, if it does."""
    names = {m.page_name(m.pointers.table(index)): index for index in range(m.shape.tables)}
    return next((names[str(arg)] for arg in event.args if str(arg) in names), None)


def _slots_of_others(m: Memory, mm: int, table: int) -> list[str]:
    """The slots of other mms that name a table."""
    others = {slot.name for other in _naming(m, table) if other != mm for slot in m.layout.mms[other].slots}
    return [name for name in slots_naming(m, m.pointers.table(table)) if name in others]


def zero_means_owner(m: Memory, thread: int, event: Event) -> Answer:
    table = _table(m, event)
    if table is None:
        return None
    name, who = f"T{table}", m.shape.threads[thread]
    owners = m.get(m.layout.tables[table].owners) & ~(1 << thread)
    if owners:
        other = next(n for index, n in enumerate(m.shape.threads) if owners >> index & 1)
        return (Violation("zero-means-owner", "owner-meets-decrementer", (who, name, other), (name,)),)
    if event.id != "put-zero":
        return None
    others = _slots_of_others(m, m.shape.thread_mm[thread], table)
    if others:
        return (
            Violation(
                "zero-means-owner",
                "zero-but-named",
                (who, name, others[0]),
                (
                    name,
                    others[0],
                ),
            ),
        )
    return ()


def _naming(m: Memory, table: int) -> list[int]:
    """The mms of which a slot names a table."""
    page = m.pointers.table(table)
    return [
        index
        for index, mm in enumerate(m.layout.mms)
        if m.get(mm.state) != GONE and any(m.get(slot) == page for slot in mm.slots)
    ]


def lock_keeps_one(m: Memory, thread: int, event: Event) -> Answer:
    table = _table(m, event)
    if table is None or m.get(m.layout.tables[table].count) != 1:
        return None
    for mm in _naming(m, table):
        lock = m.layout.mms[mm].page_table_lock
        holder = m.get(lock)
        if holder not in (0, thread + 1):
            args = (m.shape.threads[thread], f"T{table}", m.shape.threads[holder - 1], lock.name)
            return (
                Violation(
                    "lock-keeps-one",
                    "one-does-not-stay",
                    args,
                    (
                        f"T{table}",
                        lock.name,
                    ),
                ),
            )
    return ()


def sharing_needs_lock(m: Memory, thread: int, event: Event) -> Answer:
    table = _table(m, event)
    assert table is not None, "a slot is made to name a table"
    owners = _naming(m, table)
    if len(owners) != 1 or str(event.args[0]) in {slot.name for slot in m.layout.mms[owners[0]].slots}:
        return None
    lock = m.layout.mms[owners[0]].page_table_lock
    if m.get(lock) == thread + 1:
        return ()
    args = (m.shape.threads[thread], f"T{table}", lock.name)
    return (
        Violation(
            "sharing-needs-lock",
            "shared-without-lock",
            args,
            (
                f"T{table}",
                lock.name,
            ),
        ),
    )


def one_means_full(m: Memory, thread: int, event: Event) -> Answer:
    name, pages = str(event.args[0]), int(event.args[1])
    if pages >= m.shape.entries:
        return ()
    args = (m.shape.threads[thread], name, pages, m.shape.entries)
    return (Violation("one-means-full-zap", "partial-zap", args, (name,)),)


def _claim(
    id: str, title: str, help: str, *events: str, judge: Callable[[Memory, int, Event], Answer]
) -> Claim:
    return Claim(Property(id, title, "claim", help), events, judge)


CLAIMS: tuple[Claim, ...] = (
    _claim(
        "zero-means-owner",
        "Zero means this mm is the exclusive owner, protected from all other decrementers",
        "a count becomes zero while another mm's slot names the table, or its owner meets a decrementer",
        "put-zero",
        "put",
        judge=zero_means_owner,
    ),
    _claim(
        "lock-keeps-one",
        "Once count = 1, our page_table_lock keeps it there",
        "a count of one changes though an mm whose slot names the table is locked by another thread",
        "put-zero",
        "put",
        "get",
        judge=lock_keeps_one,
    ),
    _claim(
        "sharing-needs-lock",
        "Anybody who wants to share needs this mm's page_table_lock",
        "a second mm comes to share a table, and the only mm that had it was not locked for that; of a table"
        " that is shared already the claim is not asked: taken at its word any fork of one refutes it",
        "populate",
        judge=sharing_needs_lock,
    ),
    _claim(
        "one-means-full-zap",
        "Count = 1 means a full zap",
        "a routine that says so (ASSERT_FULL_ZAP) zaps a part of the table only",
        "believes-full-zap",
        judge=one_means_full,
    ),
)
"""In the order of the mail."""
