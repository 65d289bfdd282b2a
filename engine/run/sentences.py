"""All that the engine says, by message id: `event`, `label`, `reason` and `violation` of `engine/words`.

The texts of events have no subject: the thread's name goes before them. `{0}`, `{1}` are arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.words.catalogue import ENGLISH, Words, filled
from engine.words.text import Arg, Text


class EventWords(NamedTuple):
    """How an event is told: a sentence without its subject, a label of a dozen letters, one character."""

    text: str
    short: str
    mark: str


_MARKS = {
    "[": "lock down-read down-write irqs-off",
    "]": "unlock up-read up-write irqs-on",
    "?": "count read-counter read-slot read-slot-none read-entry read-entry-none count-entries find-vma"
    " find-vma-read-only may-share may-not-share find-page find-page-none read-pinned find-vma-none load"
    " walk-cache walk-slot",
    "+": "get alloc",
    "−": "put put-zero",
    "∅": "no-memory clear-slot clear-entry uncache sync-one flush flush-broadcast walk-slot-none walk-fault"
    " walk-fault-write",
    "✕": "free mmdrop segv",
    "•": "believes-owner believes-full-zap",
}
_MARK_OF = {id: mark for mark, ids in _MARKS.items() for id in ids.split()}

EVENTS = {
    id: EventWords(text, ENGLISH.form(f"label.{id}"), _MARK_OF.get(id, "w"))
    for id, text in ENGLISH.area("event").items()
}
REASONS = ENGLISH.area("reason")
VIOLATIONS = ENGLISH.area("violation")

_LOCK_SHORT = {"page_table_lock": "ptl", "mmap_sem": "sem", "page_table_share_lock": "share"}
_LOCKS = ("lock", "unlock", "down-read", "down-write", "up-read", "up-write")


def said(id: str, *args: Arg | Text) -> Text:
    """A sentence of the catalogue: "reason.gone", "violation.leak"."""
    return _written(Text(id, args, ""))


def told(id: str, args: tuple[Arg, ...], subject: str = "") -> Text:
    """An event as a sentence; without a subject it begins with the verb."""
    return _written(Text(f"event.{id}", args, "", subject))


def listed(parts: Sequence[str | Text], joint: str = "reason.and") -> str | Text:
    """ "A", "A and B", "A and B and C": the parts of a sentence's argument; "" if there are none."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return said(joint, listed(parts[:-1], joint), parts[-1])


def translated(text: Text, words: Words) -> str:
    """A sentence in another language."""

    def written(arg: object) -> str:
        return translated(arg, words) if isinstance(arg, Text) else str(arg)

    sentence = filled(words.form(text.id, *text.args[:1]), text.args, written)
    return f"{text.subject} {sentence}" if text.subject else sentence


def _written(text: Text) -> Text:
    return Text(text.id, text.args, translated(text, ENGLISH), text.subject)


def short(id: str, args: tuple[Arg, ...], words: Words = ENGLISH) -> str:
    """An event in a few letters, for a timeline: "lock ptl", "put T0 2→1"."""
    if id in _LOCKS:
        name = str(args[0])
        last = name.rpartition(".")[2]
        args = (_LOCK_SHORT.get(last, name.partition(".")[0]),)
    return words.say(f"label.{id}", *args)
