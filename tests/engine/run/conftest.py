"""What the tests of runs share: shipped models by name, and tiny protocols on tiny scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import pytest

from engine import library
from engine.lang.check import read_protocol
from engine.run.build import build
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.scenario.read import parse_scenario

HEAD = "/*\n * title: tiny\n */\n"


@cache
def _shipped(protocol: str, scenario: str, config: tuple[tuple[str, int | str], ...]) -> Model:
    return build(library.protocol(protocol), library.scenario(scenario), dict(config))


def scenario_text(
    threads: dict[str, list[str]], setup: Iterable[tuple[str, list[str]]] = (), shape: str = ""
) -> str:
    """The TOML of a scenario: what each thread does, what happened before, lines of [shape]."""
    parts = [f"[shape]\n{shape}"]
    for key, stories in (("setup", setup), ("thread", threads.items())):
        parts += [f'[[{key}]]\nmm = "{mm}"\ndo = {lines!r}' for mm, lines in stories]
    return "\n".join(parts)


@pytest.fixture(scope="session")
def model() -> Callable[..., Model]:
    """A shipped protocol on a shipped scenario, with toggles."""

    def make(protocol: str, scenario: str, **config: int | str) -> Model:
        return _shipped(protocol, scenario, tuple(sorted(config.items())))

    return make


@pytest.fixture(scope="session")
def play(model: Callable[..., Model]) -> Callable[..., Run]:
    """A run of a shipped model that has followed a schedule."""

    def make(protocol: str, scenario: str, schedule: str = "", **config: int | str) -> Run:
        run = Run(model(protocol, scenario, **config))
        assert run.replay(parse_schedule(schedule)) is None
        return run

    return make


@pytest.fixture(scope="session")
def tiny() -> Callable[..., Model]:
    """A protocol of a few lines: `body` is a text, or what `sys_munmap` does. One thread calls it once."""

    def make(
        body: str,
        threads: dict[str, list[str]] | None = None,
        setup: Iterable[tuple[str, list[str]]] = (),
        shape: str = "slots = 1\nentries = 2\n",
        **config: int | str,
    ) -> Model:
        if "sys_munmap" not in body and "mm.c" not in body:
            body = (
                "int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)\n"
                f"{{\n{body}\nreturn 0;\n}}\n"
            )
        text = scenario_text(threads or {"A": ["munmap 0-1"]}, setup, shape)
        return build(
            read_protocol("tiny", HEAD + body, library.include), parse_scenario("tiny", text), config
        )

    return make
