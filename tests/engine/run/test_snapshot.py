"""What a frame says of memory, and of its past."""

from __future__ import annotations

import pytest

from engine import library
from engine.machine.pointers import Pointers
from engine.run.build import build
from engine.run.run import Run
from engine.run.schedule import Choice, parse_schedule
from engine.run.snapshot import POISON
from engine.run.threads import value_text
from engine.vocabulary.types import CType

NO_FLUSH = """
#include "mm.c"
static void flush_tlb_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
}
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	zap_page_range(mm, address, size);
	return 0;
}
"""


PINS = """
#include "mm.c"
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;
	pte_t pte;

	pte = *pte_entry(pmd_page(*pmd_offset(mm, address)), address);
	page = pte_page(pte);
	if (!get_page_unless_zero(page))
		return 1;
	put_page(page);
	return 1 - get_page_unless_zero(page) * page_count(page);
}
"""


def table(frame, name="T0"):
    return next(table for table in frame.memory.tables if table.name == name)


def page(frame, name="D0"):
    return next(page for page in frame.memory.pages if page.name == name)


def steps_until(run, thread, event):
    """Step a thread until it does something; the number of that step."""
    while event not in [told.id for told in (run.frame().step.events if run.length else ())]:
        run.step(Choice(thread))
    return run.length


def test_count_and_references_part_when_the_seed_decrements_first(play):
    run = play("feb17", "zap-zap")
    before = table(run.frame())
    assert (before.count, before.references) == (2, 2)
    assert [holder.counted for holder in before.holders] == [True, True]
    steps_until(run, "A", "put")
    after = table(run.frame())
    assert (after.count, after.references) == (1, 2)
    assert [(h.by, h.mm, h.counted) for h in after.holders] == [
        ("A.pmd[0]", "A", False),
        ("B.pmd[0]", "B", True),
    ]


def test_when_nothing_is_counted_no_holder_is(play):
    run = play("feb17", "zap-zap")
    steps_until(run, "A", "put")
    steps_until(run, "B", "put-zero")
    assert [holder.counted for holder in table(run.frame()).holders] == [False, False]


def test_what_held_a_freed_table_is_remembered(play):
    frame = play("feb17", "zap-zap", "1.A9B7A4").frame()
    freed = table(frame)
    assert (freed.state, freed.freed.by, freed.freed.at) == ("freed", "A", 20)
    assert [(h.by, h.gone) for h in freed.holders] == [("A.pmd[0]", True), ("B.pmd[0]", False)]
    assert [(entry.page, entry.was) for entry in freed.entries] == [(None, "D0"), (None, "D1")]
    assert [(h.by, h.gone) for h in page(frame).holders] == [("T0[0]", True)]
    slot = frame.memory.mms[0].slots[0]
    assert (slot.table, slot.was, slot.writer) == (None, "T0", 18)


def test_before_the_run_nobody_freed_and_nobody_wrote(tiny):
    body = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	__free_page(alloc_page(mm));
	return 0;
}
"""
    frame = Run(tiny(body, {"A": []}, [("A", ["munmap 0"])])).frame()
    assert (page(frame).freed.by, page(frame).freed.at, page(frame).value) == ("", 0, POISON)
    assert frame.memory.mms[0].slots[0].writer == 0


def test_a_frame_that_is_allocated_again_is_not_freed_any_more(tiny):
    run = Run(tiny("__free_page(alloc_page(mm)); alloc_page(mm);", shape="pages = 1\n"))
    run.replay(parse_schedule("1.A2"))
    assert (page(run.frame()).state, page(run.frame()).freed.at) == ("freed", 2)
    run.step(Choice("A"))
    assert (page(run.frame()).state, page(run.frame()).freed) == ("live", None)


def test_an_entry_forgets_what_it_held_when_it_is_written_again(tiny):
    body = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	pte_t *ptep;
	struct page *page;

	page = alloc_page(mm);
	ptep = pte_entry(pte_alloc_one(mm), address);
	set_pte(ptep, mk_pte(page));
	set_pte(ptep, pte_wrprotect(ptep_get_and_clear(ptep)));
	return 0;
}
"""
    run = Run(tiny(body))
    seen = []
    while run.frame().choices:
        run.step(Choice("A"))
        if run.length > 1:
            entry = table(run.frame()).entries[0]
            seen.append((entry.page, entry.was))
    assert seen == [(None, None), ("D0", None), (None, "D0"), ("D0", None)]


