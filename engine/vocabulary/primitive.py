"""What a primitive is: its C signature, and where it begins a step.

`kind` decides where a step begins (see `docs/routine-language.md`):

- ACCESS touches an object that other threads can reach: a step begins with it;
- PRIVATE touches this CPU's own gather batch: runs within the step;
- GHOST writes down what a routine believes; no routine can read it: runs within the step;
- PURE only computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.vocabulary.types import CType


class Kind(Enum):
    ACCESS = "access"
    PRIVATE = "private"
    GHOST = "ghost"
    PURE = "pure"


@dataclass(frozen=True, slots=True)
class Primitive:
    """One primitive: C signature, when it takes a step, whether it can block, sleep or fail; its help."""

    name: str
    returns: CType
    params: tuple[tuple[str, CType], ...]
    kind: Kind
    help: str
    blocks: bool = False  # not enabled while what it waits for is held
    sleeps: bool = False  # may sleep: forbidden with a spinlock held; a switch point on UP
    fails: bool = False  # has a second outcome: the allocation fails

    @property
    def signature(self) -> str:
        params = ", ".join(f"{_declare(ctype, name)}" for name, ctype in self.params) or "void"
        return f"{_declare(self.returns, self.name)}({params})"


def _declare(ctype: CType, name: str) -> str:
    return f"{ctype.value}{name}" if ctype.is_pointer else f"{ctype.value} {name}"


def access(returns: CType, name: str, help: str, *params: tuple[str, CType], **flags: bool) -> Primitive:
    return Primitive(name, returns, params, Kind.ACCESS, help, **flags)


def pure(returns: CType, name: str, help: str, *params: tuple[str, CType]) -> Primitive:
    return Primitive(name, returns, params, Kind.PURE, help)


def private(returns: CType, name: str, help: str, *params: tuple[str, CType]) -> Primitive:
    return Primitive(name, returns, params, Kind.PRIVATE, help)


def ghost(name: str, help: str, *params: tuple[str, CType]) -> Primitive:
    return Primitive(name, CType.VOID, params, Kind.GHOST, help)
