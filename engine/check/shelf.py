"""A book's contents as the arrays of `engine.check.kernel`: rows, items, ways, judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from engine.check.judges import Common, JudgeTable, Said
from engine.check.memo import Book, Part, Row, Way
from engine.check.packing import THREAD_BITS
from engine.machine.violations import Violation

Masked = Row | Part | Common | Said

WORD_BITS = 64
_WORD = (1 << WORD_BITS) - 1

Knows = Callable[[tuple[Violation, ...]], bool]
"""Whether violations of their kinds are known already."""


class Shelf:
    """The arrays, and which row, way, judge or set of violations has which number in them.

    A judge whose mask has grown gets a new row, as steps do; the old row's items are never met again.
    """

    def __init__(self, kernel: ModuleType, threads: int, words: int, knows: Knows) -> None:
        self.kernel = kernel
        self.words = words
        self.knows = knows
        self.rows: dict[tuple[Masked, int], int] = {}
        self.leads: dict[tuple[int, int], int] = {}
        """By a row's number and a key in it, the item that leads to a part."""
        self.ways: list[Way] = []
        self.items = 0
        self.listed = 0
        """Entries of the array `judges`."""
        self.judges: list[JudgeTable] = []
        self.number_of: dict[JudgeTable, int] = {}
        self.own_judges = 0
        """Judges of states come first; behind them, those of a step's foreign changes."""
        self.sets: list[tuple[Violation, ...]] = [()]
        self.set_of: dict[int, int] = {id(self.sets[0]): 0}
        self.locals: list[dict[int, int]] = [{} for _ in range(threads)]
        """By thread: the numbers of its local states, which are given out in order (`PackedField`)."""
        np = kernel.np
        self.arrays: Any = kernel.Arrays(
            cursor=np.zeros(kernel.ENTERED + 1, np.int64),
            scratch=np.zeros((1, words), np.uint64),
            here=np.zeros(threads, np.int64),
            batch=np.zeros((kernel.BATCH, kernel.SLOT + 1), np.int64),
            new=np.zeros((kernel.BATCH, words), np.uint64),
            states=np.zeros((1, words), np.uint64),
            holds=np.zeros((1, threads), np.int32),
            index=np.zeros(4, np.uint32),
            row_of=np.full((threads, 1 << THREAD_BITS), -1, np.int32),
            outside=np.zeros((threads, 1 << THREAD_BITS), np.bool_),
            pinned=np.zeros((threads, 1 << THREAD_BITS), np.bool_),
            extra=np.full((threads, 24), -1, np.int64),
            slots=np.zeros(1 << 8, np.int32),
            memo=np.zeros((64, kernel.COUNT + 1), np.int32),
            words=np.zeros((64, words), np.uint64),
            ways=np.zeros((64, kernel.AFTER_END + 1), np.int32),
            deltas=np.zeros((64, words), np.uint64),
            follows=np.zeros(64, np.int32),
            judges=np.zeros(64, np.int32),
            judge_row=np.full(16, -1, np.int32),
            quiet=np.ones(64, np.bool_),
        )

    def fill(self, book: Book) -> None:
        """Take over all that a book holds."""
        cursor, kernel = self.arrays.cursor, self.kernel
        cursor[kernel.UP] = not book.model.shape.smp
        cursor[kernel.ALWAYS], cursor[kernel.AT_REST] = len(book.always), len(book.at_rest)
        for judge in (*book.always, *book.at_rest):
            self._number_judge(judge)
        self.own_judges = len(self.judges)
        self.grow(book)
        for thread, table in enumerate(book.tables):
            for local, row in table.rows.items():
                for part in row.parts.values():
                    for key in part.ways:
                        self._step(book, thread, local, row, key)
        for number, judge in enumerate(self.judges):
            for said in judge.common.said.values():
                for key in said.known:
                    self._judgement(number, key)

    # adding ------------------------------------------------------------------------------------
    def add_step(self, book: Book, state: int, thread: int) -> None:
        """Add the item for a step that the book has learnt."""
        self._locals(book)
        local = state & book.tables[thread].own
        self._step(book, thread, local, book.tables[thread].rows[local], state)

    def add_judgements(self, numbers: Iterable[int], state: int) -> None:
        """Add the items for judgements that the book has learnt."""
        for number in numbers:
            self._judgement(number, state)

    def grow(self, book: Book) -> None:
        """The short form has new bits: bring all masks and positions up to date."""
        grown, book.grown = book.grown, 0
        for (row, touched), number in self.rows.items():
            if touched & grown and row.touched == touched:
                self._put(self.arrays.words, number, row.mask)
        for thread, field in enumerate(book.packing.threads):
            for n, position in enumerate(field.positions[THREAD_BITS:]):
                self.arrays.extra[thread, n] = position
        halted = book.packing.halted.bits
        self.arrays.cursor[self.kernel.HALTED] = halted.bit_length() - 1
        self._locals(book)

    def hush(self) -> None:
        """More kinds of violations are known: nothing need be told of what breaks in these ways only."""
        for number, violations in enumerate(self.sets):
            self.arrays.quiet[number] = self.knows(violations)

    def sort_in(self) -> None:
        """The judges look at more bits: say again of each way who is asked after it."""
        for number, way in enumerate(self.ways):
            self._judges_after(number, way)

    def _judges_after(self, number: int, way: Way) -> None:
        kernel, ways = self.kernel, self.arrays.ways
        ways[number, kernel.JUDGED] = way.judged
        if ways[number, kernel.AFTER_END] - ways[number, kernel.AFTER] < len(way.after):  # they only get more
            self._list(number, way.after, kernel.AFTER)

    def _list(self, number: int, judges: Iterable[JudgeTable], begin: int) -> None:
        """Note judges of a way: from where in `judges`, and to where."""
        self.arrays.ways[number, begin] = self.listed
        for judge in judges:
            self._room("judges", self.listed)
            self.arrays.judges[self.listed] = self.number_of[judge]
            self.listed += 1
        self.arrays.ways[number, begin + 1] = self.listed

    def _locals(self, book: Book) -> None:
        """Say of each local state that is new where its thread stands."""
        for thread, table in enumerate(book.tables):
            known, changes = self.locals[thread], table.field.changes
            if len(changes) == len(known):
                continue
            for local, code in enumerate(list(changes)[len(known) :], len(known)):
                known[code] = local
                for name in ("row_of", "outside", "pinned"):
                    self._room(name, local, axis=1)
                place = table.place(code)
                self.arrays.outside[thread, local] = not table.code.in_kernel[place]
                self.arrays.pinned[thread, local] = table.code.pinned[place]

    def _step(self, book: Book, thread: int, local: int, row: Row, state: int) -> None:
        """state: any in which the step is that one, as far as the row looks at it."""
        number, place = self._row(row), self.locals[thread][local]
        before = int(self.arrays.row_of[thread, place])
        if before not in (-1, number):
            self._let_go(before)
        self.arrays.row_of[thread, place] = number
        part = row.parts[state & row.mask]
        if part.touched != row.touched:
            number = self._part(number, state & row.mask, part)
        ways = part.ways[state & part.mask]
        key = state & part.mask
        self._item(number, key, len(self.ways) if ways else int(key in part.waits), len(ways))
        for way in ways:
            self._way(way)

    def _part(self, row: int, key: int, part: Part | Said) -> int:
        """The number of a part as a row; the row to which it belongs leads there."""
        item = self.leads.get((row, key))
        if item is None:
            item = self.leads[row, key] = self._item(row, key, -1, -1)
        number = self._row(part)
        before = int(self.arrays.memo[item, self.kernel.FIRST])
        if isinstance(part, Part) and before not in (-1, number):
            self._let_go(before)
        self.arrays.memo[item, self.kernel.FIRST] = number
        return number

    def _let_go(self, row: int) -> None:
        """A row has given way to another: its items, and those of its parts, must be held nowhere."""
        kernel, np, arrays = self.kernel, self.kernel.np, self.arrays
        memo = arrays.memo[: self.items]
        of_row = memo[:, kernel.ROW] == row
        parts = memo[of_row & (memo[:, kernel.COUNT] == -1), kernel.FIRST]
        gone = 1 + np.flatnonzero(of_row | np.isin(memo[:, kernel.ROW], parts))
        ahead = arrays.holds[arrays.cursor[kernel.POSITION] : arrays.cursor[kernel.STATES]]
        for held in (ahead, arrays.follows):
            held[np.isin(held, gone)] = 0

    def _way(self, way: Way) -> None:
        number, kernel = len(self.ways), self.kernel
        self.ways.append(way)
        self._room("ways", number)
        self._room("deltas", number)
        self._room("follows", number)
        self._put(self.arrays.deltas, number, way.delta)
        self.arrays.ways[number, kernel.RESTS] = way.outcome.rests
        self.arrays.ways[number, kernel.BROKEN] = self._set(way.outcome.violations)
        for judge in way.before:
            self._number_judge(judge)
        self._list(number, way.before, kernel.BEFORE)
        self._judges_after(number, way)

    def _number_judge(self, judge: JudgeTable) -> None:
        number = self.number_of.setdefault(judge, len(self.judges))
        if number == len(self.judges):
            self.judges.append(judge)
            self._room("judge_row", number)

    def _judgement(self, number: int, state: int) -> None:
        """state: any of which the judge says that, as far as it looks at it."""
        common = self.judges[number].common
        row = self.arrays.judge_row[number] = self._row(common)
        said = common.said[state & common.mask]
        if said.touched != common.touched:
            row = self._part(row, state & common.mask, said)
        key = state & said.mask
        self._item(row, key, self._set(said.known[key]))

    def _item(self, row: int, key: int, first: int, count: int = 0) -> int:
        item = self.items
        self.items += 1
        self._room("memo", item)
        self._room("words", item)
        memo, kernel = self.arrays.memo, self.kernel
        memo[item, kernel.ROW], memo[item, kernel.FIRST], memo[item, kernel.COUNT] = row, first, count
        self._put(self.arrays.words, item, key)
        cursor = self.arrays.cursor
        cursor[kernel.ITEMS] = self.items
        if 2 * self.items >= len(self.arrays.slots):
            self.arrays = self.arrays._replace(
                slots=kernel.np.zeros(4 * len(self.arrays.slots), kernel.np.int32)
            )
            cursor[kernel.ENTERED] = 0
        return item

    def _row(self, row: Masked) -> int:
        number = self.rows.get((row, row.touched))
        if number is None:
            number = self.rows[row, row.touched] = self._item(-1, row.mask, 0)
        return number

    def _set(self, violations: tuple[Violation, ...]) -> int:
        number = self.set_of.get(id(violations))
        if number is None:
            number = self.set_of[id(violations)] = len(self.sets)
            self.sets.append(violations)
            self._room("quiet", number)
            self.arrays.quiet[number] = self.knows(violations)
        return number

    # arrays ------------------------------------------------------------------------------------
    def _room(self, name: str, number: int, axis: int = 0) -> None:
        """Make sure that an array has a place of that number."""
        array = getattr(self.arrays, name)
        while number >= array.shape[axis]:
            np = self.kernel.np
            more = np.full_like(array, -1) if name in ("row_of", "judge_row") else np.zeros_like(array)
            array = np.concatenate([array, more], axis=axis)
            self.arrays = self.arrays._replace(**{name: array})

    def _put(self, array: Any, number: int, bits: int) -> None:
        """Write a short form into a row of words, one by one: for so few that is the fastest."""
        assert bits >> WORD_BITS * self.words == 0, "the states have been widened first"
        for n in range(self.words):
            array[number, n] = bits >> WORD_BITS * n & _WORD
