"""A captured process as a document (docs/capture.md): its tables, what each system could share, costs.

Whoever draws it decides nothing: what could be shared stands in it, table by table.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

from engine.cost.sharing import SYSTEMS, fork_cost, shares
from engine.cost.space import Levels, Region, Space, levels

TYPE, VERSION = "ptscope-capture", 1
RUN = ("upper", "tables", "group", "present", "swapped", "huge", "shares")
"""The fields of one run of equal tables; see docs/capture.md."""

PARTS = {
    "pte": "last-level tables",
    "pmd": "tables one level up (pmd): VmPTE counts them since 4.15",
    "pud": "tables two levels up (pud): likewise",
    "deposited": "tables kept for anonymous huge pages, in case they are split",
}
"""What VmPTE is made of, by the names of `Levels`."""

UNKNOWN = "the kernel does not say VmPTE"
AGREES = "the count agrees with the kernel's"
KERNEL_COUNTS_MORE = (
    "tables whose entries are all empty: of memory that was given back (MADV_DONTNEED), reclaimed or moved, "
    "they stay until it is unmapped; nothing in /proc shows them"
)
KERNEL_COUNTS_LESS = (
    "counted more than the kernel did: the process changed while it was read, tables of huge pages are "
    "shared, or what is populated was only estimated"
)

Document = dict[str, Any]


def document(space: Space, page_size: int, vm_pte_kb: int | None, exact: bool, names: bool) -> Document:
    """The document. names: whether names and addresses are in it.

    vm_pte_kb: VmPTE of /proc/PID/status, in kB. exact: whether what is populated was read, not estimated.
    """
    found = levels(space)
    groups = sorted({_group(space, region) for region in space.regions})
    return {
        "type": TYPE,
        "version": VERSION,
        "page_size": page_size,
        "entries": space.entries,
        "exact": exact,
        "levels": asdict(found),
        "vm_pte": vm_pte(found, page_size, vm_pte_kb),
        "groups": [{"mappings": list(group)} for group in groups],
        "systems": [
            {
                "id": system.id,
                "title": system.title,
                "rule": system.rule,
                "when": system.when,
                "fork": asdict(fork_cost(system, space)),
            }
            for system in SYSTEMS
        ],
        "run_fields": list(RUN),
        "runs": _runs(space, groups),
        **(_named(space, page_size) if names else {}),
    }


def _group(space: Space, region: Region) -> tuple[str, ...]:
    """The kinds of mappings in a region, each once: what tables are told apart by."""
    return tuple(dict.fromkeys(space.mappings[index].label for index in region.mappings))


def _described(space: Space, region: Region) -> tuple[int, tuple[str, ...], int, int, bool, int]:
    could = sum(1 << bit for bit, system in enumerate(SYSTEMS) if shares(system, space, region))
    present, swapped = sum(region.present.values()), sum(region.swapped.values())
    return region.number // space.entries, _group(space, region), present, swapped, region.huge, could


def _runs(space: Space, groups: list[tuple[str, ...]]) -> list[list[int]]:
    """Consecutive equal tables together. Upper tables are numbered as they come: no address is told."""
    number = {group: index for index, group in enumerate(groups)}
    uppers: dict[int, int] = {}
    runs = []
    for (upper, group, present, swapped, huge, could), regions in groupby(
        space.regions, lambda region: _described(space, region)
    ):
        ordinal = uppers.setdefault(upper, len(uppers))
        runs.append([ordinal, len(list(regions)), number[group], present, swapped, int(huge), could])
    return runs


def _named(space: Space, page_size: int) -> Document:
    """What says whose process it is: the mappings with names, and where each run of tables begins."""
    span = page_size * space.entries
    runs = groupby(space.regions, lambda region: _described(space, region))
    return {
        "mappings": [
            {
                "from": f"{mapping.first * page_size:#x}",
                "to": f"{mapping.end * page_size:#x}",
                "kind": mapping.label,
                "name": mapping.name,
            }
            for mapping in space.mappings
        ],
        "addresses": [f"{next(regions).number * span:#x}" for _, regions in runs],
    }


def vm_pte(found: Levels, page_size: int, vm_pte_kb: int | None) -> Document:
    """VmPTE beside the count, and what the difference may be."""
    kb = page_size // 1024
    parts = [(what, getattr(found, name)) for name, what in PARTS.items()]
    counted = kb * sum(number for _, number in parts)
    return {
        "status_kb": vm_pte_kb,
        "counted_kb": counted,
        "parts": [{"what": what, "kb": kb * number} for what, number in parts],
        "difference_kb": None if vm_pte_kb is None else vm_pte_kb - counted,
        "why": _why(None if vm_pte_kb is None else vm_pte_kb - counted),
    }


def _why(difference: int | None) -> str:
    if difference is None:
        return UNKNOWN
    if difference == 0:
        return AGREES
    return KERNEL_COUNTS_MORE if difference > 0 else KERNEL_COUNTS_LESS
