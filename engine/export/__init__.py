"""Other notations for a model: Promela for Spin, TLA+ for TLC, the state graph as DOT or JSON.

Promela and TLA+ say exactly what the model says: as many states, as many steps, the same verdict for each
property and the same shortest runs (`docs/export.md`).
"""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import RequestError
from engine.export.document import document
from engine.export.dot import dot
from engine.export.promela import promela
from engine.export.tla import tla
from engine.run.model import Model

TARGETS: dict[str, Callable[[Model], str]] = {"promela": promela, "tla": tla, "dot": dot, "json": document}
"""What a model can be written as."""


def export(model: Model, to: str) -> str:
    """The model as text in the notation `to`: a name in TARGETS.

    Raises:
        RequestError: there is no such notation.
        LimitReached: the model does not fit it.
    """
    if to not in TARGETS:
        raise RequestError(
            "RUN12", f"a model cannot be written as {to[:40]!r}", f"name one of: {', '.join(TARGETS)}"
        )
    return TARGETS[to](model)
