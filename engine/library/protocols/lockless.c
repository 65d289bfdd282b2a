/*
 * title: lockless
 * date: 19 Feb 2002
 * text: Copy, install, then decrement; whoever reaches zero frees. No lock at all.
 * source: Pine.LNX.4.33.0202181631120.24405-100000@home.transmeta.com
 * lacks: gup: the Linux of 2002 had no walk without locks
 *
 * Linus Torvalds' answer. To share: if the count is one, write-protect and
 * flush, then increment; else just increment. To unshare: copy, which takes
 * the page references, install, then decrement and test; whoever reaches zero
 * drops the old table's page references and frees it. Where the count is one,
 * the entries are made writable in place.
 *
 * Ours where the description is thin: the tables at both ends of a
 * partial zap are unshared before it.
 */

#include "mm.c"
#include "sharing.c"
#include "last-one-frees.c"
#include "unshare-ends.c"
#include "truncate-part.c"

static void prepare_share(struct mm_struct *src, struct page *page_table_page)
{
	if (page_count(page_table_page) == 1) {
		wrprotect_entries(page_table_page);
		flush_tlb_mm(src);
	}
}

/* Zero: nobody's slot names the table any more. */
static void free_shared_table(struct page *page_table_page)
{
	unsigned long i;
	pte_t entry;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		entry = *pte_entry(page_table_page, i);
		if (!pte_none(entry))
			drop_entry(entry);
	}
	__free_page(page_table_page);
}

static pte_t *__pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address, int write)
{
	struct page *page_table_page;
	struct page *new;
	pmd_t entry;

again:
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
	if (!pmd_same(entry, *pmd)) {	/* ours: another thread of this mm was quicker */
		pte_free(new);
		goto again;
	}

	copy_shared_entries(new, page_table_page);
	pmd_populate(mm, pmd, new);
	if (put_page_testzero(page_table_page))
		free_shared_table(page_table_page);
	return pte_offset(pmd, address);
}
