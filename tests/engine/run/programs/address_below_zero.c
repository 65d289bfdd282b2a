int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return find_vma(mm, address - size);
}
// expect: bug: A uses address -2, which no process has
