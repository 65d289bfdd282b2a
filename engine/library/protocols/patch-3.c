/*
 * title: the third patch
 * date: 22 Feb 2002
 * text: Always on; what a fault or kswapd changes in a shared table it changes under the share lock.
 * source: E16e8Gf-0005HN-00@starship.berlin; E16e9Fw-0005I3-00@starship.berlin
 * lacks: gup: the Linux of 2002 had no walk without locks
 * story: Five days after the bet: rules, numbers, and a patch to try. Rik van Riel found the same day
 *	that free_one_pmd never gives a shared table up.
 *
 * As the second patch, and: faults fill entries of a shared table under the
 * share lock; swap-out takes it too, and flushes every TLB; mremap and mprotect
 * change shared tables in place. As posted, free_one_pmd frees a table whose
 * count is one and does nothing else, and there was one get_page too many.
 *
 * Ours where the description is thin: the stray get_page stood where
 * the bet took its reference back, before a full zap.
 */

#include "patch-2.c"

/* "free_one_pmd never decrements": found by Rik van Riel on 22 Feb 2002. */
#define CONFIG_FREE_ONE_PMD_PUTS 0	/* free_one_pmd: only frees at one | drops a reference */

/* Taken over from the bet, which had dropped a reference before; here nothing drops it. */
#define CONFIG_NO_STRAY_GET 0	/* full zap: with a stray get_page | without */

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
	if (!CONFIG_NO_STRAY_GET && size == PMD_SIZE)
		get_page(page_table_page);
	return zap_entries(tlb, page_table_page, address, size);
}

static void free_one_pmd(struct mm_struct *mm, pmd_t *dir, unsigned long address)
{
	struct page *page_table_page;
	pmd_t entry;

	entry = *dir;
	if (pmd_none(entry))
		return;
	page_table_page = pmd_page(entry);
	pmd_clear(dir);
	flush_tlb_pgtables(mm, address, address + PMD_SIZE);
	if (CONFIG_FREE_ONE_PMD_PUTS || page_count(page_table_page) == 1)
		pte_free(page_table_page);
}

/* Others may fill the same entry of a shared table: each looks and writes under the share lock. */
static int fill_entry(struct mm_struct *mm, unsigned long address, pte_t *ptep, pte_t orig, pte_t entry)
{
	struct page *page_table_page;
	int shared;
	int same;

	spin_lock(&mm->page_table_lock);
	page_table_page = pmd_page(*pmd_offset(mm, address));
	shared = page_count(page_table_page) > 1;
	if (shared)
		spin_lock(share_lock(page_table_page));
	same = pte_same(*ptep, orig);
	if (same)
		set_pte(ptep, entry);
	if (shared)
		spin_unlock(share_lock(page_table_page));
	if (same && pte_none(orig))
		add_mm_rss(mm, 1);
	spin_unlock(&mm->page_table_lock);
	return same;
}

static int do_anonymous_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			     pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	if (!fill_entry(mm, address, ptep, orig, entry))
		put_page(page);
	return 0;
}

static int do_swap_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	swap_readpage(pte_to_swp_entry(orig), page);
	entry = pte_mkdirty(mk_pte(page));
	if (write)
		entry = pte_mkwrite(entry);
	if (fill_entry(mm, address, ptep, orig, entry))
		swap_free(pte_to_swp_entry(orig));
	else
		put_page(page);
	return 0;
}

/* Who else has the table is not known: every TLB is flushed. */
int try_to_swap_out(struct mm_struct *mm, unsigned long address)
{
	struct page *page_table_page;
	struct page *page;
	swp_entry_t swap;
	pmd_t entry;
	pte_t *ptep;
	pte_t pte;
	int n;

	spin_lock(&mm->page_table_lock);
	entry = *pmd_offset(mm, address);
	if (pmd_none(entry)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	page_table_page = pmd_page(entry);
	ptep = pte_entry(page_table_page, address);
	spin_lock(share_lock(page_table_page));
	pte = *ptep;
	if (pte_present(pte)) {
		page = pte_page(pte);
		ptep_get_and_clear(ptep);
		for (n = 0; n < NR_MMS; n++)
			flush_tlb_page(mm_at(n), address);
		if (pte_dirty(pte) && !vma_is_file(address)) {
			swap = get_swap_page();
			if (swp_none(swap)) {	/* swap is full: the page stays */
				set_pte(ptep, pte);
				goto out;
			}
			swap_writepage(page, swap);
			set_pte(ptep, swp_entry_to_pte(swap));
		}
		put_page(page);
	}
out:
	spin_unlock(share_lock(page_table_page));
	spin_unlock(&mm->page_table_lock);
	return 1;
}
