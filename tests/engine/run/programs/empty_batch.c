int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	__free_page(tlb_dequeue(tlb_batch(mm, 0)));
	return 0;
}
// expect: bug: A follows a NULL pointer
