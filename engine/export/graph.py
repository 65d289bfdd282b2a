"""The state graph as it is, state by state: what DOT and JSON show."""

from __future__ import annotations

from dataclasses import dataclass

from engine.export.text import Texts
from engine.run.model import Model
from engine.run.step import attempt, candidates


@dataclass(frozen=True, slots=True)
class Node:
    """A state: its number in order of discovery, its distance from the start, where each thread stands."""

    number: int
    depth: int
    state: int
    places: tuple[int, ...]
    halted: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A step: the numbers of the states before and after it, who took it, and the place of its access."""

    before: int
    after: int
    thread: int
    fails: bool
    place: int


@dataclass(frozen=True, slots=True)
class Graph:
    """complete: every state that can be reached is in it, with all steps from it."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    complete: bool


def explore(model: Model, limit: int) -> Graph:
    """The graph breadth first; states beyond `limit` are left out, with the steps that lead to them."""
    depths = {model.initial: 0}
    order = [model.initial]
    edges: list[Edge] = []
    complete = True
    numbers = {model.initial: 0}
    for state in order:
        for thread in candidates(model, state):
            for after, fails, place in _steps(model, state, thread):
                if after not in numbers:
                    if len(order) >= limit:
                        complete = False
                        continue
                    numbers[after] = len(order)
                    depths[after] = depths[state] + 1
                    order.append(after)
                edges.append(Edge(numbers[state], numbers[after], thread, fails, place))
    threads = range(len(model.threads))
    nodes = tuple(
        Node(
            numbers[state],
            depths[state],
            state,
            tuple(model.place(state, one) for one in threads),
            model.halted(state),
        )
        for state in order
    )
    return Graph(nodes, tuple(edges), complete)


def _steps(model: Model, state: int, thread: int) -> list[tuple[int, bool, int]]:
    """(state after, whether the allocation failed, place of the access) of each outcome."""
    tried = attempt(model, state, thread)
    if not tried.goes:
        return []
    outcomes = [(tried, False)]
    if tried.can_fail and model.shape.out_of_memory:
        outcomes.append((attempt(model, state, thread, fails=True), True))
    before = model.place(state, thread)
    return [(way.state, fails, before if way.access is None else way.access) for way, fails in outcomes]


def names(model: Model) -> tuple[Texts, ...]:
    """How the places of each thread are told."""
    return tuple(Texts(model, thread) for thread in range(len(model.threads)))
