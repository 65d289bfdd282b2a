"""The short form of states: exact, and growing as values turn up."""

from __future__ import annotations

from engine.check.packing import THREAD_BITS, Packing
from engine.check.search import Search
from tests.engine.check.models import shipped


def test_a_state_comes_back_from_its_short_form() -> None:
    search = Search(shipped("feb17", "zap-zap"))
    search.run()
    packing = search.book.packing
    for level in search.found.levels.packed:
        for packed in level:
            assert packing.pack(packing.unpack(packed)) == packed
    assert packing.width < 100 < search.model.bits


def test_a_thread_that_outgrows_its_bits_gets_more() -> None:
    model = shipped("feb17", "zap-zap")
    packing = Packing(model)
    field = model.threads[1].locals
    states = {model.initial ^ value << field.shift for value in range(3 << THREAD_BITS)}
    packed = {packing.pack(state): state for state in states}
    assert len(packed) == len(states)
    assert all(packing.unpack(short) == state for short, state in packed.items())
    assert len(packing.threads[1].positions) == THREAD_BITS + 2
    assert [bit for _, bit in packing.take_grown()] == [1 << 2 * THREAD_BITS, 2 << 2 * THREAD_BITS]
