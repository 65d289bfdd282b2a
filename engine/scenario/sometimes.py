"""What a scenario says must be possible, or its checks are worth little: "A and B share a table".

wish = name "runs" | "a count reaches" number | "a table is freed" | "a page is freed"
     | "memory runs out" | mm "and" mm "share a table"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.words.saying import said

WISHES: dict[str, str] = {
    "runs": "zap_page_range runs",
    "count": "a count reaches 3",
    "table-freed": "a table is freed",
    "page-freed": "a page is freed",
    "no-memory": "memory runs out",
    "share": "A and B share a table",
}
"""Each kind of wish with an example."""

MOST_WISHES = 16
COUNTS = range(2, 16)
"""Counts that a wish can name: every table that is in use has one of 1, and the model counts up to 15."""

_PLAIN = {WISHES[kind]: kind for kind in ("table-freed", "page-freed", "no-memory")}
_RUNS = re.compile(r"([A-Za-z_]\w{0,79}) runs")
_COUNT = re.compile(r"a count reaches ([0-9]{1,3})")
_SHARE = re.compile(r"([A-Z]) and ([A-Z]) share a table")


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that some run must do. names: a function, or two processes. number: a count."""

    kind: str
    text: str
    names: tuple[str, ...] = ()
    number: int = 0


class WishError(ValueError):
    """A text that wishes nothing known; `args` are what is wrong and what to write."""


def parse_wish(text: str, mms: tuple[str, ...]) -> Wish:
    """One wish of a scenario with some processes.

    Raises:
        WishError: (what is wrong, what to write instead).
    """
    text = " ".join(text.split())
    if text in _PLAIN:
        return Wish(_PLAIN[text], text)
    if match := _RUNS.fullmatch(text):
        return Wish("runs", text, (match[1],))
    if match := _COUNT.fullmatch(text):
        return _count(text, int(match[1]))
    if match := _SHARE.fullmatch(text):
        return _share(text, (match[1], match[2]), mms)
    examples = ", ".join(f'"{example}"' for example in WISHES.values())
    raise WishError(said("scenario.no-wish", text[:60]), said("hint.write-like-one-of", examples))


def _count(text: str, number: int) -> Wish:
    if number not in COUNTS:
        hint = said("hint.name-a-count", COUNTS[0], COUNTS[-1])
        raise WishError(said("scenario.no-count", text), hint)
    return Wish("count", text, number=number)


def _share(text: str, names: tuple[str, str], mms: tuple[str, ...]) -> Wish:
    unknown = [name for name in names if name not in mms]
    if unknown or names[0] == names[1]:
        if unknown:
            wrong = said("scenario.wish-unknown", text, unknown[0])
        else:
            wrong = said("scenario.wish-twice", text)
        raise WishError(wrong, said("hint.name-two-of", ", ".join(mms)))
    return Wish("share", text, names)
