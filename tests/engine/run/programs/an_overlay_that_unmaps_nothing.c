#include "mm.c"

/* Says that all went well, and has done nothing. */
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	return 0;
}
// story: map 0
// story: write 0 = 7
// story: munmap 0
// story: read 0
// expect: isolation: A reads 7 from A:0, which it has unmapped
// expect: finishes
