int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return sys_munmap(mm, address, size);
}
// expect: LANG
