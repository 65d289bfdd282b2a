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
from engine.machine.shape import NO_MM
from engine.run.model import Model
from engine.vocabulary.constants import COUNTINGS
from engine.words.saying import said

TARGETS: dict[str, Callable[[Model], str]] = {"promela": promela, "tla": tla, "dot": dot, "json": document}
"""What a model can be written as."""


def export(model: Model, to: str) -> str:
    """The model as text in the notation `to`: a name in TARGETS.

    Raises:
        RequestError: there is no such notation, or it does not know a part of the machine.
        LimitReached: the model does not fit it.
    """
    if to not in TARGETS:
        raise RequestError(
            "RUN12", said("error.no-such-export", repr(to[:40])), said("hint.name-one-of", ", ".join(TARGETS))
        )
    if to in ("promela", "tla"):
        _check_parts(model, to)
    return TARGETS[to](model)


def _check_parts(model: Model, to: str) -> None:
    """The two languages have the machine of 2002; what came since has no words in them yet."""
    shape = model.shape
    parts = {
        "swap": shape.swap > 0,
        "a mapped file": shape.file > 0,
        "mprotect": shape.protects,
        "MADV_DONTNEED": shape.discards,
        "walks without locks": shape.lockless,
        "a write bit in slots": shape.pmd_write_bit,
        "sharers counted apart": shape.counting != COUNTINGS[0],
        "several threads in one mm": shape.has_threads,
        "a kernel thread": NO_MM in shape.thread_mm,
    }
    missing = [name for name, used in parts.items() if used]
    if missing:
        raise RequestError(
            "RUN14",
            said("error.cannot-export", model.scenario.id, model.protocol.name, to, missing[0]),
            said("hint.export-otherwise"),
        )
