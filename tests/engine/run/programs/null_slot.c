int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	pmd_clear(pmd_offset(mm, TASK_SIZE));
	return 0;
}
// expect: bug: A follows a NULL pointer
