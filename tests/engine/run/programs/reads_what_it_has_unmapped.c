#include "mm.c"

int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	remove_vmas(mm, address, size);	/* and no more than that */
	return 0;
}
// story: map 0-1
// story: write 0 = 7
// story: munmap 0-1
// story: read 0
// story: write 0 = 7
// expect: isolation: A reads 7 from A:0, which it has unmapped
// expect: isolation: A stores to A:0, which it has unmapped
// expect: finishes
