"""What judges say of states, remembered by the bits that they look at.

As with steps (`engine.check.steps`), what a judge looks at next depends on what it has just seen: the table
that a slot names. So an answer is looked up twice: under the bits that all runs of the judge had in
common, and under those that the runs which agree there have looked at.
"""

from __future__ import annotations

from engine.check.packing import Packing
from engine.machine.layout import Layout
from engine.machine.memory import Memory
from engine.machine.properties import Judge
from engine.machine.violations import Violation

Broken = tuple[Violation, ...]


class Said:
    """Answers whose common bits agree. touched: the bits of the whole state that they look at; mask: the
    same in the short form; known: by these.
    """

    __slots__ = ("known", "mask", "touched")

    def __init__(self, touched: int, mask: int) -> None:
        self.touched = touched
        self.mask = mask
        self.known: dict[int, Broken] = {}


class Common:
    """The bits that all runs of a judge look at, and by these what it said."""

    __slots__ = ("mask", "said", "touched")

    def __init__(self, touched: int, mask: int) -> None:
        self.touched = touched
        self.mask = mask
        self.said: dict[int, Said] = {}


class JudgeTable:
    """What one judge says. touched: all bits that it was ever seen to look at; mask: in the short form."""

    __slots__ = ("common", "judge", "layout", "mask", "packing", "touched")

    def __init__(self, layout: Layout, packing: Packing, judge: Judge) -> None:
        self.layout = layout
        self.packing = packing
        self.judge = judge
        self.touched = 0
        self.mask = 0
        self.common = Common(0, 0)

    def answer(self, packed: int) -> Broken | None:
        """What it says of a state; None if that is not known."""
        common = self.common
        said = common.said.get(packed & common.mask)
        return None if said is None else said.known.get(packed & said.mask)

    def learn(self, packed: int) -> Broken:
        """Ask the judge itself, of a state that is not known."""
        found, touched = self.run(self.packing.unpack(packed))
        bits = self.packing.bits
        if touched & ~self.touched:
            self.touched |= touched
            self.mask = bits(self.touched)
        if not self.common.said:
            self.common = Common(touched, bits(touched))
        elif self.common.touched & ~touched:
            shared = self.common.touched & touched
            self.common = Common(shared, bits(shared))
        key = packed & self.common.mask
        said = self.common.said.get(key)
        if said is None or touched & ~said.touched:
            touched |= said.touched if said is not None else self.common.touched
            said = self.common.said[key] = Said(touched, bits(touched))
        said.known[packed & said.mask] = found
        return found

    def run(self, state: int) -> tuple[Broken, int]:
        """What the judge says of a whole state, and the bits that it looked at."""
        memory = Memory(self.layout, state)
        return tuple(self.judge(memory)), memory.touched

    def grow(self, mask: int, bit: int) -> None:
        """A field has got one bit more: the judge looks at it if it looks at the field."""
        if not self.touched & mask:
            return
        self.mask |= bit
        if self.common.touched & mask:
            self.common.mask |= bit
        for said in self.common.said.values():
            if said.touched & mask:
                said.mask |= bit
