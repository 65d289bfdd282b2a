int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_lock(&mm->page_table_lock);
	__free_page(alloc_page(mm));
	spin_unlock(&mm->page_table_lock);
	return 0;
}
// expect: lock-discipline: A holds a spinlock and may sleep in an allocation
// expect: finishes
