/*
 * title: tlb_put_page
 * date: February 2002
 * text: What frees at once, or after the flush, by the name that the mail has for it.
 * source: E16cX9a-0000D9-00@starship.berlin
 *
 * "Once again, what I have to do here is re-increment the use count, to set the
 * proper initial conditions for tlb_put_page": it takes one reference away, now
 * or when the batch is full, so the count must be right before. `tlb` is the mm
 * on UP and a gather structure on SMP.
 */

static void tlb_put_page(mmu_gather_t *tlb, struct page *page)
{
	if (tlb_fast_mode(tlb))
		put_page(page);
	else
		tlb_queue(tlb, page);
}

/* As in the base: clears the entry, of a table or of the level above, and gives up what it held. */
static void tlb_remove_page(mmu_gather_t *tlb, pte_t *ptep, unsigned long address)
{
	pte_t pte;

	pte = ptep_get_and_clear(ptep);
	if (pte_none(pte))	/* page frame 0 is reserved: nothing to drop */
		return;
	if (HAVE_SWAP && pte_swap(pte))
		swap_free(pte_to_swp_entry(pte));
	else
		tlb_put_page(tlb, pte_page(pte));
}
