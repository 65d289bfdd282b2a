"""All that the engine says, by message id: `event`, `label`, `reason` and `violation` of `engine/words`.

The texts of events have no subject: the thread's name goes before them. `{0}`, `{1}` are arguments.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.words.catalogue import ENGLISH, Words
from engine.words.saying import listed, said, translated
from engine.words.text import Arg, Text

__all__ = ["EVENTS", "REASONS", "VIOLATIONS", "listed", "said", "short", "told", "translated"]


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


def told(id: str, args: tuple[Arg, ...], subject: str = "") -> Text:
    """An event as a sentence; without a subject it begins with the verb."""
    return said(f"event.{id}", *args, subject=subject)


def short(id: str, args: tuple[Arg, ...], words: Words = ENGLISH) -> str:
    """An event in a few letters, for a timeline: "lock ptl", "put T0 2→1"."""
    if id in _LOCKS:
        name = str(args[0])
        last = name.rpartition(".")[2]
        args = (_LOCK_SHORT.get(last, name.partition(".")[0]),)
    return words.say(f"label.{id}", *args)
