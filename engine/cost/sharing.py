"""Which page tables each system could share when a process forks, and what the fork would cost.

Only what stands in the tables is looked at: a static answer, by rules that each system states.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.cost.space import ANONYMOUS, FILE, HUGETLB, Mapping, Region, Space, deposits

Rule = Callable[[Space, Region], bool]


@dataclass(frozen=True, slots=True)
class System:
    """A system, or several that decide alike.

    rule: which tables it shares, in words; `shares` decides it for a last-level table. copies: what its fork
    does with the others. protects: what is made read-only where private memory is shared, "entries", "slot"
    or "nothing". when: at what moment a table becomes shared.
    """

    id: str
    title: str
    rule: str
    shares: Rule
    copies: str = "own"  # "all": every entry, as 2.4; "own": mappings with pages of their own, since 2005
    protects: str = "nothing"
    when: str = "fork"  # "fork", "fault": at the child's first fault, "program": only if it was asked for
    upper: Rule = lambda space, region: False  # the same for tables one level up


def _mappings(space: Space, region: Region) -> list[Mapping]:
    return [space.mappings[index] for index in region.mappings]


def _none(space: Space, region: Region) -> bool:
    return False


def _every(space: Space, region: Region) -> bool:
    return True


def _shared_file_alone(space: Space, region: Region) -> bool:
    """One shared mapping covers all that the table maps."""
    return any(
        mapping.shared and mapping.kind == FILE and space.covers(mapping, region)
        for mapping in _mappings(space, region)
    )


def _shared_file(space: Space, region: Region) -> bool:
    return all(mapping.shared and mapping.kind == FILE for mapping in _mappings(space, region))


def _private_anonymous(space: Space, region: Region) -> bool:
    return all(not m.shared and m.kind == ANONYMOUS for m in _mappings(space, region))


def _private(space: Space, region: Region) -> bool:
    return all(not m.shared and m.kind in (ANONYMOUS, FILE) for m in _mappings(space, region))


def _shared_hugetlb(space: Space, region: Region) -> bool:
    return any(
        m.shared and m.kind == HUGETLB and space.covers(m, region, levels=2) for m in _mappings(space, region)
    )


SYSTEMS: tuple[System, ...] = (
    System("eager-copy", "eager copy, as 2.4", "none: every entry of every mapping is copied", _none, "all"),
    System(
        "today",
        "Linux today",
        "none: mappings with pages of their own are copied, others are left to later faults",
        _none,
    ),
    System(
        "february-2002",
        "testzero, patch-1, feb17, patch-2, patch-3, lockless, repaired",
        "every last-level table; its writable private entries are made read-only one by one",
        _every,
        "all",
        "entries",
    ),
    System(
        "mccracken-2002",
        "mccracken-2002",
        "every last-level table; the slot loses its write bit",
        _every,
        "all",
        "slot",
    ),
    System(
        "mccracken-2006",
        "mccracken-2006",
        "tables that one shared file mapping covers whole",
        _shared_file_alone,
        when="fault",
    ),
    System(
        "hugetlb",
        "hugetlb",
        "tables of 2 MB pages, one level up, that one shared hugetlb mapping covers whole",
        _none,
        when="fault",
        upper=_shared_hugetlb,
    ),
    System(
        "on-demand-fork",
        "on-demand-fork",
        "last-level tables that map private anonymous memory only",
        _private_anonymous,
        protects="slot",
    ),
    System(
        "cow-pte",
        "cow-pte",
        "last-level tables that map private memory only, anonymous or of files (our reading)",
        _private,
        protects="slot",
    ),
    System(
        "mshare",
        "mshare",
        "none by itself: tables of shared mappings, had the program mapped them through an mshare region",
        _shared_file,
        when="program",
    ),
)
"""In the order of time; the numbers of a capture's `shares` refer to it."""


@dataclass(frozen=True, slots=True)
class ForkCost:
    """What a fork costs, in counts: the names are those of a run's costs.

    shared_tables: last-level tables (and those one level up) that become or stay shared.
    tables_allocated: for the child, of all levels. swap_references: entries in swap that are copied.
    """

    shared_tables: int
    tables_allocated: int
    ptes_copied: int
    ptes_changed: int
    slots_changed: int
    page_references: int
    swap_references: int
    table_references: int


def shares(system: System, space: Space, region: Region) -> bool:
    """Whether a system could share the table of a region, or the one above it."""
    return (not region.huge and system.shares(space, region)) or system.upper(space, region)


def fork_cost(system: System, space: Space) -> ForkCost:
    """What the fork of a process would cost under a system."""
    uppers = {r.number // space.entries for r in space.regions if system.upper(space, r)}
    shared = [r for r in space.tables if system.shares(space, r)]
    linked = shared if system.when == "fork" else []
    left = {id(region) for region in linked}
    copied = [
        region
        for region in space.regions
        if id(region) not in left and _copied(system, space, region, region.present, region.swapped)
    ]
    present = sum(_copied(system, space, region, region.present) for region in copied)
    swapped = sum(_copied(system, space, region, region.swapped) for region in copied)
    huge = sum(region.huge for region in copied)
    changed = sum(_writable(space, region) for region in copied)
    if system.protects == "entries":
        changed += sum(_writable(space, region) for region in linked)
    children = [*linked, *copied]
    last_level = len(copied) - huge + sum(deposits(space, region) for region in copied)
    return ForkCost(
        shared_tables=len(shared) + len(uppers),
        tables_allocated=last_level
        + len({region.number // space.entries for region in children})
        + len({region.number // space.entries**2 for region in children}),
        ptes_copied=present + swapped,
        ptes_changed=changed,
        slots_changed=len(copied) + len(linked) * (2 if system.protects == "slot" else 1),
        page_references=present,
        swap_references=swapped,
        table_references=len(linked),
    )


def _copied(system: System, space: Space, region: Region, *counts: dict[int, int]) -> int:
    """How many entries of a region fork copies; a huge page is one."""
    number = sum(
        n
        for count in counts
        for index, n in count.items()
        if system.copies == "all" or space.mappings[index].own
    )
    return min(number, 1) if region.huge else number


def _writable(space: Space, region: Region) -> int:
    """How many entries of private writable memory fork makes read-only in the parent."""
    number = sum(
        n
        for index, n in region.present.items()
        if space.mappings[index].writable and not space.mappings[index].shared
    )
    return min(number, 1) if region.huge else number
