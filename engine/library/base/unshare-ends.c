/*
 * title: unshare both ends
 * date: February 2002
 * text: Tables that a munmap covers in part are unshared before it begins.
 * source: E16cX9a-0000D9-00@starship.berlin
 *
 * "So we have to unshare the partial pmd's before zapping them. Which I'm
 * doing, and then I can rely on count = 1 to tell me that what's happening is
 * a full zap of the pmd."
 */

static int unshare_partial(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd;
	int error;

	error = 0;
	pmd = pmd_offset(mm, address);
	spin_lock(&mm->page_table_lock);
	if (!pmd_none(*pmd)) {
		if (__pte_alloc(mm, pmd, address, 1) == NULL)
			error = -ENOMEM;
	}
	spin_unlock(&mm->page_table_lock);
	return error;
}

static int prepare_unmap(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	int error;

	error = 0;
	if (start % PMD_SIZE)
		error = unshare_partial(mm, start);
	if (!error && end % PMD_SIZE && (start % PMD_SIZE == 0 || end / PMD_SIZE != start / PMD_SIZE))
		error = unshare_partial(mm, end);
	return error;
}
