int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return mmu_walk(mm, address, 0);
}
// expect: bug: A follows a NULL pointer
