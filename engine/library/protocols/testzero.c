/*
 * title: test for zero
 * date: 16 Feb 2002
 * text: Decrement and test is all the locking there is: zero means the last one out.
 * source: Pine.LNX.4.33.0202161212200.24268-100000@home.transmeta.com
 *
 * Linus Torvalds gave the zap: clear the slot, drop the reference, and whoever
 * reaches zero frees what the entries hold and the table. The unshare and the
 * fork are ours: the unshare drops its reference before the copy.
 */

#include "mm.c"
#include "sharing.c"

/* A partial zap was not discussed: it does not unshare, and clears what all see. */
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
	if (size < PMD_SIZE)
		return zap_entries(tlb, page_table_page, address, size);

	mapped = pte_page_rss(page_table_page);
	pmd_clear(pmd);
	if (put_page_testzero(page_table_page)) {
		ASSERT_EXCLUSIVE_ACCESS(page_table_page);
		zap_entries(tlb, page_table_page, address, size);
		__free_page(page_table_page);
	}
	return mapped;
}

static pte_t *__pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address, int write)
{
	struct page *page_table_page;
	struct page *new;
	pmd_t entry;

	entry = *pmd;
	if (!pmd_none(entry)) {
		page_table_page = pmd_page(entry);
		if (!write || page_count(page_table_page) <= 1)
			return pte_entry(page_table_page, address);
	}
	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;
	if (pmd_none(entry)) {
		if (!pmd_none(*pmd))	/* somebody was quicker */
			pte_free(new);
		else
			pmd_populate(mm, pmd, new);
		return pte_offset(pmd, address);
	}

	page_table_page = pmd_page(entry);
	if (put_page_testzero(page_table_page)) {
		/* nobody else is left: keep the table */
		ASSERT_EXCLUSIVE_ACCESS(page_table_page);
		get_page(page_table_page);
		pte_free(new);
		return pte_offset(pmd, address);
	}
	pmd_populate(mm, pmd, new);
	copy_shared_entries(new, page_table_page);
	return pte_offset(pmd, address);
}
