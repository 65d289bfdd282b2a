/*
 * title: the common mm code
 * date: December 2001
 * text: Page faults, fork, munmap and exit as Linux 2.4.17 does them.
 * source: written afresh after Linux 2.4.17, mm/memory.c, mm/mmap.c, kernel/fork.c
 *
 * The base that the protocols of 2002 overlay: each defines again only what
 * it does differently. Left out: the shared zero page, rlimits.
 *
 * Lock order: mmap_sem, then page_table_lock. fork and munmap write mmap_sem,
 * faults read it; exit_mmap runs when nobody else is left and needs no mmap_sem.
 */

#include "hardware.c"
#include "reclaim.c"
#include "mprotect.c"
#include "gup.c"

#define CONFIG_SMP 1	/* CPUs: UP | SMP */
/* By mm_users: free at once where one thread uses the mm, else after the flush. */
#define CONFIG_GATHER 0	/* gather: by mm_users | fast | batched */
#define CONFIG_LOWEST_FREE 0	/* allocator: own pools | lowest free first */
/* Fork makes the parent's pages read-only; its other threads' TLBs must learn of it. */
#define CONFIG_FORK_NO_FLUSH 0	/* fork flushes the parent's TLBs: yes | no */

/*
 * 1 in a protocol that takes tables from slots without mmap_sem (a truncate
 * may do so): what a fault found before it slept is then looked up again.
 */
#define SLOT_MAY_CHANGE 0

/* ---- pages and their last reference ---- */

static void put_page(struct page *page)
{
	if (put_page_testzero(page))
		__free_page(page);
}

static void pte_free(struct page *page)
{
	put_page(page);
}

/* Another entry is going to name the same page, or the same swap entry. */
static void dup_entry(pte_t entry)
{
	if (HAVE_SWAP && pte_swap(entry))
		swap_duplicate(pte_to_swp_entry(entry));
	else
		get_page(pte_page(entry));
}

/* An entry that was cleared gives up what it held. */
static void drop_entry(pte_t entry)
{
	if (HAVE_SWAP && pte_swap(entry))
		swap_free(pte_to_swp_entry(entry));
	else
		put_page(pte_page(entry));
}

/* ---- TLB flushes: one step for each CPU that runs the mm, or one for all ---- */

static void flush_tlb_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	int cpu;

	if (CONFIG_FLUSH_BROADCAST) {
		flush_tlb_broadcast(mm, start, end - start);
		return;
	}
	for (cpu = 0; cpu < NR_CPUS; cpu++) {
		if (cpu_runs(cpu, mm))
			flush_tlb_cpu(cpu, start, end - start);
	}
}

static void flush_tlb_mm(struct mm_struct *mm)
{
	flush_tlb_range(mm, 0, TASK_SIZE);
}

static void flush_tlb_page(struct mm_struct *mm, unsigned long address)
{
	flush_tlb_range(mm, address, address + PAGE_SIZE);
}

/*
 * A table that no slot names any more can still be in a walk: a CPU of another
 * thread remembers the slot, or somebody walks without locks. An IPI waits for
 * both; a broadcast does not wait for those who have their IRQs off.
 */
static void flush_tlb_pgtables(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	if (HAVE_THREADS || HAVE_GUP)
		flush_tlb_range(mm, start, end);
	if (HAVE_GUP && CONFIG_FLUSH_BROADCAST)
		tlb_remove_table_sync_one();
}

/* ---- mmu_gather, the mail's `tlb` (on UP the mm): what is freed must not be in a TLB any more ---- */

/* `foreign`: who zaps is no thread of the mm, and its one user runs on another CPU. */
static mmu_gather_t *tlb_gather_mmu(struct mm_struct *mm, int foreign)
{
	if (!CONFIG_SMP || (CONFIG_GATHER == 1 && !foreign))
		return tlb_batch(mm, 1);
	if (CONFIG_GATHER == 2 || foreign)
		return tlb_batch(mm, 0);
	return tlb_batch(mm, atomic_read(&mm->mm_users) == 1);
}

/* Clears the entry, and drops what it held: at once, or after the flush. */
static void tlb_remove_page(mmu_gather_t *tlb, pte_t *ptep, unsigned long address)
{
	pte_t pte;

	pte = ptep_get_and_clear(ptep);
	if (pte_none(pte))	/* page frame 0 is reserved: nothing to drop */
		return;
	if (HAVE_SWAP && pte_swap(pte))
		swap_free(pte_to_swp_entry(pte));
	else if (tlb_fast_mode(tlb))
		put_page(pte_page(pte));
	else
		tlb_queue(tlb, pte_page(pte));
}

