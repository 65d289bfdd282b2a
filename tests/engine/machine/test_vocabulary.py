"""Every word of the vocabulary has a meaning in the machine, and the machine knows no others."""

from __future__ import annotations

import pytest

from engine.machine.operations import OPERATIONS
from engine.machine.shape import Shape
from engine.vocabulary.primitives import ORACLE_MARKS, PRIMITIVES, Kind
from engine.vocabulary.types import CASTS, DEREFERENCE, FIELDS, GLOBALS, CType, Use


def struct(ctype: CType) -> str:
    return ctype.value.removeprefix("struct ").removesuffix(" *")


FIELD_LOADS = {
    f"{verb} {struct(ctype)}.{field.name}"
    for ctype, fields in FIELDS.items()
    for field in fields
    if field.use is Use.VALUE
    for verb in ("load", "store")
}
ADDRESSES = {
    f"address {struct(ctype)}.{field.name}"
    for ctype, fields in FIELDS.items()
    for field in fields
    if field.use is Use.ADDRESS
} | {f"address {name}" for name in GLOBALS}


def test_every_primitive_that_does_something_has_an_operation_and_no_other_is_there():
    doing = {name for name, primitive in PRIMITIVES.items() if primitive.kind is not Kind.PURE}
    loads = {f"load {ctype.value}" for ctype in DEREFERENCE.values()}
    assert OPERATIONS.keys() == doing | set(ORACLE_MARKS) | loads | FIELD_LOADS


def test_every_primitive_that_computes_has_a_function_and_no_other_is_there(bench):
    pure = {name for name, primitive in PRIMITIVES.items() if primitive.kind is Kind.PURE}
    casts = {f"cast {source.value} to {target.value}" for source, target in CASTS}
    assert bench.pure.keys() == pure | ADDRESSES | casts


@pytest.mark.parametrize("name", [n for n, p in PRIMITIVES.items() if p.kind is not Kind.PURE])
def test_an_operation_takes_the_arguments_of_its_signature(name):
    code = OPERATIONS[name].__code__
    assert code.co_argcount == 1 + len(PRIMITIVES[name].params)


POINTERS = [
    (name, index)
    for name, primitive in PRIMITIVES.items()
    if primitive.kind is not Kind.PURE
    for index, (_, ctype) in enumerate(primitive.params)
    if ctype.is_pointer
]


@pytest.mark.parametrize(("name", "index"), POINTERS)
def test_no_primitive_follows_null(bench, name, index):
    args = [1] * len(PRIMITIVES[name].params)
    args[index] = 0
    bench.do(name, *args)
    assert bench.broken == [("bug", "null", "A")]
    assert bench.ended


ADDRESSED = [name for name, p in PRIMITIVES.items() if any(n == "address" for n, _ in p.params)]


@pytest.mark.parametrize("name", [name for name in ADDRESSED if PRIMITIVES[name].kind is not Kind.PURE])
@pytest.mark.parametrize("address", [-1, 200])
def test_no_primitive_follows_an_address_that_is_not_there(bench, name, address):
    bench.do(name, *(address if param == "address" else 1 for param, _ in PRIMITIVES[name].params))
    assert bench.broken == [("bug", "bad-address", "A", address)]


def test_what_lies_outside_the_machine_is_null(bench):
    table, page = bench.table(), bench.page()
    pure = bench.pure
    assert [pure["pmd_offset"](1, address) for address in (-1, 4, 255)] == [0, 0, 0]
    assert pure["pmd_offset"](0, 0) == 0
    assert pure["pte_entry"](0, 0) == pure["pte_entry"](page, 0) == 0
    assert pure["address page.lock"](0) == pure["address page.lock"](page) == 0
    assert pure["cast pmd_t * to pte_t *"](0) == 0
    assert pure["pte_entry"](table, 0) != pure["pte_entry"](table, 1)


def test_the_flags_of_an_entry_are_set_and_cleared_apart(bench):
    pure = bench.pure
    plain = pure["mk_pte"](5)
    assert (pure["pte_page"](plain), pure["pte_write"](plain), pure["pte_dirty"](plain)) == (5, 0, 0)
    both = pure["pte_mkdirty"](pure["pte_mkwrite"](plain))
    assert (pure["pte_page"](both), pure["pte_write"](both), pure["pte_dirty"](both)) == (5, 1, 1)
    assert pure["pte_wrprotect"](both) == pure["pte_mkdirty"](plain)
    assert pure["pte_mkclean"](both) == pure["pte_mkwrite"](plain)
    assert (pure["pte_same"](both, both), pure["pte_same"](both, plain)) == (1, 0)
    assert (pure["pte_none"](0), pure["pte_none"](plain), pure["pte_present"](plain)) == (1, 0, 1)
    assert (pure["pmd_none"](0), pure["pmd_none"](2), pure["pmd_page"](2)) == (1, 0, 2)


def test_pointers_of_a_kind_are_distinct_and_fit_their_width(bench):
    pointers, shape = bench.pointers, bench.shape
    slots = [pointers.slot_pointer(mm, slot) for mm in range(2) for slot in range(shape.slots)]
    entries = [
        pointers.entry_pointer(table, n) for table in range(shape.tables) for n in range(shape.entries)
    ]
    entries += [pointers.slot_as_entry(slot) for slot in slots]
    pages = [pointers.table(n) for n in range(shape.tables)] + [
        pointers.data_page(n) for n in range(shape.pages)
    ]
    locks = [1, 2, *(pointers.table_lock(table) for table in range(shape.tables)), pointers.share_lock]
    for ctype, values in (
        (CType.PMD_PTR, slots),
        (CType.PTE_PTR, entries),
        (CType.PAGE_PTR, pages),
        (CType.SPINLOCK_PTR, locks),
    ):
        assert len(set(values)) == len(values)
        assert all(0 < value < 1 << pointers.width(ctype) for value in values)


def test_the_locks_are_where_the_pointers_say(bench):
    names = [bench.layout.lock(pointer).name for pointer in range(1, bench.pointers.share_lock + 1)]
    assert names == [
        "A.page_table_lock",
        "B.page_table_lock",
        *(f"T{table}.lock" for table in range(4)),
        "page_table_share_lock",
    ]


@pytest.mark.parametrize("changes", [{}, {"smp": False}, {"walk_cache": True}, {"slots": 1, "entries": 8}])
def test_the_fields_lie_side_by_side_and_cover_the_state(make_bench, changes):
    layout = make_bench(**changes).layout
    covered = 0
    for field in layout.fields:
        assert covered & field.mask == 0
        covered |= field.mask
    assert covered == (1 << layout.bits) - 1


def test_a_change_is_told_by_the_names_of_the_fields_each_once(bench):
    before = bench.state
    bench.map()
    bench.do("tlb_queue", bench.do("tlb_batch", 1, 0), 1)
    changed = bench.layout.changed(before ^ bench.state)
    assert changed == ("A.pmd[0]", "T0.state", "T0.count", "T0[0]", "D0.state", "D0.count", "CPU 0.gather")


def test_an_address_is_shown_as_an_i386_program_has_it():
    shape = Shape(("A",), (0,), ("A",), (0,), 2, 2, 2, 2, (0,))
    assert [shape.address_text(page) for page in range(4)] == [
        "0x08000000",
        "0x08001000",
        "0x08400000",
        "0x08401000",
    ]
