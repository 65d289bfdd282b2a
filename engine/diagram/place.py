"""Where the lines of a diagram lie in a run: the search.

A node is a state and how many lines are placed. From it the thread of the next line takes a step, which is
that line or one that nobody mentions; a thread that is blocked lets its holder run. The cheapest way wins:
fewest unmentioned steps, then the better fit, then the order in which it was found. Where a line cannot be
placed so, the other threads may run on before it, too; where that does not help, it is left out and told.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from engine.diagram.deeds import Deed, calls_of, deed
from engine.diagram.split import Line
from engine.diagram.wording import fits, wanted
from engine.run.model import Model
from engine.run.schedule import Choice
from engine.run.step import Attempt, candidates, look

NODES_LIMIT = 60_000
"""Nodes that one text may cost: some seconds."""
NODES_OF_LINE = 4_000
"""Nodes until a line counts as not to be placed."""

_UNMENTIONED, _OTHERS = 4, 12
"""What a step costs that no line mentions: of the line's own thread, of one that need not run."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of the run that was found; `line` is the line that it is, counted from 0, if it is one."""

    choice: Choice
    thread: int
    does: Deed
    line: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """The run that the lines mean.

    calls: line -> the step before which its thread stands in that function. left_out: line -> why it has no
    place. before: line without a place -> the state in which it was looked for.
    """

    steps: tuple[Taken, ...]
    calls: dict[int, int]
    left_out: dict[int, str]
    before: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Node:
    state: int
    line: int
    before: _Node | None
    choice: Choice | None
    placed: bool  # the step, or the place, is the line before


