int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return pmd_none(*pmd_offset(mm, address - size));
}
// expect: bug: A follows a NULL pointer