def test_locks_say_who_holds_them_since_when_and_who_waits(tiny):
    body = "spin_lock(&page_table_share_lock); spin_unlock(&page_table_share_lock);"
    run = Run(tiny(body, {"A": ["munmap 0"], "B": ["munmap 0"]}))
    run.step(Choice("B"))
    (lock,) = run.frame().memory.locks
    assert (lock.holders, lock.mode, lock.since, lock.waiters) == (("B",), "write", 1, ("A",))
    assert run.frame().threads[1].holds == ("page_table_share_lock",)
    run.step(Choice("B"))
    (lock,) = run.frame().memory.locks
    assert (lock.holders, lock.mode, lock.since, lock.waiters) == ((), "free", None, ())


@pytest.mark.parametrize(("take", "mode"), [("down_read", "read"), ("down_write", "write")])
def test_a_semaphore_says_how_it_is_held(tiny, take, mode):
    run = Run(tiny(f"{take}(&mm->mmap_sem); find_vma(mm, address);"))
    assert run.frame().memory.mms[0].mmap_sem.mode == "free"
    run.step(Choice("A"))
    sem = run.frame().memory.mms[0].mmap_sem
    assert (sem.name, sem.label, sem.holders, sem.mode, sem.since) == (
        "A.mmap_sem",
        "mmap_sem",
        ("A",),
        mode,
        1,
    )
    assert run.frame().threads[0].holds == ("A.mmap_sem",)


def test_the_lock_of_a_table_is_shown_where_routines_take_it(play, tiny):
    assert table(play("feb17", "zap-zap").frame()).lock is None
    assert table(play("feb17", "zap-zap", CONFIG_SHARE_LOCK_PER_TABLE=1).frame()).lock.mode == "free"
    run = Run(
        tiny("struct page *page; page = pte_alloc_one(mm); spin_lock(&page->lock); find_vma(mm, address);")
    )
    run.replay(parse_schedule("1.A2"))
    assert table(run.frame()).lock.holders == ("A",)


def test_the_gather_batch_shows_its_mode_and_what_waits(play):
    run = play("feb17", "zap-zap", CONFIG_GATHER=2)
    assert run.frame().memory.cpus[0].gather == "idle"
    steps_until(run, "A", "queue")
    cpu = run.frame().memory.cpus[0]
    assert (cpu.gather, cpu.queued) == ("batched", ("T0",))
    assert ("CPU 0 gather", "A") in [(holder.by, holder.mm) for holder in table(run.frame()).holders]
    fast = play("feb17", "zap-zap", CONFIG_GATHER=1)
    steps_until(fast, "A", "batch-fast")
    assert fast.frame().memory.cpus[0].gather == "fast"


def test_what_waits_in_a_batch_that_is_over_is_nobodys(tiny):
    run = Run(tiny("tlb_queue(tlb_batch(mm, 0), alloc_page(mm));"))
    run.step(Choice("A"))
    assert [(holder.by, holder.mm) for holder in page(run.frame()).holders] == [("CPU 0 gather", None)]


def test_tlb_entries_show_what_they_remember_and_when_it_went_stale(tiny):
    run = Run(tiny(NO_FLUSH, {"A": ["map 0-1", "write 1 = 7", "munmap 0-1"]}, CONFIG_WALK_CACHE=1))
    while run.frame().memory.cpus[0].tlb == () or run.frame().threads[0].doing != "munmap 0-1":
        run.step(Choice("A"))
    walk, leaf = run.frame().memory.cpus[0].tlb
    assert (walk.kind, walk.of, walk.names, walk.address) == ("walk", 0, "T0", "0x08000000")
    assert (leaf.kind, leaf.of, leaf.names, leaf.address) == ("leaf", 1, "D0", "0x08001000")
    assert (leaf.write, leaf.dirty, leaf.stale) == (True, True, False)
    steps_until(run, "A", "free")
    assert [entry.stale for entry in run.frame().memory.cpus[0].tlb] == [False, True]


