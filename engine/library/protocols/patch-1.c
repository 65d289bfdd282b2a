/*
 * title: the first patch
 * date: 16 Feb 2002
 * text: Skip the scan when the count is above one, and queue the table itself.
 * source: E16c9FS-0004In-00@starship.berlin
 * lacks: gup: the Linux of 2002 had no walk without locks
 *
 * Daniel Phillips' first patch. A full zap that finds the table shared queues
 * the table instead of scanning it; a partial one unshares both ends first.
 * The reference of a fork is taken outside the parent's page_table_lock. An
 * unshare copies, installs, then puts, and does not test again; what it copies
 * is marked clean.
 *
 * Ours: mremap and mprotect change a shared table in place. Nothing is said of
 * them here; the third patch says so.
 */

#include "mm.c"
#include "sharing.c"
#include "unshare-ends.c"
#include "truncate-part.c"
#include "clean-copy.c"

#define CONFIG_POPULATE_OUTSIDE_PTL 1	/* fork populates: inside the ptl | outside the ptl */

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	struct page *page_table_page;
	pmd_t entry;
	int mapped;

	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	page_table_page = pmd_page(entry);
	if (page_count(page_table_page) > 1) {
		mapped = pte_page_rss(page_table_page);	/* ours */
		tlb_remove_page(tlb, (pte_t *)pmd, address);
		return mapped;
	}
	return zap_entries(tlb, page_table_page, address, size);
}

static pte_t *__pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address, int write)
{
	struct page *page_table_page;
	struct page *new;
	pmd_t entry;

	entry = *pmd;
	if (pmd_none(entry)) {
		if (fill_slot(mm, pmd))
			return NULL;
		return pte_offset(pmd, address);
	}
	page_table_page = pmd_page(entry);
	if (!write || page_count(page_table_page) <= 1)
		return pte_entry(page_table_page, address);

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;

	copy_shared_entries(new, page_table_page);
	pmd_populate(mm, pmd, new);
	put_page(page_table_page);	/* no second look at the count */
	return pte_offset(pmd, address);
}
