"""What the tests of the language share: reading tiny texts, and lowering one call of a function in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.lang import Protocol, lower, read_protocol
from engine.lang.instructions import Call, Program
from engine.vocabulary.constants import CONSTANTS
from engine.vocabulary.types import CType

SAMPLES = Path(__file__).parent / "samples"
VALUES = {name: number for number, name in enumerate(CONSTANTS)}


def _sample(file: str) -> str | None:
    path = SAMPLES / file
    return path.read_text("utf-8") if path.is_file() else None


def _bits(ctype: CType) -> int:
    return 6 if ctype.is_integer else 9 if ctype is CType.PTE else 5


@pytest.fixture(scope="session")
def read() -> Callable[[str], Protocol]:
    """Reads a text that may include the samples."""
    return lambda text: read_protocol("test", text, _sample)


@pytest.fixture(scope="session")
def story(read: Callable[[str], Protocol]) -> Callable[..., Program]:
    """The program of a story on a text."""

    def make(text: str, *calls: Call, **config: int) -> Program:
        return lower(read(text), calls, VALUES, config, _bits)

    return make


@pytest.fixture(scope="session")
def program(read: Callable[[str], Protocol], story: Callable[..., Program]) -> Callable[..., Program]:
    """The program that calls a function (the text's last one) once, with ones."""

    def make(text: str, function: str = "", **config: int) -> Program:
        found = read(text).function(function) if function else read(text).functions[-1]
        return story(text, Call(found.name, (1,) * len(found.params)), **config)

    return make
