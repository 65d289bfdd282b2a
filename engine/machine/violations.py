"""What a checker looks at: the properties, and a broken one as a value.

Damage is red, a warning amber. Each property is judged by itself; only those that `end` stop a run,
since the model has no sensible state behind them (so does a lock that its holder takes once more).
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.words.text import Arg, Text


@dataclass(frozen=True, slots=True)
class Property:
    """A property by name. `help` says when it is broken."""

    id: str
    title: str
    severity: str  # "damage" | "warning" | "claim" (`engine.machine.claims`)
    help: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken property: the objects involved, and a sentence as (message id, arguments)."""

    property: str
    message: str
    args: tuple[Arg | Text, ...]
    objects: tuple[str, ...]


def _damage(id: str, title: str, help: str, ends: bool = False) -> Property:
    return Property(id, title, "damage", help, ends)


def _warning(id: str, title: str, help: str) -> Property:
    return Property(id, title, "warning", help)


_TABLE = (
    _damage(
        "freed-table-used",
        "Freed table used",
        "a routine or the hardware touches a page table that was freed",
        ends=True,
    ),
    _damage("freed-page-used", "Freed page used", "a routine touches a data page that was freed"),
    _damage("double-free", "Freed twice", "a page is freed that is free already", ends=True),
    _damage("count-underflow", "Count below zero", "a reference is dropped from a count of zero", ends=True),
    _damage("bug", "Kernel BUG", "a BUG_ON holds, or NULL is followed", ends=True),
    _damage("isolation", "Isolation broken", "a process sees or holds a value that is not its own"),
    _damage("mapping-lost", "Mapping lost", "memory that its owner never removed is gone"),
    _damage("leak", "Leak at rest", "at rest a page is allocated and nothing refers to it"),
    _damage("wrong-count", "Wrong count at rest", "at rest a count differs from the references"),
    _damage("wrong-rss", "Wrong rss at rest", "at rest rss differs from the pages that are mapped"),
    _damage("stale-tlb", "Stale TLB used", "a translation is used whose page or table was freed"),
    _damage("deadlock", "Deadlock", "no thread can go on, and not all are finished", ends=True),
    _damage(
        "lock-discipline",
        "Lock discipline",
        "a lock is released by one who does not hold it, taken twice, held across a sleep or into user mode",
    ),
    _warning(
        "count-below-slots", "Count below slots", "fewer references are counted than slots name the table"
    ),
    _warning("two-owners", "Two owners", "two threads believe at once that they alone own a table"),
    _warning(
        "foreign-change",
        "Changed under another",
        "an entry changes in a table that another process's slot names, and the change was not meant for it",
    ),
    _warning("freed-while-named", "Freed while named", "a table is freed while a slot names it"),
)

PROPERTIES: dict[str, Property] = {property.id: property for property in _TABLE}
"""All properties, in the order in which they are shown: damage first."""
