int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	down_read(&mm->mmap_sem);
	return 0;
}
// expect: lock-discipline: A returns to user mode and holds A.mmap_sem
// expect: finishes
