/*
 * title: the bet
 * date: 17 Feb 2002
 * text: Decrement first, and take the share lock only if the count did not become zero.
 * source: E16cX9a-0000D9-00@starship.berlin
 * lacks: gup: the Linux of 2002 had no walk without locks
 *
 * Daniel Phillips' mail, as written: "I think it's tight. Though I would not
 * bet my life on it ;-)". Its author withdrew the idea a day later
 * (E16ckIC-0000KV-00@starship.berlin).
 *
 * What the mail's "..." hides is taken from 2.4.17: an unlocked look at the count
 * decides to unshare; zap_page_range holds the page_table_lock until after tlb_finish_mmu. Ours: the
 * BUG_ON where a partial zap finds other owners (the mail: "it's a BUG if the pmd is shared"), and rss.
 *
 * Why it fails: the decrement announces "I am done with this table" before
 * the zap or the copy is finished, and the zero branch skips the lock.
 *
 * Ours: mremap and mprotect change a shared table in place, of which the third patch speaks first.
 */

#include "mm.c"
#include "sharing.c"
#include "share-lock.c"
#include "unshare-ends.c"
#include "truncate-part.c"
#include "tlb-put-page.c"

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
	mapped = pte_page_rss(page_table_page);	/* ours */

	if (!put_page_testzero(page_table_page)) {
		spin_lock(share_lock(page_table_page));
		if (page_count(page_table_page)) {
			BUG_ON(size < PMD_SIZE);	/* partial, and shared */
			get_page(page_table_page);
			tlb_remove_page(tlb, (pte_t *)pmd, address);
			spin_unlock(share_lock(page_table_page));
			add_mm_rss(tlb_mm(tlb), -mapped);	/* ours */
			return 0;	/* no ptes cleared here */
		}
		spin_unlock(share_lock(page_table_page));
	}
	ASSERT_EXCLUSIVE_ACCESS(page_table_page);
	ASSERT_FULL_ZAP(page_table_page, size);	/* "count = 1 ... a full zap" */
	get_page(page_table_page);	/* count was one, we own it */

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
	if (!write || page_count(page_table_page) <= 1)	/* an unlocked look */
		return pte_entry(page_table_page, address);

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);	/* can sleep */
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;

	if (put_page_testzero(page_table_page))
		goto unshared_while_sleeping;

	spin_lock(share_lock(page_table_page));
	if (!page_count(page_table_page))
		goto unshared_while_locking;

	pmd_populate(mm, pmd, new);
	copy_shared_entries(new, page_table_page);
	spin_unlock(share_lock(page_table_page));
out:
	return pte_offset(pmd, address);

unshared_while_locking:
	spin_unlock(share_lock(page_table_page));
unshared_while_sleeping:
	ASSERT_EXCLUSIVE_ACCESS(page_table_page);
	get_page(page_table_page);
	pte_free(new);	/* give back the newly allocated page table */
	goto out;
}
