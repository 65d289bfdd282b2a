int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	mmu_gather_t *tlb;
	struct page *page;

	page = alloc_page(mm);
	tlb = tlb_batch(mm, 0);
	while (1)
		tlb_queue(tlb, page);
}
// expect: LIM07 CPU 0's gather batch is full: it holds 3 pages, all that an mm can map
