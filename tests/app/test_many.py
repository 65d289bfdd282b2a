"""Many things on all cores: results by index, and what is large is begun first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from app import many


@pytest.fixture
def _one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, and a pool whose only thread takes what was given to it in that order."""

    @contextmanager
    def pool(processes: int) -> Iterator[ThreadPoolExecutor]:
        assert processes == 2
        with ThreadPoolExecutor(1) as threads:
            yield threads

    monkeypatch.setattr(many, "cores", lambda: 2)
    monkeypatch.setattr(many, "_pool", pool)


@pytest.mark.usefixtures("_one_after_the_other")
def test_the_largest_begin_and_the_others_stay_in_order() -> None:
    begun: list[int] = []
    things = [0, 0, 7, 0, 9, 0, 0, 0, 0, 8]

    def work(thing: int) -> int:
        begun.append(thing)
        return -thing

    found = dict(many.each(work, things, lambda thing: thing))
    assert begun == sorted(things, reverse=True)
    assert found == {index: -thing for index, thing in enumerate(things)}
    begun.clear()
    assert len(dict(many.each(work, things))) == len(things)
    assert begun == things, "nothing is larger than the others"


def test_a_few_things_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_pool", None)
    assert list(many.each(str, [3, 1], lambda thing: thing)) == [(0, "3"), (1, "1")]
