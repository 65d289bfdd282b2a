int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;

	page = pte_alloc_one(mm);
	__free_page(page);
	return page_count(page);
}
// expect: freed-table-used: A touches T0, which was freed
