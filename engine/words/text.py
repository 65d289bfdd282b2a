"""A sentence as a value: what was said, apart from the language in which."""

from __future__ import annotations

from dataclasses import dataclass

Arg = str | int


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence: its id in the catalogue, its arguments, and the English of it.

    subject: the thread that a sentence about an event begins with ("" for one that begins with its verb).
    """

    id: str
    args: tuple[Arg | Text, ...]
    text: str
    subject: str = ""
