"""Slots and entries: what they may name, and what touching them touches."""

from __future__ import annotations

import pytest


def test_a_slot_is_populated_read_and_cleared(bench):
    table = bench.table()
    slot = bench.slot(1)
    assert bench.do("load pmd_t", slot) == 0
    assert bench.events == [("read-slot-none", "A.pmd[0]", "NULL")]
    bench.do("pmd_populate", 1, slot, table)
    assert bench.events == [("populate", "A.pmd[0]", "T0")]
    assert bench.do("load pmd_t", slot) == table
    assert bench.events == [("read-slot", "A.pmd[0]", "T0")]
    bench.do("pmd_clear", slot)
    assert bench.events == [("clear-slot", "A.pmd[0]", "T0")]
    assert bench.do("load pmd_t", slot) == 0


def test_a_slot_names_live_tables_only(bench):
    page, table = bench.page(), bench.table()
    bench.do("pmd_populate", 1, bench.slot(1), page)
    assert bench.broken == [("bug", "not-a-table", "A", "D0")]
    bench.do("__free_page", table)
    bench.do("pmd_populate", 1, bench.slot(1), table)
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]


def test_pte_offset_reads_the_slot_and_computes_the_rest(bench):
    table, page = bench.map()
    pointer = bench.do("pte_offset", bench.slot(1), 1)
    assert bench.events == [("read-slot", "A.pmd[0]", "T0")]
    assert pointer == bench.entry(table, 1)
    assert pointer != bench.entry(table, 0)


def test_pte_offset_of_an_empty_slot_is_an_oops(bench):
    bench.do("pte_offset", bench.slot(1), 0)
    assert bench.broken == [("bug", "null", "A")]
    assert bench.ended


def test_an_entry_is_written_read_and_taken(bench):
    table, page = bench.map()
    pointer = bench.entry(table)
    assert bench.do("load pte_t", pointer) == page | bench.pointers.write_bit
    assert bench.events == [("read-entry", "T0[0]", "D0")]
    assert bench.do("pte_page_rss", table) == 1
    bench.do("ptep_set_wrprotect", pointer)
    assert bench.events == [("wrprotect", "T0[0]", "D0")]
    assert bench.do("ptep_get_and_clear", pointer) == page
    assert bench.events == [("clear-entry", "T0[0]", "D0")]
    assert bench.do("load pte_t", pointer) == 0
    assert bench.events == [("read-entry-none", "T0[0]", "NULL")]
    assert bench.do("pte_page_rss", table) == 0


def test_a_write_to_an_entry_is_for_one_mm_and_a_write_protection_for_all(bench):
    table, page = bench.map()
    pointer = bench.entry(table)
    bench.do("set_pte", pointer, page)
    assert bench.foreign == [(0, 0)]
    bench.do("ptep_set_wrprotect", pointer)
    assert bench.foreign == []
    bench.do("load pte_t", pointer)
    assert bench.foreign == []
    bench.do("ptep_get_and_clear", pointer)
    assert bench.foreign == [(0, 0)]


@pytest.mark.parametrize("operation", ["load pte_t", "ptep_get_and_clear", "ptep_set_wrprotect"])
def test_touching_an_entry_touches_its_table(bench, operation):
    table, _ = bench.map()
    bench.do("__free_page", table)
    bench.do(operation, bench.entry(table))
    assert bench.broken == [("freed-table-used", "freed-used", "A", "T0")]
    assert bench.ended


def test_an_entry_maps_data_pages_only(bench):
    table, _ = bench.map()
    bench.do("set_pte", bench.entry(table), table)
    assert bench.broken == [("bug", "not-a-data-page", "A", "T0")]


def test_an_entry_with_flags_and_no_page_is_no_entry(bench):
    table, _ = bench.map()
    bench.do("set_pte", bench.entry(table), bench.pure["pte_mkwrite"](0))
    assert bench.broken == [("bug", "not-a-data-page", "A", "NULL")]


def test_writing_an_empty_entry_empties_it(bench):
    table, _ = bench.map()
    bench.do("set_pte", bench.entry(table), 0)
    assert bench.violations == []
    assert bench.do("load pte_t", bench.entry(table)) == 0


def test_a_slot_has_the_format_of_an_entry(bench):
    table, _ = bench.map()
    as_entry = bench.pure["cast pmd_t * to pte_t *"](bench.slot(1))
    assert bench.do("load pte_t", as_entry) == table
    assert bench.do("ptep_get_and_clear", as_entry) == table
    assert bench.events == [("clear-slot", "A.pmd[0]", "T0")]
    assert bench.foreign == []
    bench.do("set_pte", as_entry, table)
    assert bench.violations == []
    assert bench.do("load pmd_t", bench.slot(1)) == table


@pytest.mark.parametrize("value", ["page", "writable table"])
def test_a_slot_seen_as_an_entry_takes_plain_tables_only(bench, value):
    table, page = bench.map()
    as_entry = bench.pure["cast pmd_t * to pte_t *"](bench.slot(1))
    bench.do("set_pte", as_entry, page if value == "page" else table | bench.pointers.write_bit)
    assert [found[:2] for found in bench.broken] == [("bug", "not-a-table")]


def test_clearing_a_slot_seen_as_an_entry(bench):
    bench.map()
    bench.do("set_pte", bench.pure["cast pmd_t * to pte_t *"](bench.slot(1)), 0)
    assert bench.violations == []
    assert bench.do("load pmd_t", bench.slot(1)) == 0


def test_only_tables_have_entries_to_count(bench):
    bench.do("pte_page_rss", bench.page())
    assert bench.broken == [("bug", "not-a-table", "A", "D0")]
    assert bench.ended
