"""What must be found in the seed (`feb17`), and what must not: each race by its own name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import library
from engine.run.build import build
from engine.scenario.read import parse_scenario
from tests.classic import CLASSIC

ALONE = """
[shape]
slots = 1
entries = 2
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "write 1 = 2", "fork B"]
[[thread]]
mm = "A"
do = ["munmap 0-1"]
[[thread]]
mm = "B"
do = []
"""


def test_zap_zap_both_conclude_that_they_own_the_table(verdict):
    frame = verdict("feb17", "zap-zap").run("two-owners", "two-owners").frame()
    assert [table.owners for table in frame.memory.tables] == [("A", "B")]


def test_zap_zap_frees_a_table_in_use(verdict):
    found = verdict("feb17", "zap-zap")
    assert found.damage["freed-table-used"] == 21
    frame = found.run("freed-table-used", "resurrected").frame()
    (table,) = frame.memory.tables
    assert table.state == "freed"
    assert [holder.by for holder in table.holders if not holder.gone], "a slot names it still"
    assert frame.ended is not None
    assert frame.choices == ()


def test_zap_zap_resurrects_a_freed_table_and_says_so(verdict):
    run = verdict("feb17", "zap-zap").run("freed-table-used", "resurrected")
    assert run.frame().step.calls[-1].function == "zap_pte_range"
    assert run.frame().ended.text.endswith("resurrects T0, which was freed")


def test_zap_zap_needs_both(verdict_on):
    """A decrement that was only a test is amber as long as nobody else decrements."""
    found = verdict_on("feb17", parse_scenario("alone", ALONE))
    assert found.damage == {}
    assert found.warnings.keys() == {"count-below-slots"}


@pytest.mark.parametrize(
    ("scenario", "config"), [("exit-exit", {}), ("zap-zap", {"CONFIG_GATHER": "batched"})]
)
def test_with_a_batched_gather_nobody_concludes_that_he_owns_the_table_and_its_pages_leak(
    verdict, scenario, config
):
    found = verdict("feb17", scenario, **config)
    frame = found.run("leak", "leak").frame()
    assert [table.state for table in frame.memory.tables] == ["freed"]
    leaked = [page.name for page in frame.memory.pages if page.state == "live" and page.references == 0]
    assert leaked


def test_with_a_fast_gather_the_pages_of_zap_zap_do_not_leak(verdict):
    assert "leak" not in verdict("feb17", "zap-zap", CONFIG_GATHER="fast").damage


def test_zap_write_takes_the_survivors_memory(verdict):
    found = verdict("feb17", "zap-write")
    assert {"freed-table-used", "freed-page-used", "mapping-lost", "wrong-count"} <= found.damage.keys()
    frame = found.run("mapping-lost", "mapping-gone").frame()
    assert {violation.objects[0].partition(":")[0] for violation in frame.violations} >= {"B"}


def test_zap_write_copies_from_a_page_that_the_zap_has_freed(verdict):
    run = verdict("feb17", "zap-write").run("freed-page-used", "freed-used")
    step = run.frame().step
    assert "copy_shared_entries" in [call.function for call in step.calls]
    (freed,) = [page for page in run.frame().memory.pages if page.freed is not None]
    assert (step.thread, freed.freed.by) == ("B", "A")


def test_unshare_unshare_alone_breaks_nothing_that_can_be_seen_yet(verdict):
    found = verdict("feb17", "unshare-unshare")
    assert found.damage == {}
    assert "two-owners" in found.warnings


def test_write_write_breaks_isolation(verdict):
    found = verdict("feb17", "write-write")
    assert found.damage.keys() == {"isolation"}
    run = found.run("isolation", "saw-foreign")
    (seen,) = [v for v in run.frame().violations if v.property == "isolation" and v.new]
    assert seen.text in (
        "A reads 4 from A:0, which is not its own value",
        "B reads 3 from B:0, which is not its own value",
    )


@pytest.mark.parametrize("scenario", ["zap-partial", "partial-partial", "partial-write"])
def test_a_partial_zap_reaches_the_seeds_own_bug(verdict, scenario):
    frame = verdict("feb17", scenario).run("bug", "bug-on").frame()
    assert frame.ended.text.endswith("reaches BUG_ON: its condition holds")
    stopped = next(thread for thread in frame.threads if thread.name == frame.step.thread)
    assert [call.function for call in stopped.calls][-1] == "zap_pte_range"
    assert stopped.doing.startswith("munmap")


def test_a_truncate_of_a_part_unshares_it_first_and_meets_no_bug(verdict):
    """ "So we have to unshare the partial pmd's before zapping them": amber, as every lone unshare is."""
    found = verdict("feb17", "truncate-part")
    assert (found.damage, found.warnings.keys()) == ({}, {"count-below-slots"})


def test_what_batches_or_frees_is_stepped_through_by_the_name_of_the_mail():
    model = build(library.protocol("feb17"), library.scenario("zap-zap"))
    frames = {frame.function for code in model.threads for frame in code.program.frames}
    assert {"tlb_remove_page", "tlb_put_page", "free_one_pmd", "clear_page_tables"} <= frames


@pytest.mark.parametrize("protocol", ["testzero", "feb17"])
@pytest.mark.parametrize("scenario", ["zap-zap-idle", "write-write-idle"])
def test_an_idle_third_sharer_hides_every_race(verdict, protocol, scenario):
    assert verdict(protocol, scenario).damage == {}


@pytest.mark.parametrize("scenario", ["partial", "zap-fork", "fork-fork"])
def test_where_only_one_decrements_the_seed_is_amber_at_most(verdict, scenario):
    assert verdict("feb17", scenario).damage == {}


@pytest.mark.parametrize("scenario", ["zap-zap", "zap-write", "write-write", "zap-partial"])
def test_a_lock_per_table_does_not_save_the_seed(verdict, scenario):
    assert verdict("feb17", scenario, CONFIG_SHARE_LOCK_PER_TABLE=1).damage


# the yardstick ----------------------------------------------------------------------------------
SETTINGS = [
    {},
    {"CONFIG_SMP": 0},
    {"CONFIG_GATHER": 1, "CONFIG_FLUSH_BROADCAST": 1},
    {"CONFIG_GATHER": 2, "CONFIG_WALK_CACHE": 1},
    {"CONFIG_LOWEST_FREE": 1, "CONFIG_WALK_CACHE": 1, "CONFIG_FLUSH_BROADCAST": 1},
]


@pytest.mark.parametrize("config", SETTINGS, ids=lambda config: ", ".join(config) or "as it ships")
@pytest.mark.parametrize("scenario", CLASSIC)
def test_eager_copy_is_right_in_every_scenario_on_every_machine(verdict, scenario, config):
    found = verdict("eager-copy", scenario, **config).found
    assert found.discoveries == {}
    assert found.progress.complete


def test_these_machines_have_every_value_of_every_toggle_but_the_flush_of_fork():
    toggles = [one for one in library.protocol("eager-copy").toggles if one.name != "CONFIG_FORK_NO_FLUSH"]
    for toggle in toggles:
        tried = {setting.get(toggle.name, toggle.default) for setting in SETTINGS}
        assert tried == set(range(len(toggle.values))), toggle.name


@pytest.mark.parametrize("scenario", CLASSIC)
def test_eager_copy_survives_any_allocation_that_fails(verdict, verdict_on, scenario):
    found = verdict_on("eager-copy", replace(library.scenario(scenario), out_of_memory=True)).found
    assert found.discoveries == {}
    assert found.progress.states >= verdict("eager-copy", scenario).found.progress.states


@pytest.mark.parametrize("scenario", CLASSIC)
def test_repaired_does_no_damage_in_any_scenario(verdict, scenario):
    assert verdict("repaired", scenario).damage == {}
