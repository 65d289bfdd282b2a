"""Reference counts and the mm's counters: every change is told, none leaves its bounds unnoticed."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached


def test_testzero_is_true_exactly_for_the_last_reference(bench):
    table = bench.table()
    bench.do("get_page", table)
    assert bench.events == [("get", "T0", "1", "2")]
    assert bench.do("put_page_testzero", table) == 0
    assert bench.events == [("put", "T0", "2", "1")]
    assert bench.do("put_page_testzero", table) == 1
    assert bench.events == [("put-zero", "T0", "1", "0")]


def test_a_page_whose_count_is_zero_is_not_freed_by_that(bench):
    table = bench.table()
    bench.do("put_page_testzero", table)
    assert bench.do("page_count", table) == 0
    assert bench.events == [("count", "T0", "0")]
    bench.do("get_page", table)
    assert bench.do("page_count", table) == 1


def test_a_count_below_zero_ends_the_run(bench):
    page = bench.page()
    bench.do("put_page_testzero", page)
    bench.do("put_page_testzero", page)
    assert bench.broken == [("count-underflow", "underflow", "A", "D0")]
    assert bench.ended


@pytest.mark.parametrize(
    ("operation", "how"),
    [("page_count", "freed-used"), ("get_page", "resurrected"), ("put_page_testzero", "freed-used")],
)
def test_the_count_of_a_freed_table_must_not_be_touched(bench, operation, how):
    """To take a reference is the worst of it: who does goes on as if the table were there again."""
    table = bench.table()
    bench.do("__free_page", table)
    bench.do(operation, table)
    assert bench.broken[0] == ("freed-table-used", how, "A", "T0")
    assert bench.ended


def test_a_data_page_is_not_resurrected_it_is_a_freed_page_that_is_used(bench):
    page = bench.page()
    bench.do("__free_page", page)
    bench.do("get_page", page)
    assert bench.broken == [("freed-page-used", "freed-used", "A", "D0")]


def test_a_freed_data_page_is_damage_too_and_the_run_goes_on(bench):
    page = bench.page()
    bench.do("__free_page", page)
    assert bench.do("page_count", page) == 0
    assert bench.broken == [("freed-page-used", "freed-used", "A", "D0")]
    assert not bench.ended


def test_the_model_counts_up_to_fifteen_and_says_so(bench):
    page = bench.page()
    for _ in range(14):
        bench.do("get_page", page)
    with pytest.raises(LimitReached, match=r"LIM04 D0.count would become 16; the model counts up to 15"):
        bench.do("get_page", page)
    assert bench.do("page_count", page) == 15


def test_mm_users_counts_as_a_page_does(bench):
    assert bench.do("atomic_read", 1) == 0
    bench.do("atomic_inc", 1)
    assert bench.events == [("counter", "A.mm_users", "0", "1")]
    bench.do("atomic_inc", 1)
    assert bench.do("atomic_dec_and_test", 1) == 0
    assert bench.do("atomic_dec_and_test", 1) == 1
    bench.do("atomic_dec_and_test", 1)
    assert bench.broken == [("count-underflow", "underflow", "A", "A.mm_users")]
    assert bench.ended


def test_mm_users_has_its_bound(bench):
    for _ in range(7):
        bench.do("atomic_inc", 1)
    with pytest.raises(LimitReached, match="A.mm_users would become 8"):
        bench.do("atomic_inc", 1)
