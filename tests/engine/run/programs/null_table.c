int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return pte_none(*pte_offset(pmd_offset(mm, address), address));	/* the slot is empty */
}
// expect: bug: A follows a NULL pointer
