#include "mm.c"

/* A write fault gives a fresh page each time, and a read drops what is there. */
int do_page_fault(struct mm_struct *mm, unsigned long address, int write)
{
	pte_t *ptep;

	spin_lock(&mm->page_table_lock);
	ptep = __pte_alloc(mm, pmd_offset(mm, address), address, write);
	do_anonymous_page(mm, address, ptep, *ptep, write);
	return 0;
}

int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	zap_page_range(mm, address, PAGE_SIZE);
	return 0;
}
// story: map 0-1
// story: write 0 = 7
// story: unshare 0
// story: read 0
// expect: mapping-lost: A:0 maps nothing: what was written there is gone
// expect: mapping-lost: A:0 maps D1, which holds 0: what was written there is gone
// expect: mapping-lost: A reads 0 from A:0: what was written there is gone
// expect: finishes
