"""What /proc says of a process's memory: its mappings, which of their pages are populated, VmPTE.

Read by the command line only, with the rights of whoever runs it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.pagemap import populated_by_entries, populated_by_scan
from engine.cost.space import ANONYMOUS, FILE, HUGETLB, SPECIAL, Mapping, Pages, Space, space_of
from engine.errors import RequestError
from engine.words.saying import said

PROC = Path("/proc")
_LINE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (....) [0-9a-f]+ [0-9a-f:]+ ([0-9]+) *(.*)")
_FIELD = re.compile(r"(\w+):\s+(.*)")


@dataclass(frozen=True, slots=True)
class Vma:
    """A mapping with what smaps says of it, in kB by name ("Rss", "Swap" ...)."""

    mapping: Mapping
    kb: dict[str, int]


@dataclass(frozen=True, slots=True)
class Captured:
    """A process's address space. exact: read from pagemap, not estimated. vm_pte_kb: None if not said."""

    space: Space
    page_size: int
    vm_pte_kb: int | None
    exact: bool


def capture(pid: int) -> Captured:
    """Reads /proc/PID.

    Raises:
        RequestError: this is no Linux, there is no such process, it has no memory, or we may not look.
    """
    if not (PROC / "self" / "maps").exists():
        raise RequestError(
            "PROC01", said("error.no-proc", "capture", sys.platform), said("hint.run-on-linux")
        )
    page_size = os.sysconf("SC_PAGE_SIZE")
    vmas = read_smaps(_text(pid, "smaps"), page_size)
    if not vmas:
        message = said("error.no-memory-of-its-own", pid)
        raise RequestError("PROC05", message, said("hint.another-process"))
    entries = page_size // 8
    found, exact = _populated(pid, vmas, page_size, entries)
    mappings = [vma.mapping for vma in vmas]
    space = space_of(mappings, found, entries)
    return Captured(space, page_size, vm_pte(_text(pid, "status")), exact)


def _text(pid: int, name: str) -> str:
    try:
        return (PROC / str(pid) / name).read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError) as error:
        message = said("error.no-process", pid)
        raise RequestError("PROC03", message, said("hint.running-process")) from error
    except OSError as error:
        message = said("error.proc-denied", pid, name, str(error.strerror))
        hint = said("hint.own-process")
        raise RequestError("PROC04", message, hint) from error


def vm_pte(status: str) -> int | None:
    """VmPTE in kB; before 4.15 the levels above were counted as VmPMD."""
    found = {match[1]: int(match[2].split()[0]) for match in _FIELD.finditer(status) if match[1][:2] == "Vm"}
    return found["VmPTE"] + found.get("VmPMD", 0) if "VmPTE" in found else None


def read_smaps(text: str, page_size: int) -> list[Vma]:
    """The mappings of a process, in order of addresses; the kernel's own [vsyscall] is none of them."""
    found: list[Vma] = []
    line, fields = None, dict[str, str]()
    for row in text.splitlines():
        match = _LINE.fullmatch(row)
        if match is None:
            if field := _FIELD.fullmatch(row):
                fields[field[1]] = field[2]
            continue
        if line is not None:
            found.append(_vma(line, fields, page_size))
        line, fields = match, {}
    if line is not None:
        found.append(_vma(line, fields, page_size))
    return [vma for vma in found if vma.mapping.name != "[vsyscall]"]


def _vma(line: re.Match[str], fields: dict[str, str], page_size: int) -> Vma:
    start, end, permissions, inode, name = line.groups()
    flags = fields.get("VmFlags", "").split()
    kb = {key: int(text.split()[0]) for key, text in fields.items() if text.endswith(" kB")}
    shared = permissions[3] == "s"
    if "ht" in flags:
        kind = HUGETLB
    elif name in ("[vvar]", "[vvar_vclock]", "[vdso]") or {"pf", "io"} & set(flags):
        kind = SPECIAL
    else:
        kind = FILE if inode != "0" else ANONYMOUS
    own = ("Anonymous", "Swap") if kind != HUGETLB else ("Private_Hugetlb", "Shared_Hugetlb")
    return Vma(
        Mapping(
            first=int(start, 16) // page_size,
            end=int(end, 16) // page_size,
            kind=kind,
            shared=shared,
            writable="w" in permissions,
            own=not shared and any(kb.get(key, 0) for key in own),
            name=name,
        ),
        kb,
    )


Found = list[tuple[int, Pages]]


def _populated(pid: int, vmas: list[Vma], page_size: int, entries: int) -> tuple[Found, bool]:
    """(index of a mapping, pages) of all that is populated, by the best that this kernel lets us use."""
    try:
        pagemap = os.open(PROC / str(pid) / "pagemap", os.O_RDONLY)
    except OSError:
        return list(estimated(vmas, page_size, entries)), False
    ways: tuple[Callable[[int, Vma], list[Pages]], ...] = (
        lambda fd, vma: populated_by_scan(fd, vma.mapping.first, vma.mapping.end, page_size),
        lambda fd, vma: populated_by_entries(fd, vma.mapping.first, vma.mapping.end, vma.kb, page_size),
    )
    try:
        for way in ways:
            try:
                return [(i, pages) for i, vma in enumerate(vmas) for pages in way(pagemap, vma)], True
            except OSError:
                continue
    finally:
        os.close(pagemap)
    return list(estimated(vmas, page_size, entries)), False


def estimated(vmas: list[Vma], page_size: int, entries: int) -> Iterator[tuple[int, Pages]]:
    """As if the resident pages of a mapping lay side by side from its start, those in swap after them."""
    for index, vma in enumerate(vmas):
        kb = {key: value * 1024 // page_size for key, value in vma.kb.items()}
        first, end = vma.mapping.first, vma.mapping.end
        if vma.mapping.kind == HUGETLB:
            resident = kb.get("Private_Hugetlb", 0) + kb.get("Shared_Hugetlb", 0)
            if resident:
                yield index, Pages(first, min(first + resident, end), huge=True)
            continue
        resident = min(first + kb.get("Rss", 0), end)
        huge = kb.get("AnonHugePages", 0) // entries * entries
        if resident > first:
            yield from ((index, pages) for pages in _with_huge(first, resident, huge, entries))
        if kb.get("Swap", 0) and resident < end:
            yield index, Pages(resident, min(resident + kb["Swap"], end), swapped=True)


def _with_huge(first: int, end: int, huge: int, entries: int) -> Iterator[Pages]:
    """Pages of which so many are in huge pages, as early as these can lie."""
    start = -(-first // entries) * entries
    stop = min(start + huge, end // entries * entries)
    if stop <= start:
        yield Pages(first, end)
        return
    if first < start:
        yield Pages(first, start)
    yield Pages(start, stop, huge=True)
    if stop < end:
        yield Pages(stop, end)
