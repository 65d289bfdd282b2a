"""One proctype for neighbouring threads whose texts say the same of another mm, thread or value.

Theory of operation. Two processes are twins if their texts are the same words, but for names and numbers
that grow by the same amount from each to the next. Spin numbers its processes from 0 in the order in which
they are declared, as threads are numbered; so such a word is an expression in `_pid`. It is the same model:
only pan's source, and the time that a C compiler takes for it, is smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+|\W")


@dataclass(frozen=True, slots=True)
class Group:
    """The threads `first`, `first` + 1, ... that one text stands for."""

    first: int
    threads: int
    text: str


class Twins:
    """The texts of all threads, in order, with twins as one group.

    numbers: what the names of objects stand for. names: what stands for them in a text of twins.
    """

    def __init__(self, texts: Sequence[str], numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.names: dict[str, str] = {}
        self.groups: list[Group] = []
        start = 0
        while start < len(texts):
            end = len(texts)
            while (text := self._common(texts[start:end], start)) is None:
                end -= 1
            self.groups.append(Group(start, end - start, text))
            start = end

    def _common(self, texts: Sequence[str], first: int) -> str | None:
        """The text that all of these are, if there is one."""
        if len(texts) == 1:
            return texts[0]
        split = [_WORD.findall(text) for text in texts]
        if len({len(words) for words in split}) > 1:
            return None
        found = list(self._words(zip(*split, strict=True), first))
        return None if None in found else "".join(word for word in found if word is not None)

    def _words(self, columns: Iterator[tuple[str, ...]], first: int) -> Iterator[str | None]:
        for words in columns:
            yield words[0] if len(set(words)) == 1 else self._in_pid(words, first)

    def _in_pid(self, words: tuple[str, ...], first: int) -> str | None:
        """An expression in `_pid` that is each word in turn, or its name."""
        values = [int(word) if word.isdigit() else self.numbers.get(word) for word in words]
        known = [value for value in values if value is not None]
        if len(known) < len(values) or len({b - a for a, b in zip(known, known[1:], strict=False)}) > 1:
            return None
        step = known[1] - known[0]
        start = known[0] - step * first
        times = "_pid" if step == 1 else f"{step} * _pid"
        expression = f"({start} + {times})" if start else f"({times})"
        name = _own(words[0])
        return name if name and self.names.setdefault(name, expression) == expression else expression


def _own(word: str) -> str:
    """How a thread calls what is its own: "A_pmd_0" is MY_PMD_0."""
    if word.isdigit():
        return ""
    if word.startswith("by_"):
        return "ME"
    return "MY_" + (word.partition("_")[2].upper() or "MM")
