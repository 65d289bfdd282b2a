"""The search's inner loop compiled by numba, and what it needs around it.

`Compiled` takes over from a running search: its states, its place in the queue, and its book. The loop
itself is `engine.check.kernel`. When it lacks a step or a judgement, the book runs the readable one, and
the new item is added here; when something breaks, the search is told. So the answers, and their order,
are those of `Search._sweep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from engine.check.memo import Book
from engine.check.shelf import WORD_BITS, Shelf
from engine.machine.violations import Violation

_WORD_BYTES = WORD_BITS // 8
ROOM = 1 << 18
"""States for which there is room at least."""

_kernel: ModuleType | None = None


def ready() -> bool:
    """Whether the compiled loop can be used at once."""
    return _kernel is not None


def warm() -> bool:
    """Import and compile the loop, or load it from numba's cache; false if there is no numba.

    It takes a second with the cache and ten without: call it where nobody waits.
    """
    global _kernel
    if _kernel is None:
        try:
            from engine.check import kernel, kernel_back
        except ImportError:
            return False
        shelf = Shelf(kernel, threads=1, words=1, knows=lambda _: True)
        arrays = shelf.arrays
        kernel.fill_index(arrays.states, arrays.index, 0)
        kernel.sweep(arrays)
        kernel_back.look_back(arrays, 0, 0, arrays.quiet, False, arrays.quiet)
        _kernel = kernel
    return True


class Listener(Protocol):
    """Whoever is told what breaks: a search."""

    def note(
        self, violations: tuple[Violation, ...], before: int, thread: int | None, fails: bool, steps: int
    ) -> None: ...

    def knows(self, violations: tuple[Violation, ...]) -> bool:
        """Whether something of each of their kinds is known, so that they need not be told."""

    def stuck(self, state: int, steps: int) -> bool:
        """Nobody can go on in a state; true if no further such state is of interest."""


class Marks(NamedTuple):
    """What a look backwards is after. ahead: per state; unwanted: per set of violations."""

    ahead: Any
    unwanted: Any


class Compiled:
    """A search's states and its inner loop. bounds[n]: first state of level n; the last one: of the next."""

    def __init__(
        self, book: Book, listener: Listener, levels: Sequence[Sequence[int]], following: Sequence[int]
    ) -> None:
        assert _kernel is not None, "ready() is true"
        self.kernel: Any = _kernel
        self.book = book
        self.listener = listener
        self.words = book.packing.width // WORD_BITS + 1
        self._fill_shelf()
        self.bounds = [0]
        for level in levels:
            self.bounds.append(self.bounds[-1] + len(level))
        states = [state for level in (*levels, following) for state in level]
        self._take_over(b"".join(state.to_bytes(self.words * _WORD_BYTES, "little") for state in states))

    @property
    def cursor(self) -> Any:
        return self.shelf.arrays.cursor

    @property
    def states(self) -> int:
        return int(self.cursor[self.kernel.STATES])

    @property
    def transitions(self) -> int:
        return int(self.cursor[self.kernel.TRANSITIONS])

    @transitions.setter
    def transitions(self, number: int) -> None:
        self.cursor[self.kernel.TRANSITIONS] = number

    @property
    def size(self) -> int:
        """Bytes that the states, what they hold and their index take, room for more included."""
        arrays = self.shelf.arrays
        return int(arrays.states.nbytes + arrays.holds.nbytes + arrays.index.nbytes)

    def _take_over(self, rows: bytes) -> None:
        np = self.kernel.np
        states = np.frombuffer(rows, np.uint64).reshape(-1, self.words)
        self.cursor[self.kernel.STATES] = len(states)
        self._room_for(max(ROOM, 2 * len(states)), states)

    def _room_for(self, capacity: int, states: Any) -> None:
        """Move the states to larger arrays, and make their index anew."""
        np = self.kernel.np
        larger = np.empty((capacity, self.words), np.uint64)
        larger[: len(states)] = states
        holds = np.zeros((capacity, len(self.book.tables)), np.int32)
        known = self.shelf.arrays.holds[: len(states)]
        holds[: len(known)] = known
        index = np.zeros(1 << (capacity * 3 // 2).bit_length(), np.uint32)
        self.shelf.arrays = self.shelf.arrays._replace(states=larger, holds=holds, index=index)
        with np.errstate(over="ignore"):
            self.kernel.fill_index(larger, index, self.states)

    def _fill_shelf(self) -> None:
        self.shelf = Shelf(self.kernel, len(self.book.tables), self.words, self.listener.knows)
        self.shelf.fill(self.book)

    def _widen(self) -> None:
        """The short form has outgrown its words: give each state one word more."""
        np = self.kernel.np
        states = self.shelf.arrays.states[: self.states]
        cursor = self.cursor.copy()
        self.words += 1
        wider = np.zeros((len(states), self.words), np.uint64)
        wider[:, :-1] = states
        self._fill_shelf()
        self.cursor[: self.kernel.UP] = cursor[: self.kernel.UP]
        self.cursor[self.kernel.QUIET] = cursor[self.kernel.QUIET]
        self._room_for(max(ROOM, 2 * len(states)), wider)

    def next_level(self) -> Level:
        """Begin the next level."""
        self.bounds.append(self.states)
        return self.level(len(self.bounds) - 2)

    def expand(self, position: int, budget: int) -> int:
        """Expand up to `budget` states of the last level, from a position in it; returns how many."""
        kernel = self.kernel
        first = self.bounds[-2] + position
        stop = min(first + budget, self.bounds[-1])
        self.cursor[kernel.POSITION], self.cursor[kernel.STOP] = first, stop
        depth = len(self.bounds) - 1
        with kernel.np.errstate(over="ignore"):
            while reason := kernel.sweep(self.shelf.arrays):
                self._attend(reason, depth)
        return stop - first

    def _attend(self, reason: int, depth: int) -> None:
        """See to what stopped the loop."""
        kernel, cursor = self.kernel, self.cursor
        state = self.packed(int(cursor[kernel.POSITION]))
        thread, argument = int(cursor[kernel.THREAD]), int(cursor[kernel.ARGUMENT])
        if reason == kernel.MISSING_STEP:
            self._learn(state, thread)
        elif reason == kernel.MISSING_JUDGEMENT:
            self._judge(argument, state)
        elif reason == kernel.TELL:
            fails = self.book.ways(state, thread)[int(cursor[kernel.WAY])].outcome.fails
            self.listener.note(self.shelf.sets[argument], state, thread, fails, depth)
            self.shelf.hush()
        elif reason == kernel.STUCK:
            cursor[kernel.QUIET] = self.listener.stuck(state, depth - 1)
        else:
            self._room_for(2 * self.states, self.shelf.arrays.states[: self.states])

    def _learn(self, state: int, thread: int) -> None:
        width = self.book.packing.width
        self.book.learn(state, thread)
        if self.book.packing.width > WORD_BITS * self.words:
            self._widen()
            return
        if self.book.packing.width != width:
            self.shelf.grow(self.book)
        self.shelf.add_step(self.book, state, thread)

    def _judge(self, number: int, state: int) -> None:
        """Ask a judge, and with one at rest those after it: they will be asked of the same state."""
        book, shelf = self.book, self.shelf
        about = state if number >= shelf.own_judges else self._int(shelf.arrays.scratch)
        at_rest = len(book.always) <= number < shelf.own_judges
        asked = range(number, shelf.own_judges) if at_rest else range(number, number + 1)
        sorted_in = book.sorted_in
        due = [one for one in asked if shelf.judges[one].answer(about) is None]
        for one in due:
            book.ask(shelf.judges[one], about)
        shelf.add_judgements(due, about)
        if book.sorted_in != sorted_in:
            shelf.sort_in()

    def marks(self, wanted: Callable[[Violation], bool]) -> Marks:
        """For `look_back`: with which violations a run may end."""
        np, sets = self.kernel.np, self.shelf.sets
        unwanted = np.array([not any(map(wanted, violations)) for violations in sets])
        return Marks(np.zeros(self.states, np.bool_), unwanted)

    def look_back(self, level: range, ahead: list[int], ends: bool, marks: Marks) -> list[int]:
        """The states of a level from which a step leads to one of those ahead, or ends a run; by number."""
        from engine.check.kernel_back import look_back

        marks.ahead[ahead] = True
        with self.kernel.np.errstate(over="ignore"):
            found = look_back(self.shelf.arrays, level.start, level.stop, marks.ahead, ends, marks.unwanted)
        marks.ahead[ahead] = False
        return [int(number) for number in found]

    def _int(self, words: Any) -> int:
        return int.from_bytes(words.tobytes(), "little")

    def packed(self, number: int) -> int:
        """A state's short form."""
        return self._int(self.shelf.arrays.states[number])

    def rows(self, numbers: range) -> bytes:
        """The words of some states, one after the other."""
        return bytes(self.shelf.arrays.states[numbers.start : numbers.stop].tobytes())

    def level(self, depth: int) -> Level:
        return Level(self, self.bounds[depth], self.bounds[depth + 1])


class Level(Sequence[int]):
    """The short forms of a level, made when they are asked for."""

    def __init__(self, compiled: Compiled, first: int, end: int) -> None:
        self.compiled = compiled
        self.numbers = range(first, end)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: Any) -> Any:
        numbers = self.numbers[index]
        if isinstance(numbers, range):
            return [self.compiled.packed(number) for number in numbers]
        return self.compiled.packed(numbers)

    def __iter__(self) -> Iterator[int]:
        size = self.compiled.words * _WORD_BYTES
        rows = self.compiled.rows(self.numbers)
        return (int.from_bytes(rows[at : at + size], "little") for at in range(0, len(rows), size))
