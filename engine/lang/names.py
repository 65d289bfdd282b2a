"""All names that a function may use besides its own locals, and what is close to a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from engine.lang import ast
from engine.vocabulary.constants import CONSTANTS
from engine.vocabulary.primitives import ORACLE_MARKS, PRIMITIVES
from engine.vocabulary.types import GLOBALS, CType
from engine.words.saying import listed, said
from engine.words.text import Text

A_PRIMITIVE = said("lang.a-primitive")
A_CONSTANT = said("lang.a-constant")
A_GLOBAL = said("lang.a-global")
A_DEFINE = said("lang.a-define")
A_FUNCTION = said("lang.a-function")


@dataclass(frozen=True, slots=True)
class Names:
    """The functions of a protocol and its numbers: defines and toggles with their names."""

    functions: Mapping[str, ast.Function]
    numbers: frozenset[str]

    def is_number(self, name: str) -> bool:
        return name in self.numbers or name in CONSTANTS

    def signature(self, name: str) -> tuple[CType | None, tuple[tuple[str, CType | None], ...]] | None:
        """What a function or primitive returns and takes; None when there is no such name."""
        if name in PRIMITIVES:
            return PRIMITIVES[name].returns, PRIMITIVES[name].params
        function = self.functions.get(name)
        if function is None:
            return None
        return function.returns, tuple((param.name, param.type) for param in function.params)

    def owner(self, name: str) -> Text | None:
        """What a name already means outside of functions, in words."""
        if name in PRIMITIVES or name in ORACLE_MARKS:
            return A_PRIMITIVE
        if name in CONSTANTS:
            return A_CONSTANT
        if name in GLOBALS:
            return A_GLOBAL
        if name in self.numbers:
            return A_DEFINE
        return A_FUNCTION if name in self.functions else None


def did_you_mean(name: str, known: Iterable[str], otherwise: Text) -> Text:
    """A hint that names the nearest of `known`."""
    near = get_close_matches(name[:40], known, 3, cutoff=0.7)
    return (
        said("hint.did-you-mean", listed([f"`{found}`" for found in near], "hint.or")) if near else otherwise
    )
