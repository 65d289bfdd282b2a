"""The form in which a primitive's meaning is written for Promela."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """params: names, without `me`. blocked: must wait while this holds. halts: (condition, statements before
    the stop) in the order in which they are looked at; NULL and bad addresses are looked at before these.
    """

    params: tuple[str, ...] = ()
    does: str = ""
    result: str = ""
    blocked: str = ""
    halts: tuple[tuple[str, str], ...] = ()
