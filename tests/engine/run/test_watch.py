"""Watched expressions: what they are worth at each step, and what is told of those that cannot be."""

from __future__ import annotations

from itertools import groupby

import pytest

from engine.errors import RequestError
from engine.run.objects import Objects
from engine.run.watch import compile_watch

SEED = "1.A9B7A4B"


def values(run, text):
    """What an expression is worth along a run: each value once while it stays."""
    watch = compile_watch(run.model, text)
    return [value for value, _ in groupby(watch.told(moment.state) for moment in run.moments)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("page_count(T0)", ["2", "1", "0", "1", "0"]),
        ("T0.count", ["2", "1", "0", "1", "0"]),
        ("T0.count - 1", ["1", "0", "-1", "0", "-1"]),
        ("-T0.count + ~0", ["-3", "-2", "-1", "-2", "-1"]),
        ("A.rss", ["2"]),
        ("A.mm_users", ["1"]),
        ("A.mapped[1]", ["true", "false"]),
        ("A.pmd[0]", ["T0", "none"]),
        ("A.pmd[0].present", ["true", "false"]),
        ("A.pmd[0].read_only", ["false"]),
        ("A.pmd[0].count", ["2", "1", "0", "1", "–"]),
        ("page_count(A.pmd[0]) == 1", ["false", "true", "false", "true", "–"]),
        ("A.pmd[0][1]", ["D1", "none"]),
        ("A.pmd[0][1].dirty", ["true", "–"]),
        ("T0[1]", ["D1", "none"]),
        ("T0[1].present", ["true", "false"]),
        ("T0[1].write", ["false"]),
        ("T0.freed", ["false", "true"]),
        ("T0.live", ["true", "false"]),
        ("T0.sharers", ["–"]),
        ("D0.value", ["1"]),
        ("D0.sharers", ["–"]),
        ("A.page_table_lock", ["free", "A"]),
        ("A.mmap_sem", ["free", "A"]),
        ("T0.lock", ["free"]),
        ("A.pmd[0].lock", ["free"]),
        ("CPU0.tlb[0]", ["none"]),
        ("CPU1.queued", ["0"]),
        ("page_table_share_lock == A", ["false", "true"]),
        ("page_table_share_lock != NULL", ["false", "true"]),
        ("page_table_share_lock == 0", ["true", "false"]),
        ("holds(B, B.mmap_sem)", ["false", "true"]),
        ("references(T0)", ["2", "1"]),
        ("references(A.pmd[0])", ["2", "–"]),
        ("T0.count != references(T0)", ["false", "true", "false", "true"]),
        ("A.pmd[0] == B.pmd[0]", ["true", "false"]),
        ("!A.pmd[0]", ["false", "true"]),
        ("!T0.count", ["false", "true", "false", "true"]),
        ("!A.pmd[0].count", ["false", "true", "false", "–"]),
        ("-A.pmd[0].count", ["-2", "-1", "0", "-1", "–"]),
        ("A.pmd[0] && A.pmd[0].count == 1", ["false", "true", "false", "true", "false"]),
        ("T0.count > 1 || A.pmd[0]", ["true", "false"]),
        ("A.pmd[0].count || 1", ["true", "–"]),
        ("T0.count << 1", ["4", "2", "0", "2", "0"]),
        ("6 / T0.count", ["3", "6", "–", "6", "–"]),
        ("1 << 99", ["–"]),
        ("T0 == A.pmd[0]", ["true", "false"]),
        ("T0", ["T0"]),
        ("!NULL", ["true"]),
    ],
)
def test_an_expression_has_a_value_at_each_step_of_the_seeds_race(play, text, told):
    assert values(play("feb17", "zap-zap", SEED), text) == told


def test_a_condition_holds_where_it_is_true_and_not_where_it_has_no_value(play):
    run = play("feb17", "zap-zap", SEED)
    watch = compile_watch(run.model, "A.pmd[0].count == 0")
    held = [at for at, moment in enumerate(run.moments) if watch.holds(moment.state)]
    assert held == [16]
    assert watch.kind == "condition"


def test_looking_changes_nothing_of_the_run(play):
    run, other = (play("feb17", "zap-zap", SEED) for _ in range(2))
    for text in ("references(T0)", "A.pmd[0][1].dirty", "holds(A, A.mmap_sem)"):
        values(run, text)
    assert [moment.state for moment in run.moments] == [moment.state for moment in other.moments]
    assert run.frame() == other.frame()


def test_files_swap_and_readers_of_a_semaphore_are_there_where_a_scenario_has_them(play):
    run = play("hugetlb", "shmdt-fault")
    names = Objects(run.model).names()
    assert "file" in names
    assert values(run, "file[0]")[0].startswith("D")
    assert values(run, "i_mmap_rwsem == NULL && A.vma_lock == NULL")[0] == "true"


@pytest.mark.parametrize(
    ("text", "code", "says", "hint"),
    [
        ("T9", "RUN22", "there is no `T9` here", "A, B, T0"),
        ("A.bogus", "RUN22", "`A` has no `bogus`", "rss, mm_users"),
        ("A.rss.x", "RUN22", "`A.rss` has no `x`", "leave it out"),
        ("T0[0][1].x", "RUN23", r"`T0\[0\]` has no items", "brackets follow"),
        ("A.pmd[7]", "RUN22", "has 1 items", "from 0 to 0"),
        ("f(1)", "RUN22", "no function `f`", "page_count, references, holds"),
        ("page_count()", "RUN23", "takes 1 arguments, not 0", r"page_count\(page\)"),
        ("page_count(1)", "RUN23", "`1` is a number", "like T0"),
        ("holds(T0, T1)", "RUN23", "`T0` is a page", "write a thread"),
        ("holds(A, A.rss)", "RUN23", "`A.rss` is a number", "write a lock"),
        ("A", "RUN23", "`A` has no value of its own", "like A.rss"),
        ("A.pmd", "RUN23", "`A.pmd` has no value", r"A.pmd\[0\]"),
        ("NULL", "RUN23", "`NULL` has no value", "compare"),
        ("CPU0 == 1", "RUN23", "`CPU0` has no value", "like CPU0.tlb"),
        ("T0 + 1", "RUN23", "`T0` is a page", "takes numbers"),
        ("-T0", "RUN23", "`T0` is a page", "takes a number"),
        ("A.rss == T0", "RUN23", "`A.rss` is a number, and `T0` is a page", "compare numbers"),
        ("holds(A, A.mmap_sem) == T0", "RUN23", r"`holds\(…\)` is a condition", "compare"),
        ("(A.rss + 1) == T0", "RUN23", "this is a number", "compare"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(model, text, code, says, hint):
    with pytest.raises(RequestError, match=says) as caught:
        compile_watch(model("feb17", "zap-zap"), text)
    assert caught.value.code == code
    assert caught.value.span is not None
    with pytest.raises(RequestError, match=hint):
        compile_watch(model("feb17", "zap-zap"), text)
