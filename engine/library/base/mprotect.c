/*
 * title: mprotect, mremap, madvise
 * date: December 2001
 * text: Changes to entries that are mapped: in place, one by one.
 * source: written afresh after Linux 2.4.17, mm/mprotect.c, mm/mremap.c, mm/filemap.c
 */

/* What must be done to the tables of a range before their entries are changed or moved. */
static int prepare_change(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	return 0;
}

/* A private mapping is made read-only either way: the next write faults and looks at its VMA. */
static void change_protection(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	unsigned long address;
	pmd_t entry;
	pte_t *ptep;
	pte_t pte;

	spin_lock(&mm->page_table_lock);
	for (address = start; address < end; address += PAGE_SIZE) {
		entry = *pmd_offset(mm, address);
		if (pmd_none(entry))
			continue;
		ptep = pte_entry(pmd_page(entry), address);
		if (!pte_present(*ptep))
			continue;
		pte = ptep_get_and_clear(ptep);
		set_pte(ptep, pte_wrprotect(pte));
	}
	flush_tlb_range(mm, start, end);
	spin_unlock(&mm->page_table_lock);
}

int sys_mprotect(struct mm_struct *mm, unsigned long address, unsigned long size, int write)
{
	int error;

	down_write(&mm->mmap_sem);
	error = prepare_change(mm, address, address + size);
	if (!error) {
		protect_vmas(mm, address, size, write);
		change_protection(mm, address, address + size);
	}
	up_write(&mm->mmap_sem);
	return error;
}

/* One entry. The old address is flushed before anybody can take the page from the new one. */
static int move_one_page(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	pmd_t entry;
	pte_t *src;
	pte_t *dst;
	pte_t pte;
	int error;

	error = 0;
	spin_lock(&mm->page_table_lock);
	entry = *pmd_offset(mm, from);
	if (!pmd_none(entry)) {
		dst = __pte_alloc(mm, pmd_offset(mm, to), to, 1);
		if (dst == NULL) {
			error = -ENOMEM;
		} else {
			src = pte_offset(pmd_offset(mm, from), from);
			pte = ptep_get_and_clear(src);
			set_pte(dst, pte);
			flush_tlb_page(mm, from);
		}
	}
	spin_unlock(&mm->page_table_lock);
	return error;
}

/* One page, to an address that is not mapped. */
int sys_mremap(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	int error;

	down_write(&mm->mmap_sem);
	error = prepare_change(mm, from, from + PAGE_SIZE);
	if (!error)
		error = move_one_page(mm, from, to);
	if (!error)
		move_vma(mm, from, to);
	up_write(&mm->mmap_sem);
	return error;
}

/* MADV_DONTNEED: the contents go, the VMA stays. */
int sys_madvise(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	int error;

	down_write(&mm->mmap_sem);
	error = prepare_unmap(mm, address, address + size);
	if (!error)
		zap_page_range(mm, address, size);
	up_write(&mm->mmap_sem);
	return error;
}

/* One VMA becomes two, as mprotect or munmap of a part of it would do first. */
int do_split_vma(struct mm_struct *mm, unsigned long address)
{
	down_write(&mm->mmap_sem);
	split_vma(mm, address);
	up_write(&mm->mmap_sem);
	return 0;
}
