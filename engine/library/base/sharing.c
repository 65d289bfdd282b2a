/*
 * title: sharing at fork
 * date: February 2002
 * text: What the protocols of February 2002 have in common: fork shares the page tables.
 * source: ours, after the discussion of 16 to 19 Feb 2002
 *
 * Included after mm.c by the protocols that share. A table that becomes shared
 * is write-protected, entry by entry, so that the first write by anybody
 * faults and is unshared. rss is not the subject of the mails: here an mm
 * counts what its tables map, shared or not.
 */

/* "Note that I have to fix copy_page_range a little to enforce this exclusion." */
#define CONFIG_POPULATE_OUTSIDE_PTL 0	/* fork populates: inside the ptl | outside the ptl */

static void wrprotect_entries(struct page *page_table_page)
{
	unsigned long i;
	pte_t *ptep;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		ptep = pte_entry(page_table_page, i);
		if (pte_write(*ptep))
			ptep_set_wrprotect(ptep);
	}
}

/* The copy of an unshare: both tables hold each page now. They are read-only since the fork. */
static void copy_shared_entries(struct page *to, struct page *from)
{
	unsigned long i;
	pte_t entry;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		entry = *pte_entry(from, i);
		if (pte_none(entry))
			continue;
		dup_entry(entry);
		set_pte(pte_entry(to, i), entry);
	}
}

/* Before the first sharing: whoever writes from now on must fault. The flush is fork's own. */
static void prepare_share(struct mm_struct *src, struct page *page_table_page)
{
	if (page_count(page_table_page) == 1)
		wrprotect_entries(page_table_page);
}

static void share_page_table(struct mm_struct *dst, pmd_t *dst_pmd, struct page *page_table_page)
{
	get_page(page_table_page);
	pmd_populate(dst, dst_pmd, page_table_page);
	add_mm_rss(dst, pte_page_rss(page_table_page));
}

int copy_page_range(struct mm_struct *dst, struct mm_struct *src)
{
	unsigned long address;
	struct page *page_table_page;
	pmd_t entry;

	for (address = 0; address < TASK_SIZE; address += PMD_SIZE) {
		spin_lock(&src->page_table_lock);
		entry = *pmd_offset(src, address);
		if (pmd_none(entry)) {
			spin_unlock(&src->page_table_lock);
			continue;
		}
		page_table_page = pmd_page(entry);
		prepare_share(src, page_table_page);
		if (CONFIG_POPULATE_OUTSIDE_PTL) {
			spin_unlock(&src->page_table_lock);
			share_page_table(dst, pmd_offset(dst, address), page_table_page);
		} else {
			share_page_table(dst, pmd_offset(dst, address), page_table_page);
			spin_unlock(&src->page_table_lock);
		}
	}
	return 0;
}
