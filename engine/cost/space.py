"""An address space as the kernel lists it, and the page tables that it needs: one for each populated region.

A region is what one last-level page table maps: 2 MB where pages have 4 KB and a table 512 entries. Pages
and regions are numbers here, counted from address 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ANONYMOUS, FILE, HUGETLB, SPECIAL = "anonymous", "file", "hugetlb", "special"
"""Kinds of memory. Shared anonymous memory is a file; special is what a driver or the kernel maps."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One line of /proc/PID/maps. Pages from `first` to before `end`.

    own: whether it holds pages of its own (written private memory), present or in swap.
    """

    first: int
    end: int
    kind: str
    shared: bool
    writable: bool
    own: bool
    name: str = ""

    @property
    def label(self) -> str:
        """Such as "private file, read-only"."""
        words = f"{'shared' if self.shared else 'private'} {self.kind}"
        return f"{words}, {'writable' if self.writable else 'read-only'}"


@dataclass(frozen=True, slots=True)
class Pages:
    """A stretch of populated pages that are alike, within one mapping. huge: an upper entry maps them."""

    first: int
    end: int
    swapped: bool = False
    huge: bool = False


@dataclass(slots=True)
class Region:
    """What is populated in one region. mappings: indices of all that lie in it, populated or not.

    present, swapped: mapping -> entries. huge: it has no last-level table, its upper entry maps a huge page.
    """

    number: int
    mappings: tuple[int, ...] = ()
    present: dict[int, int] = field(default_factory=dict)
    swapped: dict[int, int] = field(default_factory=dict)
    huge: bool = False

    @property
    def entries(self) -> int:
        return sum(self.present.values()) + sum(self.swapped.values())


@dataclass(frozen=True, slots=True)
class Space:
    """All populated regions of a process, in order of addresses."""

    mappings: tuple[Mapping, ...]
    regions: tuple[Region, ...]
    entries: int

    @property
    def tables(self) -> list[Region]:
        """The regions that have a last-level table."""
        return [region for region in self.regions if not region.huge]

    def covers(self, mapping: Mapping, region: Region, levels: int = 1) -> bool:
        """Whether a mapping holds all that the table of a region maps; with 2 levels, the table above."""
        span: int = self.entries**levels
        first = region.number * self.entries // span * span
        return mapping.first <= first and first + span <= mapping.end


def space_of(mappings: Sequence[Mapping], populated: Iterable[tuple[int, Pages]], entries: int) -> Space:
    """The populated regions. `populated`: (index of the mapping, pages of it); `entries` of a table."""
    regions: dict[int, Region] = {}
    for index, pages in populated:
        for number in range(pages.first // entries, -(-pages.end // entries)):
            region = regions.setdefault(number, Region(number))
            low, high = max(pages.first, number * entries), min(pages.end, (number + 1) * entries)
            counts = region.swapped if pages.swapped else region.present
            counts[index] = counts.get(index, 0) + high - low
            region.huge |= pages.huge
    in_order = sorted(regions.values(), key=lambda region: region.number)
    _note_mappings(mappings, in_order, entries)
    return Space(tuple(mappings), tuple(in_order), entries)


def _note_mappings(mappings: Sequence[Mapping], regions: Sequence[Region], entries: int) -> None:
    """Which mappings lie in each region; both in order of addresses."""
    first = 0
    for region in regions:
        low, high = region.number * entries, (region.number + 1) * entries
        while first < len(mappings) and mappings[first].end <= low:
            first += 1
        found = []
        for index in range(first, len(mappings)):
            if mappings[index].first >= high:
                break
            found.append(index)
        region.mappings = tuple(found)


@dataclass(frozen=True, slots=True)
class Levels:
    """How many tables there are of each level; `deposited` are kept for huge pages that may be split."""

    pte: int
    pmd: int
    pud: int
    deposited: int


def levels(space: Space) -> Levels:
    """The tables of an address space, worked out from what is populated."""
    return Levels(
        pte=len(space.tables),
        pmd=len({region.number // space.entries for region in space.regions}),
        pud=len({region.number // space.entries**2 for region in space.regions}),
        deposited=sum(deposits(space, region) for region in space.regions),
    )


def deposits(space: Space, region: Region) -> bool:
    """Whether a table is kept in reserve for a region: a huge page of private memory may be split."""
    used = [space.mappings[index] for index in (*region.present, *region.swapped)]
    return region.huge and all(not each.shared and each.own and each.kind != HUGETLB for each in used)
