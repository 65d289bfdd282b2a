void nothing(void) { }

int f(struct mm_struct *mm, struct page *page, pmd_t *pmd, pte_t *ptep, unsigned long address)
{
	pte_t pte = *ptep;
	spinlock_t *lock = &mm->page_table_lock;
	struct page *other = 0;
	int a = page; // error LANG13 at 10: `a` is `int`, but this is `struct page *`

	page = 1; // error LANG13 at 9: the left side is `struct page *`, but this is `int`
	page = mm; // error LANG13 at 9: the left side is `struct page *`, but this is `struct mm_struct *`
	page = *pmd; // error LANG13 at 9: the left side is `struct page *`, but this is `pmd_t`
	pte = ptep; // error LANG13 at 8: the left side is `pte_t`, but this is `pte_t *`
	ptep = pmd; // error LANG13 at 9: the left side is `pte_t *`, but this is `pmd_t *`
	page = NULL;
	a = address;
	a = nothing(); // error LANG17 at 6: `nothing` returns nothing
	a = nothing() + 1; // error LANG17 at 6: `nothing` returns nothing
	if (pte) // error LANG13 at 6: `pte_t` is neither true nor false
		a = 1;
	if (*pmd) // error LANG13 at 6: `pmd_t` is neither true nor false
		a = 1;
	if (nothing()) // error LANG17 at 6: `nothing` returns nothing
		a = 1;
	a = page + 1; // error LANG13 at 6: `+` needs an integer, but this is `struct page *`
	a = pte + 1; // error LANG13 at 6: `+` needs an integer, but this is `pte_t`
	a = NULL + 1; // error LANG13 at 6: `+` needs an integer, but this is NULL
	a = -page; // error LANG13 at 7: `-` needs an integer, but this is `struct page *`
	a = !page;
	a = !pte; // error LANG13 at 7: `pte_t` is neither true nor false
	ptep++; // error LANG13 at 2: `+=` needs an integer, but this is `pte_t *`
	a += page; // error LANG13 at 7: `+=` needs an integer, but this is `struct page *`
	a = page == mm; // error LANG13 at 6: `==` compares `struct page *` with `struct mm_struct *`
	a = page == other && page != NULL && 0 == page;
	a = page < other; // error LANG13 at 6: `<` orders pointers
	a = page == 1; // error LANG13 at 6: `==` compares `struct page *` with `int`
	a = pte == pte; // error LANG13 at 6: `==` compares `pte_t` with `pte_t`
	a = ~a << 1 | a & 3 ^ a % 2;
	page++; // error LANG13 at 2: `+=` needs an integer, but this is `struct page *`
	mm->page_table_lock = 1; // error LANG15 at 2: `page_table_lock` is a lock or counter, not a value
	spin_lock(mm->page_table_lock); // error LANG15 at 12: `page_table_lock` is a lock or counter, not a value
	spin_lock(&mm->rss); // error LANG15 at 13: `rss` is a value; its address cannot be taken
	spin_lock(&mm->page_table_loc); // error LANG14 at 17: `struct mm_struct *` has no field `page_table_loc`
	spin_lock(&page_table_share_lok); // error LANG10 at 12: there is no global `page_table_share_lok`
	spin_lock(&a); // error LANG16 at 12: only a lock or counter has an address
	spin_lock(&*ptep); // error LANG16 at 12: only a lock or counter has an address
	spin_lock(&address->rss); // error LANG14 at 13: `->` stands on `unsigned long`, which has no fields
	spin_lock(lock);
	lock = &page_table_share_lock;
	spin_lock(&(a ? 1 : 2)); // error LANG02 at 14: the conditional operator `?:` is not part of the routine language
	a = unknown->rss + *unknown; // error LANG10 at 6: there is no variable or constant `unknown` // error LANG10 at 22: there is no variable or constant `unknown`
	mm[0] = 1; // error LANG02 at 2: an array subscript is not part of the routine language
	mm->rs = 1; // error LANG14 at 6: `struct mm_struct *` has no field `rs`
	mm->rss = page; // error LANG13 at 12: the left side is `int`, but this is `struct page *`
	mm->rss = a;
	pmd->rss = 1; // error LANG14 at 2: `->` stands on `pmd_t *`, which has no fields
	*ptep = pte; // error LANG16 at 2: a store through a pointer goes through a primitive
	*pmd = *pmd; // error LANG16 at 2: a store through a pointer goes through a primitive
	*a = 1; // error LANG16 at 2: a store through a pointer goes through a primitive
	*mm = 1; // error LANG16 at 2: a store through a pointer goes through a primitive
	a = *page; // error LANG14 at 6: `*` stands on `struct page *`
	a = *address; // error LANG14 at 6: `*` stands on `unsigned long`
	f(1) = 1; // error LANG22 at 2: f calls itself: f -> f // error LANG12 at 2: `f` has 5 parameters, but is given 1 // error LANG16 at 2: this cannot be assigned to // error LANG13 at 4: `mm` of `f` is `struct mm_struct *`, but this is `int`
	a + 1; // error LANG26 at 2: this computes a value and drops it
	a == 1; // error LANG26 at 2: this computes a value and drops it
	pmd_none(*pmd); // error LANG26 at 2: this computes a value and drops it
	(void)a; // error LANG02 at 2: a cast from `int` to `void` is not part of the routine language // error LANG26 at 2: this computes a value and drops it
	nothing(), nothing(); // error LANG02 at 2: the comma operator is not part of the routine language
	set_pte(ptep); // error LANG12 at 2: `set_pte` has 2 parameters, but is given 1
	set_pte(ptep, pte, 1); // error LANG12 at 2: `set_pte` has 2 parameters, but is given 3
	set_pte(pte, ptep); // error LANG13 at 10: `ptep` of `set_pte` is `pte_t *`, but this is `pte_t` // error LANG13 at 15: `pte` of `set_pte` is `pte_t`, but this is `pte_t *`
	BUG_ON(page);
	BUG_ON(pte); // error LANG13 at 9: `pte_t` is neither true nor false
	ptep = (pte_t *)pmd;
	pmd = (pmd_t *)ptep; // error LANG02 at 8: a cast from `pte_t *` to `pmd_t *` is not part of the routine language
	pmd = (pmd_t)ptep; // error LANG02 at 8: a cast from `pte_t *` to `pmd_t` is not part of the routine language // error LANG13 at 8: the left side is `pmd_t *`, but this is `pmd_t`
	f(&a ? 1 : 2, 1, 2, 3, 4); // error LANG22 at 2: f calls itself: f -> f // error LANG02 at 4: the conditional operator `?:` is not part of the routine language // error LANG13 at 16: `page` of `f` is `struct page *`, but this is `int` // error LANG13 at 19: `pmd` of `f` is `pmd_t *`, but this is `int` // error LANG13 at 22: `ptep` of `f` is `pte_t *`, but this is `int`
	return page; // error LANG13 at 9: what `f` returns is `int`, but this is `struct page *`
}

int g(void)
{
	return; // error LANG21 at 2: `g` returns `int`, but nothing is given
}

void h(void)
{
	return 1; // error LANG21 at 2: `h` is void, but a value is returned
}
