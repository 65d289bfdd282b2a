int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;

	page = alloc_page(mm);
	__free_page(page);
	get_page(page);	/* damage, and the run goes on */
	return 0;
}
// expect: freed-page-used: A touches D0, which was freed
// expect: finishes
