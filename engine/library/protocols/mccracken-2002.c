/*
 * title: shared page tables, 2.5.41
 * date: 8 Oct 2002
 * text: The slot loses its write bit at fork, and each table has a lock; copy, install, flush, then put.
 * source: 181170000.1034109448@baldur.austin.ibm.com;
 *	Pine.LNX.4.44.0212271213180.21930-100000@home.transmeta.com
 * note: our reading, never reported
 * lacks: gup: the Linux of 2002 had no walk without locks
 * story: Dave McCracken took the idea up in the autumn of 2002 and gave it what the discussion of February
 *	had asked for: a lock in each page table, taken after the page_table_lock, and one read-only slot in
 *	place of many read-only entries. Large processes forked much faster. A process with three tables (stack,
 *	libc's data, the program's) unshares them all and gets slower, and at the end of the year Linus did not
 *	take it.
 *
 * Unshare: where the count is one the slot is made writable. Else both locks
 * are dropped, a table is allocated, the slot is read again and the count tested
 * again; then the entries are copied without their write bits, and the original
 * loses its own where the count was two: whoever is left will find it at one.
 *
 * Our reading, never reported, for which each toggle has the one-line answer:
 * - a full zap of a shared table clears the slot and puts the table, and the
 *   flush comes with the end of the gather. The next owner may free the pages
 *   while a thread of this mm still has them in its TLB.
 * - where the count was three at the copy and a full zap brings it from two to
 *   one, the last owner finds the entries writable that the copy shares.
 *
 * Ours where the description is thin: tables at both ends of a partial
 * zap, and those that mprotect and mremap change, are unshared first, since
 * that may sleep; fork shares under pte_page_lock; reclaim takes pte_page_lock
 * and flushes all who share, which 2.5 can, for a list in each table names them.
 */

#include "mm.c"
#include "read-only-slots.c"
#include "table-lock.c"

/* Until the flush, threads of this mm may use what the next owner of the table frees. */
#define CONFIG_FLUSH_BEFORE_PUT 0	/* flush before the put at full zap: no | yes */
#define CONFIG_WRPROTECT_ALWAYS 0	/* a copy makes the original read-only: where the count was two | always */

static void share_page_table(struct mm_struct *dst, pmd_t *dst_pmd, pmd_t *src_pmd, pmd_t entry)
{
	pte_page_lock(pmd_page(entry));
	get_page(pmd_page(entry));
	share_slots(dst, dst_pmd, src_pmd, entry);
	pte_page_unlock(pmd_page(entry));
}

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	struct page *page_table_page;
	pmd_t entry;
	int freed;

	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	page_table_page = pmd_page(entry);

	pte_page_lock(page_table_page);
	if (page_count(page_table_page) > 1) {
		BUG_ON(size < PMD_SIZE);
		freed = pte_page_rss(page_table_page);
		pmd_clear(pmd);
		if (CONFIG_FLUSH_BEFORE_PUT)
			flush_tlb_table(tlb_mm(tlb), address);
		put_page(page_table_page);
	} else {
		ASSERT_EXCLUSIVE_ACCESS(page_table_page);
		freed = zap_entries(tlb, page_table_page, address, size);
		EXCLUSIVE_ACCESS_END(page_table_page);
	}
	pte_page_unlock(page_table_page);
	return freed;
}

/* The only owner: the slot gets its write bit back. Called with pte_page_lock held, left without. */
static pte_t *unshared(struct mm_struct *mm, pmd_t *pmd, pmd_t entry, unsigned long address)
{
	ASSERT_EXCLUSIVE_ACCESS(pmd_page(entry));
	set_pmd(pmd, pmd_mkwrite(entry));
	flush_tlb_mm(mm);
	EXCLUSIVE_ACCESS_END(pmd_page(entry));
	pte_page_unlock(pmd_page(entry));
	return pte_entry(pmd_page(entry), address);
}

static pte_t *pte_unshare(struct mm_struct *mm, pmd_t *pmd, pmd_t entry, unsigned long address)
{
	struct page *page_table_page;
	struct page *new;

	page_table_page = pmd_page(entry);
	pte_page_lock(page_table_page);
	if (page_count(page_table_page) == 1)
		return unshared(mm, pmd, entry, address);
	pte_page_unlock(page_table_page);

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);	/* can sleep */
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;

	entry = *pmd;	/* read again: the locks were dropped */
	if (pmd_none(entry)) {
		pmd_populate(mm, pmd, new);
		return pte_entry(new, address);
	}
	page_table_page = pmd_page(entry);
	if (pmd_write(entry)) {	/* another thread was quicker */
		pte_free(new);
		return pte_entry(page_table_page, address);
	}
	pte_page_lock(page_table_page);
	if (page_count(page_table_page) == 1) {
		pte_free(new);
		return unshared(mm, pmd, entry, address);
	}
	copy_shared_entries(new, page_table_page,
			    CONFIG_WRPROTECT_ALWAYS || page_count(page_table_page) == 2);
	pmd_populate(mm, pmd, new);
	flush_tlb_mm(mm);
	put_page(page_table_page);
	pte_page_unlock(page_table_page);
	return pte_entry(new, address);
}

static pte_t *__pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address, int write)
{
	pmd_t entry;

	entry = *pmd;
	if (pmd_none(entry)) {
		if (fill_slot(mm, pmd))
			return NULL;
		return pte_offset(pmd, address);
	}
	if (!write || pmd_write(entry))
		return pte_entry(pmd_page(entry), address);
	return pte_unshare(mm, pmd, entry, address);
}

/* All who share the table may have the page in their TLBs. */
int try_to_swap_out(struct mm_struct *mm, unsigned long address)
{
	struct page *page_table_page;
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
	pte_page_lock(page_table_page);
	if (pte_present(*ptep)) {
		pte = ptep_get_and_clear(ptep);
		for (n = 0; n < NR_MMS; n++)
			flush_tlb_page(mm_at(n), address);
		swap = get_swap_page();
		if (swp_none(swap)) {	/* swap is full: the page stays */
			set_pte(ptep, pte);
			goto out;
		}
		swap_writepage(pte_page(pte), swap);
		set_pte(ptep, swp_entry_to_pte(swap));
		put_page(pte_page(pte));
	}
out:
	pte_page_unlock(page_table_page);
	spin_unlock(&mm->page_table_lock);
	return 1;
}