class Placing:
    """The search for the lines of one text."""

    def __init__(self, model: Model, lines: Sequence[Line], *, nodes: int | None = None) -> None:
        """With a bound of `nodes` it is a quick look: no line is loosened."""
        self.model = model
        self.nodes = NODES_LIMIT if nodes is None else nodes
        self.quick = nodes is not None
        functions, sources = known_names(model)
        self.lines = lines
        self.wanted = [wanted(line.text, functions, sources) for line in lines]
        self.taken: dict[tuple[int, int, bool], tuple[Attempt, Deed | None]] = {}
        self.spent = 0
        self.loose: set[int] = set()
        self.left_out: dict[int, str] = {}
        self.stuck: dict[int, int] = {}  # line -> a state before it
        for number, (line, asks) in enumerate(zip(lines, self.wanted, strict=True)):
            if line.thread is None:
                self.left_out[number] = "no-column"
            elif not (asks.asks or asks.told):
                self.left_out[number] = "no-step"

    # the steps ---------------------------------------------------------------------------------
    def tried(self, state: int, thread: int, fails: bool = False) -> tuple[Attempt, Deed | None]:
        at = (state, thread, fails)
        if at not in self.taken:
            tried = look(self.model, state, thread, fails)
            self.taken[at] = tried, deed(self.model, thread, tried) if tried.goes else None
        return self.taken[at]

    def _steps(self, state: int, thread: int) -> Iterator[tuple[Choice, Attempt, Deed]]:
        """The steps that a thread can take, by outcome; none where it must wait."""
        if thread not in candidates(self.model, state):
            return
        name = self.model.shape.threads[thread]
        outcomes = [False]
        for fails in outcomes:
            tried, does = self.tried(state, thread, fails)
            if does is None:
                return
            yield Choice(name, fails), tried, does
            if not fails and tried.can_fail and self.model.shape.out_of_memory:
                outcomes.append(True)

    def _helpers(self, state: int, thread: int, loose: bool) -> list[tuple[int, int]]:
        """The other threads that may run, with what a step of theirs costs: those that a thread waits for."""
        others = [t for t in range(len(self.model.threads)) if t != thread]
        runnable = candidates(self.model, state)
        if thread not in runnable:
            return [(t, _UNMENTIONED) for t in runnable]
        blocked = self.tried(state, thread)[0].blocked
        if blocked is not None:
            holding = [t for t in others if self.model.shape.threads[t] in blocked.holders]
            return [(t, _UNMENTIONED) for t in holding or others]
        return [(t, _OTHERS) for t in others] if loose else []

    # the search --------------------------------------------------------------------------------
    def _search(self) -> tuple[_Node, bool]:
        """The cheapest way through all lines that are not left out; or the node that came furthest."""
        order = count()
        first = _Node(self.model.initial, 0, None, None, placed=False)
        heap: list[tuple[int, int, _Node]] = [(0, next(order), first)]
        seen: set[tuple[int, int]] = set()
        furthest, since = first, 0
        while heap and since < NODES_OF_LINE and self.spent < self.nodes:
            cost, _, node = heapq.heappop(heap)
            if (node.line, node.state) in seen:
                continue
            seen.add((node.line, node.state))
            self.spent, since = self.spent + 1, since + 1
            if node.line > furthest.line:
                furthest, since = node, 0
            if node.line == len(self.lines):
                return node, True
            for more, after in self._after(node):
                heapq.heappush(heap, (cost + more, next(order), after))
        return furthest, False

    def _after(self, node: _Node) -> Iterator[tuple[int, _Node]]:
        number, state = node.line, node.state
        if number in self.left_out:
            yield 0, _Node(state, number + 1, node, None, placed=False)
            return
        thread, asks = self.lines[number].thread, self.wanted[number]
        assert thread is not None, "a line without a thread is left out"
        if asks.function and self._stands_in(state, thread, asks.function):
            yield 0, _Node(state, number + 1, node, None, placed=True)
            return
        for choice, tried, does in self._steps(state, thread):
            fit = fits(asks, does)
            if fit is not None:
                yield fit, _Node(tried.state, number + 1, node, choice, placed=True)
            yield _UNMENTIONED, _Node(tried.state, number, node, choice, placed=False)
        for other, cost in self._helpers(state, thread, number in self.loose):
            for choice, tried, _ in self._steps(state, other):
                yield cost, _Node(tried.state, number, node, choice, placed=False)

    def _stands_in(self, state: int, thread: int, function: str) -> bool:
        tried = look(self.model, state, thread)
        program = self.model.threads[thread].program
        place = program.code[tried.access].place if tried.access is not None else None
        return any(call.function == function for call in calls_of(program, place, hardware=True))

    def way(self) -> Way:
        """Search; as long as a line stops it, loosen that line, then leave it out."""
        while True:
            node, done = self._search()
            if done:
                return self._way(node)
            number = node.line
            if self.spent >= self.nodes:
                for rest in range(number, len(self.lines)):
                    self.left_out.setdefault(rest, "not-tried")
                self.spent = 0
            elif not self.quick and number not in self.loose:
                self.loose.add(number)
            else:
                self.loose.discard(number)
                self.left_out[number] = "nowhere"
                self.stuck[number] = node.state

    def _way(self, node: _Node) -> Way:
        path: list[_Node] = []
        each: _Node | None = node
        while each is not None:
            path.append(each)
            each = each.before
        path.reverse()
        steps: list[Taken] = []
        calls: dict[int, int] = {}
        for one, other in zip(path, path[1:], strict=False):
            if other.choice is not None:
                thread = self.model.thread_index(other.choice.thread)
                does = self.tried(one.state, thread, other.choice.fails)[1]
                assert does is not None, "a step that was taken goes through"
                steps.append(Taken(other.choice, thread, does, one.line if other.placed else None))
            elif other.placed:
                calls[one.line] = len(steps) + 1
        return Way(tuple(steps), calls, self.left_out, self.stuck)


def known_names(model: Model) -> tuple[frozenset[str], frozenset[str]]:
    """The functions of a protocol, and all identifiers of its text."""
    texts = [source.text for source in model.protocol.sources]
    words = (word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text))
    return frozenset(function.name for function in model.protocol.functions), frozenset(words)
