"""What a protocol cites, as links: message ids of mailing lists, DOIs, commits. None is loaded by a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

MESSAGE = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
DOI = re.compile(r"(?:doi:? ?)?(10\.\d{4,9}/\S+)")
COMMIT = re.compile(r"(?:commit )?([0-9a-f]{12,40})")


def sources(text: str) -> Iterator[tuple[str, str | None]]:
    """(words, address) of each source of a header; the address is None where the words say it all."""
    for part in filter(None, map(str.strip, text.split(";"))):
        yield part, address(part)


def address(part: str) -> str | None:
    """Where a message id, a DOI or a commit can be read; None if it is none of them."""
    if MESSAGE.fullmatch(part):
        return f"https://lore.kernel.org/r/{quote(part, safe='@')}/"
    for pattern, base in (
        (DOI, "https://doi.org/"),
        (COMMIT, "https://github.com/torvalds/linux/commit/"),
    ):
        found = pattern.fullmatch(part)
        if found:
            return base + found[1]
    return None
