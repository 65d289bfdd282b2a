"""The lines of a story: "munmap 0-1", "write 0 = 7", "fork B".

line   = "map" range | "munmap" range | "read" page | "write" page "=" value
       | "fork" mm | "unshare" page | "exit"
range  = page [ "-" page ]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GRAMMAR: dict[str, str] = {
    "map": "map 0-1",
    "munmap": "munmap 0-1",
    "read": "read 0",
    "write": "write 0 = 7",
    "fork": "fork B",
    "unshare": "unshare 0",
    "exit": "exit",
}
"""Each verb with an example."""

_RANGE = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")
_WRITE = re.compile(r"([0-9]{1,3})\s*=\s*([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story. Pages count from 0 within the address space; `last` is included.

    value: what a write stores. mm: the name of the child of a fork.
    """

    verb: str
    first: int = 0
    last: int = 0
    value: int = 0
    mm: str = ""

    @property
    def text(self) -> str:
        match self.verb:
            case "map" | "munmap":
                return f"{self.verb} {self.pages}"
            case "write":
                return f"write {self.first} = {self.value}"
            case "fork":
                return f"fork {self.mm}"
            case "exit":
                return "exit"
            case _:
                return f"{self.verb} {self.first}"

    @property
    def pages(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    def told(self, pages_of_mm: int) -> str:
        """What the line does, for people: "unmaps all of its memory"."""
        whole = self.first == 0 and self.last == pages_of_mm - 1
        plural = "pages" if self.last > self.first else "page"
        match self.verb:
            case "map" | "munmap":
                does = "maps" if self.verb == "map" else "unmaps"
                return f"{does} all of its memory" if whole else f"{does} {plural} {self.pages}"
            case "read":
                return f"reads page {self.first}"
            case "write":
                return f"writes {self.value} to page {self.first}"
            case "fork":
                return f"forks {self.mm}"
            case "unshare":
                return f"unshares the table of page {self.first}"
            case _:
                return "exits"


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
        raise StoryError(f"'{text}' begins with no known verb", f"write one of: {', '.join(GRAMMAR)}")
    line = _parse_rest(verb, rest)
    if line is None:
        raise StoryError(f"'{text}' does not say what to {verb}", f"write it like `{GRAMMAR[verb]}`")
    return line


def _parse_rest(verb: str, rest: str) -> Line | None:
    if verb == "exit":
        return None if rest else Line(verb)
    if verb == "fork":
        return Line(verb, mm=rest) if re.fullmatch("[A-Z]", rest) else None
    if verb == "write":
        match = _WRITE.fullmatch(rest)
        return Line(verb, int(match[1]), int(match[1]), int(match[2])) if match else None
    match = _RANGE.fullmatch(rest)
    if match is None or (match[2] and verb not in ("map", "munmap")):
        return None
    return Line(verb, int(match[1]), int(match[2] or match[1]))
