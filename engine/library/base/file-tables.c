/*
 * title: tables of a file
 * date: 2006
 * text: Faults on a file whose page tables are shared: the entries are guarded by the table's own lock.
 * source: ours, after the descriptions of hugetlb, McCracken's patch of 2006 and mshare
 *
 * Included after mm.c by what shares the tables of file mappings. Each says in
 * file_fault how it comes to a table. Private memory is as in the base.
 */

/*
 * Fills an entry with the page of the file, or lets it be written. What was
 * truncated meanwhile is no longer in the page cache.
 */
static int fill_file_entry(struct page *table, unsigned long address, int write)
{
	struct page *page;
	pte_t *ptep;
	pte_t entry;

	ptep = pte_entry(table, address);
	entry = *ptep;
	if (pte_present(entry)) {
		if (write && !pte_write(entry)) {
			spin_lock(&table->lock);
			if (pte_same(*ptep, entry))
				set_pte(ptep, pte_mkwrite(pte_mkdirty(entry)));
			spin_unlock(&table->lock);
		}
		return 0;
	}
	page = find_get_page(file_mapping(), address);
	if (page == NULL) {
		force_sig_segv(address);
		return -EFAULT;
	}
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	spin_lock(&table->lock);
	if (pte_none(*ptep) && find_page(file_mapping(), address) == page) {
		set_pte(ptep, entry);
		page = NULL;	/* the entry has the reference now */
	}
	spin_unlock(&table->lock);
	if (page != NULL)
		put_page(page);
	return 0;
}

static int do_private_fault(struct mm_struct *mm, unsigned long address, int write)
{
	int error;

	down_read(&mm->mmap_sem);
	if (!find_vma_for(mm, address, write)) {
		up_read(&mm->mmap_sem);
		force_sig_segv(address);
		return -EFAULT;
	}
	error = handle_mm_fault(mm, address, write);
	up_read(&mm->mmap_sem);
	return error;
}

int do_page_fault(struct mm_struct *mm, unsigned long address, int write)
{
	int error;

	if (!HAVE_FILE || !vma_is_file(address))
		return do_private_fault(mm, address, write);
	down_read(&mm->mmap_sem);
	if (!find_vma_for(mm, address, write)) {
		up_read(&mm->mmap_sem);
		force_sig_segv(address);
		return -EFAULT;
	}
	error = file_fault(mm, address, write);
	up_read(&mm->mmap_sem);
	return error;
}
