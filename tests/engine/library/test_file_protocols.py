"""The systems that share the tables of a file: what each gets right, and what each fix of hugetlb is for."""

from __future__ import annotations

import pytest

from engine import library
from engine.errors import RequestError
from engine.library.applies import misfit
from engine.run.build import build, configure

LARGE = ("gup-shmdt-3", "shmdt-fault-3")
"""Left to the verdicts that are kept."""
ON_FILES = tuple(
    id for id in library.scenario_ids() if "files" in library.scenario(id).needs and id not in LARGE
)
SHARERS = ("hugetlb", "mccracken-2006", "mshare")


def fits(protocol, scenario):
    one = library.protocol(protocol)
    return misfit(one, library.scenario(scenario), one.defaults()) is None


def test_they_stand_in_the_order_of_their_dates():
    ids = [id for id in library.protocol_ids() if id in SHARERS]
    assert ids == ["mccracken-2006", "hugetlb", "mshare"]


@pytest.mark.parametrize("protocol", SHARERS)
def test_private_memory_is_not_their_business(protocol):
    assert not fits(protocol, "zap-zap")
    assert fits(protocol, "shmdt-fault")


@pytest.mark.parametrize("scenario", ON_FILES)
def test_eager_copy_and_todays_hugetlb_are_right_in_every_scenario_on_files(verdict, scenario):
    assert verdict("eager-copy", scenario).found.discoveries == {}
    assert verdict("hugetlb", scenario).found.discoveries == {}


# hugetlb, fix by fix ----------------------------------------------------------------------------
UNDONE = [
    ({"CONFIG_CLEAR_MAYSHARE": 0}, "shmdt-fault", "freed-table-used", "hugetlb_free_pmd"),
    ({"CONFIG_FAULT_LOCK": 0}, "truncate-shmdt-fault", "freed-table-used", "hugetlb_free_pmd"),
    ({"CONFIG_UNSHARE_FLUSH": 0}, "shmdt-thread", "isolation", "huge_pmd_unshare"),
    ({"CONFIG_PT_SHARE_COUNT": 0}, "speculate-shmdt", "wrong-count", "huge_pmd_unshare"),
    ({"CONFIG_FORK": 2}, "fork-shared", "lock-discipline", "huge_pmd_share"),
    ({"CONFIG_SPLIT_LOCKED": 0}, "split-fault", "bug", "huge_pmd_share"),
    ({"CONFIG_SPLIT_LOCKED": 0}, "split-thread", "bug", "huge_pmd_share"),
    ({"CONFIG_UNSHARE_IPI": 0}, "gup-shmdt-broadcast", "isolation", "huge_pmd_unshare"),
    ({"CONFIG_UNSHARE_LOCKED": 0}, "gup-shmdt", "freed-table-used", "hugetlb_free_pmd"),
    ({"CONFIG_WALK_FLUSH": 0}, "shmdt-walk-cache", "stale-tlb", "hugetlb_free_pmd"),
]


@pytest.mark.parametrize(("config", "scenario", "damage", "function"), UNDONE)
def test_each_fix_undone_brings_its_race_back(verdict, config, scenario, damage, function):
    found = verdict("hugetlb", scenario, **config)
    name, message = next(pair for pair in found.found.discoveries if pair[0] == damage)
    run = found.run(name, message)
    ran = {call.function for number in range(1, len(run.moments)) for call in run.frame(number).step.calls}
    assert function in ran


def test_what_replaced_a_fix_does_as_well(verdict):
    """The lock of the fault side and the IPI were each done in two ways, one after the other."""
    assert verdict("hugetlb", "truncate-shmdt-fault", CONFIG_FAULT_LOCK=1).damage == {}
    assert verdict("hugetlb", "gup-shmdt-broadcast", CONFIG_UNSHARE_IPI=1).damage == {}
    assert verdict("hugetlb", "fork-shared", CONFIG_FORK=1).damage == {}


def test_the_split_shares_again_between_its_unshare_and_its_locks(verdict):
    """CVE-2025-38084: A finds nothing to unshare, B finds A's table through the rmap, A splits."""
    run = verdict("hugetlb", "split-fault", CONFIG_SPLIT_LOCKED=0).run("bug", "bug-on")
    turns = [run.frame(number).step.thread for number in range(1, len(run.moments))]
    assert [who for who, before in zip(turns, ["", *turns], strict=False) if who != before] == ["A", "B", "A"]


