/* Every round touches memory, so that others can go on: a run has its bound. */
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	while (pmd_none(*pmd_offset(mm, address)))
		;
	return 0;
}
// expect: LIM08 the run has 500 steps, which is the limit
