"""What a session and the command line ask of the engine: a run from its names, or a run from its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.lang.protocol import Protocol
from engine.library import SHIPPED, Library
from engine.run.build import build, configure
from engine.run.info import run_info
from engine.run.model import Model
from engine.run.run import Misfit, Run
from engine.run.run_info import RunInfo
from engine.run.schedule import parse_schedule
from engine.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Opened:
    """A run and all that does not change while it is open."""

    run: Run
    info: RunInfo

    def after(self, schedule: str) -> tuple[Run, Misfit | None]:
        """A second run of the same model, played as far as the schedule fits; what both begin with is not
        played anew.

        Raises:
            EngineError: the text is not a schedule.
        """
        wanted, known = parse_schedule(schedule), self.run.choices
        pairs = enumerate(zip(wanted, known, strict=False))
        shared = next((at for at, (one, other) in pairs if one != other), min(len(wanted), len(known)))
        run = self.run.fork(shared)
        return run, run.replay(wanted[shared:])


def open_run(
    protocol: str, scenario: str, config: Mapping[str, int | str], library: Library = SHIPPED
) -> Opened:
    """A run of what a library holds, named by ids; no step is taken yet.

    Raises:
        EngineError: there is no such thing, or it cannot be built.
    """
    model, info = _of(library, protocol, scenario, _whole(library, protocol, scenario, config))
    return Opened(Run(model), info)


def model_of(
    protocol: str, scenario: str, config: Mapping[str, int | str], library: Library = SHIPPED
) -> Model:
    """The model of what a library holds, named by ids.

    Raises:
        EngineError: there is no such thing, or it cannot be built.
    """
    return _of(library, protocol, scenario, _whole(library, protocol, scenario, config))[0]


def _whole(
    library: Library, protocol: str, scenario: str, config: Mapping[str, int | str]
) -> tuple[tuple[str, int], ...]:
    """The value of every toggle: a link names those that differ, a page all, and both mean the same model."""
    config = configure(library.protocol(protocol), library.scenario(scenario), config)
    return tuple(sorted(config.items()))


# A class that opens one link, or a page that reconnects, builds the model once; a model is never changed.
@lru_cache(maxsize=64)
def _of(
    library: Library, protocol: str, scenario: str, config: tuple[tuple[str, int], ...]
) -> tuple[Model, RunInfo]:
    model = build(library.protocol(protocol), library.scenario(scenario), dict(config))
    return model, run_info(model)


def begin(protocol: Protocol, scenario: Scenario, config: Mapping[str, int | str]) -> Opened:
    """A run of any protocol under any scenario. Raises EngineError: it cannot be built."""
    model = build(protocol, scenario, config)
    return Opened(Run(model), run_info(model))
