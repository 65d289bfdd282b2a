"""A short form of states, in which a search keeps them: only what ever changed, value by value.

Every field of a state (of the machine, and each thread's place and locals as one) numbers its values in
the order in which they turn up; the initial value is 0. A field gets bits of the short form when it needs
them: none while it has never changed, one for its second value, two for its third, each at the next free
position. So nothing has to be known beforehand, what was packed before stays as it is, and two short
forms are equal exactly if the states are. They never leave the search that made them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from engine.run.model import Model

PIECE_BITS = 12
"""A piece that has so many bits takes no further field; those that it has may still grow."""

THREAD_BITS = 8
"""Bits that each thread's place and locals have from the start, side by side from bit 0."""


class PackedField:
    """One field: its mask in states, its bits in short forms, and what stands for what.

    piece: with which others it is unpacked, once it has bits.
    """

    def __init__(self, mask: int, initial: int, positions: Iterable[int] = ()) -> None:
        self.mask = mask
        self.positions = list(positions)
        self.bits = sum(1 << position for position in self.positions)
        self.codes = {initial: 0}
        """Value, in its place in the state -> its bits in the short form."""
        self.changes = {0: 0}
        """Those bits -> XOR of that value and the initial one."""
        self.piece: Piece | None = None

    def scatter(self, number: int) -> int:
        return sum(1 << position for n, position in enumerate(self.positions) if number >> n & 1)


class Piece:
    """Some fields that are unpacked together. changes: as in a field, of what was met before."""

    def __init__(self, *fields: PackedField) -> None:
        self.fields: list[PackedField] = []
        self.bits = 0
        self.changes = {0: 0}
        for field in fields:
            self.add(field)

    def add(self, field: PackedField) -> None:
        self.fields.append(field)
        self.bits |= field.bits
        field.piece = self

    def learn(self, bits: int) -> int:
        change = 0
        for field in self.fields:
            change ^= field.changes[bits & field.bits]
        self.changes[bits] = change
        return change


class Packing:
    """The short form of one model's states. `width`: how many bits are in use."""

    def __init__(self, model: Model) -> None:
        self.initial = model.initial
        threads = len(model.threads)
        self.threads = [
            PackedField(code.mask, self.initial & code.mask, range(n * THREAD_BITS, (n + 1) * THREAD_BITS))
            for n, code in enumerate(model.threads)
        ]
        machine = [
            PackedField(field.mask, self.initial & field.mask) for field in model.layout.fields if field.width
        ]
        self.field_at = {
            bit: field
            for field in (*self.threads, *machine)
            for bit in range(field.mask.bit_length())
            if field.mask >> bit & 1
        }
        """By each of its bits in a state."""
        self.halted = next(field for field in machine if field.mask == model.layout.halted.mask)
        self.width = threads * THREAD_BITS
        self.pieces = [*map(Piece, self.threads), Piece()]
        self.grown: list[tuple[int, int]] = []
        self.bits_of: dict[int, int] = {}
        """What `bits` has said, until a field gets another bit."""

    def _under(self, mask: int) -> Iterator[PackedField]:
        """The fields of which a mask has some bits."""
        while mask:
            field = self.field_at[(mask & -mask).bit_length() - 1]
            mask &= ~field.mask
            yield field

    def bits(self, mask: int) -> int:
        """The bits of the short form that stand for the fields under a mask."""
        bits = self.bits_of.get(mask)
        if bits is None:
            bits = self.bits_of[mask] = sum(field.bits for field in self._under(mask))
        return bits

    def pack(self, state: int) -> int:
        return self.delta(self.initial, state)

    def unpack(self, packed: int) -> int:
        state = self.initial
        for piece in self.pieces:
            bits = packed & piece.bits
            change = piece.changes.get(bits)
            state ^= piece.learn(bits) if change is None else change
        return state

    def delta(self, before: int, after: int) -> int:
        """XOR of the short forms of two states."""
        delta = 0
        for field in self._under(before ^ after):
            delta ^= self._code(field, before & field.mask) ^ self._code(field, after & field.mask)
        return delta

    def _grow(self, field: PackedField) -> None:
        """Give a field one bit more."""
        bit = 1 << self.width
        field.positions.append(self.width)
        field.bits |= bit
        self.width += 1
        self.grown.append((field.mask, bit))
        self.bits_of.clear()
        if field.piece is not None:
            field.piece.bits |= bit
            return
        if self.pieces[-1].bits.bit_count() >= PIECE_BITS:
            self.pieces.append(Piece())
        self.pieces[-1].add(field)

    def take_grown(self) -> list[tuple[int, int]]:
        """The bits that are new since the last call, each with its field's mask: add them to your masks."""
        grown, self.grown = self.grown, []
        return grown

    def _code(self, field: PackedField, value: int) -> int:
        code = field.codes.get(value)
        if code is None:
            number = len(field.codes)
            if number >> len(field.positions):
                self._grow(field)
            code = field.codes[value] = field.scatter(number)
            field.changes[code] = value ^ self.initial & field.mask
        return code


class Levels(Sequence[Sequence[int]]):
    """States by their distance, unpacked when they are asked for; `packed` has the short forms."""

    def __init__(self, packing: Packing, packed: list[Sequence[int]]) -> None:
        self.packing = packing
        self.packed = packed

    def __len__(self) -> int:
        return len(self.packed)

    @overload
    def __getitem__(self, index: int) -> list[int]: ...
    @overload
    def __getitem__(self, index: slice) -> Levels: ...
    def __getitem__(self, index: int | slice) -> list[int] | Levels:
        if isinstance(index, slice):
            return Levels(self.packing, self.packed[index])
        return [self.packing.unpack(state) for state in self.packed[index]]
