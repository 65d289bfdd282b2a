"""What a run has cost so far, counted from the events of its steps: of the past, so no part of the state.

A count says how often the modelled kernel did a thing, not how long a processor takes for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from engine.machine.memory import Event
from engine.run.frames import CostInfo
from engine.words.text import Arg


class CostWords(NamedTuple):
    """How a count is called, and what exactly is counted."""

    title: str
    help: str


COSTS: dict[str, CostWords] = {
    "steps": CostWords("steps", "accesses to what other threads can see: what a switch may come before"),
    "ptes_copied": CostWords("PTEs copied", "entries written with what was read from another table"),
    "ptes_changed": CostWords("PTEs changed", "other writes to entries: filled, made read-only, cleared"),
    "slots_changed": CostWords("pmd slots changed", "slots that were made to name a table, or none"),
    "page_references": CostWords("page references taken", "get_page() of a data page"),
    "table_references": CostWords(
        "table references taken", "get_page() of a page table, or one sharer more in a counter of its own"
    ),
    "tables_allocated": CostWords("page tables allocated", "4 KB each"),
    "pages_copied": CostWords("data pages copied", "4 KB each, by a write to a page that others hold"),
    "locks": CostWords("locks taken", "spinlocks and semaphores"),
    "atomics": CostWords(
        "atomic operations", "counts changed, entries cleared or made read-only; locks are not among them"
    ),
    "flushes": CostWords("TLB flushes", "one a CPU, or one broadcast"),
    "ipis": CostWords("IPIs", "flushes of another CPU's TLB; waits for walks without locks"),
}
"""Every field of CostInfo, in the order in which they are shown."""

_COUNTS: dict[str, tuple[str, ...]] = {
    "lock": ("locks",),
    "down-read": ("locks",),
    "down-write": ("locks",),
    "get": ("atomics", "{kind}_references"),
    "put": ("atomics",),
    "put-zero": ("atomics",),
    "counter": ("atomics",),
    "set-entry": ("ptes_changed",),
    "clear-entry": ("atomics", "ptes_changed"),
    "wrprotect": ("atomics", "ptes_changed"),
    "populate": ("slots_changed",),
    "set-slot-read-only": ("slots_changed",),
    "clear-slot": ("slots_changed",),
    "alloc": ("{kind}s_allocated",),
    "copy-page": ("pages_copied",),
    "flush": ("flushes",),
    "flush-broadcast": ("flushes",),
    "sync-one": ("ipis",),
}
"""What each event raises by one; all other events cost their step only."""

_OF_FRAMES = frozenset({"get", "put", "put-zero", "alloc", "copy-page"})

_NAMES = tuple(each.name for each in fields(CostInfo))


@dataclass(frozen=True, slots=True)
class Costs:
    """The counts of a run.

    read: thread -> (table, page) of the entry that it read last, if that held a page: an entry that is
    written with this page in another table is a copy.
    """

    counts: CostInfo = CostInfo()
    read: dict[int, tuple[str, str]] = field(default_factory=dict)

    def after(self, thread: int, cpu: int, events: Iterable[Event]) -> Costs:
        """The costs after one more step, of a thread that runs on a CPU."""
        counts = {name: getattr(self.counts, name) for name in _NAMES}
        counts["steps"] += 1
        read = dict(self.read)
        for event in events:
            for name in _raised(event, read.get(thread), cpu):
                if name in counts:  # data pages are allocated by whoever touches memory: not counted
                    counts[name] += 1
            if event.id == "read-entry":
                read[thread] = _table(event), str(event.args[1])
            elif event.id == "read-entry-none":
                read.pop(thread, None)
        return Costs(CostInfo(**counts), read)


def _raised(event: Event, read: tuple[str, str] | None, cpu: int) -> tuple[str, ...]:
    if event.id == "set-entry" and read is not None:
        table, page = read
        if table != _table(event) and page == event.args[1]:
            return ("ptes_copied",)
    if event.id == "flush" and event.args[0] != f"CPU {cpu}":
        return "flushes", "ipis"
    if event.id == "counter" and _is_one_more_sharer(*event.args):
        return "atomics", "table_references"
    if event.id in _OF_FRAMES and any(str(arg).startswith("S") for arg in event.args[:2]):
        return ()  # the swap area: its counts change under a lock, and it is read and written by a disk
    kind = "table" if event.args and str(event.args[0]).startswith("T") else "page"
    return tuple(name.format(kind=kind) for name in _COUNTS.get(event.id, ()))


def _is_one_more_sharer(counter: Arg, old: Arg, new: Arg) -> bool:
    return str(counter).endswith(".sharers") and int(new) > int(old)


def _table(event: Event) -> str:
    """ "T0" of an event about "T0[1]"."""
    return str(event.args[0]).partition("[")[0]
