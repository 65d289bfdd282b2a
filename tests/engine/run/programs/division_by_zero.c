int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return size / address;
}
// expect: LIM10 2 / 0 has no value
