"""numba's loop finds what the pure one finds, in the same order, and Python does without it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from engine.check import compiled, packing, shelf
from engine.check.ask import Asker
from engine.check.memo import Book
from engine.check.path import shortest_runs
from engine.check.search import DEADLOCK, Search
from engine.errors import LimitReached
from engine.library import protocol, scenario
from engine.run.build import build
from engine.run.model import Model
from tests.bench.scenarios import writers
from tests.engine.check.models import SHIPPED, models, shipped

numba = pytest.importorskip("numba")
kernel = pytest.importorskip("engine.check.kernel")
kernel_arrays = pytest.importorskip("engine.check.kernel_arrays")
kernel_back = pytest.importorskip("engine.check.kernel_back")
kernel_cache = pytest.importorskip("engine.check.kernel_cache")
kernel_find = pytest.importorskip("engine.check.kernel_find")
kernel_holds = pytest.importorskip("engine.check.kernel_holds")

LIMIT = 3_000


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    assert compiled.warm()
    assert compiled.warm(), "a second time, at once"


@pytest.fixture
def _interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same functions as plain Python: slow, but seen by coverage."""
    for module in (kernel_find, kernel_holds, kernel, kernel_back):
        for name, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)
        if hasattr(module, "lent"):
            monkeypatch.setattr(module, "lent", lambda arrays: arrays)
    monkeypatch.setattr(kernel, "prefetch", lambda array, row: array[row])  # which must be there


