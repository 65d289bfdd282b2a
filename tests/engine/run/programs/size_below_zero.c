int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	remove_vmas(mm, size, address - size);
	return 0;
}
// expect: LIM09 size of remove_vmas would be -2; an unsigned long does not wrap in this model
