int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	int n;

	for (n = 0; n >= 0; n += 100)
		;
	return n;
}
// expect: LIM09 n would become 200; its type holds -128 to 127 in this model
