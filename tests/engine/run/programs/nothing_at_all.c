int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return 0;
}
// expect: finishes
