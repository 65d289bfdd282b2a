/*
 * title: slots that lose their write bit
 * date: October 2002
 * text: Fork shares a page table by making both slots read-only; its entries stay as they are.
 * source: 181170000.1034109448@baldur.austin.ibm.com
 *
 * Included after mm.c. No store goes through a read-only slot, whatever the
 * entries below it allow. So what the entries hold must be made read-only when
 * a table is copied, not when it is shared. A protocol that includes this says
 * in share_page_table how it counts, and in __pte_alloc who copies, and when.
 */

#include "unshare-ends.c"
#include "truncate-part.c"

/* 0 where fork leaves the tables of the file to later faults, as Linux does since 2.6.15. */
#define SHARE_FILE_TABLES 1

/* Both slots are read-only from here on; the flush of the source's TLBs is fork's own. */
static void share_slots(struct mm_struct *dst, pmd_t *dst_pmd, pmd_t *src_pmd, pmd_t entry)
{
	if (pmd_write(entry))
		set_pmd(src_pmd, pmd_wrprotect(entry));
	set_pmd(dst_pmd, pmd_wrprotect(entry));
	add_mm_rss(dst, pte_page_rss(pmd_page(entry)));	/* ours */
}

static void share_page_table(struct mm_struct *dst, pmd_t *dst_pmd, pmd_t *src_pmd, pmd_t entry)
{
	get_page(pmd_page(entry));
	share_slots(dst, dst_pmd, src_pmd, entry);
}

int copy_page_range(struct mm_struct *dst, struct mm_struct *src)
{
	unsigned long address;
	pmd_t *src_pmd;
	pmd_t entry;

	for (address = 0; address < TASK_SIZE; address += PMD_SIZE) {
		if (HAVE_FILE && !SHARE_FILE_TABLES && vma_is_file(address))
			continue;
		src_pmd = pmd_offset(src, address);
		spin_lock(&src->page_table_lock);
		entry = *src_pmd;
		if (!pmd_none(entry))
			share_page_table(dst, pmd_offset(dst, address), src_pmd, entry);
		spin_unlock(&src->page_table_lock);
	}
	return 0;
}

/*
 * Both tables hold each page from here on. The copy's slot will be writable, so
 * its entries must not be; those of the original if its slot may become so.
 */
static void copy_shared_entries(struct page *to, struct page *from, int wrprotect_original)
{
	unsigned long i;
	pte_t *src;
	pte_t entry;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		src = pte_entry(from, i);
		entry = *src;
		if (pte_none(entry))
			continue;
		if (wrprotect_original && pte_write(entry))
			ptep_set_wrprotect(src);
		dup_entry(entry);
		set_pte(pte_entry(to, i), pte_wrprotect(entry));
	}
}

/* Nobody's slot names the table any more: what its entries hold goes, and then the table. */
static void free_shared_table(struct page *page_table_page)
{
	unsigned long i;
	pte_t entry;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		entry = *pte_entry(page_table_page, i);
		if (!pte_none(entry))
			drop_entry(entry);
	}
	put_page(page_table_page);
}

/* mprotect and mremap change entries in place: in tables that are the mm's own. */
static int prepare_change(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	unsigned long address;
	int error;

	error = 0;
	address = start / PMD_SIZE * PMD_SIZE;
	for (; address < end && !error; address += PMD_SIZE)
		error = unshare_partial(mm, address);
	return error;
}

/* All translations that came from one table: its entries, the slot, and walks that are under way. */
static void flush_tlb_table(struct mm_struct *mm, unsigned long address)
{
	unsigned long start;

	start = address / PMD_SIZE * PMD_SIZE;
	flush_tlb_range(mm, start, start + PMD_SIZE);
	if (HAVE_GUP && CONFIG_FLUSH_BROADCAST)
		tlb_remove_table_sync_one();
}
