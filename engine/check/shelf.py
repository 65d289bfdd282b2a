"""A book's contents as the arrays of `engine.check.kernel`: rows, items, ways, judges."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from engine.check.memo import Book, JudgeTable, Part, Row, Way
from engine.check.packing import THREAD_BITS, PackedField
from engine.machine.violations import Violation

Masked = Row | Part | JudgeTable


class Shelf:
    """The arrays, and which row, way, judge or set of violations has which number in them.

    A judge whose mask has grown gets a new row, as steps do; the old row's items are never met again.
    """

    def __init__(self, kernel: ModuleType, threads: int, words: int) -> None:
        self.kernel = kernel
        self.words = words
        self.rows: dict[tuple[Masked, int], int] = {}
        self.leads: dict[tuple[int, int], int] = {}
        """By a row's number and a key in it, the item that leads to a part."""
        self.ways: list[Way] = []
        self.items = 0
        self.before = 0
        self.judges: list[JudgeTable] = []
        self.own_judges = 0
        """Judges of states come first; behind them, those of a step's foreign changes."""
        self.sets: list[tuple[Violation, ...]] = [()]
        self.set_of: dict[int, int] = {id(self.sets[0]): 0}
        self.locals = [0] * threads
        np = kernel.np
        self.arrays: Any = kernel.Arrays(
            cursor=np.zeros(kernel.QUIET + 1, np.int64),
            scratch=np.zeros((1, words), np.uint64),
            states=np.zeros((1, words), np.uint64),
            index=np.zeros(4, np.uint32),
            row_of=np.full((threads, 1 << THREAD_BITS), -1, np.int32),
            outside=np.zeros((threads, 1 << THREAD_BITS), np.bool_),
            pinned=np.zeros((threads, 1 << THREAD_BITS), np.bool_),
            extra=np.full((threads, 24), -1, np.int64),
            row_mask=np.zeros((64, words), np.uint64),
            slots=np.zeros(1 << 8, np.int32),
            item_row=np.zeros(64, np.int32),
            item_key=np.zeros((64, words), np.uint64),
            item_first=np.zeros(64, np.int32),
            item_count=np.zeros(64, np.int32),
            way_delta=np.zeros((64, words), np.uint64),
            way_judged=np.zeros(64, np.uint8),
            way_rests=np.zeros(64, np.bool_),
            way_set=np.zeros(64, np.int32),
            way_before=np.zeros(64, np.int32),
            way_before_end=np.zeros(64, np.int32),
            way_after=np.zeros(64, np.uint8),
            before=np.zeros(64, np.int32),
            judge_row=np.full(16, -1, np.int32),
            quiet=np.ones(64, np.bool_),
        )

    def fill(self, book: Book) -> None:
        """Take over all that a book holds."""
        cursor, kernel = self.arrays.cursor, self.kernel
        cursor[kernel.UP] = not book.model.shape.smp
        cursor[kernel.ALWAYS], cursor[kernel.AT_REST] = len(book.always), len(book.at_rest)
        self.judges = [*book.always, *book.at_rest]
        self.own_judges = len(self.judges)
        self.grow(book)
        for thread, table in enumerate(book.tables):
            for local, row in table.rows.items():
                for part in row.parts.values():
                    for key in part.ways:
                        self._step(book, thread, local, row, key)
        for number, judge in enumerate(self.judges):
            for key in judge.known:
                self._judgement(number, key)
        self._enter(0)

    # adding ------------------------------------------------------------------------------------
    def add_step(self, book: Book, state: int, thread: int) -> None:
        """Add the item for a step that the book has learnt."""
        first = self.items
        self._locals(book)
        local = state & book.tables[thread].own
        self._step(book, thread, local, book.tables[thread].rows[local], state)
        self._enter(first)

    def add_judgement(self, number: int, state: int) -> None:
        """Add the item for a judgement that the book has learnt."""
        first = self.items
        self._judgement(number, state & self.judges[number].mask)
        self._enter(first)

    def grow(self, book: Book) -> None:
        """The short form has new bits: bring all masks and positions up to date."""
        for (row, touched), number in self.rows.items():
            if row.touched == touched:
                self.arrays.row_mask[number] = self._words(row.mask)
        for thread, field in enumerate(book.packing.threads):
            for n, position in enumerate(field.positions[THREAD_BITS:]):
                self.arrays.extra[thread, n] = position
        halted = book.packing.halted.bits
        self.arrays.cursor[self.kernel.HALTED] = halted.bit_length() - 1
        self._locals(book)

    def sort_in(self) -> None:
        """The judges look at more bits: say again of each way who is asked after it."""
        for number, way in enumerate(self.ways):
            self._judges_of(number, way)

    def _judges_of(self, number: int, way: Way) -> None:
        self.arrays.way_judged[number] = way.judged
        self.arrays.way_after[number] = sum(
            1 << n for n, judge in enumerate(self.judges[: self.own_judges]) if judge in way.after
        )

    def _locals(self, book: Book) -> None:
        """Say of each local state that is new where its thread stands."""
        for thread, table in enumerate(book.tables):
            codes = list(table.field.changes)
            for code in codes[self.locals[thread] :]:
                local = _number(table.field, code)
                for name in ("row_of", "outside", "pinned"):
                    self._room(name, local, axis=1)
                place = table.place(code)
                self.arrays.outside[thread, local] = not table.code.in_kernel[place]
                self.arrays.pinned[thread, local] = table.code.pinned[place]
            self.locals[thread] = len(codes)

    def _step(self, book: Book, thread: int, local: int, row: Row, state: int) -> None:
        """state: any in which the step is that one, as far as the row looks at it."""
        number = self._row(row)
        self.arrays.row_of[thread, _number(book.tables[thread].field, local)] = number
        part = row.parts[state & row.mask]
        if part.touched != row.touched:
            number = self._part(number, state & row.mask, part)
        ways = part.ways[state & part.mask]
        item = self._item(number, state & part.mask, len(self.ways))
        self.arrays.item_count[item] = len(ways)
        for way in ways:
            self._way(way, len(ways) > 1)

    def _part(self, row: int, key: int, part: Part) -> int:
        """The number of a part as a row; the row that it belongs to leads there."""
        item = self.leads.get((row, key))
        if item is None:
            item = self.leads[row, key] = self._item(row, key, 0)
            self.arrays.item_count[item] = -1
        number = self.arrays.item_first[item] = self._row(part)
        return number

    def _way(self, way: Way, several: bool) -> None:
        number = len(self.ways)
        self.ways.append(way)
        for name in (
            "way_delta",
            "way_judged",
            "way_rests",
            "way_set",
            "way_before",
            "way_before_end",
            "way_after",
        ):
            self._room(name, number)
        self.arrays.way_delta[number] = self._words(way.delta)
        self.arrays.way_rests[number] = way.outcome.rests
        self.arrays.way_set[number] = self._set(way.outcome.violations)
        self.arrays.way_before[number] = self.before
        for judge in way.before:
            if judge not in self.judges:
                self._room("judge_row", len(self.judges))
                self.arrays.judge_row[len(self.judges)] = -1
                self.judges.append(judge)
            self._room("before", self.before)
            self.arrays.before[self.before] = self.judges.index(judge)
            self.before += 1
        self.arrays.way_before_end[number] = self.before
        self._judges_of(number, way)

    def _judgement(self, number: int, key: int) -> None:
        judge = self.judges[number]
        row = self.arrays.judge_row[number] = self._row(judge)
        self._item(row, key, self._set(judge.known[key]))

    def _item(self, row: int, key: int, first: int) -> int:
        item = self.items
        self.items += 1
        for name in ("item_row", "item_key", "item_first", "item_count"):
            self._room(name, item)
        self.arrays.item_row[item] = row
        self.arrays.item_key[item] = self._words(key)
        self.arrays.item_first[item] = first
        return item

    def _row(self, row: Masked) -> int:
        known = self.rows.get((row, row.touched))
        if known is not None:
            return known
        number = self.rows[row, row.touched] = len(self.rows)
        self._room("row_mask", number)
        self.arrays.row_mask[number] = self._words(row.mask)
        return number

    def _set(self, violations: tuple[Violation, ...]) -> int:
        number = self.set_of.get(id(violations))
        if number is None:
            number = self.set_of[id(violations)] = len(self.sets)
            self.sets.append(violations)
            self._room("quiet", number)
            self.arrays.quiet[number] = not violations
        return number

    # arrays ------------------------------------------------------------------------------------
    def _enter(self, first: int) -> None:
        """Make the items from `first` on known to the loop."""
        np = self.kernel.np
        if 2 * self.items >= len(self.arrays.slots):
            slots = np.zeros(4 * len(self.arrays.slots), np.int32)
            self.arrays, first = self.arrays._replace(slots=slots), 0
            self._enter(first)
            return
        with np.errstate(over="ignore"):
            a = self.arrays
            self.kernel.fill_slots(a.slots, a.item_row, a.item_key, a.row_mask, first, self.items)

    def _room(self, name: str, number: int, axis: int = 0) -> None:
        """Make sure that an array has a place of that number."""
        array = getattr(self.arrays, name)
        while number >= array.shape[axis]:
            np = self.kernel.np
            more = np.full_like(array, -1) if name in ("row_of", "judge_row") else np.zeros_like(array)
            array = np.concatenate([array, more], axis=axis)
            self.arrays = self.arrays._replace(**{name: array})

    def _words(self, bits: int) -> Any:
        np = self.kernel.np
        return np.frombuffer(bits.to_bytes(8 * self.words, "little"), np.uint64)


def _number(field: PackedField, code: int) -> int:
    """The number of a value, given its bits in the short form."""
    return sum((code >> position & 1) << n for n, position in enumerate(field.positions))
