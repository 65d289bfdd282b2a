"""numba's loop finds what the pure one finds, in the same order, and Python does without it."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from engine.check import compiled, packing, shelf
from engine.check.memo import Book
from engine.check.search import DEADLOCK, Search
from engine.errors import LimitReached
from engine.library import protocol, scenario
from engine.run.build import build
from engine.run.model import Model
from tests.bench.scenarios import writers
from tests.engine.check.models import SHIPPED, models, shipped

numba = pytest.importorskip("numba")
kernel = pytest.importorskip("engine.check.kernel")

LIMIT = 3_000
FUNCTIONS = [name for name, value in vars(kernel).items() if hasattr(value, "py_func")]


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    assert compiled.warm()
    assert compiled.warm(), "a second time, at once"


@pytest.fixture
def _interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same functions as plain Python: slow, but seen by coverage."""
    for name in FUNCTIONS:
        monkeypatch.setattr(kernel, name, getattr(kernel, name).py_func)


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


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "scenario"), SHIPPED)
def test_every_shipped_scenario_has_the_same_graph_with_and_without_numba(
    protocol: str, scenario: str
) -> None:
    same(shipped(protocol, scenario))


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
    same(model, LIMIT // 2)


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
    ("protocol", "scenario"), [("feb17", "zap-zap"), ("feb17", "zap-partial"), ("eager-copy", "zap-zap-idle")]
)
def test_the_loop_is_right_as_plain_python_too(protocol: str, scenario: str) -> None:
    same(shipped(protocol, scenario), 1_000)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_the_loop_keeps_to_one_cpu_and_tries_every_outcome() -> None:
    zap = scenario("zap-write")
    up = build(protocol("feb17"), replace(zap, out_of_memory=True), {"CONFIG_SMP": 0})
    same(up, 1_000)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_threads_with_many_local_states_get_bits_further_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (packing, shelf, kernel):
        monkeypatch.setattr(module, "THREAD_BITS", 2)
    monkeypatch.setattr(kernel, "_LOCAL", kernel.np.uint64(3))
    fast = same(shipped("feb17", "zap-zap"), 1_000)
    assert all(len(field.positions) > 2 for field in fast.book.packing.threads)


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_a_run_that_ends_in_user_mode_is_not_judged_at_rest() -> None:
    same(shipped("feb17", "zap-partial"), 10**6)


@pytest.mark.usefixtures("_interpreted")
def test_the_loop_tells_of_a_deadlock(abba: Model) -> None:
    assert DEADLOCK in same(abba).found.discoveries


@pytest.mark.slow
@pytest.mark.usefixtures("_interpreted")
def test_the_arrays_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "ROOM", 8)
    same(shipped("eager-copy", "zap-zap"), 10**6)


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

    monkeypatch.setattr(kernel.numba, "njit", njit)
    assert kernel.compiled(len) is len
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]
