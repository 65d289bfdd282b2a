int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;

	page = alloc_page(mm);
	__free_page(page);
	__free_page(page);
	return 0;
}
// expect: double-free: A frees D0, which is free already
