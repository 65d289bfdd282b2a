"""What must be found in the systems whose slots lose their write bit, and what must not."""

from __future__ import annotations

import pytest

from engine import library
from engine.library.applies import misfit
from engine.run.build import build
from engine.scenario.read import parse_scenario

SHARING = ("mccracken-2002", "on-demand-fork", "cow-pte")

STORY = """
[shape]
slots = 1
entries = 2
tables = {tables}
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "write 1 = 2", {forks}]
"""


def story(*threads, forks=("B",), tables=2):
    """A table of two pages that A shares with who it forked; threads are (mm, name, lines)."""
    text = STORY.format(tables=tables, forks=", ".join(f'"fork {mm}"' for mm in forks))
    for mm, name, lines in threads:
        text += f'[[thread]]\nmm = "{mm}"\nname = "{name}"\ndo = {list(lines)}\n'.replace("'", '"')
    return parse_scenario("story", text)


UNSHARE_WHILE_ANOTHER_THREAD_READS = story(
    ("A", "A", ["write 0 = 3"]), ("A", "Ab", ["read 1"]), ("B", "B", ["read 0"]), tables=4
)
UNSHARE_ZAP_WRITE = story(
    ("A", "A", ["write 0 = 3", "read 0"]),
    ("B", "B", ["munmap 0-1"]),
    ("C", "C", ["write 0 = 5"]),
    forks=("B", "C"),
)


# where the real ones are right ------------------------------------------------------------------
@pytest.mark.parametrize(
    "scenario",
    ["fork-write", "zap-zap", "write-write", "zap-partial", "fork-thread", "mremap-read", "oom-write"],
)
@pytest.mark.parametrize("protocol", SHARING)
def test_sharing_does_no_damage_where_each_process_has_one_thread(verdict, protocol, scenario):
    assert verdict(protocol, scenario).damage == {}


@pytest.mark.parametrize("protocol", ["mccracken-2002", "cow-pte"])
def test_a_fault_that_fills_a_shared_table_is_meant_for_all_who_share_it(verdict, protocol):
    found = verdict(protocol, "read-read")
    assert (found.damage, found.warnings) == ({}, {})


@pytest.mark.parametrize("scenario", ["swapout-read", "swapout-unshare", "read-read-swap"])
def test_the_table_lock_of_2002_stands_reclaim(verdict, scenario):
    assert verdict("mccracken-2002", scenario).damage == {}


# our readings, each with the toggle that answers it ---------------------------------------------
FLUSH_FIRST = {
    "mccracken-2002": "CONFIG_FLUSH_BEFORE_PUT",
    "on-demand-fork": "CONFIG_FREE_AFTER_FLUSH",
    "cow-pte": "CONFIG_FLUSH_BEFORE_PUT",
}


@pytest.mark.parametrize("protocol", SHARING)
def test_a_full_zap_that_flushes_last_lets_a_thread_use_what_the_next_owner_frees(verdict, protocol):
    assert verdict(protocol, "munmap-thread").damage.keys() == {"stale-tlb", "freed-table-used"}
    assert verdict(protocol, "munmap-thread", **{FLUSH_FIRST[protocol]: 1}).damage == {}


def test_on_demand_fork_frees_a_table_that_its_own_slot_still_names(verdict):
    assert "freed-while-named" in verdict("on-demand-fork", "zap-zap").warnings
    assert verdict("on-demand-fork", "zap-zap", CONFIG_FREE_AFTER_FLUSH=1).warnings == {}


def test_cow_pte_puts_the_table_that_a_walk_without_locks_is_in(verdict):
    assert verdict("cow-pte", "gup-unshare").damage.keys() == {"freed-table-used"}
    assert verdict("cow-pte", "gup-unshare", CONFIG_FLUSH_BEFORE_PUT=1).damage == {}


def test_cow_pte_hides_a_table_from_a_truncate_while_it_allocates(verdict):
    assert verdict("cow-pte", "truncate-write").damage.keys() == {"isolation"}
    assert verdict("cow-pte", "truncate-write", CONFIG_ALLOCATE_FIRST=1).damage == {}


