/*
 * title: truncate a part
 * date: February 2002
 * text: A truncate that drops a part of a table unshares it first: no munmap has done that.
 * source: ours, after the mail E16cX9a-0000D9-00@starship.berlin
 *
 * "So we have to unshare the partial pmd's before zapping them." A munmap does
 * so at both its ends before it begins, a truncate when it comes to the table.
 */

/*
 * As zap_range. The page_table_lock is held from the look at the new table to
 * the end, so that no fork can share it again. Without memory its contents stay.
 */
void unmap_mapping_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	unsigned long start;
	unsigned long end;
	unsigned long next;
	mmu_gather_t *tlb;
	pmd_t *pmd;
	int freed;

	start = address;
	end = address + size;
	freed = 0;
	spin_lock(&mm->page_table_lock);
	tlb = tlb_gather_mmu(mm, 1);
	for (; address < end; address = next) {
		next = (address / PMD_SIZE + 1) * PMD_SIZE;
		if (next > end)
			next = end;
		pmd = pmd_offset(mm, address);
		if (next - address < PMD_SIZE && !pmd_none(*pmd)) {
			/* Where the VMA has gone, who takes it away zaps the rest. */
			if (!find_vma(mm, address) || __pte_alloc(mm, pmd, address, 1) == NULL)
				continue;
		}
		freed += zap_pte_range(tlb, pmd, address, next - address);
	}
	tlb_finish_mmu(tlb, start, end);
	if (freed)
		add_mm_rss(mm, -freed);
	spin_unlock(&mm->page_table_lock);
}
