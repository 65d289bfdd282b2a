int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	copy_cow_page(alloc_page(mm), pte_alloc_one(mm));
	return 0;
}
// expect: bug: A takes T0 for a data page
