/*
 * title: the last one frees
 * date: February 2002
 * text: A full zap clears the slot and drops its reference; whoever reaches zero frees the table.
 * source: Pine.LNX.4.33.0202161212200.24268-100000@home.transmeta.com
 */

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
	if (size < PMD_SIZE)
		return zap_entries(tlb, page_table_page, address, size);

	mapped = pte_page_rss(page_table_page);
	pmd_clear(pmd);
	if (put_page_testzero(page_table_page)) {
		ASSERT_EXCLUSIVE_ACCESS(page_table_page);
		zap_entries(tlb, page_table_page, address, size);
		__free_page(page_table_page);
	}
	return mapped;
}
