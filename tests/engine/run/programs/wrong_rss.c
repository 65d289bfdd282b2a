int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	mm->rss = mm->rss + 1;
	return 0;
}
// expect: wrong-rss: A counts rss 1, and maps 0 pages
// expect: finishes
