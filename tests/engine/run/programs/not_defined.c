int sys_mmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return 0;
}
// expect: RUN05 the protocol program has no routine sys_munmap
