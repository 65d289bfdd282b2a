/*
 * title: get_user_pages_fast
 * date: 2008
 * text: A walk without locks: the IRQs are off, so that no IPI gets through before it ends.
 * source: written afresh after the description in Linux 2.6.27 and later, mm/gup.c
 */

/* Pins the page of an address, reads it, and lets it go. Returns whether it got one. */
int get_user_pages_fast(struct mm_struct *mm, unsigned long address)
{
	struct page *page;
	pmd_t *pmd;
	pmd_t entry;
	pte_t *ptep;
	pte_t pte;

	pmd = pmd_offset(mm, address);
	local_irq_disable();
	entry = *pmd;
	if (pmd_none(entry)) {
		local_irq_enable();
		return 0;
	}
	ptep = pte_entry(pmd_page(entry), address);
	pte = *ptep;
	if (!pte_present(pte)) {
		local_irq_enable();
		return 0;
	}
	page = pte_page(pte);
	if (!get_page_unless_zero(page)) {
		local_irq_enable();
		return 0;
	}
	/* The page may be another one's by now: then the entry, or the slot, has changed. */
	if (!pmd_same(entry, *pmd) || !pte_same(pte, *ptep)) {
		put_page(page);
		local_irq_enable();
		return 0;
	}
	local_irq_enable();
	read_pinned_page(page);
	put_page(page);
	return 1;
}
