int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;

	page = pte_alloc_one(mm);
	put_page_testzero(page);
	put_page_testzero(page);
	return 0;
}
// expect: count-underflow: A drops a reference to T0, whose count is 0
