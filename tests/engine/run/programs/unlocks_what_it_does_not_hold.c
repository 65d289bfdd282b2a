int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_unlock(&mm->page_table_lock);
	up_write(&mm->mmap_sem);
	return 0;
}
// expect: lock-discipline: A releases A.page_table_lock, which it does not hold
// expect: lock-discipline: A releases A.mmap_sem, which it does not hold
// expect: finishes
