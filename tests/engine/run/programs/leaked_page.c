int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	get_page(alloc_page(mm));
	return 0;
}
// expect: leak: D0 is allocated with count 2, and nothing refers to it
// expect: finishes