def test_the_oracle_is_shown_in_values(play):
    run = play("eager-copy", "zap-write", "1.A")
    rows = {(row.mm, row.index): row.allowed for row in run.frame().memory.oracle}
    assert rows == {("A", 0): ("1", "fault"), ("A", 1): ("2", "fault"), ("B", 0): ("1",), ("B", 1): ("2",)}


def test_vmas_are_shown_page_by_page(play):
    run = play("eager-copy", "partial")
    assert run.frame().memory.mms[0].mapped == (True, True)
    steps_until(run, "A", "remove-vmas")
    assert run.frame().memory.mms[0].mapped == (False, True)


def test_on_one_cpu_the_picture_names_the_thread_that_ran_last(play):
    run = play("eager-copy", "zap-zap", CONFIG_SMP=0)
    (cpu,) = run.frame().memory.cpus
    assert cpu.thread == "A", "the set-up ended with A's fork"
    run.step(Choice("B"))
    (cpu,) = run.frame().memory.cpus
    assert cpu.thread == "B"
    frame = run.frame()
    assert (frame.threads[0].status, frame.threads[0].reason.text) == (
        "blocked",
        "waits for the CPU, on which B is in the kernel",
    )
    assert frame.step.events[0].text == "B gets the CPU after A; the TLB is empty"
    assert frame.step.sentence.text == "B takes B.mmap_sem for writing"


def test_on_one_cpu_nobody_has_run_before_the_first_step(tiny):
    (cpu,) = Run(tiny(NO_FLUSH, CONFIG_SMP=0)).frame().memory.cpus
    assert cpu.thread is None


def test_values_of_every_type_are_told_by_the_names_of_things(model):
    pointers = model("feb17", "zap-zap").layout.pointers
    tables, entry_slot = pointers.shape.tables, pointers.slot_as_entry(2)
    for ctype, value, text in (
        (CType.INT, -3, "-3"),
        (CType.ULONG, 0, "0"),
        (CType.PAGE_PTR, 0, "NULL"),
        (CType.PAGE_PTR, 1, "T0"),
        (CType.PMD, 0, "none"),
        (CType.PMD, 2, "T1"),
        (CType.PTE, 0, "none"),
        (CType.PTE, 1 + tables, "D0"),
        (CType.PTE, 1 + tables | pointers.write_bit, "D0 w"),
        (CType.PTE, 1 + tables | pointers.write_bit | pointers.dirty_bit, "D0 w d"),
        (CType.PTE_PTR, pointers.entry_pointer(1, 1), "T1[1]"),
        (CType.PTE_PTR, entry_slot, "B.pmd[0]"),
        (CType.PMD_PTR, 1, "A.pmd[0]"),
        (CType.GATHER_PTR, 2, "CPU 1 gather"),
        (CType.SPINLOCK_PTR, 2, "B.page_table_lock"),
        (CType.SPINLOCK_PTR, pointers.table_lock(1), "T1.lock"),
        (CType.SPINLOCK_PTR, pointers.share_lock, "page_table_share_lock"),
        (CType.MM_PTR, 1, "mm A"),
        (CType.RWSEM_PTR, 2, "mm B"),
    ):
        assert value_text(pointers, ctype, value) == text
    assert isinstance(pointers, Pointers)


def test_pointers_of_the_wider_machine_are_named_like_the_objects():
    pointers = build(library.protocol("hugetlb"), library.scenario("shmdt-fault")).layout.pointers
    swapping = build(library.protocol("eager-copy"), library.scenario("swapout-read")).layout.pointers
    read_only = build(library.protocol("mccracken-2002"), library.scenario("zap-zap")).layout.pointers
    for one, ctype, value, text in (
        (pointers, CType.MAPPING_PTR, 1, "file"),
        (pointers, CType.RWSEM_PTR, 3, "A.vma_lock"),
        (pointers, CType.RWSEM_PTR, 5, "i_mmap_rwsem"),
        (pointers, CType.ATOMIC_PTR, 3, "T0.sharers"),
        (pointers, CType.SPINLOCK_PTR, pointers.i_mmap_lock, "i_mmap_lock"),
        (swapping, CType.PTE, 1 | swapping.swap_bit, "S0"),
        (swapping, CType.SWP_ENTRY, 1, "S0"),
        (read_only, CType.PMD, 1 | read_only.read_only_bit, "T0 ro"),
    ):
        assert value_text(one, ctype, value) == text