static void tlb_finish_mmu(mmu_gather_t *tlb, unsigned long start, unsigned long end)
{
	flush_tlb_range(tlb_mm(tlb), start, end);
	while (tlb_nr(tlb))
		put_page(tlb_dequeue(tlb));
}

/* ---- zap ---- */

/* The entries of one table, from address on. Returns how many held a page. */
static int zap_entries(mmu_gather_t *tlb, struct page *page_table_page,
		       unsigned long address, unsigned long size)
{
	unsigned long end;
	pte_t *ptep;
	int freed;

	freed = 0;
	for (end = address + size; address < end; address += PAGE_SIZE) {
		ptep = pte_entry(page_table_page, address);
		if (pte_none(*ptep))
			continue;
		freed++;
		tlb_remove_page(tlb, ptep, address);
	}
	return freed;
}

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	pmd_t entry;

	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	return zap_entries(tlb, pmd_page(entry), address, size);
}

static void zap_range(struct mm_struct *mm, unsigned long address, unsigned long size, int foreign)
{
	unsigned long start;
	unsigned long end;
	unsigned long next;
	mmu_gather_t *tlb;
	int freed;

	start = address;
	end = address + size;
	freed = 0;
	spin_lock(&mm->page_table_lock);
	tlb = tlb_gather_mmu(mm, foreign);
	while (address < end) {
		next = (address / PMD_SIZE + 1) * PMD_SIZE;
		if (next > end)
			next = end;
		freed += zap_pte_range(tlb, pmd_offset(mm, address), address, next - address);
		address = next;
	}
	tlb_finish_mmu(tlb, start, end);
	if (freed)
		add_mm_rss(mm, -freed);
	spin_unlock(&mm->page_table_lock);
}

void zap_page_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	zap_range(mm, address, size, 0);
}

/* ---- the page tables themselves, after the entries are all gone ---- */

static void free_one_pmd(struct mm_struct *mm, pmd_t *dir, unsigned long address)
{
	pmd_t entry;

	entry = *dir;
	if (pmd_none(entry))
		return;
	pmd_clear(dir);
	flush_tlb_pgtables(mm, address, address + PMD_SIZE);
	pte_free(pmd_page(entry));
}

/* Only slots that lie in the range with all of their addresses. */
void clear_page_tables(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	unsigned long address;

	address = (start + PMD_SIZE - 1) / PMD_SIZE * PMD_SIZE;
	if (address + PMD_SIZE > end)
		return;
	spin_lock(&mm->page_table_lock);
	for (; address + PMD_SIZE <= end; address += PMD_SIZE)
		free_one_pmd(mm, pmd_offset(mm, address), address);
	spin_unlock(&mm->page_table_lock);
}

/* ---- faults ---- */

/* A new table under an empty slot. The page_table_lock is dropped meanwhile: this can sleep. */
static int fill_slot(struct mm_struct *mm, pmd_t *pmd)
{
	struct page *new;

	spin_unlock(&mm->page_table_lock);
	new = pte_alloc_one(mm);
	spin_lock(&mm->page_table_lock);
	if (new == NULL)
		return -ENOMEM;
	if (!pmd_none(*pmd))	/* somebody was quicker */
		pte_free(new);
	else
		pmd_populate(mm, pmd, new);
	return 0;
}

/*
 * The entry of an address, with a table under the slot. Called and left with
 * the page_table_lock held, which is dropped while a table is allocated.
 * NULL: no memory.
 */
static pte_t *__pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address, int write)
{
	if (pmd_none(*pmd)) {
		if (fill_slot(mm, pmd))
			return NULL;
	}
	return pte_offset(pmd, address);
}

/*
 * Takes the page_table_lock again and looks whether an entry is still `orig`.
 * Where slots may change, the entry may be another one's by now, or freed.
 */
static int lock_and_compare(struct mm_struct *mm, unsigned long address, pte_t *ptep, pte_t orig)
{
	pmd_t entry;

	spin_lock(&mm->page_table_lock);
	if (SLOT_MAY_CHANGE) {
		entry = *pmd_offset(mm, address);
		if (pmd_none(entry) || pte_entry(pmd_page(entry), address) != ptep)
			return 0;
	}
	return pte_same(*ptep, orig);
}

