/*
 * title: repaired
 * date: today
 * text: What the bet wanted: a lock in each table; copy, install, flush, and only then decrement.
 * source: ours
 *
 * Rule 1: the count of a table that may be shared is tested and changed under
 * the table's own lock, and a decrement is the last thing that its holder does
 * with the table: its slot names another table, or none, and its TLBs are
 * flushed.
 * Rule 2: nobody drops the count to zero under the lock: who finds it at one is
 * the only owner and stays so, since to share the table takes this mm's
 * mmap_sem and page_table_lock.
 */

#include "mm.c"
#include "sharing.c"
#include "unshare-ends.c"

/* Leave a table to its other owners. Its lock is held, and its slot names it no more. */
static void drop_share(struct mm_struct *mm, struct page *page_table_page, unsigned long address)
{
	unsigned long start;

	start = address / PMD_SIZE * PMD_SIZE;
	flush_tlb_range(mm, start, start + PMD_SIZE);
	BUG_ON(put_page_testzero(page_table_page));
}

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

	spin_lock(&page_table_page->lock);
	if (page_count(page_table_page) > 1) {
		BUG_ON(size < PMD_SIZE);
		mapped = pte_page_rss(page_table_page);
		pmd_clear(pmd);
		drop_share(tlb_mm(tlb), page_table_page, address);
		spin_unlock(&page_table_page->lock);
		return mapped;
	}
	spin_unlock(&page_table_page->lock);
	ASSERT_EXCLUSIVE_ACCESS(page_table_page);
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
	if (!write || page_count(page_table_page) == 1)
		return pte_entry(page_table_page, address);

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;

	spin_lock(&page_table_page->lock);
	if (page_count(page_table_page) == 1) {
		spin_unlock(&page_table_page->lock);
		pte_free(new);
		return pte_entry(page_table_page, address);
	}
	copy_shared_entries(new, page_table_page);
	pmd_populate(mm, pmd, new);
	drop_share(mm, page_table_page, address);
	spin_unlock(&page_table_page->lock);
	return pte_offset(pmd, address);
}
