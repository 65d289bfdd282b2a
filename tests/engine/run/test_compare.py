"""Two runs beside each other: where they part, what that is, and what one of them could not do."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached
from engine.run.compare import ROWS_LIMIT, Turn, compare, differences, facts
from engine.run.schedule import Choice, parse_schedule
from engine.run.sentences import said

SEED = parse_schedule("1.A9B7A4B")


def plain(difference):
    """A difference in English."""
    return (difference.group, difference.name, difference.left.text, difference.right.text)


def groups(comparison):
    return [(one.row, one.difference.group, one.difference.name) for one in comparison.first]


def test_a_run_beside_itself_differs_in_nothing(model):
    found = compare(model("feb17", "zap-zap"), model("feb17", "zap-zap"), SEED)
    assert found.first == ()
    assert [row.differs for row in found.rows] == [()] * 22
    assert [row.left.at for row in found.rows] == list(range(22))
    assert found.left == found.right


def test_two_settings_part_at_the_lock_that_the_setting_is_about(model):
    table = model("feb17", "zap-zap", CONFIG_SHARE_LOCK_PER_TABLE=1)
    found = compare(model("feb17", "zap-zap"), table, SEED)
    assert groups(found)[0] == (8, "locks", "page_table_share_lock")
    assert ("locks", "T0.lock", "free", "held by A") in map(plain, found.rows[8].differs)
    assert [one.difference.group for one in found.first] == ["locks", "step"]


def test_a_protocol_that_cannot_follow_says_which_choice_and_why_and_goes_on_behind_it(model):
    found = compare(model("feb17", "zap-zap"), model("repaired", "zap-zap"), SEED)
    refused = [(n, row.right) for n, row in enumerate(found.rows) if row.right.refused]
    assert refused
    row, turn = refused[0]
    assert turn.refused.text.startswith(f"{turn.choice} cannot go now: ")
    assert turn.at == found.rows[row - 1].right.at
    assert found.rows[-1].left.at == 21
    assert found.rows[-1].right.at == 21 - len(refused)
    assert len(found.right) == found.rows[-1].right.at + 1


def test_what_breaks_on_one_side_only_is_the_weightiest_difference(model):
    found = compare(model("feb17", "zap-zap"), model("eager-copy", "zap-zap"), SEED)
    last = found.rows[-1].differs
    assert last[0].group == "broken"
    assert {one.left.text for one in last if one.group == "broken"} == {"broken"}
    assert [one.row for one in found.first] == sorted(one.row for one in found.first)


def test_two_branches_are_compared_step_by_step_to_the_end_of_the_longer_one(model):
    shipped = model("feb17", "zap-zap")
    found = compare(shipped, shipped, SEED, parse_schedule("1.A9B6AB"))
    assert len(found.rows) == 22
    assert groups(found)[0][0] == 16
    assert (found.rows[17].left.choice, found.rows[17].right.choice) == ("A", "B")
    assert found.rows[18].right == Turn(None, 17, None)
    step = next(one for one in found.rows[18].differs if one.group == "step")
    assert step.right.text == "nothing"


@pytest.mark.parametrize(
    ("protocol", "scenario", "schedule", "named"),
    [
        ("feb17", "fork-write", "1.A17B39A16B3A3", {"T0[0]": "D0 writable", "D4.value": "4"}),
        ("repaired", "swapout-zap", "", {"A.pmd[0]": "T0", "A": "live"}),
        ("mccracken-2002", "fork-write", "1.A17", {"A.pmd[0]": "T0 read-only"}),
        ("hugetlb", "shmdt-shmdt", "", {"file[0]": "D8"}),
    ],
)
def test_facts_are_named_as_in_the_frames(play, protocol, scenario, schedule, named):
    found = facts(play(protocol, scenario, schedule).frame())
    assert {name: found["memory", name].text for name in named} == named


def test_whatever_a_state_holds_is_a_fact(play):
    kinds = set()
    for run in (
        play("repaired", "swapout-zap"),
        play("testzero", "partial-write", "1.B39A", CONFIG_GATHER=2),
    ):
        while run.frame().choices:
            run.step(Choice(run.frame().choices[0].thread))
            kinds |= {name.split(".")[-1].split(" ")[0] for _, name in facts(run.frame())}
    assert {"S0", "tlb", "gather", "mmap_sem", "step"} <= kinds


def test_what_is_not_there_on_one_side_is_said_so():
    live, held = said("fact.live"), said("fact.held", "A")
    found = differences({("memory", "T1"): live}, {("locks", "T0.lock"): held})
    assert [plain(one) for one in found] == [
        ("memory", "T1", "live", "not there"),
        ("locks", "T0.lock", "free", "held by A"),
    ]


def test_too_long_a_run_is_refused_with_both_numbers(model):
    shipped = model("feb17", "zap-zap")
    with pytest.raises(LimitReached, match=f"have 401 steps; {ROWS_LIMIT} can be compared"):
        compare(shipped, shipped, (), (*SEED[:1],) * 401)
