/*
 * title: test for zero
 * date: 16 Feb 2002
 * text: Decrement and test is all the locking there is: zero means the last one out.
 * source: Pine.LNX.4.33.0202161212200.24268-100000@home.transmeta.com
 * lacks: gup: the Linux of 2002 had no walk without locks
 *
 * Linus Torvalds gave the zap: clear the slot, drop the reference, and whoever
 * reaches zero frees what the entries hold and the table. The unshare and the
 * fork are ours: the unshare drops its reference before the copy. A partial
 * zap was not discussed: it does not unshare, and clears what all see.
 *
 * Ours: mremap and mprotect change a shared table in place. Nothing is said of
 * them here; the third patch says so.
 */

#include "mm.c"
#include "sharing.c"
#include "last-one-frees.c"

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
	if (!write || page_count(page_table_page) <= 1)	/* an unlocked look */
		return pte_entry(page_table_page, address);

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);	/* can sleep */
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;

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
