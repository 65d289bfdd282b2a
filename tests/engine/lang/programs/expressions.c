struct page *helper(struct mm_struct *mm)
{
	mm->rss = 2;
	return alloc_page(mm);
}

int arithmetic(int a, unsigned long b)
{
	int c = -a + ~a * (b - 3) / 2 % 5, d;

	d = a << 1 | (b >> 1 & 7 ^ 1);
	a += +d;
	a <<= 2;
	a--;
	return !(a < c) == (d >= 1) && c != PTRS_PER_PTE || 1 + 2 * 3 > a;
}
// code arithmetic:
//   0   enter 0  []
//   1   a = 1
//   2   b = 1
//   3   c = (-a + (((~a * (b - 3)) / 2) % 5))
//   4   d = ((a << 1) | (((b >> 1) & 7) ^ 1))
//   5   a = (a + d)
//   6   a = (a << 2)
//   7   a = (a - 1)
//   8   %result = (((!(a < c) == (d >= 1)) && (c != 2)) || (7 > a))
//   9   goto 10
//  10   end  []

void fields(struct mm_struct *mm, pmd_t *pmd)
{
	int before = mm->rss + mm->rss * 2;

	mm->rss++;
	mm->rss -= before;
	mm->rss = mm->rss + pmd_none(*pmd);
	atomic_inc(&mm->mm_users);
	add_mm_rss(mm, page_count(pmd_page(*pmd)));
}
// code fields:
//   0   enter 0  []
//   1   mm = 1
//   2   pmd = 1
//   3 * %1 = load mm_struct.rss(mm)  [mm pmd]
//   4 * %2 = load mm_struct.rss(mm)  [mm pmd %1]
//   5   before = (%1 + (%2 * 2))
//   6 * %3 = load mm_struct.rss(mm)  [mm pmd before]
//   7 * store mm_struct.rss(mm, (%3 + 1))  [mm pmd before %3]
//   8 * %4 = load mm_struct.rss(mm)  [mm pmd before]
//   9 * store mm_struct.rss(mm, (%4 - before))  [mm pmd before %4]
//  10 * %5 = load mm_struct.rss(mm)  [mm pmd]
//  11 * %6 = load pmd_t(pmd)  [mm pmd %5]
//  12 * store mm_struct.rss(mm, (%5 + pmd_none(%6)))  [mm pmd %5 %6]
//  13 * atomic_inc(address mm_struct.mm_users(mm))  [mm pmd]
//  14 * %7 = load pmd_t(pmd)  [mm pmd]
//  15 * %8 = page_count(pmd_page(%7))  [mm %7]
//  16 * add_mm_rss(mm, %8)  [mm %8]
//  17   end  []

int order(struct mm_struct *mm, struct page *page)
{
	return page_count(page) - mm->rss * page_count(helper(mm));
}
// code order:
//   0   enter 0  []
//   1   mm = 1
//   2   page = 1
//   3 * %1 = page_count(page)  [mm page]
//   4 * %2 = load mm_struct.rss(mm)  [mm %1]
//   5   mm = mm
//   6 * store mm_struct.rss(mm, 2)  [mm %1 %2]
//   7 * %3 = alloc_page(mm)  [mm %1 %2]
//   8   goto 9
//   9 * %4 = page_count(%3)  [%3 %1 %2]
//  10   %result = (%1 - (%2 * %4))
//  11   goto 12
//  12   end  []

int short_circuit(struct page *page, int a)
{
	int both = page && page_count(page), either;

	either = a || put_page_testzero(page);
	if (page == NULL || (a && !page_count(page) && a != 3))
		return both;
	while (!(page_count(page) && put_page_testzero(page)) || either)
		a++;
	do
		get_page(page);
	while (a && page_count(page));
	return !!a;
}
// code short_circuit:
//   0   enter 0  []
//   1   page = 1
//   2   a = 1
//   3   unless page goto 8
//   4 * %2 = page_count(page)  [page a]
//   5   unless %2 goto 8
//   6   %1 = 1
//   7   goto 9
//   8   %1 = 0
//   9   both = %1
//  10   unless !a goto 13
//  11 * %4 = put_page_testzero(page)  [page a both]
//  12   unless %4 goto 15
//  13   %3 = 1
//  14   goto 16
//  15   %3 = 0
//  16   either = %3
//  17   unless !(page == 0) goto 22
//  18   unless a goto 24
//  19 * %5 = page_count(page)  [page a both either]
//  20   unless !%5 goto 24
//  21   unless (a != 3) goto 24
//  22   %result = both
//  23   goto 37
//  24 * %6 = page_count(page)  [page a either]
//  25   unless %6 goto 29
//  26 * %7 = put_page_testzero(page)  [page a either]
//  27   unless %7 goto 29
//  28   unless either goto 31
//  29   a = (a + 1)
//  30   goto 24
//  31 * get_page(page)  [page a]
//  32   unless a goto 35
//  33 * %8 = page_count(page)  [page a]
//  34   unless !%8 goto 31
//  35   %result = !!a
//  36   goto 37
//  37   end  []

int pointers(spinlock_t *lock, struct mm_struct *mm, pmd_t *pmd, int a)
{
	if (a && lock == &mm->page_table_lock || lock == &page_table_share_lock)
		a = PMD_SIZE * 2 + PAGE_SIZE / 0 - -ENOMEM;
	if (a && (pte_t *)pmd == NULL && mm->rss)
		a = !!a;
	return a && !pmd_none(*pmd_offset(mm, 1));
}
// code pointers:
//   0   enter 0  []
//   1   lock = 1
//   2   mm = 1
//   3   pmd = 1
//   4   a = 1
//   5   unless ((a && (lock == address mm_struct.page_table_lock(mm))) || (lock == address page_table_share_lock())) goto 7
//   6   a = ((6 + (1 / 0)) - -6)
//   7   unless (a && (cast pmd_t * to pte_t *(pmd) == 0)) goto 11
//   8 * %1 = load mm_struct.rss(mm)  [mm a]
//   9   unless %1 goto 11
//  10   a = !!a
//  11   unless a goto 16
//  12 * %3 = load pmd_t(pmd_offset(mm, 1))  [mm]
//  13   unless !pmd_none(%3) goto 16
//  14   %2 = 1
//  15   goto 17
//  16   %2 = 0
//  17   %result = %2
//  18   goto 19
//  19   end  []