static int do_anonymous_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			     pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	if (!lock_and_compare(mm, address, ptep, orig)) {
		spin_unlock(&mm->page_table_lock);
		put_page(page);
		return 0;
	}
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	add_mm_rss(mm, 1);
	set_pte(ptep, entry);
	spin_unlock(&mm->page_table_lock);
	return 0;
}

/* A page that was swapped out. The entry's reference to the swap entry goes. */
static int do_swap_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = alloc_page(mm);
	if (page == NULL)
		return -ENOMEM;
	swap_readpage(pte_to_swp_entry(orig), page);
	if (!lock_and_compare(mm, address, ptep, orig)) {
		spin_unlock(&mm->page_table_lock);
		put_page(page);
		return 0;
	}
	swap_free(pte_to_swp_entry(orig));
	entry = pte_mkdirty(mk_pte(page));	/* its copy in swap is gone */
	if (write)
		entry = pte_mkwrite(entry);
	set_pte(ptep, entry);
	spin_unlock(&mm->page_table_lock);
	return 0;
}

/*
 * A page of the file. A truncate takes it out of the page cache before it
 * unmaps it, so the cache is looked at again under the page_table_lock.
 */
static int do_shared_page(struct mm_struct *mm, unsigned long address, pte_t *ptep,
			  pte_t orig, int write)
{
	struct page *page;
	pte_t entry;

	spin_unlock(&mm->page_table_lock);
	page = find_get_page(file_mapping(), address);
	if (page == NULL) {
		force_sig_segv(address);
		return -EFAULT;
	}
	if (!lock_and_compare(mm, address, ptep, orig) || find_page(file_mapping(), address) != page) {
		spin_unlock(&mm->page_table_lock);
		put_page(page);
		return 0;
	}
	entry = mk_pte(page);
	if (write)
		entry = pte_mkwrite(pte_mkdirty(entry));
	set_pte(ptep, entry);
	spin_unlock(&mm->page_table_lock);
	return 0;
}

