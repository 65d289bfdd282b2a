"""Searches of shipped models, each done once for all tests that ask about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from engine import library
from engine.check.path import shortest_run
from engine.check.search import Search
from engine.lang.protocol import Protocol
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.run import Run
from engine.scenario.scenario import Scenario


class Verdict:
    """What a complete search found: `damage` and `warnings` give the shortest run's length by property."""

    def __init__(self, protocol: Protocol, scenario: Scenario, config: dict[str, int | str]) -> None:
        self.model = build(protocol, scenario, config)
        self.search = Search(self.model)
        self.found = self.search.run()
        assert self.found.progress.complete

    def _shortest(self, severity: str) -> dict[str, int]:
        lengths: dict[str, int] = {}
        for (name, _), discovery in self.found.discoveries.items():
            if PROPERTIES[name].severity == severity:
                lengths[name] = min(lengths.get(name, discovery.steps), discovery.steps)
        return lengths

    @property
    def damage(self) -> dict[str, int]:
        return self._shortest("damage")

    @property
    def warnings(self) -> dict[str, int]:
        return self._shortest("warning")

    def run(self, name: str, message: str) -> Run:
        """The shortest run that ends in a violation of a property with this message, played."""
        found = self.found.discoveries[name, message]
        run = Run(self.model)
        choices = shortest_run(self.search, found)
        assert len(choices) == found.steps
        assert run.replay(choices) is None
        assert (name, message) in [(v.property, v.message) for v in run.moments[-1].broken]
        return run


@cache
def _verdict(protocol: str, scenario: str, config: tuple[tuple[str, int | str], ...]) -> Verdict:
    return Verdict(library.protocol(protocol), library.scenario(scenario), dict(config))


@pytest.fixture(scope="session")
def verdict() -> Callable[..., Verdict]:
    """The verdict on a shipped protocol in a shipped scenario, with toggles."""

    def find(protocol: str, scenario: str, **config: int | str) -> Verdict:
        return _verdict(protocol, scenario, tuple(sorted(config.items())))

    return find


@pytest.fixture(scope="session")
def verdict_on() -> Callable[..., Verdict]:
    """The verdict on a shipped protocol in any scenario."""

    def find(protocol: str, scenario: Scenario, **config: int | str) -> Verdict:
        return Verdict(library.protocol(protocol), scenario, config)

    return find
