"""What the server and its worker processes say to each other. Everything here can be pickled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.fates import StateFate
from engine.check.beyond import Covered
from engine.check.verdict import Finding, Verdict
from engine.errors import EngineError
from engine.run.model import Model

BuildModel = Callable[[str, str, Mapping[str, int]], Model]
"""Makes a model of a protocol, a scenario and toggles. Must be importable by name in another process."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a check stops, beside the number of states that its job names."""

    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Unlike:
    """A run is wanted that breaks a property, and that is unlike those that are known (schedules)."""

    property: str
    known: tuple[str, ...]


What = tuple[str, str, tuple[tuple[str, int], ...]]
"""Protocol, scenario and toggles."""


@dataclass(frozen=True, slots=True)
class Job:
    """One check. `limit`: states, from which on it stops. schedule: the fates along this run are wanted,
    not the verdict; unlike: such a run is wanted."""

    protocol: str
    scenario: str
    config: tuple[tuple[str, int], ...]
    limit: int
    schedule: str | None = None
    unlike: Unlike | None = None

    @property
    def what(self) -> What:
        """What is searched, whatever is wanted of it."""
        return self.protocol, self.scenario, self.config


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check has come.

    waiting: its place in the queue; while it is not 0, nothing has begun. depth: the search takes the steps
    from states at this distance, so a bug that is not known yet has at least as many. frontier: states seen
    and not yet looked into. kinds: kinds of damage found so far, shortest: the fewest steps to one.
    tracing: the search has ended, and the shortest runs are worked out. reduced: the unreduced search met
    its limit of states, and all this is of a reduced one.
    """

    waiting: int = 0
    states: int = 0
    transitions: int = 0
    depth: int = 0
    frontier: int = 0
    rate: int = 0
    seconds: float = 0.0
    megabytes: int = 0
    kinds: int = 0
    shortest: int | None = None
    tracing: bool = False
    reduced: bool = False


# to a worker -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Begin:
    number: int
    job: Job


@dataclass(frozen=True, slots=True)
class Cancel:
    number: int


@dataclass(frozen=True, slots=True)
class Compile:
    """Compile the search's inner loop, beside whatever comes."""


# from a worker -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is imported and warm."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The inner loop is compiled, or cannot be."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far a job is."""

    number: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a check was stopped: the limit, "states", "seconds" or "memory" (MB), how much; and in words."""

    limit: str
    most: float
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A job has come to its verdict. stopped: where the unreduced search met a limit, if it did; covered:
    what a reduced one covered then. Unless it is the `last` word, the same comes again with facts."""

    number: int
    verdict: Verdict
    stopped: Stop | None
    seconds: float
    megabytes: int
    last: bool = True
    covered: Covered | None = None


@dataclass(frozen=True, slots=True)
class Foretold:
    """The fates that a job asked for."""

    number: int
    states: tuple[StateFate, ...]


@dataclass(frozen=True, slots=True)
class Differs:
    """The run that a job asked for; None: there is no other."""

    number: int
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A job has ended: with an error, or (None) because it was cancelled."""

    number: int
    error: EngineError | None
