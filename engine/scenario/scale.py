"""The same stories in a larger machine, and all stories of a few operations: what a proof has to cover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement

from engine.scenario.scenario import Scenario, Story
from engine.scenario.story import Line, parse_line

OPERATIONS = ("munmap 0-1", "munmap 0", "write 0 = 7", "unshare 0", "exit")
"""What a sharer of a table of two entries can do to it."""


def scaled(scenario: Scenario, slots: int, entries: int) -> Scenario:
    """The scenario in address spaces of `slots` tables of `entries` entries.

    What was all of the memory is all of the larger one; each further table holds a page that was written.
    """
    last, whole = scenario.slots * scenario.entries - 1, slots * entries - 1
    further = tuple(parse_line(f"write {slot * entries} = 1") for slot in range(scenario.slots, slots))

    def grown(line: Line) -> Line:
        is_whole = line.verb in ("map", "munmap") and (line.first, line.last) == (0, last)
        return replace(line, last=whole) if is_whole else line

    def story(old: Story, is_setup: bool) -> Story:
        lines = [grown(line) for line in old.lines]
        after_map = next((n for n, line in enumerate(lines, 1) if is_setup and line.verb == "map"), None)
        if after_map is not None:
            lines[after_map:after_map] = further
        return replace(old, lines=tuple(lines))

    return replace(
        scenario,
        id=f"{scenario.id}-{slots}x{entries}",
        slots=slots,
        entries=entries,
        tables=2 * slots,
        pages=2 * slots * entries,
        setup=tuple(story(old, is_setup=True) for old in scenario.setup),
        threads=tuple(story(old, is_setup=False) for old in scenario.threads),
    )


def all_of(processes: int, operations: tuple[str, ...] = OPERATIONS) -> Iterator[Scenario]:
    """Every choice of one operation for each of some processes that share one table of two entries.

    Who does which is all one, since the processes are alike but for the one that forked them.
    """
    names = "ABCD"[:processes]
    before = ["map 0-1", "write 0 = 1", "write 1 = 2", *(f"fork {name}" for name in names[1:])]
    setup = Story("A", tuple(parse_line(line) for line in before))
    for chosen in combinations_with_replacement(operations, processes):
        words = "-".join(line.replace("0-1", "all").partition(" =")[0].replace(" ", "") for line in chosen)
        threads = tuple(Story(name, (parse_line(line),)) for name, line in zip(names, chosen, strict=True))
        yield Scenario(words, words, "", 1, 2, 2, 4, False, (), (setup,), threads, "")
