"""The codes of all that can be wrong in a routine text, and the list in which they are collected."""

from __future__ import annotations

from engine.errors import Diagnostic, RoutineError, Span
from engine.words.text import Text

MAX_DIAGNOSTICS = 20
"""How many diagnostics are shown at once: more would be noise."""

CODES: dict[str, str] = {
    "LANG01": "the text is not C here",
    "LANG02": "C, but outside the routine language",
    "LANG03": "a preprocessor line that is not `#include` or `#define NAME number`",
    "LANG04": "an included file is missing, includes itself, or is nested too deep",
    "LANG05": "a header or toggle comment does not follow its form",
    "LANG06": "a type that is not modelled",
    "LANG07": "a name is defined twice",
    "LANG08": "a local hides another name",
    "LANG09": "a name belongs to a primitive, a constant or a global",
    "LANG10": "an unknown name",
    "LANG11": "an unknown function",
    "LANG12": "a call with the wrong number of arguments",
    "LANG13": "a value of the wrong type",
    "LANG14": "an unknown field, or `->` on what is not a modelled struct",
    "LANG15": "a field used against its kind: locks by address, values by value",
    "LANG16": "something that cannot be assigned to, or has no address",
    "LANG17": "a void call used as a value",
    "LANG18": "a label is missing or stands twice",
    "LANG19": "break, continue or case outside of what it belongs to",
    "LANG20": "a case that cannot be reached or is not a constant",
    "LANG21": "a return that does not fit its function",
    "LANG22": "a function that calls itself",
    "LANG23": "a variable is read before it is written",
    "LANG24": "a return that still holds a lock which other returns release",
    "LANG25": "a prototype that differs from the definition",
    "LANG26": "a statement without effect",
}
"""What each code means, in one line. Codes are stable: they stand in documentation and in tests."""


class Diagnostics:
    """Collects what is wrong, so that an author sees it all at once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Span, str], Diagnostic] = {}

    def add(self, code: str, span: Span, message: Text, hint: Text) -> None:
        """Notes one diagnostic; a second one with the same code at the same place is dropped."""
        assert code in CODES, code
        self._found.setdefault((span, code), Diagnostic(code, message, hint, span))

    def __len__(self) -> int:
        return len(self._found)

    def has(self, *codes: str) -> bool:
        """True when a diagnostic with one of these codes was noted."""
        return any(code in codes for _, code in self._found)

    def lines(self) -> frozenset[tuple[str, int]]:
        """The file and line of all that was noted."""
        return frozenset((span.file, span.line) for span, _ in self._found)

    def first(self) -> Diagnostic | None:
        """The first in the order of the text."""
        return self._found[min(self._found)] if self._found else None

    def raise_if_any(self) -> None:
        """Raises RoutineError with the first MAX_DIAGNOSTICS in the order of the text, if there are any."""
        if self._found:
            ordered = [self._found[key] for key in sorted(self._found)]
            raise RoutineError(tuple(ordered[:MAX_DIAGNOSTICS]))
