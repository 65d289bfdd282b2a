/*
 * A small mm in the manner of 2.4.17: enough C to try every part of the front end on.
 */
#include "hardware.c"

#define ZAP_RETRIES 2

/* One CPU switches only where a thread sleeps. */
#define CONFIG_SMP 1	/* Kernel: UP | SMP */

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd, unsigned long address, unsigned long size);

static void tlb_remove_page(mmu_gather_t *tlb, pte_t *ptep, unsigned long address)
{
	struct page *page = pte_page(ptep_get_and_clear(ptep));

	if (tlb_fast_mode(tlb)) {
		if (put_page_testzero(page))
			__free_page(page);
		return;
	}
	tlb_queue(tlb, page);
}

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd, unsigned long address, unsigned long size)
{
	unsigned long offset;
	int freed = 0;

	if (pmd_none(*pmd))
		return 0;
	for (offset = 0; offset < size; offset += PAGE_SIZE) {
		pte_t *ptep = pte_offset(pmd, address + offset);

		if (pte_none(*ptep))
			continue;
		tlb_remove_page(tlb, ptep, address + offset);
		freed++;
	}
	return freed;
}

static void flush_tlb_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	int cpu;

	if (!CONFIG_SMP) {
		flush_tlb_cpu(0, address, size);
		return;
	}
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		if (cpu_runs(cpu, mm))
			flush_tlb_cpu(cpu, address, size);
}

static void tlb_finish_mmu(mmu_gather_t *tlb, unsigned long address, unsigned long size)
{
	flush_tlb_range(tlb_mm(tlb), address, size);
	while (tlb_nr(tlb)) {
		struct page *page = tlb_dequeue(tlb);

		if (put_page_testzero(page))
			__free_page(page);
	}
}

void zap_page_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	unsigned long start = address, end = address + size;
	mmu_gather_t *tlb;
	int freed = 0;

	BUG_ON(address >= end);
	spin_lock(&mm->page_table_lock);
	tlb = tlb_batch(mm, !CONFIG_SMP || atomic_read(&mm->mm_users) == 1);
	do {
		unsigned long next = (address / PMD_SIZE + 1) * PMD_SIZE;

		if (next > end)
			next = end;
		freed += zap_pte_range(tlb, pmd_offset(mm, address), address, next - address);
		address = next;
	} while (address < end);
	if (mm->rss > freed)
		mm->rss -= freed;
	else
		mm->rss = 0;
	tlb_finish_mmu(tlb, start, size);
	spin_unlock(&mm->page_table_lock);
}

int do_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	down_write(&mm->mmap_sem);
	remove_vmas(mm, address, size);
	zap_page_range(mm, address, size);
	up_write(&mm->mmap_sem);
	return 0;
}

static pte_t *pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	if (pmd_none(*pmd)) {
		struct page *new;

		/* "new" can sleep */
		spin_unlock(&mm->page_table_lock);
		new = pte_alloc_one(mm);
		spin_lock(&mm->page_table_lock);
		if (!new)
			return NULL;
		if (!pmd_none(*pmd)) {
			__free_page(new);
			goto out;
		}
		pmd_populate(mm, pmd, new);
	}
out:
	return pte_offset(pmd, address);
}

static int do_anonymous_page(struct mm_struct *mm, pte_t *ptep, int write_access)
{
	struct page *page;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	spin_lock(&mm->page_table_lock);
	if (!pte_none(*ptep)) {
		__free_page(page);
		spin_unlock(&mm->page_table_lock);
		return 1;
	}
	mm->rss++;
	if (write_access)
		set_pte(ptep, pte_mkdirty(pte_mkwrite(mk_pte(page))));
	else
		set_pte(ptep, mk_pte(page));
	spin_unlock(&mm->page_table_lock);
	return 1;
}

/* Releases the lock that its caller took, as 2.4 does. */
static int handle_pte_fault(struct mm_struct *mm, pte_t *ptep, int write_access)
{
	pte_t entry = *ptep;

	if (!pte_present(entry))
		return do_anonymous_page(mm, ptep, write_access);
	if (write_access && !pte_write(entry))
		entry = pte_mkwrite(entry);
	set_pte(ptep, pte_mkdirty(entry));
	spin_unlock(&mm->page_table_lock);
	return 1;
}

int handle_mm_fault(struct mm_struct *mm, unsigned long address, int write_access)
{
	pmd_t *pmd;
	pte_t *pte;

	spin_lock(&mm->page_table_lock);
	pmd = pmd_offset(mm, address);
	pte = pte_alloc(mm, pmd, address);
	if (pte)
		return handle_pte_fault(mm, pte, write_access);
	spin_unlock(&mm->page_table_lock);
	return -ENOMEM;
}

int do_page_fault(struct mm_struct *mm, unsigned long address, int write_access)
{
	int result = -EFAULT, tries = ZAP_RETRIES;

	down_read(&mm->mmap_sem);
	if (find_vma(mm, address))
		for (; tries > 0 && result < 0; tries--)
			result = handle_mm_fault(mm, address, write_access);
	up_read(&mm->mmap_sem);
	return result;
}
