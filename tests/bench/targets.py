"""What `make bench` holds a number against, and how it says so."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Targets:
    """Counts what was met. A target that is not met is marked where it stands, and listed at the end."""

    met: int = 0
    missed: list[str] = field(default_factory=list)

    def at_least(self, what: str, value: float, bound: float, unit: str = "x") -> str:
        return self._told(what, value, f"at least {bound:g}{unit}", value >= bound, unit)

    def at_most(self, what: str, value: float, bound: float, unit: str = "x") -> str:
        return self._told(what, value, f"at most {bound:g}{unit}", value <= bound, unit)

    def _told(self, what: str, value: float, bound: str, holds: bool, unit: str) -> str:
        shown = f"{value:.2g}" if value < 10 else f"{value:.0f}"
        text = f"{shown}{unit} ({bound}: {'met' if holds else 'NOT MET'})"
        self.met += holds
        if not holds:
            self.missed.append(f"{what}: {text}")
        return text

    def summary(self) -> str:
        lines = [f"{self.met} targets met, {len(self.missed)} not met", *self.missed]
        return "\n    ".join(lines)
