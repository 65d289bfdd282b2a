"""Whether a scenario applies to a protocol under some setting, and if not, why: a sentence from data."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import RequestError
from engine.lang.protocol import Protocol
from engine.needs import NEEDS
from engine.scenario.scenario import Scenario
from engine.words.saying import of_library, said
from engine.words.text import Text

_SETTINGS = {
    "smp": ("CONFIG_SMP", "this machine has one"),
    "walk-cache": ("CONFIG_WALK_CACHE", "the TLBs of this machine remember leaf entries only"),
}
"""Needs that a toggle of the machine can deny: its name, and what its value 0 means."""


def misfit(protocol: Protocol, scenario: Scenario, config: Mapping[str, int]) -> Text | None:
    """Why the scenario does not apply, in words; None where it does."""
    lacks = dict(protocol.header.lacks)
    for word in scenario.needs:
        name, denied = _SETTINGS.get(word, ("", ""))
        reason = lacks.get(word) or (denied if config.get(name) == 0 else None)
        if reason:
            return said("error.needs", of_library(NEEDS[word]), of_library(reason))
    return None


class DoesNotApply(RequestError):
    """A scenario does not apply to a protocol: `reason` says why."""

    def __init__(self, protocol: Protocol, scenario: Scenario, reason: Text) -> None:
        message = said("error.does-not-apply", scenario.id, protocol.name, reason)
        super().__init__("RUN96", message, said("hint.another-pair"))
        self.reason = reason


def require_fit(protocol: Protocol, scenario: Scenario, config: Mapping[str, int]) -> None:
    """Raises DoesNotApply where a scenario does not apply."""
    reason = misfit(protocol, scenario, config)
    if reason is not None:
        raise DoesNotApply(protocol, scenario, reason)
