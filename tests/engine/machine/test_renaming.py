"""Renaming the objects of a machine: what becomes of the numbers that name them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.library import protocol
from engine.machine.layout import Layout
from engine.machine.renaming import FIELDS, TYPES, Names, Renaming, fields_of, frame_named
from engine.run.build import build
from engine.vocabulary.types import CType
from tests.bench.scenarios import writers

SHAPE = build(protocol("repaired"), writers(2)).shape
"""A and B; T0, T1 and D0 to D3 are A's, T2, T3 and D4 to D7 are B's."""
LAYOUT = Layout(SHAPE)
POINTERS = LAYOUT.pointers
SWAP = Renaming(POINTERS, (1, 0), (1, 0), (1, 0), (2, 3, 0, 1), (4, 5, 6, 7, 0, 1, 2, 3), (0, 1, 3, 2))
T0, T2, D0, D4 = (POINTERS.table(0), POINTERS.table(2), POINTERS.data_page(0), POINTERS.data_page(4))
BEHIND = 1 << POINTERS.page_bits
BEYOND = BEHIND - 1
"""A page number that no page has."""


def test_of_each_field_and_each_type_it_is_known_what_it_names() -> None:
    wide = replace(SHAPE, walk_cache=True, smp=False, file=2, swap=1, lockless=True, counting="sharers")
    named = fields_of(Layout(replace(wide, protects=True)))
    assert named is not None
    assert {one.field.name for one in named} >= {
        "halted",
        "A.pmd[0]",
        "T0[1]",
        "D3.value",
        "CPU 0.tlb",
        "S0.count",
    }
    assert TYPES.keys() == set(CType) - {CType.VOID}


def test_a_field_that_nobody_lists_stops_all_renaming(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = Layout(SHAPE)
    layout._field("swap", 3)
    assert fields_of(layout) is None
    monkeypatch.delitem(FIELDS, "rss")
    assert fields_of(LAYOUT) is None


@pytest.mark.parametrize(
    ("names", "old", "new"),
    [
        (Names.NOTHING, 5, 5),
        (Names.THREAD, 0, 0),
        (Names.THREAD, 1, 2),
        (Names.THREADS, 0b01, 0b10),
        (Names.MM, 2, 1),
        (Names.CPU, 0, 1),
        (Names.CPU, 7, 7),  # NR_CPUS and what lies beyond
        (Names.CPU_POINTER, 1, 2),
        (Names.FRAME, 0, 0),
        (Names.FRAME, T0, T2),
        (Names.FRAME, D4, D0),
        (Names.FRAME, BEYOND, BEYOND),
        (Names.ENTRY, D0 | BEHIND, D4 | BEHIND),
        (Names.VALUE, 2, 3),
        (Names.VALUE, 9, 9),
        (Names.VALUES, 0b10100, 0b11000),  # the bit above the values stays
        (Names.SLOT_POINTER, 0, 0),
        (Names.SLOT_POINTER, POINTERS.slot_pointer(0, 0), POINTERS.slot_pointer(1, 0)),
        (Names.SLOT_POINTER, 7, 7),
        (Names.ENTRY_POINTER, 0, 0),
        (Names.ENTRY_POINTER, POINTERS.entry_pointer(0, 1), POINTERS.entry_pointer(2, 1)),
        (
            Names.ENTRY_POINTER,
            POINTERS.slot_as_entry(POINTERS.slot_pointer(1, 0)),
            POINTERS.slot_as_entry(POINTERS.slot_pointer(0, 0)),
        ),
        (Names.LOCK_POINTER, 1, 2),
        (Names.SEM_POINTER, 2, 1),
        (Names.SEM_POINTER, 3, 4),
        (Names.SEM_POINTER, 5, 5),  # i_mmap_rwsem
        (Names.COUNTER_POINTER, 1, 2),
        (Names.COUNTER_POINTER, 3, 5),
        (Names.LOCK_POINTER, POINTERS.table_lock(0), POINTERS.table_lock(2)),
        (Names.LOCK_POINTER, POINTERS.share_lock, POINTERS.share_lock),
    ],
)
def test_a_number_names_afterwards_what_took_its_place(names: Names, old: int, new: int) -> None:
    rename = SWAP.of(names)
    assert rename(old) == new
    assert rename(new) == old


def test_a_renaming_after_its_inverse_is_none() -> None:
    assert SWAP.after(SWAP) == tuple(tuple(range(len(part))) for part in SWAP.key)


@pytest.mark.parametrize(
    ("names", "number", "frame"),
    [
        (Names.FRAME, T0, T0),
        (Names.ENTRY, D0 | BEHIND, D0),
        (Names.ENTRY_POINTER, POINTERS.entry_pointer(0, 1), T0),
        (Names.ENTRY_POINTER, POINTERS.slot_as_entry(1), 0),
        (Names.ENTRY_POINTER, 0, 0),
        (Names.LOCK_POINTER, POINTERS.table_lock(2), T2),
        (Names.LOCK_POINTER, 1, 0),
        (Names.LOCK_POINTER, POINTERS.share_lock, 0),
        (Names.COUNTER_POINTER, 3, T0),
        (Names.MM, 1, 0),
    ],
)
def test_what_points_into_a_frame_names_it(names: Names, number: int, frame: int) -> None:
    assert frame_named(POINTERS, names, number) == frame
