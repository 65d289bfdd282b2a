/* The mm goes, and its page table stays: nobody is left to free it. */
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	pmd_populate(mm, pmd_offset(mm, address), pte_alloc_one(mm));
	mmdrop(mm);
	return 0;
}
// expect: leak: T0 is allocated with count 1, and nothing refers to it
// expect: finishes
