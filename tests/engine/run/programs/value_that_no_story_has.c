int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return mmu_store(mm, address, size);
}
// expect: LIM09 A stores value number 2; the stories write 1 values
