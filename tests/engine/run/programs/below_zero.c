int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	address -= size;
	return address;
}
// expect: LIM09 address would become -2; its type holds 0 to 255 in this model
