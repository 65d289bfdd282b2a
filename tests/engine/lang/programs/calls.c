static struct page *lookup(pmd_t *pmd)
{
	if (pmd_none(*pmd))
		return NULL;
	return pmd_page(*pmd);
}

static void release(struct page *page)
{
	if (!put_page_testzero(page))
		return;
	__free_page(page);
}

int outer(struct mm_struct *mm, unsigned long address, struct page *page)
{
	pmd_t *pmd = pmd_offset(mm, address);

	lookup(pmd);
	release(page);
	page = lookup(pmd);
	release(page);
	if (lookup(pmd) == page)
		release(lookup(pmd));
	BUG_ON(page_count(page) == 1 && page);
	ASSERT_EXCLUSIVE_ACCESS(page);
	return page != NULL;
}
// code outer:
//   0   enter 0  []
//   1   mm = 1
//   2   address = 1
//   3   page = 1
//   4   pmd = pmd_offset(mm, address)
//   5   pmd = pmd
//   6 * %1 = load pmd_t(pmd)  [pmd page]
//   7   unless pmd_none(%1) goto 10
//   8   %result = 0
//   9   goto 13
//  10 * %2 = load pmd_t(pmd)  [pmd page]
//  11   %result = pmd_page(%2)
//  12   goto 13
//  13   page = page
//  14 * %1 = put_page_testzero(page)  [pmd page]
//  15   unless !%1 goto 17
//  16   goto 18
//  17 * __free_page(page)  [pmd page]
//  18   pmd = pmd
//  19 * %1 = load pmd_t(pmd)  [pmd]
//  20   unless pmd_none(%1) goto 23
//  21   page = 0
//  22   goto 26
//  23 * %2 = load pmd_t(pmd)  [pmd]
//  24   page = pmd_page(%2)
//  25   goto 26
//  26   page = page
//  27 * %1 = put_page_testzero(page)  [pmd page]
//  28   unless !%1 goto 30
//  29   goto 31
//  30 * __free_page(page)  [pmd page]
//  31   pmd = pmd
//  32 * %1 = load pmd_t(pmd)  [pmd page]
//  33   unless pmd_none(%1) goto 36
//  34   %1 = 0
//  35   goto 39
//  36 * %2 = load pmd_t(pmd)  [pmd page]
//  37   %1 = pmd_page(%2)
//  38   goto 39
//  39   unless (%1 == page) goto 53
//  40   pmd = pmd
//  41 * %1 = load pmd_t(pmd)  [pmd page]
//  42   unless pmd_none(%1) goto 45
//  43   %2 = 0
//  44   goto 48
//  45 * %2 = load pmd_t(pmd)  [pmd page]
//  46   %2 = pmd_page(%2)
//  47   goto 48
//  48   page = %2
//  49 * %1 = put_page_testzero(page)  [page page]
//  50   unless !%1 goto 52
//  51   goto 53
//  52 * __free_page(page)  [page page]
//  53 * %3 = page_count(page)  [page]
//  54   BUG_ON(((%3 == 1) && page))
//  55   ASSERT_EXCLUSIVE_ACCESS(page)
//  56   %result = (page != 0)
//  57   goto 58
//  58   end  []
