int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return size << 200;
}
// expect: LIM10 2 << 200 shifts by more than 16 bits
