"""Everything that a routine can say is exported with the meaning that it has here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import library
from engine.errors import LimitReached
from engine.export import export
from engine.export.promela_primitives import MEANINGS as PROMELA
from engine.export.tla_primitives import MEANINGS as TLA
from engine.lang.check import read_protocol
from engine.machine.operations import OPERATIONS
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.read import parse_scenario
from engine.vocabulary.primitives import PRIMITIVES, Kind
from engine.vocabulary.wider import WIDER

Check = Callable[..., object]

SCENARIO = """
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "fork B"]
[[thread]]
mm = "A"
do = ["munmap 0"]
[[thread]]
mm = "B"
do = {b}
"""

HEAD = '/*\n * title: tiny\n */\n#include "mm.c"\n#include "sharing.c"\n'

ARITHMETIC = """
static int twice(struct mm_struct *mm, int n)
{
	int m;

	m = n + n;
	mm->rss = n & 7;
	return m + mm->rss;
}

int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *table;
	int n;
	int m;
	int other;

	table = pmd_page(*pmd_offset(mm, address));
	n = pte_page_rss(table);
	if (n > 5)
		mm->rss = 0;
	n = page_count(table);
	m = mm->rss + 2;
	mm->rss = 1;
	other = n;	/* they trade places */
	n = m;
	m = other;
	mm->rss = 2;
	if (n < m || n == 9)
		other = (n & 6) | (m << 1);
	else
		other = (n ^ 3) + (m >> 1) - ~m;
	add_mm_rss(mm, -1);
	if (other / -2 < -1 && -other % 3 != 1 && !(n > 12 && m > 12))
		mm->rss = other / 2 + (n >= m);
	n = twice(mm, other & 3) * (page_count(table) + page_count(table));
	if ((size & 0) || n == 1 - 2)
		n = 0;
	mm->rss = n & 7;
	if (mm->rss <= 2 && m != 3)
		BUG_ON(m == n);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	put_page_testzero(pmd_page(*pmd_offset(mm, address)));
	get_page(pmd_page(*pmd_offset(mm, address)));
	return 0;
}
"""

BATCH = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	mmu_gather_t *tlb;
	struct page *page;
	struct mm_struct *whose;
	int many;

	page = alloc_page(mm);
	tlb = tlb_batch(mm, page_count(page) == 1);
	tlb_queue(tlb, page);
	many = tlb_nr(tlb);
	page = alloc_page(mm);
	whose = tlb_mm(tlb);
	many = many + tlb_nr(tlb) + tlb_fast_mode(tlb);
	tlb_queue(tlb, page);
	mm->rss = many;
	page = tlb_dequeue(tlb);
	whose->rss = tlb_nr(tlb);
	if (page)
		page_count(page);
	page = tlb_dequeue(tlb);
	page = tlb_dequeue(tlb);
	mm->rss = page == NULL;
	BUG_ON(1);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	return 0;
}
"""

MISUSE = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;
	pmd_t *pmd;
	int write;

	pmd = pmd_offset(mm, address);
	spin_unlock(&mm->page_table_lock);
	up_read(&mm->mmap_sem);
	up_write(&mm->mmap_sem);
	spin_lock(&mm->page_table_lock);
	page = alloc_page(mm);
	atomic_inc(&mm->mm_users);
	copy_cow_page(page, page);
	__free_page(page);
	page_count(page);
	set_pte(pte_offset(pmd, address), mk_pte(page));
	write = pte_dirty(*pte_offset(pmd, address)) + pte_present(pte_mkclean(*pte_offset(pmd, 1)));
	ptep_set_wrprotect(pte_offset(pmd, address));
	mm->rss = write;
	down_read(&mm->mmap_sem);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	struct page *page;

	page = pmd_page(*pmd_offset(mm, address));
	ASSERT_EXCLUSIVE_ACCESS(page);
	page_count(page);
	EXCLUSIVE_ACCESS_END(page);
	spin_lock(&page->lock);
	spin_lock(&page->lock);
	return 0;
}
"""

NULL = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	pmd_clear(pmd_offset(mm, address));
	pte_offset(pmd_offset(mm, address), address);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	struct page *page;

	page = pte_page(*pte_entry(pmd_page(*pmd_offset(mm, 0)), address));
	pmd_populate(mm, pmd_offset(mm, address), page);
	return 0;
}
"""

