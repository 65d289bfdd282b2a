"""/proc/PID/pagemap: which pages are populated. By one scan since Linux 6.7, else entry by entry."""

from __future__ import annotations

import os
import struct
from array import array
from collections.abc import Iterator, Mapping

from engine.cost.space import Pages

# include/uapi/linux/fs.h: _IOWR('f', 16, struct pm_scan_arg), twelve 64-bit numbers
PAGEMAP_SCAN = 0xC0606610
ARGUMENT = struct.Struct("12Q")
PRESENT, SWAPPED, HUGE = 1 << 3, 1 << 4, 1 << 6
AT_ONCE = 4096
"""Stretches that one call gives back."""

ENTRY_PRESENT, ENTRY_SWAPPED = 1 << 63, 1 << 62
CHUNK_PAGES = 64 * 1024
MOST_PAGES = 1 << 28
"""Entries that are read of one mapping: 1 TB of address space in some minutes."""


def populated_by_scan(pagemap: int, first: int, end: int, page_size: int) -> list[Pages]:
    """The populated stretches of a range of pages.

    Raises:
        OSError: this kernel has no such call.
    """
    import fcntl  # Unix only, and so is the file

    found = array("Q", bytes(3 * 8 * AT_ONCE))
    at, last = first * page_size, end * page_size
    stretches = []
    while at < last:
        kinds = PRESENT | SWAPPED | HUGE
        vector = (found.buffer_info()[0], AT_ONCE)
        argument = bytearray(ARGUMENT.pack(96, 0, at, last, 0, *vector, 0, 0, 0, PRESENT | SWAPPED, kinds))
        number = fcntl.ioctl(pagemap, PAGEMAP_SCAN, argument)
        for index in range(number):
            start, stop, kind = found[3 * index : 3 * index + 3]
            is_swapped = not kind & PRESENT
            stretches.append(
                Pages(start // page_size, stop // page_size, is_swapped, bool(kind & HUGE) and not is_swapped)
            )
        at = max(ARGUMENT.unpack(argument)[4], at + page_size)
    return stretches


def populated_by_entries(
    pagemap: int, first: int, end: int, kb: Mapping[str, int], page_size: int
) -> list[Pages]:
    """The same by reading an entry a page, until as many are found as smaps says there are.

    Entries do not tell huge pages: those that smaps counts are taken to be the first regions that are full.

    Raises:
        OSError: it may not be read, or the mapping is larger than what can be read in time.
    """
    wanted = (kb.get("Rss", 0) + kb.get("Swap", 0)) * 1024 // page_size
    if wanted == 0:
        return []
    stretches: list[Pages] = []
    seen = 0
    for at in range(first, end, CHUNK_PAGES):
        if at - first > MOST_PAGES:
            raise OSError("too large")
        data = os.pread(pagemap, 8 * min(CHUNK_PAGES, end - at), 8 * at)
        if not any(data):
            continue
        for pages in _stretches(array("Q", data), at):
            seen += pages.end - pages.first
            stretches.append(pages)
        if seen >= wanted:
            break
    return _marked_huge(_joined(stretches), kb.get("AnonHugePages", 0) * 1024 // page_size, page_size // 8)


def _stretches(entries: array[int], first: int) -> Iterator[Pages]:
    begun, state = first, 0
    for at, entry in enumerate(entries, first):
        now = 1 if entry & ENTRY_PRESENT else 2 if entry & ENTRY_SWAPPED else 0
        if now != state:
            if state:
                yield Pages(begun, at, state == 2)
            begun, state = at, now
    if state:
        yield Pages(begun, first + len(entries), state == 2)


def _joined(stretches: list[Pages]) -> list[Pages]:
    """Without the cuts between two chunks."""
    found: list[Pages] = []
    for pages in stretches:
        if found and found[-1].end == pages.first and found[-1].swapped == pages.swapped:
            pages = Pages(found.pop().first, pages.end, pages.swapped)
        found.append(pages)
    return found


def _marked_huge(stretches: list[Pages], huge: int, entries: int) -> list[Pages]:
    """With the first `huge` pages that fill whole regions marked."""
    found = []
    for pages in stretches:
        start = -(-pages.first // entries) * entries
        stop = min(pages.end // entries * entries, start + huge // entries * entries)
        if pages.swapped or stop <= start:
            found.append(pages)
            continue
        huge -= stop - start
        parts = (Pages(pages.first, start), Pages(start, stop, huge=True), Pages(stop, pages.end))
        found += [part for part in parts if part.first < part.end]
    return found
