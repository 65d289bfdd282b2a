"""Mutants of a protocol: how they are made, and what becomes of them."""

from __future__ import annotations

import pytest

from engine import library
from engine.check.mutate import Fate, Mutant, fate, mutants, telling
from engine.lang.check import read_protocol

TEXT = """#include "repaired.c"

static void drop_share(struct mm_struct *mm, struct page *page_table_page, unsigned long address)
{
	int cpu;

	cpu = 0;
	flush_tlb_mm(mm);
	if (cpu == 0) {
		get_page(page_table_page);
	} else {
		get_page(page_table_page);
	}
	while (cpu)
		put_page(page_table_page);
	put_page(page_table_page);
	spin_unlock(&page_table_page->lock);
	pte_free(page_table_page);
	{
		cpu = 1;
	}
}
"""


def tried(mutant: Mutant, *scenarios: str) -> Fate:
    return fate(mutant, "mine", [library.scenario(id) for id in scenarios], library.include)


def mutant_of(change: str) -> Mutant:
    protocol = read_protocol("mine", TEXT, library.include)
    (found,) = [mutant for mutant in mutants(protocol) if mutant.change == change]
    return found


def test_every_statement_of_its_own_text_is_dropped_and_swapped_and_every_branch_forced() -> None:
    protocol = read_protocol("mine", TEXT, library.include)
    assert [(mutant.line, mutant.change) for mutant in mutants(protocol)] == [
        (7, "swap `cpu = 0` and `flush_tlb_mm(mm)`"),
        (8, "drop `flush_tlb_mm(mm)`"),
        (9, "never take `if (cpu == 0)`"),
        (9, "always take `if (cpu == 0)`"),
        (10, "drop `get_page(page_table_page)`"),
        (12, "drop `get_page(page_table_page)`"),
        (15, "drop `put_page(page_table_page)`"),
        (16, "drop `put_page(page_table_page)`"),
        (16, "swap `put_page(page_table_page)` and `spin_unlock(&page_table_page->lock)`"),
        (16, "move `put_page(page_table_page)` behind `pte_free(page_table_page)`"),
        (17, "drop `spin_unlock(&page_table_page->lock)`"),
        (17, "swap `spin_unlock(&page_table_page->lock)` and `pte_free(page_table_page)`"),
        (18, "drop `pte_free(page_table_page)`"),
    ]


def test_a_swap_keeps_what_stands_between() -> None:
    changed = mutant_of("swap `cpu = 0` and `flush_tlb_mm(mm)`").text
    assert "\tflush_tlb_mm(mm);\n\tcpu = 0;\n\tif" in changed


def test_a_mutant_that_breaks_a_count_is_caught_with_its_run() -> None:
    found = tried(mutant_of("never take `if (cpu == 0)`"), "zap-zap")
    assert found.result == "survives", "both branches take a reference"
    (dropped,) = [m for m in mutants(read_protocol("mine", TEXT, library.include)) if m.line == 18]
    found = tried(dropped, "partial", "zap-zap")
    assert (found.result, found.scenario) == ("caught", "partial")
    assert found.property == "wrong-count"
    assert found.schedule.startswith("1.")


WAITS = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	while (page_count(pmd_page(*pmd_offset(mm, address))) > 1) {
	}
	return 0;
}
"""


def test_a_mutant_whose_runs_need_not_end_is_caught_where_the_first_cannot_any_more() -> None:
    found = tried(Mutant(20, "wait for the other", TEXT + WAITS), "zap-zap")
    assert (found.result, found.property, found.schedule) == ("caught", "never ends", "1.")


def test_whether_runs_end_is_not_asked_of_too_many_states(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engine.check.mutate.GRAPH_LIMIT", 3)
    assert tried(Mutant(20, "wait for the other", TEXT + WAITS), "zap-zap").result == "survives"


def test_a_mutant_that_c_does_not_allow_is_refused() -> None:
    found = tried(Mutant(8, "break it", TEXT.replace("flush_tlb_mm(mm)", "flush_tlb_mm()")), "zap-zap")
    assert found.result == "refused"
    assert "flush_tlb_mm" in found.why.text


def test_a_mutant_whose_set_up_fails_is_caught_by_that() -> None:
    routine = "int sys_mmap(struct mm_struct *mm, unsigned long address, unsigned long size)"
    text = f"{TEXT}\n{routine}\n{{\n\tBUG_ON(1);\n\treturn 0;\n}}\n"
    found = tried(Mutant(20, "break it", text), "zap-zap")
    assert (found.result, found.property) == ("caught", "RUN07")


def test_every_line_of_the_repaired_protocol_that_guards_a_count_is_needed() -> None:
    """Each drop or swap around a lock, a get, a put or a copy: refused, caught, or known to be harmless."""
    scenarios = [library.scenario(id) for id in ("fork-write", "zap-zap", "partial")]
    protocol = library.protocol("repaired")
    sharing = ("drop_share", "unshare_table")
    every = [m for m in mutants(protocol) if m.function in sharing]
    guards = [m for m in every if m.change.startswith("drop") and "lock(" in m.change]
    assert len(guards) >= 5
    fates = [fate(mutant, "repaired", scenarios, library.include) for mutant in guards]
    assert {one.result for one in fates} <= {"refused", "caught"}


def test_a_scenario_in_which_the_protocol_itself_is_damaged_says_nothing_of_its_mutants() -> None:
    scenarios = [library.scenario(id) for id in ("zap-zap", "fork-fork", "partial")]
    assert [one.id for one in telling(library.protocol("feb17"), scenarios)] == ["fork-fork", "partial"]
    routine = "int sys_mmap(struct mm_struct *mm, unsigned long address, unsigned long size)"
    stops = read_protocol("stops", f"{TEXT}\n{routine}\n{{\n\tBUG_ON(1);\n\treturn 0;\n}}\n", library.include)
    assert telling(stops, scenarios) == [], "its set-up fails"


def test_a_mutant_that_needs_a_larger_machine_is_not_caught_by_that() -> None:
    routine = "int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)"
    takes = "\tpte_alloc_one(mm);\n" * 4
    found = tried(Mutant(20, "take tables", f"{TEXT}\n{routine}\n{{\n{takes}\treturn 0;\n}}\n"), "zap-zap")
    assert found.result == "survives"
