int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	while (1)
		alloc_page(mm);
}
// expect: LIM05 the scenario's pool of 4 pages is too small for thread A
