#include "mm.c"

int do_page_fault(struct mm_struct *mm, unsigned long address, int write)
{
	force_sig_segv(address);
	return -EFAULT;
}
// story: map 0-1
// story: read 1
// expect: mapping-lost: A faults at A:1, which it never unmapped
// expect: finishes