def same(model: Model, limit: int = LIMIT, compile_from: int = 1, book: Book | None = None) -> Search:
    """Search level by level without and with the compiled loop; returns the latter. book: its own."""
    plain, fast = Search(model, compile_from=10**9), Search(model, compile_from, book)
    while not plain.found.progress.complete and plain.found.progress.states <= limit:
        size = len(plain.found.levels.packed[-1])
        plain.advance(size)
        fast.advance(size // 2)
        fast.advance(size - size // 2)
    packed = book is None  # short forms number values as they turn up, and a book has seen some
    for level in range(len(plain.found.levels)):
        one, other = (found.levels.packed if packed else found.levels for found in (plain.found, fast.found))
        assert list(one[level]) == list(other[level])
    assert len(plain.found.levels) == len(fast.found.levels)
    assert list(plain.found.discoveries.items()) == list(fast.found.discoveries.items())
    assert plain.found.progress == fast.found.progress
    assert plain.compiled is None
    assert fast.compiled is not None
    return fast


def same_runs(model: Model, limit: int = LIMIT) -> None:
    """The shortest runs, looked for backwards, are those that Python finds."""
    fast = same(model, limit)
    plain = Search(model, compile_from=10**9)
    while not plain.found.progress.complete and len(plain.found.levels) < len(fast.found.levels):
        plain.advance(len(plain.found.levels.packed[-1]))
    kinds = plain.found.discoveries
    assert shortest_runs(fast, Asker(fast), kinds) == shortest_runs(plain, Asker(plain), kinds)
    for kind in kinds:  # by itself, so that ways to the others end nothing
        assert shortest_runs(fast, Asker(fast), [kind]) == shortest_runs(plain, Asker(plain), [kind])


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "scenario"), SHIPPED)
def test_every_shipped_scenario_has_the_same_graph_with_and_without_numba(
    protocol: str, scenario: str
) -> None:
    same_runs(shipped(protocol, scenario))


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(models())
def test_any_scenario_has_the_same_graph_with_and_without_numba(model: Model | None) -> None:
    if model is None:
        return
    try:
        Search(model).run(LIMIT)
    except LimitReached:
        return
    same_runs(model, LIMIT // 2)


@pytest.mark.slow
@pytest.mark.parametrize("protocol", ["feb17", "testzero"])
def test_a_second_search_with_what_the_first_has_learnt_finds_the_same(protocol: str) -> None:
    """A part of the steps first, then all: old rows give way to others in both loops."""
    model = shipped(protocol, "zap-write")
    first = Search(model, compile_from=10)
    first.run(200)
    second = same(model, 10**6, compile_from=40, book=first.book)
    third = same(model, 10**6, compile_from=40, book=second.book)
    assert second.found.progress.complete
    assert third.found.progress == second.found.progress == Search(model).run(10**6).progress
    assert third.found.discoveries == second.found.discoveries == Search(model).run(10**6).discoveries


@pytest.mark.slow
def test_a_search_that_outgrows_its_words_and_its_arrays_goes_on() -> None:
    fast = same(build(protocol("feb17"), writers(4)), 150_000, compile_from=10)
    assert fast.compiled is not None
    assert fast.compiled.words == 2
    assert fast.compiled.size < 100 * fast.found.progress.states


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
@pytest.mark.parametrize(
    ("protocol", "scenario"),
    [("feb17", "zap-zap"), ("feb17", "zap-partial"), ("eager-copy", "zap-zap-idle"), ("testzero", "partial")],
)
def test_the_loop_is_right_as_plain_python_too(protocol: str, scenario: str) -> None:
    same_runs(shipped(protocol, scenario), 1_000)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
@pytest.mark.parametrize("compile_from", [1, 10**9])
def test_runs_are_looked_for_while_a_level_is_half_searched(compile_from: int) -> None:
    """States whose steps nobody has asked for may lead anywhere."""
    search = Search(shipped("feb17", "zap-write"), compile_from)
    kind = "freed-table-used", "freed-used"
    while kind not in search.found.discoveries:
        search.advance(1)
    runs = shortest_runs(search, Asker(search), search.found.discoveries)
    whole = Search(search.model)
    whole.run(10**6)
    assert runs == shortest_runs(whole, Asker(whole), runs)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_the_loop_keeps_to_one_cpu_and_tries_every_outcome() -> None:
    zap = scenario("zap-write")
    up = build(protocol("feb17"), replace(zap, out_of_memory=True), {"CONFIG_SMP": 0})
    same(up, 1_000)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_threads_with_many_local_states_get_bits_further_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (packing, shelf, kernel_find):
        monkeypatch.setattr(module, "THREAD_BITS", 2)
    monkeypatch.setattr(kernel_find, "_LOCAL", kernel.np.uint64(3))
    fast = same(shipped("feb17", "zap-zap"), 1_000)
    assert all(len(field.positions) > 2 for field in fast.book.packing.threads)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_a_run_that_ends_in_user_mode_is_not_judged_at_rest() -> None:
    same_runs(shipped("feb17", "zap-partial"), 10**6)


@pytest.mark.usefixtures("_interpreted")
def test_the_loop_tells_of_a_deadlock(abba: Model) -> None:
    assert DEADLOCK in same(abba).found.discoveries
    same_runs(abba)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_the_arrays_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "ROOM", 8)
    same(shipped("eager-copy", "zap-zap"), 10**6)


@pytest.fixture(scope="module")
def unlike_a_look_up() -> Callable[[Any], tuple[int, int]]:
    """Of arrays: how many steps that states hold or guess are not what a look-up gives; of how many."""
    find_known, local_of = kernel_find.find_known, kernel_find.local_of
    guess = kernel_holds.guess
    first, end = kernel.POSITION, kernel.STATES

    @numba.njit
    def compare(arrays: Any) -> tuple[int, int]:
        wrong, held = 0, 0
        for at in range(arrays.cursor[first], arrays.cursor[end]):
            for thread in range(arrays.holds.shape[1]):
                item = numba.int64(arrays.holds[at, thread]) - 1
                if item < -1:
                    item = guess(-2 - item, arrays.follows, arrays.memo, arrays.words, arrays.states, at)
                if item >= 0:
                    row = arrays.row_of[thread, local_of(arrays.states, at, thread, arrays.extra)]
                    known = find_known(arrays.slots, arrays.memo, arrays.words, row, arrays.states, at)
                    held += 1
                    wrong += item != known
        return wrong, held

    return compare


