int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	down_read(&mm->mmap_sem);
	down_write(&mm->mmap_sem);
	return 0;
}
// expect: lock-discipline: A waits for A.mmap_sem, which it holds itself
