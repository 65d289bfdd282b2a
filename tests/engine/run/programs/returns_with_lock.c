int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_lock(&page_table_share_lock);
	return 0;
}
// expect: lock-discipline: A returns to user mode and holds a spinlock
// expect: finishes
