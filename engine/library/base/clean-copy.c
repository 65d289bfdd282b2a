/*
 * title: clean copies
 * date: February 2002
 * text: An unshare that marks what it copies clean, as the first patches do.
 * source: E16c9FS-0004In-00@starship.berlin
 */

static void copy_shared_entries(struct page *to, struct page *from)
{
	unsigned long i;
	pte_t entry;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		entry = *pte_entry(from, i);
		if (pte_none(entry))
			continue;
		dup_entry(entry);
		if (pte_present(entry))
			entry = pte_mkclean(entry);
		set_pte(pte_entry(to, i), entry);
	}
}