# what is there since swap, files and kernel threads -------------------------------------------------
def shown(protocol, scenario, schedule=""):
    """The memory of a shipped scenario after a schedule."""
    run = Run(build(library.protocol(protocol), library.scenario(scenario)))
    for choice in parse_schedule(schedule):
        run.step(choice)
    return run.frame().memory


def test_a_swap_entry_is_shown_with_its_holders_once_it_is_in_use():
    assert shown("eager-copy", "swapout-read").swap == ()
    (entry,) = shown("eager-copy", "swapout-read", "1.K8").swap
    assert (entry.name, entry.count, entry.references, entry.value) == ("S0", 1, 1, "1")
    assert [holder.by for holder in entry.holders] == ["T0[0]"]


def test_the_page_cache_holds_the_pages_of_the_file():
    memory = shown("eager-copy", "truncate-fault")
    assert [(cell.name, cell.page) for cell in memory.file] == [("file[0]", "D8"), ("file[1]", "D9")]
    assert [holder.by for holder in memory.pages[-1].holders] == ["file[1]"]
    assert [lock.name for lock in memory.locks] == ["page_table_share_lock", "i_mmap_lock", "i_mmap_rwsem"]
    assert [mm.vma_lock.name for mm in memory.mms] == ["A.vma_lock", "B.vma_lock"]
    assert shown("eager-copy", "truncate-fault", "1.K").file[0].page is None


def test_what_a_process_should_see_of_the_file_is_what_was_written_to_it():
    rows = {(row.mm, row.index): row.allowed for row in shown("eager-copy", "shmdt-fault").oracle}
    assert (rows["B", 0], rows["B", 1]) == (("1",), ("0",))
    after = shown("eager-copy", "shmdt-fault", "1.A")
    assert {row.allowed for row in after.oracle if row.mm == "A"} == {("1", "fault"), ("0", "fault")}


def test_a_cpu_whose_irqs_are_off_says_so():
    assert [cpu.irqs_off for cpu in shown("eager-copy", "gup-munmap", "1.Ab").cpus] == [True, False]


def test_a_page_that_may_only_be_read_is_shown():
    (mm, *_) = shown("eager-copy", "protect-write", "1.A2").mms
    assert (mm.mapped, mm.read_only) == ((True, True), (True, True))


def test_a_pin_is_a_reference_from_the_step_that_takes_it_to_the_one_that_puts_it(play):
    run = play("eager-copy", "gup-munmap")
    pinned = []
    for choice in parse_schedule("1.Ab5A8Ab2"):
        run.step(choice)
        one = page(run.frame())
        assert one.count == one.references
        pinned.append(one.pins)
    assert pinned == [(), (), *[("Ab",)] * 12, ()]


def test_a_reference_that_goes_with_a_mapping_is_no_pin(play):
    run = play("eager-copy", "fork-write")
    steps_until(run, "A", "get")
    one = page(run.frame())
    assert (one.count, one.references, one.pins) == (2, 1, ())


def test_a_pin_ends_where_it_is_put_or_with_its_system_call(tiny):
    run = Run(tiny(PINS, {"A": ["map 0-1", "write 0 = 1", "munmap 0-1"]}))
    steps_until(run, "A", "get")
    first = run.length
    assert run.replay(parse_schedule("1.A3")) is None
    pages = [page(run.frame(at)) for at in range(first, run.length + 1)]
    told = [(one.count, one.references, one.pins) for one in pages]
    assert told == [(2, 2, ("A",)), (1, 1, ()), (2, 2, ("A",)), (2, 1, ())]


def test_where_sharers_are_counted_apart_a_pinned_table_has_no_more_of_them(play):
    run = play("hugetlb", "speculate-shmdt")
    steps_until(run, "K", "get")
    one = table(run.frame())
    assert (one.count, one.references, one.page_count, one.pins) == (1, 1, 2, ("K",))