@pytest.mark.parametrize("protocol", ["mccracken-2002", "on-demand-fork"])
def test_a_truncate_of_a_part_breaks_the_sharing_first(verdict, protocol):
    assert verdict(protocol, "truncate-part").damage == {}


def test_a_truncate_of_a_part_meets_the_empty_slot_of_cow_pte_only(verdict):
    """Never its BUG_ON: it breaks the sharing, and while it allocates a fault finds the slot empty."""
    assert verdict("cow-pte", "truncate-part").damage.keys() == {"isolation", "leak", "wrong-rss"}
    assert verdict("cow-pte", "truncate-part", CONFIG_ALLOCATE_FIRST=1).damage == {}


def test_cow_pte_hides_a_table_from_another_thread_while_it_allocates(verdict_on):
    broken = verdict_on("cow-pte", UNSHARE_WHILE_ANOTHER_THREAD_READS)
    assert "mapping-lost" in broken.damage
    sound = verdict_on("cow-pte", UNSHARE_WHILE_ANOTHER_THREAD_READS, CONFIG_ALLOCATE_FIRST=1)
    assert sound.damage == {}


@pytest.mark.parametrize("protocol", ["mccracken-2002", "on-demand-fork"])
def test_the_others_look_at_the_slot_again_after_they_allocated(verdict_on, protocol):
    assert verdict_on(protocol, UNSHARE_WHILE_ANOTHER_THREAD_READS).damage == {}


def test_mccracken_leaves_entries_writable_that_the_last_owner_shares_with_a_copy(verdict_on):
    """A copies at three, B zaps, C finds a count of one: its slot becomes writable above such entries."""
    assert verdict_on("mccracken-2002", UNSHARE_ZAP_WRITE).damage.keys() == {"isolation"}
    assert verdict_on("mccracken-2002", UNSHARE_ZAP_WRITE, CONFIG_WRPROTECT_ALWAYS=1).damage == {}


def test_cow_pte_takes_the_write_bits_at_every_copy(verdict_on):
    assert verdict_on("cow-pte", UNSHARE_ZAP_WRITE).damage == {}


# what a page_count cannot tell ------------------------------------------------------------------
@pytest.mark.parametrize("protocol", ["mccracken-2002", "cow-pte"])
def test_who_only_looks_at_a_frame_is_taken_for_a_sharer_where_page_count_counts(verdict, protocol):
    assert "leak" in verdict(protocol, "speculate-zap").damage


def test_a_counter_of_sharers_is_not_misled_by_who_looks_at_a_frame(verdict):
    assert verdict("on-demand-fork", "speculate-zap").damage == {}


# headers ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("protocol", SHARING)
def test_each_says_that_what_is_found_was_never_reported(protocol):
    assert library.protocol(protocol).header.note == "our reading, never reported"


@pytest.mark.parametrize(
    ("protocol", "scenario", "reason"),
    [
        ("mccracken-2002", "gup-unshare", "no walk without locks"),
        ("on-demand-fork", "shmdt-shmdt", "private anonymous memory only"),
        ("on-demand-fork", "swapout-read", "not in what we have read"),
        ("cow-pte", "swapout-zap", "not in what we have read"),
    ],
)
def test_what_a_system_does_not_have_is_a_dash_with_a_reason(protocol, scenario, reason):
    said = misfit(library.protocol(protocol), library.scenario(scenario), {})
    assert said is not None
    assert reason in said.text


def test_slots_have_a_write_bit_where_a_protocol_takes_it_away():
    scenario = library.scenario("zap-zap")
    shapes = {id: build(library.protocol(id), scenario).shape for id in ("feb17", *SHARING)}
    assert {id: shape.pmd_write_bit for id, shape in shapes.items()} == {"feb17": False} | dict.fromkeys(
        SHARING, True
    )
    assert {id: shape.counting for id, shape in shapes.items()} == {
        "feb17": "page_count",
        "mccracken-2002": "page_count",
        "on-demand-fork": "sharers",
        "cow-pte": "page_count",
    }
