int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	pmd_populate(mm, pmd_offset(mm, address), alloc_page(mm));
	return 0;
}
// expect: bug: A takes D0 for a page table