/* A write to a read-only page: the only holder may have it, others get a copy. */
static int do_wp_page(struct mm_struct *mm, unsigned long address, pte_t *ptep, pte_t orig)
{
	struct page *old;
	struct page *new;

	old = pte_page(orig);
	if ((HAVE_FILE && vma_is_file(address)) || page_count(old) == 1) {
		set_pte(ptep, pte_mkwrite(pte_mkdirty(orig)));
		flush_tlb_page(mm, address);
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	get_page(old);
	spin_unlock(&mm->page_table_lock);
	new = alloc_page(mm);
	if (new == NULL) {
		put_page(old);
		return -ENOMEM;
	}
	copy_cow_page(old, new);
	if (lock_and_compare(mm, address, ptep, orig)) {
		set_pte(ptep, pte_mkwrite(pte_mkdirty(mk_pte(new))));
		flush_tlb_page(mm, address);
		new = old;	/* the entry's reference to the old page goes */
	}
	spin_unlock(&mm->page_table_lock);
	put_page(new);
	put_page(old);
	return 0;
}

static int handle_pte_fault(struct mm_struct *mm, unsigned long address, int write, pte_t *ptep)
{
	pte_t entry;

	entry = *ptep;
	if (HAVE_SWAP && pte_swap(entry))
		return do_swap_page(mm, address, ptep, entry, write);
	if (HAVE_FILE && !pte_present(entry) && vma_is_file(address))
		return do_shared_page(mm, address, ptep, entry, write);
	if (!pte_present(entry))
		return do_anonymous_page(mm, address, ptep, entry, write);
	if (write && !pte_write(entry))
		return do_wp_page(mm, address, ptep, entry);
	spin_unlock(&mm->page_table_lock);
	return 0;
}

int handle_mm_fault(struct mm_struct *mm, unsigned long address, int write)
{
	pte_t *ptep;

	spin_lock(&mm->page_table_lock);
	ptep = __pte_alloc(mm, pmd_offset(mm, address), address, write);
	if (ptep == NULL) {
		spin_unlock(&mm->page_table_lock);
		return -ENOMEM;
	}
	return handle_pte_fault(mm, address, write, ptep);
}

int do_page_fault(struct mm_struct *mm, unsigned long address, int write)
{
	int error;

	down_read(&mm->mmap_sem);
	if (!find_vma_for(mm, address, write)) {
		up_read(&mm->mmap_sem);
		force_sig_segv(address);
		return -EFAULT;
	}
	error = handle_mm_fault(mm, address, write);
	up_read(&mm->mmap_sem);
	return error;
}

/* ---- fork ---- */

/* One table, entry by entry; both sides lose the write bit. */
static int copy_entries(struct page *to, struct page *from)
{
	unsigned long i;
	pte_t *src;
	pte_t entry;
	int copied;

	copied = 0;
	for (i = 0; i < PTRS_PER_PTE; i++) {
		src = pte_entry(from, i);
		entry = *src;
		if (pte_none(entry))
			continue;
		if (pte_write(entry)) {
			ptep_set_wrprotect(src);
			entry = pte_wrprotect(entry);
		}
		dup_entry(entry);
		set_pte(pte_entry(to, i), entry);
		copied++;
	}
	return copied;
}

/*
 * Nobody else can see dst yet; its ptl is held as __pte_alloc wants it. What
 * the file holds is not copied: faults fill it in again, as later kernels do.
 */
int copy_page_range(struct mm_struct *dst, struct mm_struct *src)
{
	unsigned long address;
	pmd_t *src_pmd;
	pte_t *dst_pte;
	int copied;

	spin_lock(&dst->page_table_lock);
	for (address = 0; address < TASK_SIZE; address += PMD_SIZE) {
		if (HAVE_FILE && vma_is_file(address))
			continue;
		src_pmd = pmd_offset(src, address);
		if (pmd_none(*src_pmd))
			continue;
		dst_pte = __pte_alloc(dst, pmd_offset(dst, address), address, 1);
		if (dst_pte == NULL) {
			spin_unlock(&dst->page_table_lock);
			return -ENOMEM;
		}
		spin_lock(&src->page_table_lock);
		copied = copy_entries(pmd_page(*pmd_offset(dst, address)), pmd_page(*src_pmd));
		spin_unlock(&src->page_table_lock);
		add_mm_rss(dst, copied);
	}
	spin_unlock(&dst->page_table_lock);
	return 0;
}

int sys_fork(struct mm_struct *mm, struct mm_struct *child)
{
	int error;

	down_write(&mm->mmap_sem);
	dup_vmas(child, mm);
	error = copy_page_range(child, mm);
	if (!CONFIG_FORK_NO_FLUSH)
		flush_tlb_mm(mm);
	up_write(&mm->mmap_sem);
	if (error) {
		sys_exit(child);
		return error;
	}
	wake_up_process(child);
	return 0;
}

/* ---- mmap, munmap, exit ---- */

int sys_mmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	down_write(&mm->mmap_sem);
	insert_vmas(mm, address, size);
	up_write(&mm->mmap_sem);
	return 0;
}

/* What must be done to the tables of a range before a part of it is unmapped. */
static int prepare_unmap(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	return 0;
}

int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	int error;

	down_write(&mm->mmap_sem);
	error = prepare_unmap(mm, address, address + size);
	if (!error) {
		remove_vmas(mm, address, size);
		zap_page_range(mm, address, size);
		clear_page_tables(mm, address, address + size);
	}
	up_write(&mm->mmap_sem);
	return error;
}

static void exit_mmap(struct mm_struct *mm)
{
	remove_vmas(mm, 0, TASK_SIZE);
	zap_page_range(mm, 0, TASK_SIZE);
	clear_page_tables(mm, 0, TASK_SIZE);
	flush_tlb_mm(mm);
	mmdrop(mm);
}

void sys_exit(struct mm_struct *mm)
{
	if (atomic_dec_and_test(&mm->mm_users))
		exit_mmap(mm);
}

/* ---- for scenarios that look at one half of a write fault ---- */

/* What a write fault does before it looks at the entry. */
int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd;
	int error;

	error = 0;
	down_read(&mm->mmap_sem);
	spin_lock(&mm->page_table_lock);
	pmd = pmd_offset(mm, address);
	if (!pmd_none(*pmd)) {
		if (__pte_alloc(mm, pmd, address, 1) == NULL)
			error = -ENOMEM;
	}
	spin_unlock(&mm->page_table_lock);
	up_read(&mm->mmap_sem);
	return error;
}