def holds_what_a_look_up_gives(
    model: Model, compare: Callable[[Any], tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> int:
    """Look at each return from the loop; gives how many steps were compared."""
    attend, compared = compiled.Compiled._attend, []

    def watch(self: compiled.Compiled, reason: int, depth: int) -> None:
        attend(self, reason, depth)
        with kernel.np.errstate(over="ignore"):
            kernel.enter_items(self.shelf.arrays)
            compared.append(compare(self.shelf.arrays))

    with monkeypatch.context() as patched:
        patched.setattr(compiled, "ROOM", 8)
        patched.setattr(compiled.Compiled, "_attend", watch)
        Search(model, compile_from=20).run(LIMIT)
    assert not sum(wrong for wrong, _ in compared)
    return sum(held for _, held in compared)


@pytest.mark.slow
@pytest.mark.parametrize("config", [{}, {"CONFIG_SMP": 0}])
@pytest.mark.parametrize("name", ["testzero", "feb17", "repaired"])
def test_states_hold_the_steps_that_a_look_up_gives(
    name: str,
    config: dict[str, int | str],
    unlike_a_look_up: Callable[[Any], tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where masks have grown, rows have given way to others, and words and arrays were too small."""
    model = build(protocol(name), writers(2), config)
    assert holds_what_a_look_up_gives(model, unlike_a_look_up, monkeypatch) > 2_000


def test_to_fetch_a_row_changes_nothing() -> None:
    rows = kernel.np.arange(6, dtype=kernel.np.uint64).reshape(3, 2)
    numba.njit(lambda array: kernel_arrays.prefetch(array, 2))(rows)
    assert rows.tolist() == [[0, 1], [2, 3], [4, 5]]


class Pair(NamedTuple):
    numbers: Any
    table: Any


def test_lent_arrays_are_the_same_arrays_and_stay_whose_they_are() -> None:
    pair = Pair(kernel.np.arange(4), kernel.np.zeros((2, 3)))
    owners = [sys.getrefcount(array) for array in pair]

    @numba.njit
    def use(arrays: Pair) -> Any:
        arrays = kernel_arrays.lent(arrays)
        arrays.table[1, 2] = 7
        return arrays.numbers.sum()

    for _ in range(100):
        assert use(pair) == 6
    assert pair.table.tolist() == [[0, 0, 0], [0, 0, 7]]
    assert [sys.getrefcount(array) for array in pair] == owners


def test_levels_of_the_compiled_loop_read_like_lists() -> None:
    fast = same(shipped("feb17", "zap-zap"))
    level = fast.found.levels.packed[3]
    assert len(level) == len(list(level))
    assert [level[0], level[-1]] == [list(level)[0], list(level)[-1]]
    assert level[1:3] == list(level)[1:3]
    plain = Search(fast.model)
    plain.run()
    assert list(fast.found.levels[3]) == list(plain.found.levels[3])
    assert [len(one) for one in fast.found.levels[:3]] == [len(one) for one in plain.found.levels[:3]]


def test_a_pure_search_answers_while_the_loop_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_kernel", None)
    monkeypatch.setitem(sys.modules, "engine.check.kernel", None)
    monkeypatch.delattr("engine.check.kernel", raising=False)
    assert not compiled.ready()
    assert not compiled.warm()
    search = Search(shipped("feb17", "zap-zap"), compile_from=1)
    search.run()
    assert search.compiled is None
    assert search.found.progress.complete


def test_without_a_place_for_its_cache_the_loop_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def njit(**options: bool):
        asked.append(options)
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    monkeypatch.setattr(kernel_cache.numba, "njit", njit)
    assert kernel_cache.compiled(len) is len
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]


@pytest.mark.parametrize("changed", kernel_cache.FILES)
def test_what_was_compiled_holds_until_any_file_changes_that_it_was_made_of(
    changed: str, tmp_path: Path
) -> None:
    """numba alone would look at the file of the function only, and go on with what others were before."""
    shipped = Path(kernel_cache.__file__).parent
    for name in kernel_cache.FILES:
        shutil.copy(shipped / name, tmp_path)
    stamp = kernel_cache.stamp(tmp_path)
    kept = (kernel.sweep, kernel_back.look_back, kernel_find.fill_index)
    assert {loop._cache._cache_file._source_stamp for loop in kept} == {stamp}
    (tmp_path / changed).write_text((tmp_path / changed).read_text() + "\n")
    assert kernel_cache.stamp(tmp_path) != stamp
