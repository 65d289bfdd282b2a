/*
 * title: reclaim and truncate
 * date: December 2001
 * text: What takes pages from a process without asking it: no mmap_sem is held.
 * source: written afresh after Linux 2.4.17, mm/vmscan.c and mm/memory.c
 *
 * Left out: the swap cache (a swap entry is read and written at once), the
 * young bit, the choice of a victim.
 */

/*
 * kswapd takes one page. The hardware may not set a dirty bit behind its back:
 * clear, flush, then write. A clean page needs no swap entry: it is the file's,
 * or nobody has written to it since it was filled with zeros.
 */
int try_to_swap_out(struct mm_struct *mm, unsigned long address)
{
	struct page *page;
	swp_entry_t swap;
	pmd_t entry;
	pte_t *ptep;
	pte_t pte;

	spin_lock(&mm->page_table_lock);
	entry = *pmd_offset(mm, address);
	if (pmd_none(entry)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	ptep = pte_entry(pmd_page(entry), address);
	if (!pte_present(*ptep)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	pte = ptep_get_and_clear(ptep);
	page = pte_page(pte);
	flush_tlb_page(mm, address);
	if (pte_dirty(pte) && !vma_is_file(address)) {
		swap = get_swap_page();
		if (swp_none(swap)) {	/* swap is full: the page stays */
			set_pte(ptep, pte);
			spin_unlock(&mm->page_table_lock);
			return 0;
		}
		swap_writepage(page, swap);
		set_pte(ptep, swp_entry_to_pte(swap));
	}
	spin_unlock(&mm->page_table_lock);
	put_page(page);
	return 1;
}

/* A truncate of what one process maps privately: its contents go, its VMA stays. */
void unmap_mapping_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	zap_range(mm, address, size, 1);
}

/* The file becomes shorter: its pages leave the page cache, and then everybody's tables. */
void vmtruncate(unsigned long address, unsigned long size)
{
	struct page *page;
	unsigned long i;
	int n;

	for (i = address; i < address + size; i++) {
		page = remove_from_page_cache(file_mapping(), i);
		if (page != NULL)
			put_page(page);
	}
	spin_lock(&file_mapping()->i_mmap_lock);
	for (n = 0; n < NR_MMS; n++)
		unmap_mapping_range(mm_at(n), address, size);
	spin_unlock(&file_mapping()->i_mmap_lock);
}

/*
 * Somebody who walks over all page frames (memory failure, compaction) takes a
 * reference to whatever a frame is now, looks, and drops it.
 */
void speculative_reference(struct mm_struct *mm, unsigned long address)
{
	struct page *page;
	pmd_t entry;

	entry = *pmd_offset(mm, address);
	if (pmd_none(entry))
		return;
	page = pmd_page(entry);
	if (get_page_unless_zero(page))
		pte_free(page);	/* whoever drops the last reference frees it, as what it is */
}
