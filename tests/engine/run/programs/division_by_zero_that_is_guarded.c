int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return address && size / address || size == 2 || size / address;
}
// expect: finishes
