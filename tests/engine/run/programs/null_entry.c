int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;

	page = alloc_page(mm);
	set_pte(pte_entry(page, address), mk_pte(page));	/* a data page has no entries */
	return 0;
}
// expect: bug: A follows a NULL pointer
