/*
 * title: repaired
 * date: today
 * text: What the bet wanted: a lock in each table; copy, install, flush, and only then decrement.
 * source: ours
 * story: The seed wanted page tables that fork shares, and a lock protocol that is tight. This is one:
 *	ours, and found safe by a complete search in every scenario that ships.
 *
 * Rule 1: who gives a share up tests the count under the table's own lock, and
 * there his slot comes to name another table, or none, and the TLBs are flushed.
 * The decrement is the last thing that a holder does with the table. The bet
 * wanted it in the same critical section; it follows the unlock, for the lock
 * goes with the page, and a speculative reference may be the last one. A look at
 * the count without the lock only finds out that there is nothing to give up.
 * Rule 2: who finds the count at one is the only owner and stays so, since to
 * share the table takes this mm's mmap_sem and page_table_lock. A count above
 * one may also mean that somebody looks at the frame for a moment: so nothing
 * rests on it but that the table may be shared, and whoever drops the last
 * reference, he too, gives back what the entries hold.
 * Rule 3: an entry of a table that may be shared is changed by reclaim only,
 * under the table's lock and with a flush of all TLBs. Who wants to fill,
 * move or protect an entry takes a table of his own first.
 */

#include "mm.c"
#include "sharing.c"
#include "unshare-ends.c"

/* A truncate takes tables from slots, and holds no mmap_sem. */
#define SLOT_MAY_CHANGE 1

/* Nobody refers to the table any more: what its entries hold goes, and then the table. */
static void free_shared_table(struct page *page_table_page)
{
	unsigned long i;
	pte_t entry;

	for (i = 0; i < PTRS_PER_PTE; i++) {
		entry = *pte_entry(page_table_page, i);
		if (!pte_none(entry))
			drop_entry(entry);
	}
	__free_page(page_table_page);
}

static void pte_free(struct page *page)
{
	if (put_page_testzero(page))
		free_shared_table(page);
}

/* The count may be two for a moment though nobody shares: so each fork makes sure. */
static void prepare_share(struct mm_struct *src, struct page *page_table_page)
{
	wrprotect_entries(page_table_page);
}

/* Leave a table to its other owners. Its lock is held, and its slot names it no more. */
static void drop_share(struct mm_struct *mm, struct page *page_table_page, unsigned long address)
{
	unsigned long start;

	start = address / PMD_SIZE * PMD_SIZE;
	flush_tlb_range(mm, start, start + PMD_SIZE);
	if (HAVE_GUP && CONFIG_FLUSH_BROADCAST)
		tlb_remove_table_sync_one();
	spin_unlock(&page_table_page->lock);
	pte_free(page_table_page);	/* the lock lies in the page: it may be gone with this */
}

/*
 * A table that is this mm's own under a slot; none where there is none. The
 * page_table_lock is held, but for the allocation. What a truncate finds shared
 * may be unmapped by then, and its mm be gone: so nothing is put into an empty slot.
 */
static int unshare_table(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	struct page *page_table_page;
	struct page *new;
	pmd_t entry;

again:
	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	page_table_page = pmd_page(entry);
	if (page_count(page_table_page) == 1)
		return 0;

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return -ENOMEM;
	if (!pmd_same(entry, *pmd)) {	/* another thread was quicker, or a truncate */
		pte_free(new);
		goto again;
	}

	spin_lock(&page_table_page->lock);
	if (page_count(page_table_page) == 1) {
		spin_unlock(&page_table_page->lock);
		pte_free(new);
		return 0;
	}
	copy_shared_entries(new, page_table_page);
	pmd_populate(mm, pmd, new);
	drop_share(mm, page_table_page, address);
	return 0;
}

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	struct page *page_table_page;
	pmd_t entry;
	int mapped;

	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	page_table_page = pmd_page(entry);

	spin_lock(&page_table_page->lock);
	if (page_count(page_table_page) > 1) {
		if (size == PMD_SIZE || vma_is_file(address)) {
			mapped = pte_page_rss(page_table_page);
			pmd_clear(pmd);	/* of a file faults fill in again what was not meant */
			drop_share(tlb_mm(tlb), page_table_page, address);
			return mapped;
		}
		/* A munmap has unshared its ends, a truncate has not. Without memory its contents stay. */
		spin_unlock(&page_table_page->lock);
		if (unshare_table(tlb_mm(tlb), pmd, address))
			return 0;
		entry = *pmd;
		if (pmd_none(entry))
			return 0;
		return zap_entries(tlb, pmd_page(entry), address, size);
	}
	spin_unlock(&page_table_page->lock);
	ASSERT_EXCLUSIVE_ACCESS(page_table_page);
	mapped = zap_entries(tlb, page_table_page, address, size);
	EXCLUSIVE_ACCESS_END(page_table_page);
	return mapped;
}

static pte_t *__pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address, int write)
{
	if (unshare_table(mm, pmd, address))
		return NULL;
	if (pmd_none(*pmd) && fill_slot(mm, pmd))
		return NULL;
	return pte_offset(pmd, address);
}

/* A load finds its page in a shared table: then nothing has to change, and the CPU walks again. */
static int shared_and_present(pmd_t entry, unsigned long address)
{
	if (pmd_none(entry) || page_count(pmd_page(entry)) == 1)
		return 0;
	return pte_present(*pte_entry(pmd_page(entry), address));
}

int handle_mm_fault(struct mm_struct *mm, unsigned long address, int write)
{
	pmd_t *pmd;
	pte_t *ptep;

	pmd = pmd_offset(mm, address);
	spin_lock(&mm->page_table_lock);
	if (!write && shared_and_present(*pmd, address)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	ptep = __pte_alloc(mm, pmd, address, 1);
	if (ptep == NULL) {
		spin_unlock(&mm->page_table_lock);
		return -ENOMEM;
	}
	return handle_pte_fault(mm, address, write, ptep);
}

/* mprotect and mremap change entries in place: in tables that are the mm's own. */
static int prepare_change(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	unsigned long address;
	int error;

	error = 0;
	address = start / PMD_SIZE * PMD_SIZE;
	for (; address < end && !error; address += PMD_SIZE)
		error = unshare_partial(mm, address);
	return error;
}

/* All who may share the table have the page in their TLBs. */
int try_to_swap_out(struct mm_struct *mm, unsigned long address)
{
	struct page *page_table_page;
	struct page *page;
	swp_entry_t swap;
	pmd_t entry;
	pte_t *ptep;
	pte_t pte;
	int n;

	spin_lock(&mm->page_table_lock);
	entry = *pmd_offset(mm, address);
	if (pmd_none(entry)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	page_table_page = pmd_page(entry);
	ptep = pte_entry(page_table_page, address);
	spin_lock(&page_table_page->lock);
	pte = *ptep;
	if (pte_present(pte)) {
		page = pte_page(pte);
		ptep_get_and_clear(ptep);
		for (n = 0; n < NR_MMS; n++)
			flush_tlb_page(mm_at(n), address);
		if (pte_dirty(pte) && !vma_is_file(address)) {
			swap = get_swap_page();
			if (swp_none(swap)) {	/* swap is full: the page stays */
				set_pte(ptep, pte);
				goto out;
			}
			swap_writepage(page, swap);
			set_pte(ptep, swp_entry_to_pte(swap));
		}
		put_page(page);
	}
out:
	spin_unlock(&page_table_page->lock);
	spin_unlock(&mm->page_table_lock);
	return 1;
}
