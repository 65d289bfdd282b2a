/*
 * title: a lock in each page table
 * date: October 2002
 * text: Faults that fill an entry of a table take the table's own lock, too: others may share it.
 * source: 181170000.1034109448@baldur.austin.ibm.com
 *
 * Included after mm.c. Lock order: page_table_lock, then pte_page_lock. A fault
 * looks at the entry again under both. What it fills in is there for all who
 * share the table, so it counts for each of them.
 */

/* In 2002 a bit in the table's struct page; since 2.6.15 the split page_table_lock. */
static void pte_page_lock(struct page *page_table_page)
{
	spin_lock(&page_table_page->lock);
}

static void pte_page_unlock(struct page *page_table_page)
{
	spin_unlock(&page_table_page->lock);
}

/* Whether the entry was still `orig` and is written. Called with no lock held, and left so. */
static int fill_entry(struct mm_struct *mm, unsigned long address, pte_t *ptep,
		      pte_t orig, pte_t entry)
{
	struct page *page_table_page;
	pmd_t slot;
	int same;

	same = 0;
	spin_lock(&mm->page_table_lock);
	slot = *pmd_offset(mm, address);
	if (!pmd_none(slot) && pte_entry(pmd_page(slot), address) == ptep) {
		page_table_page = pmd_page(slot);
		pte_page_lock(page_table_page);
		same = pte_same(*ptep, orig);
		if (HAVE_FILE && vma_is_file(address))	/* not truncated meanwhile */
			same = same && find_page(file_mapping(), address) == pte_page(entry);
		if (same) {
			if (pte_none(orig))
				add_table_rss(page_table_page, 1);	/* ours */
			set_shared_pte(ptep, entry);
		}
		pte_page_unlock(page_table_page);
	}
	spin_unlock(&mm->page_table_lock);
	return same;
}

static int do_anonymous_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			     pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	if (!fill_entry(mm, address, ptep, orig, entry))
		put_page(page);
	return 0;
}

static int do_swap_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	swap_readpage(pte_to_swp_entry(orig), page);
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	if (fill_entry(mm, address, ptep, orig, entry))
		swap_free(pte_to_swp_entry(orig));
	else
		put_page(page);
	return 0;
}

static int do_shared_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			  pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = find_get_page(file_mapping(), address);
	if (page == NULL) {
		force_sig_segv(address);
		return -EFAULT;
	}
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	if (!fill_entry(mm, address, ptep, orig, entry))
		put_page(page);
	return 0;
}
