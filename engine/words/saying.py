"""Sentences of the catalogue as values, and in any language."""

from __future__ import annotations

from collections.abc import Sequence

from engine.words.catalogue import ENGLISH, Words, filled
from engine.words.text import Arg, Text

LIBRARY = "library"
"""The id of a text whose only argument is English of the library."""


def said(id: str, *args: Arg | Text, subject: str = "") -> Text:
    """A sentence of the catalogue: "reason.gone", "violation.leak"."""
    text = Text(id, args, "", subject)
    return Text(id, args, translated(text, ENGLISH), subject)


def of_library(english: str) -> Text:
    """What the library says (a title, a reason), as an argument: it is translated by its English."""
    return Text(LIBRARY, (english,), english)


def listed(parts: Sequence[str | Text], joint: str = "reason.and") -> str | Text:
    """ "A", "A and B", "A and B and C": the parts of a sentence's argument; "" if there are none."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return said(joint, listed(parts[:-1], joint), parts[-1])


def translated(text: Text, words: Words) -> str:
    """A sentence in a language."""

    def written(arg: object) -> str:
        return translated(arg, words) if isinstance(arg, Text) else str(arg)

    if text.id == LIBRARY:
        return words.ours(written(text.args[0]))
    sentence = filled(words.form(text.id, *text.args[:1]), text.args, written)
    return f"{text.subject} {sentence}" if text.subject else sentence
