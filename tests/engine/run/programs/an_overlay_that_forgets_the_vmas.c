#include "mm.c"

/* What is unmapped stays mapped; nobody looks at it again. */
void zap_page_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
}
// story: map 0-1
// story: write 0 = 7
// story: munmap 0-1
// expect: leak: D0 is allocated with count 1, and nothing refers to it
// expect: wrong-rss: A counts rss 1, and maps 0 pages
// expect: finishes
