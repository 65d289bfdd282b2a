"""What a header says about toggles together: combinations that mean nothing, presets, and who counts sharers.

`refuse: CONFIG_A=1, CONFIG_B=0: sentence`    settings that are refused, each with the reason
`as-of: 2012: CONFIG_A=0, CONFIG_B=0`         a preset by name; what it does not name stays as the text has it
`count: page_count | sharers by CONFIG_A`     who counts sharers, for each value of a toggle
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.errors import Span
from engine.lang.codes import Diagnostics
from engine.vocabulary.constants import COUNTINGS
from engine.words.saying import said

Setting = tuple[tuple[str, int], ...]
"""Toggles with a value each."""


@dataclass(frozen=True, slots=True)
class Combination:
    """A setting of toggles with its words: why it is refused, or what the preset is called."""

    text: str
    setting: Setting

    def holds(self, config: Mapping[str, int]) -> bool:
        return all(config.get(name) == value for name, value in self.setting)


@dataclass(frozen=True, slots=True)
class Counting:
    """One of COUNTINGS for each value of `toggle`; a single one where that is empty."""

    ways: tuple[str, ...] = COUNTINGS[:1]
    toggle: str = ""

    def under(self, config: Mapping[str, int]) -> str:
        return self.ways[config[self.toggle]] if self.toggle else self.ways[0]


def _setting(text: str) -> Setting | None:
    """ "CONFIG_A=1, CONFIG_B=0", or None where it is not of that form."""
    pairs = []
    for part in text.split(","):
        name, _, value = (word.strip() for word in part.partition("="))
        if not name.startswith("CONFIG_") or not (value.isascii() and value.isdigit() and len(value) < 3):
            return None
        pairs.append((name, int(value)))
    return tuple(pairs)


def read_refusal(text: str, span: Span, diagnostics: Diagnostics) -> Combination:
    """The value of a line `refuse:`."""
    head, _, sentence = (part.strip() for part in text.partition(":"))
    setting = _setting(head)
    if setting is None or not sentence:
        diagnostics.add(
            "LANG05",
            span,
            said("lang.refuse-line", text[:40]),
            said("hint.refuse-line"),
        )
    return Combination(sentence, setting or ())


def read_preset(text: str, span: Span, diagnostics: Diagnostics) -> Combination:
    """The value of a line `as-of:`."""
    label, _, rest = (part.strip() for part in text.partition(":"))
    setting = _setting(rest) if rest else ()
    if setting is None or not label:
        diagnostics.add(
            "LANG05",
            span,
            said("lang.as-of-line", text[:40]),
            said("hint.as-of-line"),
        )
    return Combination(label, setting or ())


def read_counting(text: str, span: Span, diagnostics: Diagnostics) -> Counting:
    """The value of the line `count:`."""
    before, by, toggle = (part.strip() for part in text.partition(" by "))
    ways = tuple(way.strip() for way in before.split("|"))
    if not set(ways) <= set(COUNTINGS) or bool(by) != (len(ways) > 1):
        diagnostics.add(
            "LANG05",
            span,
            said("lang.count-line", text[:40]),
            said("hint.count-line", ", ".join(COUNTINGS)),
        )
    return Counting(ways, toggle)


def check_combinations(
    combinations: Sequence[Combination],
    counting: Counting,
    values: Mapping[str, int],
    span: Span,
    diagnostics: Diagnostics,
) -> None:
    """Notes toggles, or values of them, that there are not. values: how many each toggle has."""
    named = [pair for one in combinations for pair in one.setting]
    if counting.toggle:
        named.append((counting.toggle, len(counting.ways) - 1))
        if values.get(counting.toggle, len(counting.ways)) != len(counting.ways):
            named.append((counting.toggle, values[counting.toggle]))
    for name, value in named:
        if value >= values.get(name, 0):
            diagnostics.add(
                "LANG05",
                span,
                said("lang.header-toggle", name, value),
                said("hint.header-toggles", ", ".join(values) or said("hint.none")),
            )
