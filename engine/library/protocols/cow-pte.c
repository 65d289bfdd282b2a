/*
 * title: copy-on-write page tables
 * date: 19 May 2022
 * text: A read-only slot and a count that never reaches zero: the last holder keeps the table.
 * source: 20220519183127.3909598-1-shiyn.lin@gmail.com
 * note: our reading, never reported
 * lacks: reclaim: how pages of a shared table are taken from all its owners is not in what we have read
 * lacks: swap: how pages of a shared table go to swap is not in what we have read
 * story: In 2022 copy-on-write page tables came back as an RFC, with the count where 2002 had it: in
 *	the table's own page. A drop is "decrement unless one", so that no table is ever freed by it:
 *	whoever finds a one keeps the table. After a fork of one gigabyte the page tables took 3 396 kB
 *	in place of 5 432.
 *
 * The table's own split lock is common to all who share it and guards its
 * entries. A write, an unshare or a fault on a file breaks the sharing: save the
 * slot, clear it, allocate, copy; put, then unlock, then flush. A zap asks
 * whether the VMA covers the table, and breaks first where it does not.
 *
 * Our reading, never reported, for which each toggle has the answer:
 * - the flush is late, here and in a full zap, whose flush comes with the end of
 *   the gather. Meanwhile the last holder may free the table, and what it maps,
 *   while another CPU of this mm still walks it or has its pages in the TLB.
 * - the slot is empty while the new table is allocated. Another thread's fault
 *   takes that for memory never touched; a truncate finds nothing to do.
 *
 * Ours where the description is thin: the page_table_lock guards slots;
 * the count is tested again once there is a table, under the lock of the old one;
 * the copy is installed before the put; reads of anonymous memory fill in the
 * shared table; mprotect and mremap break the sharing first. A shared mapping
 * of a file is left to later faults at fork, as later kernels do.
 */

#include "mm.c"
#include "read-only-slots.c"
#include "table-lock.c"

#define SHARE_FILE_TABLES 0

#define CONFIG_FLUSH_BEFORE_PUT 0	/* flush: after the put and the unlock | before the put */
#define CONFIG_ALLOCATE_FIRST 0	/* break: clears the slot, then allocates | allocates, then looks again */

/*
 * A slot names the table no more. Called with its lock held, left without. The
 * decrement finds a one only where somebody had looked at the frame for a moment.
 */
static void put_shared_table(struct mm_struct *mm, struct page *page_table_page,
			     unsigned long address)
{
	int shared;

	if (CONFIG_FLUSH_BEFORE_PUT)
		flush_tlb_table(mm, address);
	shared = page_ref_add_unless(page_table_page, -1, 1);
	pte_page_unlock(page_table_page);
	if (!shared)
		free_shared_table(page_table_page);
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
	if (!pmd_write(entry) && page_count(page_table_page) > 1) {
		BUG_ON(size < PMD_SIZE);
		freed = pte_page_rss(page_table_page);
		pmd_clear(pmd);
		put_shared_table(tlb_mm(tlb), page_table_page, address);
		return freed;
	}
	ASSERT_EXCLUSIVE_ACCESS(page_table_page);
	freed = zap_entries(tlb, page_table_page, address, size);
	EXCLUSIVE_ACCESS_END(page_table_page);
	pte_page_unlock(page_table_page);
	return freed;
}

/* The last holder: the slot gets its write bit back. Called with the table's lock, left without. */
static pte_t *reuse_cow_pte(pmd_t *pmd, pmd_t entry, unsigned long address)
{
	ASSERT_EXCLUSIVE_ACCESS(pmd_page(entry));
	set_pmd(pmd, pmd_mkwrite(entry));
	EXCLUSIVE_ACCESS_END(pmd_page(entry));
	pte_page_unlock(pmd_page(entry));
	return pte_entry(pmd_page(entry), address);
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
	if (!write || pmd_write(entry))
		return pte_entry(page_table_page, address);

	/* break the sharing */
	pte_page_lock(page_table_page);
	if (page_count(page_table_page) == 1)
		return reuse_cow_pte(pmd, entry, address);
	pte_page_unlock(page_table_page);

	if (!CONFIG_ALLOCATE_FIRST)
		pmd_clear(pmd);
	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);	/* can sleep */
	spin_lock(&mm->page_table_lock);
	if (new == NULL) {
		if (!CONFIG_ALLOCATE_FIRST)
			set_pmd(pmd, entry);
		return NULL;
	}
	if (CONFIG_ALLOCATE_FIRST && !pmd_same(entry, *pmd)) {
		pte_free(new);
		goto again;
	}
	pte_page_lock(page_table_page);
	if (page_count(page_table_page) == 1) {
		pte_free(new);
		return reuse_cow_pte(pmd, entry, address);
	}
	copy_shared_entries(new, page_table_page, 1);
	pmd_populate(mm, pmd, new);
	put_shared_table(mm, page_table_page, address);
	if (!CONFIG_FLUSH_BEFORE_PUT)
		flush_tlb_table(mm, address);
	return pte_entry(new, address);
}
