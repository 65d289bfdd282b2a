"""The claims of the mail: what refutes each, what keeps it, and what has nothing to do with it."""

from __future__ import annotations

import pytest

from engine.machine.claims import CLAIMS
from engine.machine.memory import Event, Memory
from engine.run.sentences import EVENTS, said

A, B = 1, 2
BY_ID = {claim.property.id: claim for claim in CLAIMS}


@pytest.fixture
def shared(bench):
    """A table that A and B name; both mms are live."""
    table, page = bench.map()
    bench.do("wake_up_process", B)
    bench.do("get_page", table)
    bench.do("pmd_populate", B, bench.slot(B), table)
    return table, page


def judged(bench, claim, operation, *args, thread=0):
    """What a claim says of a primitive that a thread performs now: None, () or the sentences."""
    before = Memory(bench.layout, bench.state, thread)
    bench.do(operation, *args, thread=thread)
    answers = [
        BY_ID[claim].judge(before, thread, Event(id, tuple(words)))
        for id, *words in bench.events
        if id in BY_ID[claim].events
    ]
    (answer,) = answers
    return answer and tuple(said(f"violation.{one.message}", *one.args).text for one in answer)


# zero means this mm is the exclusive owner, protected from all other decrementers -------------------
def test_zero_by_an_mm_that_alone_names_the_table_makes_it_the_owner(bench):
    table, _ = bench.map()
    assert judged(bench, "zero-means-owner", "put_page_testzero", table) == ()


def test_zero_while_another_slot_names_the_table_makes_nobody_the_owner(bench, shared):
    assert judged(bench, "zero-means-owner", "put_page_testzero", shared[0]) is None
    assert judged(bench, "zero-means-owner", "put_page_testzero", shared[0], thread=1) == (
        "B brings the count of T0 to zero, and A.pmd[0] names it",
    )


def test_an_mm_that_is_gone_has_no_say(bench, shared):
    bench.do("mmdrop", A)
    bench.do("put_page_testzero", shared[0])
    assert judged(bench, "zero-means-owner", "put_page_testzero", shared[0], thread=1) == ()


def test_an_owner_is_to_meet_no_decrementer(bench, shared):
    bench.do("ASSERT_EXCLUSIVE_ACCESS", shared[0])
    assert judged(bench, "zero-means-owner", "put_page_testzero", shared[0]) is None
    bench.do("get_page", shared[0])
    assert judged(bench, "zero-means-owner", "put_page_testzero", shared[0], thread=1) == (
        "B drops a reference to T0, which A believes to own alone",
    )


@pytest.mark.parametrize("claim", ["zero-means-owner", "lock-keeps-one"])
def test_data_pages_are_not_what_the_mail_speaks_of(bench, shared, claim):
    assert judged(bench, claim, "put_page_testzero", shared[1]) is None


# once count = 1, our page_table_lock keeps it there --------------------------------------------------
def test_who_holds_the_lock_may_change_a_count_of_one(bench):
    table, _ = bench.map()
    bench.do("spin_lock", bench.pure["address mm_struct.page_table_lock"](A))
    assert judged(bench, "lock-keeps-one", "get_page", table) == ()


def test_nobody_else_may_while_it_is_held(bench):
    table, _ = bench.map()
    bench.do("spin_lock", bench.pure["address mm_struct.page_table_lock"](A))
    assert judged(bench, "lock-keeps-one", "get_page", table, thread=1) == (
        "B changes the count of T0 from one, while A holds A.page_table_lock",
    )
    assert judged(bench, "lock-keeps-one", "get_page", table, thread=1) is None, "the count is 2"


def test_the_lock_of_an_mm_that_does_not_name_the_table_keeps_nothing(bench):
    table, _ = bench.map()
    bench.do("spin_lock", bench.pure["address mm_struct.page_table_lock"](B), thread=1)
    assert judged(bench, "lock-keeps-one", "put_page_testzero", table) == ()


# anybody who wants to share needs this mm's page_table_lock ------------------------------------------
def test_sharing_takes_the_lock_of_the_only_mm_that_has_the_table(bench):
    table, _ = bench.map()
    assert judged(bench, "sharing-needs-lock", "pmd_populate", B, bench.slot(B), table) == (
        "A shares T0 without A.page_table_lock",
    )
    bench.do("pmd_clear", bench.slot(B))
    bench.do("spin_lock", bench.pure["address mm_struct.page_table_lock"](A))
    assert judged(bench, "sharing-needs-lock", "pmd_populate", B, bench.slot(B), table) == ()


def test_a_new_table_is_not_shared_and_a_shared_one_is_shared_already(bench, shared):
    assert judged(bench, "sharing-needs-lock", "pmd_populate", A, bench.slot(A, 1), bench.table()) is None
    assert judged(bench, "sharing-needs-lock", "pmd_populate", B, bench.slot(B, 1), shared[0]) is None


def test_naming_a_table_twice_is_not_sharing(bench):
    table, _ = bench.map()
    assert judged(bench, "sharing-needs-lock", "pmd_populate", A, bench.slot(A), table) is None


# count = 1 means a full zap --------------------------------------------------------------------------
def test_a_full_zap_is_of_all_entries(bench):
    table, _ = bench.map()
    assert judged(bench, "one-means-full-zap", "ASSERT_FULL_ZAP", table, 2) == ()
    assert judged(bench, "one-means-full-zap", "ASSERT_FULL_ZAP", table, 1) == (
        "A zaps 1 of the 2 entries of T0, whose count was one",
    )


def test_claims_are_neither_damage_nor_warnings_and_know_their_events():
    assert {claim.property.severity for claim in CLAIMS} == {"claim"}
    assert all(event in EVENTS for claim in CLAIMS for event in claim.events)
