#include "mm.c"

static void flush_tlb_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
}
// story: map 0-1
// story: write 0 = 7
// story: munmap 0-1
// story: read 0
// expect: stale-tlb: A reaches A:0 through a TLB entry that names D0, which was freed
// expect: finishes
