/*
 * title: the second patch
 * date: 18 Feb 2002
 * text: The count is tested under the share lock; an unshare copies first and puts last.
 * source: E16cm1k-0000Kq-00@starship.berlin
 * lacks: gup: the Linux of 2002 had no walk without locks
 *
 * Posted with written rules, a day after the bet was withdrawn. An unshare
 * takes the share lock, leaves if the count is one by now, copies (clean),
 * installs, then puts, then drops the lock. A full zap tests under the lock,
 * and queues the table with tlb_remove_page after it. free_one_pmd still
 * decrements without the lock.
 *
 * Ours where the description is thin: a partial zap that finds other
 * owners is a BUG, as on the day before.
 *
 * Ours: mremap and mprotect change a shared table in place. Nothing is said of
 * them here; the third patch says so.
 */

#include "mm.c"
#include "sharing.c"
#include "share-lock.c"
#include "unshare-ends.c"
#include "truncate-part.c"
#include "clean-copy.c"

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	struct page *page_table_page;
	pmd_t entry;
	int shared;
	int mapped;

	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	page_table_page = pmd_page(entry);
	mapped = pte_page_rss(page_table_page);	/* ours */

	spin_lock(share_lock(page_table_page));
	shared = page_count(page_table_page) > 1;
	spin_unlock(share_lock(page_table_page));
	if (shared) {
		BUG_ON(size < PMD_SIZE);
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

	spin_lock(share_lock(page_table_page));
	if (page_count(page_table_page) == 1) {
		spin_unlock(share_lock(page_table_page));
		pte_free(new);
		return pte_offset(pmd, address);
	}
	copy_shared_entries(new, page_table_page);
	pmd_populate(mm, pmd, new);
	put_page(page_table_page);
	spin_unlock(share_lock(page_table_page));
	return pte_offset(pmd, address);
}
