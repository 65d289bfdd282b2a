int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	BUG_ON(size == 2);
	return 0;
}
// expect: bug: A reaches BUG_ON: its condition holds
