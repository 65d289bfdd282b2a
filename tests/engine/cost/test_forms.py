"""Closed forms: they come true on sizes that they were not made from, or there are none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import library
from engine.cost.forms import FEATURES, FITTED, TRIED, Form, forms, inverse
from engine.cost.turns import in_turn
from engine.cost.workload import OPERATIONS, Size, count
from engine.errors import RequestError
from engine.lang.check import read_protocol
from engine.run.build import build
from engine.run.frames import CostInfo

HEAD = "/*\n * title: tiny\n */\n"


@pytest.fixture(scope="module")
def of_feb17():
    return forms(library.protocol("feb17"))


@pytest.fixture(scope="module")
def of_eager():
    return forms(library.protocol("eager-copy"))


def said(forms, operation, *names):
    return [forms[operation][name].text for name in names]


def test_an_eager_fork_pays_by_the_page(of_eager):
    names = ("ptes_copied", "page_references", "tables_allocated", "table_references", "locks", "flushes")
    assert said(of_eager, "fork", *names) == ["pages", "pages", "tables", "0", "2 × tables + 2", "1"]


def test_the_seeds_fork_pays_by_the_table_but_for_the_write_bits(of_feb17):
    names = ("ptes_copied", "ptes_changed", "page_references", "tables_allocated", "table_references")
    assert said(of_feb17, "fork", *names) == ["0", "pages", "0", "0", "tables"]


def test_its_first_write_copies_one_table_and_a_write_to_each_copies_all(of_feb17):
    names = ("ptes_copied", "tables_allocated")
    assert said(of_feb17, "fork-write", *names) == ["pages of the first table", "1"]
    assert said(of_feb17, "fork-write-all", *names) == ["pages", "tables"]


def test_who_writes_everywhere_loses_by_sharing(of_eager, of_feb17):
    shared, eager = (each["fork-write-all"]["steps"].at(10_000, 512) for each in (of_feb17, of_eager))
    assert shared > eager


@pytest.mark.slow
def test_a_form_foretells_a_size_that_it_was_not_made_from(of_feb17):
    size = Size(9, 4)
    counted = count(library.protocol("feb17"), size)
    foretold = {
        operation: CostInfo(**{name: form.at(size.pages, size.entries) for name, form in counts.items()})
        for operation, counts in of_feb17.items()
    }
    assert foretold == counted


@pytest.mark.verify
@pytest.mark.parametrize("protocol", library.protocol_ids())
def test_every_protocol_that_ships_has_forms_for_all_counts(protocol):
    without = [
        f"{operation}: {name}"
        for operation, counts in forms(library.protocol(protocol)).items()
        for name, form in counts.items()
        if form is None
    ]
    assert without == []


def quadratic(protocol, size):
    counts = CostInfo(steps=size.pages**2, locks=2 * size.pages + 3)
    return dict.fromkeys(OPERATIONS, counts)


def test_a_count_that_is_no_such_sum_has_no_form():
    made = forms(library.protocol("feb17"), quadratic)["fork"]
    assert made["steps"] is None
    assert made["locks"].text == "2 × pages + 3"
    assert made["ipis"].text == "0"


def test_the_sizes_tell_all_features_apart_and_others_are_tried():
    rows = [[feature(size) for feature in FEATURES.values()] for size in FITTED]
    for i, row in enumerate(inverse(rows)):
        products = [sum(m * other[j] for m, other in zip(row, rows, strict=True)) for j in range(len(rows))]
        assert products == [i == j for j in range(len(rows))]
    assert not set(FITTED) & set(TRIED)


@settings(max_examples=20)
@given(st.lists(st.integers(-9, 9), min_size=6, max_size=6))
def test_a_sum_is_found_again(multiples):
    made = Form(tuple(map(Fraction, multiples)))

    def counted(protocol, size):
        return dict.fromkeys(OPERATIONS, replace(CostInfo(), steps=made.at(size.pages, size.entries)))

    assert forms(library.protocol("feb17"), counted)["fork-exit"]["steps"] == made


def test_a_negative_multiple_is_written_with_a_minus():
    assert Form(tuple(map(Fraction, (-1, 1, 0, 0, -2, 0)))).text == "tables − 2 × PTRS_PER_PTE − 1"


def test_a_protocol_that_waits_for_ever_is_refused():
    text = (
        '#include "mm.c"\n'
        "int sys_fork(struct mm_struct *mm, struct mm_struct *child)\n"
        "{\n\tdown_write(&mm->mmap_sem);\n\tdown_write(&mm->mmap_sem);\n\treturn 0;\n}\n"
    )
    with pytest.raises(RequestError, match="A cannot finish a fork under tiny"):
        count(read_protocol("tiny", HEAD + text, library.include), Size(1, 2))


def test_threads_go_one_after_the_other_and_come_back_when_they_can():
    run = in_turn(build(library.protocol("eager-copy"), library.scenario("fork-write")))
    order = [choice.thread for choice in run.choices]
    assert order == sorted(order)
    assert {thread.status for thread in run.frame().threads} == {"finished"}
