"""What the tests of checks share: shipped models, tiny protocols, and every run taken by `step` alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from engine import library
from engine.check.search import Search
from engine.lang.check import read_protocol
from engine.machine.violations import Violation
from engine.run.build import build
from engine.run.judge import broken_by, broken_in
from engine.run.model import Model
from engine.run.schedule import Choice
from engine.run.step import enabled, step
from engine.scenario.read import parse_scenario

TINY = """
[shape]
{shape}
[[setup]]
mm = "A"
do = ["map 0", "write 0 = 1", "fork B"]
[[thread]]
mm = "A"
do = {a}
[[thread]]
mm = "B"
do = {b}
"""

BODY = """
int {name}(struct mm_struct *mm, unsigned long address{more})
{{
	struct page *table;
{statements}
	return 0;
}}
"""


def body(name: str, more: str, statements: str) -> str:
    return BODY.format(name=name, more=more, statements=statements)


def tiny_model(munmap: str, unshare: str, a: str = "munmap 0", b: str = "munmap 0", shape: str = "") -> Model:
    """Two processes that share a table; what their munmap and unshare do is given as C statements."""
    text = '/*\n * title: tiny\n */\n#include "mm.c"\n#include "sharing.c"\n'
    text += body("sys_munmap", ", unsigned long size", munmap)
    text += body("unshare_page_table", "", unshare)
    scenario = TINY.format(shape=shape, a=[a], b=[b])
    protocol = read_protocol("tiny", text, library.include)
    return build(protocol, parse_scenario("tiny", scenario))


@cache
def _searched(protocol: str, scenario: str) -> Search:
    search = Search(build(library.protocol(protocol), library.scenario(scenario)))
    search.run()
    return search


@pytest.fixture(scope="session")
def searched() -> Callable[[str, str], Search]:
    """A complete search of a shipped protocol in a shipped scenario."""
    return _searched


@pytest.fixture(scope="session")
def tiny() -> Callable[..., Model]:
    return tiny_model


@pytest.fixture
def abba() -> Model:
    """A and B take two locks, each in another order."""
    table = "table = pmd_page(*pmd_offset(mm, 0));\n"
    takes = ["spin_lock(&table->lock);", "spin_lock(&page_table_share_lock);"]
    drops = "spin_unlock(&page_table_share_lock);\nspin_unlock(&table->lock);"
    forwards, backwards = ("\n".join(order) for order in (takes, takes[::-1]))
    return tiny_model(table + forwards + drops, table + backwards + drops, b="unshare 0")


class Plain:
    """A model explored by the readable functions alone: no memo, no packing, no levels."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.known: dict[int, list[tuple[Choice, int, tuple[Violation, ...]]]] = {}

    def steps(self, state: int) -> list[tuple[Choice, int, tuple[Violation, ...]]]:
        """(choice, state after it, what it breaks) of every choice, in the fixed order."""
        if state not in self.known:
            self.known[state] = [self._step(state, choice) for choice in enabled(self.model, state)]
        return self.known[state]

    def _step(self, state: int, choice: Choice) -> tuple[Choice, int, tuple[Violation, ...]]:
        taken = step(self.model, state, choice)
        thread = self.model.thread_index(choice.thread)
        broken = broken_by(self.model, state, thread, taken) + broken_in(self.model, taken.state)
        return choice, taken.state, tuple(broken)

    def runs(self, length: int) -> Iterator[tuple[tuple[Choice, ...], tuple[Violation, ...]]]:
        """Every run of so many steps, with what its last step breaks."""
        stack: list[tuple[tuple[Choice, ...], int, tuple[Violation, ...]]] = [((), self.model.initial, ())]
        while stack:
            run, state, broken = stack.pop()
            if len(run) == length:
                yield run, broken
            else:
                stack += [((*run, choice), after, new) for choice, after, new in self.steps(state)]


@pytest.fixture(scope="session")
def plain() -> type[Plain]:
    return Plain
