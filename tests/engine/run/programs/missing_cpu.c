int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	flush_tlb_cpu(NR_CPUS, address, size);
	return 0;
}
// expect: bug: A names CPU 1, which is not there
