/*
 * title: On-demand-fork
 * date: Apr 2021
 * text: Fork makes the slots read-only and counts; any fault copies the table; who reaches zero frees it.
 * source: doi 10.1145/3447786.3456258
 * note: our reading, never reported
 * count: sharers
 * lacks: files: it shares the last-level tables of private anonymous memory only
 * lacks: reclaim: how pages of a shared table are taken from all its owners is not in what we have read
 * lacks: swap: how pages of a shared table go to swap is not in what we have read
 * story: For programs that fork while they hold gigabytes: fuzzers, databases that write snapshots,
 *	servers that clone a warm process. At EuroSys 2021 a fork of one gigabyte became 65 times faster:
 *	it copies the upper levels only, and every last-level table is copied when somebody first needs it.
 *	The shared table has no lock: no fault changes it, and its last owner copies it, too.
 *
 * Sharers are counted by an atomic counter of the table's own. A fault in a
 * writable VMA under a read-only slot takes the mm's own lock, copies all
 * entries with a reference each, and then decrements; at zero it drops the
 * entries' references and frees the table. A count of one is not made use of.
 *
 * Our reading, never reported: in what order a full zap works. It decrements,
 * frees data pages and table at zero, clears the slot, and flushes at the end of
 * the batch: until then another thread of the mm uses what was freed.
 *
 * Ours where the description is thin: a copy is installed and the mm's
 * TLBs are flushed before the decrement; a table under a writable slot was never
 * shared, or is a copy, and is zapped entry by entry as ever; tables at both ends
 * of a partial zap, and those that mprotect changes, are unshared first, as the
 * paper has it for a split and for mremap.
 */

#include "mm.c"
#include "read-only-slots.c"

/* A truncate takes tables from slots, and holds no mmap_sem. */
#define SLOT_MAY_CHANGE 1

/* Who decrements gives the table up: then no TLB and no slot of this mm should know it any more. */
#define CONFIG_FREE_AFTER_FLUSH 0	/* full zap frees: before clear and flush | after them */

static void share_page_table(struct mm_struct *dst, pmd_t *dst_pmd, pmd_t *src_pmd, pmd_t entry)
{
	atomic_inc(&pmd_page(entry)->sharers);
	share_slots(dst, dst_pmd, src_pmd, entry);
}

/* One sharer less. The last one drops what the entries hold, and frees the table. */
static void put_shared_table(struct page *page_table_page)
{
	if (!atomic_dec_and_test(&page_table_page->sharers))
		return;
	ASSERT_EXCLUSIVE_ACCESS(page_table_page);
	free_shared_table(page_table_page);
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
	if (pmd_write(entry))
		return zap_entries(tlb, page_table_page, address, size);

	BUG_ON(size < PMD_SIZE);
	mapped = pte_page_rss(page_table_page);
	if (CONFIG_FREE_AFTER_FLUSH) {
		pmd_clear(pmd);
		flush_tlb_table(tlb_mm(tlb), address);
		put_shared_table(page_table_page);
	} else {
		put_shared_table(page_table_page);
		pmd_clear(pmd);
	}
	return mapped;
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
	if (pmd_write(entry) || !find_vma_for(mm, address, 1))
		return pte_entry(page_table_page, address);

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return NULL;
	if (!pmd_same(entry, *pmd)) {	/* another thread was quicker, or a truncate */
		pte_free(new);
		goto again;
	}
	copy_shared_entries(new, page_table_page, 0);
	pmd_populate(mm, pmd, new);
	flush_tlb_table(mm, address);
	put_shared_table(page_table_page);
	return pte_entry(new, address);
}