def test_a_table_that_another_owns_by_now_is_walked_without_locks(verdict):
    """CVE-2025-38085: a flush that interrupts nobody does not wait for GUP-fast."""
    found = verdict("hugetlb", "gup-shmdt-broadcast", CONFIG_UNSHARE_IPI=0)
    frame = found.run("isolation", "walks-anothers").frame()
    assert frame.step.thread == "Ab"
    assert [table.owners for table in frame.memory.tables if table.state == "live"] == [("B",)]
    assert verdict("hugetlb", "gup-shmdt", CONFIG_UNSHARE_IPI=0).damage == {}, "an IPI does wait"


def test_a_look_at_the_page_makes_its_only_owner_believe_that_it_is_shared(verdict):
    """CVE-2024-57883: the entries are not zapped, and who looked frees the table over them."""
    run = verdict("hugetlb", "speculate-shmdt", CONFIG_PT_SHARE_COUNT=0).run("wrong-count", "wrong-count")
    assert run.frame().step.thread == "K"
    assert [table.state for table in run.frame().memory.tables] == ["freed"]


def test_presets_go_back_in_time_and_the_first_has_the_first_race(verdict):
    protocol = library.protocol("hugetlb")
    presets = {one.text: dict(one.setting) for one in protocol.header.as_of}
    assert list(presets)[0] == "2006"
    assert presets["today"] == {}
    for setting in presets.values():
        configure(protocol, library.scenario("shmdt-fault"), setting)
    assert "wrong-count" in verdict("hugetlb", "shmdt-fault", **presets["2006"]).damage
    assert verdict("hugetlb", "shmdt-fault", **presets["2012"]).damage == {}


def test_before_the_count_was_apart_a_table_lives_on_and_its_new_entry_is_lost(verdict):
    """The report of 2012: teardown meets a bad pmd, wipes it out, and a page's count stays too high."""
    presets = {one.text: dict(one.setting) for one in library.protocol("hugetlb").header.as_of}
    found = verdict("hugetlb", "shmdt-fault", **presets["2006"])
    assert "freed-table-used" not in found.damage


@pytest.mark.parametrize("refused", library.protocol("hugetlb").header.refuses)
def test_settings_that_mean_nothing_are_refused_with_a_sentence(refused):
    protocol, scenario = library.protocol("hugetlb"), library.scenario("shmdt-fault")
    with pytest.raises(RequestError, match="RUN15 hugetlb refuses CONFIG_") as said:
        build(protocol, scenario, dict(refused.setting))
    assert refused.text in said.value.message.text


def test_who_counts_sharers_follows_the_toggle():
    protocol, scenario = library.protocol("hugetlb"), library.scenario("shmdt-fault")
    ways = [build(protocol, scenario, {"CONFIG_PT_SHARE_COUNT": one}).shape.counting for one in (0, 1)]
    assert ways == ["page_count", "sharers"]


# the other two ----------------------------------------------------------------------------------
def test_both_who_unmap_read_a_count_above_one_and_nobody_frees(verdict):
    frame = verdict("mccracken-2006", "shmdt-shmdt").run("leak", "leak").frame()
    (table,) = [table for table in frame.memory.tables if table.state == "live"]
    assert all(holder.gone for holder in table.holders), "no slot names it any more"


@pytest.mark.parametrize("scenario", ["shmdt-fault", "truncate-fault", "truncate-zap", "fork-shared"])
def test_where_one_drops_the_table_mccracken_2006_is_right(verdict, scenario):
    assert verdict("mccracken-2006", scenario).damage == {}


def test_a_fault_writes_into_a_table_that_a_truncate_took_from_its_slot(verdict):
    assert "freed-table-used" in verdict("mccracken-2006", "truncate-shmdt-fault").damage


def test_an_unmap_that_left_the_reverse_map_is_not_flushed_by_a_truncate(verdict):
    frame = verdict("mshare", "truncate-shmdt-thread").run("stale-tlb", "stale-leaf").frame()
    assert frame.step.thread == "Ab"


@pytest.mark.parametrize("scenario", [id for id in ON_FILES if id != "truncate-shmdt-thread"])
def test_mshare_is_right_wherever_else_it_applies(verdict, scenario):
    if fits("mshare", scenario):
        assert verdict("mshare", scenario).damage == {}