MANY = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *table;
	int a;
	int b;
	int c;
	int d;
	int e;
	int f;

	table = pmd_page(*pmd_offset(mm, address));
	a = pte_page_rss(table);
	b = pte_page_rss(table);
	c = pte_page_rss(table);
	d = pte_page_rss(table);
	e = pte_page_rss(table);
	f = ~pte_page_rss(table);
	mm->rss = 0;
	if (a + b + c + d + e - f > 7)
		page_count(NULL);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	pte_t pte;

	pte = *pte_entry(pmd_page(*pmd_offset(mm, address)), address);
	set_pte(pte_entry(pmd_page(*pmd_offset(mm, address)), address), pte_mkclean(pte));
	pte = *pte_entry(NULL, address);
	return 0;
}
"""

FOREVER = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	int n;

	for (n = mm->rss; n != 200; n++)
		;
	return n;
}
"""

LOOKED_AT = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	mmu_gather_t *tlb;
	struct page *page;

	tlb = tlb_batch(mm, 0);
	page = alloc_page(mm);
	tlb_queue(tlb, page);
	if (tlb_dequeue(tlb) == page)
		mm->rss = 0;
	return 0;
}
"""


def tiny(text: str, *b: str) -> Model:
    scenario = parse_scenario("tiny", SCENARIO.format(b=list(b)))
    return build(read_protocol("tiny", HEAD + text, library.include), scenario)


@pytest.mark.parametrize(
    ("text", "b"),
    [
        (ARITHMETIC, ("unshare 0",)),
        (BATCH, ("unshare 0", "read 0", "unshare 1")),
        (MISUSE, ("unshare 0",)),
        (MISUSE, ("munmap 0", "read 0")),
        (MANY, ("unshare 0",)),
        (NULL, ("unshare 1",)),
        (NULL, ("unshare 0",)),
    ],
    ids=["arithmetic", "batch", "misuse", "misuse-twice", "many", "null", "no-table"],
)
def test_both_checkers_agree_on(
    text: str, b: tuple[str, ...], spin: Check, tlc: Check, ours: Check, tmp_path: Path
) -> None:
    model = tiny(text, *b)
    expected = ours(model)
    assert spin(model, tmp_path) == expected
    assert tlc(model, tmp_path) == expected


@pytest.mark.parametrize("meanings", [PROMELA, TLA], ids=["promela", "tla"])
def test_every_primitive_has_a_meaning(meanings: dict[str, object]) -> None:
    read_back = {"tlb_fast_mode", "tlb_nr", "tlb_mm"}  # the walk knows the batch
    later = ("discard", "move", "protect", "truncate")  # than the machine of 2002: a scenario is refused
    refused = {one.name for one in WIDER}
    refused |= {name for name in OPERATIONS if name.startswith(tuple(f"oracle_{one}" for one in later))}
    steps = {one.name for one in PRIMITIVES.values() if one.kind is not Kind.PURE}
    assert (steps | OPERATIONS.keys()) - read_back - refused <= meanings.keys()
    fails = {f"{one.name} fails" for one in PRIMITIVES.values() if one.fails and one.name not in refused}
    assert fails <= meanings.keys()


@pytest.mark.parametrize("loop", ["n != 200; n++", "n != 200; n = n * n", "1; n = n + 1", "1; n = 3"])
def test_a_loop_that_only_computes_is_refused(loop: str) -> None:
    with pytest.raises(LimitReached, match="cannot be followed to the next access"):
        export(tiny(FOREVER.replace("n != 200; n++", loop)), "promela")


def test_a_page_that_is_looked_at_in_the_step_that_queues_it_is_refused() -> None:
    with pytest.raises(LimitReached, match="queued in the same step"):
        export(tiny(LOOKED_AT), "promela")
