"""Scenarios of any number of processes that share one page table, for measuring growth.

They are built as objects: the scenario format stops at four processes.
"""

from __future__ import annotations

from engine.scenario.scenario import Scenario, Story
from engine.scenario.story import parse_line

LETTERS = "ABCDEFGH"


def sharers(
    processes: int, *lines: str, slots: int = 1, entries: int = 2, lowest_free: bool = False
) -> Scenario:
    """A maps its memory, writes and forks the others; then each runs `lines`, "{value}" being its own."""
    names = LETTERS[:processes]
    pages = slots * entries
    setup = [f"map 0-{pages - 1}", *(f"write {page} = 1" for page in range(0, pages, entries))]
    setup += [f"fork {name}" for name in names[1:]]
    return Scenario(
        id=f"{processes} x {', '.join(lines)}",
        title=f"{processes} sharers",
        text="",
        slots=slots,
        entries=entries,
        tables=2 * slots,
        pages=2 * pages,
        out_of_memory=False,
        config=(("CONFIG_LOWEST_FREE", int(lowest_free)),),
        setup=(Story("A", tuple(parse_line(line) for line in setup)),),
        threads=tuple(
            Story(name, tuple(parse_line(line.format(value=2 + number)) for line in lines))
            for number, name in enumerate(names)
        ),
        source="",
    )


def writers(processes: int, lowest_free: bool = False) -> Scenario:
    """Each process writes once to the same page."""
    return sharers(processes, "write 0 = {value}", lowest_free=lowest_free)


def zappers(processes: int, lowest_free: bool = False) -> Scenario:
    """Each process unmaps all of its memory."""
    return sharers(processes, "munmap 0-1", lowest_free=lowest_free)


def unsharers(processes: int, lowest_free: bool = False) -> Scenario:
    """Each process unshares the table, as before a write."""
    return sharers(processes, "unshare 0", lowest_free=lowest_free)
