"""From a discovery back to a run: among the shortest, one with the fewest context switches.

No parent pointers are kept. The states on shortest paths are found backwards, level by level; then,
forwards over them, the fewest switches for each (state, last thread); ties go to the first choice in the
fixed order, so the answer depends on the model alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.check.search import Discovery, Search
from engine.run.schedule import Choice
from engine.run.step import candidates

Edge = tuple[int, int, bool, int]
"""(state before, thread, fails, state after)"""


def _edges(search: Search, level: Sequence[int], targets: set[int]) -> list[Edge]:
    """The steps from a level into a set of states, in the fixed order."""
    model = search.model
    return [
        (state, thread, outcome.fails, state ^ outcome.delta)
        for state in level
        if not model.halted(state)
        for thread in candidates(model, state)
        for outcome in search.steps[thread].outcomes(state)
        if state ^ outcome.delta in targets
    ]


def _rank(path: tuple[tuple[int, bool], ...]) -> tuple[int, tuple[tuple[int, bool], ...]]:
    switches = sum(1 for one, other in zip(path, path[1:], strict=False) if one[0] != other[0])
    return switches, path


def shortest_run(search: Search, discovery: Discovery) -> tuple[Choice, ...]:
    """The choices that lead to a discovery, its last step included."""
    last = () if discovery.thread is None else ((discovery.thread, discovery.fails),)
    depth = discovery.steps - len(last)
    layers: list[list[Edge]] = []
    targets = {discovery.before}
    for level in reversed(search.found.levels[:depth]):
        edges = _edges(search, level, targets)
        layers.append(edges)
        targets = {edge[0] for edge in edges}
    best: dict[tuple[int, int], tuple[tuple[int, bool], ...]] = {(search.model.initial, -1): ()}
    for edges in reversed(layers):
        following: dict[tuple[int, int], tuple[tuple[int, bool], ...]] = {}
        by_state: dict[int, list[tuple[tuple[int, bool], ...]]] = {}
        for (state, _), path in best.items():
            by_state.setdefault(state, []).append(path)
        for state, thread, fails, after in edges:
            for path in by_state.get(state, []):
                longer = (*path, (thread, fails))
                known = following.get((after, thread))
                if known is None or _rank(longer) < _rank(known):
                    following[after, thread] = longer
        best = following
    whole = min((path + last for path in best.values()), key=_rank)
    threads = search.model.shape.threads
    return tuple(Choice(threads[thread], fails) for thread, fails in whole)
