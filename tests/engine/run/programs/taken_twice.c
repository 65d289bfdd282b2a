int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_lock(&mm->page_table_lock);
	spin_lock(&mm->page_table_lock);
	return 0;
}
// expect: lock-discipline: A waits for A.page_table_lock, which it holds itself
