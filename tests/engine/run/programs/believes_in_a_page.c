int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	ASSERT_EXCLUSIVE_ACCESS(alloc_page(mm));
	return 0;
}
// expect: bug: A takes D0 for a page table
