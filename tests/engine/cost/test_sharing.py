"""The tables of an address space, which of them each system could share, and what its fork would cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import library
from engine.cost.capture import RUN, TYPE, document
from engine.cost.sharing import SYSTEMS, fork_cost, shares
from engine.cost.space import ANONYMOUS, FILE, HUGETLB, Mapping, Pages, levels, space_of
from engine.cost.workload import Size, count

ENTRIES = 8
SYSTEM = {system.id: system for system in SYSTEMS}
HEAP = Mapping(0, 16, ANONYMOUS, shared=False, writable=True, own=True, name="[heap]")
TEXT = Mapping(16, 20, FILE, shared=False, writable=False, own=False, name="/bin/x")
DATA = Mapping(20, 24, FILE, shared=False, writable=True, own=True, name="/bin/x")
SEGMENT = Mapping(64, 80, FILE, shared=True, writable=True, own=False, name="/dev/shm/s")


def space(*parts):
    """(mapping, populated stretches of it...) each."""
    mappings = [mapping for mapping, *_ in parts]
    populated = [(i, pages) for i, (_, *all_pages) in enumerate(parts) for pages in all_pages]
    return space_of(mappings, populated, ENTRIES)


PROCESS = space((HEAP, Pages(2, 11)), (TEXT, Pages(16, 18)), (DATA, Pages(20, 22)), (SEGMENT, Pages(64, 80)))


def shared_by(id, space):
    return [region.number for region in space.regions if shares(SYSTEM[id], space, region)]


def test_a_region_has_a_table_if_anything_in_it_is_populated():
    found = [(region.number, region.entries, region.mappings) for region in PROCESS.regions]
    assert found == [(0, 6, (0,)), (1, 3, (0,)), (2, 4, (1, 2)), (8, 8, (3,)), (9, 8, (3,))]


def test_upper_levels_follow_from_the_lower():
    found = levels(PROCESS)
    assert (found.pte, found.pmd, found.pud, found.deposited) == (5, 2, 1, 0)


@pytest.mark.parametrize(
    ("system", "regions"),
    [
        ("eager-copy", []),
        ("today", []),
        ("february-2002", [0, 1, 2, 8, 9]),
        ("mccracken-2002", [0, 1, 2, 8, 9]),
        ("mccracken-2006", [8, 9]),
        ("hugetlb", []),
        ("on-demand-fork", [0, 1]),
        ("cow-pte", [0, 1, 2]),
        ("mshare", [8, 9]),
    ],
)
def test_each_system_shares_what_its_rule_says(system, regions):
    assert shared_by(system, PROCESS) == regions


def test_a_shared_mapping_must_cover_the_table_whole():
    half = replace(SEGMENT, end=76)
    neighbour = replace(HEAP, first=76, end=80)
    process = space((half, Pages(64, 76)), (neighbour, Pages(77, 78)))
    assert shared_by("mccracken-2006", process) == [8]
    assert shared_by("mshare", process) == [8]


def test_hugetlb_shares_one_level_up_where_the_mapping_covers_it_whole():
    pool = Mapping(64, 192, HUGETLB, shared=True, writable=True, own=False)
    process = space((pool, Pages(64, 192, huge=True)))
    cost = fork_cost(SYSTEM["hugetlb"], process)
    assert (levels(process).pte, cost.shared_tables) == (0, 2)
    part = replace(pool, first=72, end=136)
    assert shared_by("hugetlb", space((part, Pages(72, 136, huge=True)))) == []


def test_an_eager_fork_copies_every_entry_and_today_only_those_of_mappings_with_pages_of_their_own():
    eager, today = (fork_cost(SYSTEM[id], PROCESS) for id in ("eager-copy", "today"))
    assert (eager.ptes_copied, eager.page_references, eager.tables_allocated) == (29, 29, 5 + 2 + 1)
    assert (today.ptes_copied, today.page_references, today.tables_allocated) == (11, 11, 3 + 1 + 1)
    assert (eager.ptes_changed, today.ptes_changed) == (11, 11)


def test_sharing_takes_a_reference_a_table():
    seed, mccracken = (fork_cost(SYSTEM[id], PROCESS) for id in ("february-2002", "mccracken-2002"))
    assert (seed.ptes_copied, seed.table_references, seed.ptes_changed, seed.slots_changed) == (0, 5, 11, 5)
    assert (mccracken.ptes_changed, mccracken.slots_changed) == (0, 10)
    assert seed.tables_allocated == 2 + 1


def test_what_a_system_does_not_share_it_copies_as_today():
    demand = fork_cost(SYSTEM["on-demand-fork"], PROCESS)
    assert (demand.shared_tables, demand.ptes_copied, demand.table_references) == (2, 2, 2)


def test_what_becomes_shared_later_costs_a_fork_nothing():
    segment, today = (fork_cost(SYSTEM[id], PROCESS) for id in ("mccracken-2006", "today"))
    assert replace(segment, shared_tables=0) == today
    assert segment.shared_tables == 2


def test_entries_in_swap_are_copied_with_references_of_their_own():
    cost = fork_cost(SYSTEM["today"], space((HEAP, Pages(0, 3), Pages(3, 5, swapped=True))))
    assert (cost.ptes_copied, cost.page_references, cost.swap_references) == (5, 3, 2)


def test_a_huge_page_has_no_table_but_one_in_reserve_and_is_copied_as_one_entry():
    process = space((HEAP, Pages(0, 8, huge=True), Pages(8, 9)))
    found = levels(process)
    assert (found.pte, found.deposited) == (1, 1)
    assert shared_by("february-2002", process) == [1]
    cost = fork_cost(SYSTEM["today"], process)
    assert (cost.ptes_copied, cost.page_references, cost.ptes_changed) == (2, 2, 2)
    assert cost.tables_allocated == 1 + 1 + 1 + 1


OF_2002 = [id for id in SYSTEM["february-2002"].title.split(", ") if id in library.protocol_ids()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "protocol"),
    [
        ("eager-copy", "eager-copy"),
        ("february-2002", "feb17"),
        *(pytest.param("february-2002", id, marks=pytest.mark.verify) for id in OF_2002),
        *(pytest.param(id, id, marks=pytest.mark.verify) for id in SYSTEM if id in library.protocol_ids()),
    ],
)
def test_the_static_answer_is_what_the_engine_counts(system, protocol):
    size = Size(pages=7, entries=4)
    counted = count(library.protocol(protocol), size)["fork"]
    mapping = replace(HEAP, end=size.pages)
    process = space_of([mapping], [(0, Pages(0, size.pages))], size.entries)
    cost = fork_cost(SYSTEM[system], process)
    for name in ("ptes_copied", "ptes_changed", "slots_changed", "page_references", "table_references"):
        assert getattr(cost, name) == getattr(counted, name), name
    upper = levels(process).pmd + levels(process).pud  # which the model does not have
    assert cost.tables_allocated - upper == counted.tables_allocated


def test_a_document_has_no_name_and_no_address_unless_asked_for():
    made = document(PROCESS, 4096, 32, exact=True, names=False)
    assert (made["type"], made["run_fields"]) == (TYPE, list(RUN))
    assert "mappings" not in made
    assert "heap" not in str(made)
    named = document(PROCESS, 4096, 32, exact=True, names=True)
    assert [each["name"] for each in named["mappings"]] == ["[heap]", "/bin/x", "/bin/x", "/dev/shm/s"]
    assert named["addresses"] == ["0x0", "0x8000", "0x10000", "0x40000"]


def test_equal_neighbours_are_one_run_and_upper_tables_are_numbered_as_they_come():
    made = document(PROCESS, 4096, None, exact=True, names=False)
    bits = {system.id: 1 << i for i, system in enumerate(SYSTEMS)}
    segment = bits["february-2002"] | bits["mccracken-2002"] | bits["mccracken-2006"] | bits["mshare"]
    assert [run[:2] + run[3:6] for run in made["runs"]] == [
        [0, 1, 6, 0, 0],
        [0, 1, 3, 0, 0],
        [0, 1, 4, 0, 0],
        [1, 2, 8, 0, 0],
    ]
    assert made["runs"][3][6] == segment
    assert made["groups"][made["runs"][3][2]] == {"mappings": ["shared file, writable"]}


@pytest.mark.parametrize(
    ("status", "difference", "words"),
    [
        (None, None, "does not say"),
        (32, 0, "agrees"),
        (40, 8, "MADV_DONTNEED"),
        (28, -4, "changed while it was read"),
    ],
)
def test_vm_pte_stands_beside_the_count_with_a_reason(status, difference, words):
    made = document(PROCESS, 4096, status, exact=True, names=False)["vm_pte"]
    assert (made["counted_kb"], made["difference_kb"]) == (4 * (5 + 2 + 1), difference)
    assert words in made["why"]
    assert sum(part["kb"] for part in made["parts"]) == made["counted_kb"]


KINDS = st.builds(
    Mapping,
    first=st.just(0),
    end=st.just(0),
    kind=st.sampled_from([ANONYMOUS, FILE]),
    shared=st.booleans(),
    writable=st.booleans(),
    own=st.booleans(),
)


@st.composite
def processes(draw):
    parts, at = [], 0
    for kind in draw(st.lists(KINDS, min_size=1, max_size=6)):
        first = at + draw(st.integers(0, 20))
        at = first + draw(st.integers(1, 40))
        low = draw(st.integers(first, at - 1))
        pages = Pages(low, draw(st.integers(low + 1, at)), swapped=draw(st.booleans()))
        parts.append((replace(kind, first=first, end=at), pages))
    return space(*parts)


@given(processes())
def test_nothing_is_counted_twice_or_lost(process):
    entries = sum(region.entries for region in process.regions)
    eager = fork_cost(SYSTEM["eager-copy"], process)
    assert eager.ptes_copied == entries == eager.page_references + eager.swap_references
    made = document(process, 4096, None, exact=True, names=False)
    assert sum(run[1] * (run[3] + run[4]) for run in made["runs"]) == entries
    assert sum(run[1] for run in made["runs"]) == len(process.regions)
    for bit, system in enumerate(SYSTEMS):
        cost = fork_cost(system, process)
        shared = sum(run[1] for run in made["runs"] if run[6] >> bit & 1)
        assert cost.shared_tables == shared
        assert cost.ptes_copied <= entries
        assert cost.tables_allocated <= eager.tables_allocated
