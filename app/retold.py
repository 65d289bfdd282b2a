"""What the engine says in English, in the language of the command line (the page: static/src/told.js)."""

from __future__ import annotations

from engine.check.beyond import Covered
from engine.check.claims import ClaimResult
from engine.check.hopes import Possibility
from engine.check.interleavings import UNITS, Interleavings, grouped, rounded, scientific
from engine.check.verdict import Finding, Verdict, plainly
from engine.run.frames import ViolationInfo
from engine.run.run_info import ToggleInfo
from engine.words.catalogue import Words
from engine.words.saying import said, translated


def sentence(broken: Finding | ClaimResult | ViolationInfo, words: Words) -> str:
    """What is broken, and by whom."""
    return translated(said(f"violation.{broken.message}", *broken.args), words)


def titled(id: str, title: str, date: str, words: Words) -> str:
    """A protocol or a scenario, with its name before its title: "feb17: the bet (17 Feb 2002)"."""
    if date:
        return words.say("cli.titled-dated", id, words.ours(title), words.ours(date))
    return words.say("cli.titled", id, words.ours(title))


def toggle(changed: ToggleInfo, words: Words) -> str:
    """How a toggle stands."""
    value = words.ours(changed.values[changed.value])
    return words.say("cli.toggle", changed.name, changed.value, words.ours(changed.label), value)


def covered(verdict: Verdict, reduced: Covered | None, words: Words) -> str:
    """Exactly what was searched."""
    return translated(plainly(verdict) if reduced is None else reduced.told, words)


def interleavings(counted: Interleavings, words: Words) -> str:
    """How many runs there are."""
    count = int(counted.count)
    text = words.say("check.interleavings", count, large(count, words))
    return words.say("check.unbounded", text, counted.steps) if counted.unbounded else text


def large(number: int, words: Words) -> str:
    """A number as people say it: "12 345", "7.6 billion"."""
    if number < 1_000_000:
        return grouped(number)
    leading, power = rounded(number)
    leading = leading.replace(".", words.say("cli.point"))
    return words.say(f"cli.power-{power}", leading) if power in UNITS else scientific(leading, power)


def fixed(number: float, digits: int, words: Words) -> str:
    """A number with some digits behind the point."""
    return f"{number:.{digits}f}".replace(".", words.say("cli.point"))


def hope(possible: Possibility, words: Words) -> str:
    """What some run should do; what the author of a scenario wrote is said as it stands there."""
    kind, _, thread = possible.id.partition("-")
    id = f"check.hope-{kind}"
    return words.say(id, thread) if id in words else possible.text
