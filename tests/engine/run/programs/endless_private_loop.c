int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	while (size)
		;
	return 0;
}
// expect: LIM03 A ran 10000 instructions without touching memory, around line 6 of program.c
