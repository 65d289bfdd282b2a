int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	struct page *page;

	page = alloc_page(mm);
	while (1)
		get_page(page);
}
// expect: LIM04 D0.count would become 16; the model counts up to 15
