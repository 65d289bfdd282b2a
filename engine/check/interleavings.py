"""How many runs a verdict stands for: exact, by counting paths through the state graph.

A run is counted to its very end, so it is maximal; two that differ in the order of two steps are two, even
if those steps do not touch each other. Without a cycle the number is a sum over the graph in topological
order: millions of millions of runs in a few thousand states. With one, there are runs of every length.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from engine.check.graph import Graph

WORK_LIMIT = 5_000_000
"""Edges that are followed to count the runs of a graph with a cycle."""

UNITS = {6: "million", 9: "billion", 12: "trillion", 15: "quadrillion"}
"""Powers of ten that have a name."""
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Interleavings:
    """The number of runs: of all, or, where they can go round in a cycle, of those cut after `steps` steps.

    count: decimal digits, since it outgrows what JSON's readers hold. steps: None where all were counted.
    """

    count: str
    words: str
    unbounded: bool
    steps: int | None


def interleavings(graph: Graph) -> Interleavings:
    """Count the maximal runs of a complete graph."""
    assert graph.complete, "the runs of a part of a graph say nothing"
    count = _count_all(graph)
    if count is not None:
        return Interleavings(str(count), f"{words(count)} {_noun(count)}", False, None)
    steps = max(1, min(max(graph.depth), WORK_LIMIT // len(graph.target)))
    cut = _count_up_to(graph, steps)
    text = f"unbounded; {words(cut)} {_noun(cut)} of up to {steps} steps"
    return Interleavings(str(cut), text, True, steps)


def _noun(count: int) -> str:
    return "interleaving" if count == 1 else "interleavings"


def _count_all(graph: Graph) -> int | None:
    """The number of paths from the first state to one without edges; None if there is a cycle."""
    entering = array("I", [0]) * len(graph.states)
    for to in graph.target:
        entering[to] += 1
    ways = {0: 1}
    todo = [0] if not entering[0] else []
    runs = 0
    while todo:
        number = todo.pop()
        count, edges = ways.pop(number), graph.edges(number)
        runs += count if not edges else 0
        for edge in edges:
            to = graph.target[edge]
            ways[to] = ways.get(to, 0) + count
            entering[to] -= 1
            if not entering[to]:
                todo.append(to)
    return None if ways else runs


def _count_up_to(graph: Graph, steps: int) -> int:
    """Runs that have ended, and beginnings of that length of those that have not."""
    ended, level = 0, {0: 1}
    for _ in range(steps):
        following: dict[int, int] = {}
        for number, count in level.items():
            edges = graph.edges(number)
            ended += count if not edges else 0
            for edge in edges:
                to = graph.target[edge]
                following[to] = following.get(to, 0) + count
        level = following
    return ended + sum(level.values())


def words(number: int) -> str:
    """A number as people say it: "12 345", "7.6 billion", "3.4 × 10²²"."""
    if number < 1_000_000:
        return grouped(number)
    leading, power = rounded(number)
    return f"{leading} {UNITS[power]}" if power in UNITS else scientific(leading, power)


def rounded(number: int) -> tuple[str, int]:
    """Two digits of a number of a million or more, and of which power of ten: ("76", 9), ("3.4", 22)."""
    digits = str(number)
    first, exponent = (int(digits[:3]) + 5) // 10, len(digits) - 1
    if first == 100:
        first, exponent = 10, exponent + 1
    power = exponent - exponent % 3
    if power not in UNITS:
        return f"{first // 10}.{first % 10}", exponent
    return (f"{first // 10}.{first % 10}", str(first), f"{first}0")[exponent % 3], power


def scientific(leading: str, power: int) -> str:
    """Some digits times a power of ten."""
    return f"{leading} × 10{str(power).translate(_SUPERSCRIPTS)}"


def grouped(number: int) -> str:
    """Its digits by threes: "12 345"."""
    return f"{number:,}".replace(",", " ")
