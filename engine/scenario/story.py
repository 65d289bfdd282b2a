"""The lines of a story: "munmap 0-1", "write 0 = 7", "fork B".

line   = ("map" | "munmap" | "madvise" | "protect" | "unprotect" | "truncate") range
       | ("read" | "unshare" | "gup" | "split") page | "write" page "=" value | "mremap" page "to" page
       | ("swapout" | "speculate") mm ":" page | "zap" mm ":" range | "fork" mm | "exit"
range  = page [ "-" page ]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.words.saying import said
from engine.words.text import Text

GRAMMAR: dict[str, str] = {
    "map": "map 0-1",
    "munmap": "munmap 0-1",
    "read": "read 0",
    "write": "write 0 = 7",
    "fork": "fork B",
    "unshare": "unshare 0",
    "exit": "exit",
    "madvise": "madvise 0-1",
    "protect": "protect 0",
    "unprotect": "unprotect 0",
    "mremap": "mremap 0 to 2",
    "split": "split 1",
    "gup": "gup 0",
    "swapout": "swapout A:0",
    "zap": "zap A:0-1",
    "truncate": "truncate 0-1",
    "speculate": "speculate A:0",
}
"""Each verb with an example."""

KERNEL_VERBS = ("swapout", "zap", "truncate", "speculate")
"""What a kernel thread does; it has no address space of its own, and does nothing else."""

_RANGES = ("map", "munmap", "madvise", "protect", "unprotect", "truncate", "zap")
_RANGE = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")
_WRITE = re.compile(r"([0-9]{1,3})\s*=\s*([0-9]{1,3})")
_MREMAP = re.compile(r"([0-9]{1,3})\s+to\s+([0-9]{1,3})")
_OF_MM = re.compile(r"([A-Z]):(.*)")

_RANGES = ("map", "munmap", "madvise", "protect", "unprotect", "truncate", "zap")
"""Verbs that take pages from one to another."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story. Pages count from 0 within the address space; `last` is included.

    value: what a write stores. mm: the child of a fork, or the process that a kernel thread looks at.
    to: where a page is moved.
    """

    verb: str
    first: int = 0
    last: int = 0
    value: int = 0
    mm: str = ""
    to: int = 0

    @property
    def text(self) -> str:
        match self.verb:
            case "write":
                return f"write {self.first} = {self.value}"
            case "mremap":
                return f"mremap {self.first} to {self.to}"
            case "fork":
                return f"fork {self.mm}"
            case "exit":
                return "exit"
            case _:
                return f"{self.verb} {self.mm}:{self.pages}" if self.mm else f"{self.verb} {self.pages}"

    @property
    def pages(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    def told(self, pages_of_mm: int) -> Text:
        """What the line does, for people: "unmaps all of its memory"."""
        if self.verb in _RANGES:
            return said(f"story.{self.verb}", self._range(pages_of_mm), self.mm)
        match self.verb:
            case "fork":
                return said("story.fork", self.mm)
            case "write":
                return said("story.write", self.first, self.value)
            case "mremap":
                return said("story.mremap", self.first, self.to)
            case _:
                return said(f"story.{self.verb}", self.first, self.mm)

    def _range(self, pages_of_mm: int) -> Text:
        if self.first == 0 and self.last == pages_of_mm - 1 and not self.mm and self.verb != "truncate":
            return said("story.all")
        return said("story.pages" if self.last > self.first else "story.page", self.pages)


class StoryError(ValueError):
    """A line that says nothing; `args` are what is wrong and what to write."""


def parse_line(text: str) -> Line:
    """One line of a story.

    Raises:
        StoryError: (what is wrong, what to write instead).
    """
    verb, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    if verb not in GRAMMAR:
        raise StoryError(said("scenario.no-verb", text), said("hint.write-one-of", ", ".join(GRAMMAR)))
    line = _parse_rest(verb, rest)
    if line is None:
        raise StoryError(said("scenario.verb-alone", text, verb), said("hint.write-it-like", GRAMMAR[verb]))
    return line


def _parse_rest(verb: str, rest: str) -> Line | None:
    match verb:
        case "exit":
            return None if rest else Line(verb)
        case "fork":
            return Line(verb, mm=rest) if re.fullmatch("[A-Z]", rest) else None
        case "write":
            found = _WRITE.fullmatch(rest)
            return Line(verb, int(found[1]), int(found[1]), int(found[2])) if found else None
        case "mremap":
            found = _MREMAP.fullmatch(rest)
            return Line(verb, int(found[1]), int(found[1]), to=int(found[2])) if found else None
    mm = ""
    if verb in ("swapout", "speculate", "zap"):
        found = _OF_MM.fullmatch(rest)
        if found is None:
            return None
        mm, rest = found[1], found[2]
    found = _RANGE.fullmatch(rest)
    if found is None or (found[2] and verb not in _RANGES):
        return None
    return Line(verb, int(found[1]), int(found[2] or found[1]), mm=mm)
