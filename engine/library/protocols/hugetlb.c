/*
 * title: hugetlb
 * date: Dec 2006 to today
 * text: Processes that map one file of huge pages share its PMD tables; who unmaps, protects or splits drops the table and faults anew.
 * source: 20251223214037.580860-5-david@kernel.org; CVE-2025-38084; CVE-2025-38085; CVE-2024-57883
 * story: In mainline since 2.6.20, and the longest-lived of all: the PMD tables of shared hugetlb mappings.
 *   Sharing begins at a fault (huge_pmd_share looks for another VMA of the file that has a table) and ends by
 *   dropping the table (huge_pmd_unshare): nothing is ever copied, the next fault fills in again. Each of its
 *   races was found in the field, years apart; the toggles take the fixes back one by one.
 * count: page_count | sharers by CONFIG_PT_SHARE_COUNT
 * lacks: anonymous: only shared mappings of a file share tables; private memory is copied at fork
 * lacks: unshare: a table is dropped and filled again at faults, never copied
 * lacks: swap: huge pages are not swapped
 * lacks: reclaim: huge pages are not reclaimed
 * lacks: mremap: not modelled for huge pages
 * refuse: CONFIG_PT_SHARE_COUNT=0, CONFIG_FORK=1: without pt_share_count fork has only page_count to ask
 * refuse: CONFIG_UNSHARE_FLUSH=0, CONFIG_WALK_FLUSH=0: without a flush there is none that could leave the
 *   walk cache out
 * refuse: CONFIG_UNSHARE_FLUSH=0, CONFIG_UNSHARE_IPI=0, CONFIG_UNSHARE_LOCKED=0: with neither flush nor IPI
 *   nothing comes after the decrement for which i_mmap_rwsem could stay held
 * as-of: 2006: CONFIG_CLEAR_MAYSHARE=0, CONFIG_FAULT_LOCK=0, CONFIG_UNSHARE_FLUSH=0, CONFIG_PT_SHARE_COUNT=0,
 *   CONFIG_FORK=0, CONFIG_SPLIT_LOCKED=0, CONFIG_UNSHARE_IPI=0
 * as-of: 2012: CONFIG_FAULT_LOCK=0, CONFIG_UNSHARE_FLUSH=0, CONFIG_PT_SHARE_COUNT=0, CONFIG_SPLIT_LOCKED=0,
 *   CONFIG_UNSHARE_IPI=0
 * as-of: 2020: CONFIG_FAULT_LOCK=1, CONFIG_UNSHARE_FLUSH=0, CONFIG_PT_SHARE_COUNT=0, CONFIG_SPLIT_LOCKED=0,
 *   CONFIG_UNSHARE_IPI=0
 * as-of: 2021: CONFIG_FAULT_LOCK=1, CONFIG_PT_SHARE_COUNT=0, CONFIG_SPLIT_LOCKED=0, CONFIG_UNSHARE_IPI=0
 * as-of: 2022: CONFIG_PT_SHARE_COUNT=0, CONFIG_SPLIT_LOCKED=0, CONFIG_UNSHARE_IPI=0
 * as-of: 2024: CONFIG_SPLIT_LOCKED=0, CONFIG_UNSHARE_IPI=0
 * as-of: June 2025: CONFIG_UNSHARE_IPI=1
 * as-of: Dec 2025: CONFIG_WALK_FLUSH=0
 * as-of: today:
 *
 * The last-level table of this model stands for the PMD table: its entries map
 * huge pages of 2 MB, and a slot is an entry of the level above, the PUD.
 *
 * Ours where the description is thin: tables are unmapped one
 * by one, each with the locks held from its look at the count to the flush;
 * the hugetlb fault mutex is left out, the table's own lock and a second look
 * do its work; a truncate takes all VMA locks first and never has to try; one
 * lock stands for that of the VMA and for hugetlb's own; BUG_ON where a split
 * leaves a table shared, and ASSERT_NOT_ANOTHERS where GUP-fast has used one.
 */

#include "mm.c"
#include "file-tables.c"

/*
 * d833352a4338 (2012): who is being torn down must not be shared with. Cleared under the rmap lock. The other half of
 * that fix, the flush before the lock is released, is CONFIG_UNSHARE_LOCKED.
 */
#define CONFIG_CLEAR_MAYSHARE 1	/* shmdt: stays shareable | clears VM_MAYSHARE */

/*
 * c0d0381ade79 (5.7, 2020): a fault holds i_mmap_rwsem, so that nobody unshares what it has found;
 * 40549ba8f8e0 (2022): a lock of the VMA instead.
 */
#define CONFIG_FAULT_LOCK 2	/* a fault holds: nothing | i_mmap_rwsem | the VMA lock */

/* a4a118f2eead (2021): an unshare clears no entry, so nobody noted that there is something to flush. */
#define CONFIG_UNSHARE_FLUSH 1	/* flush after unshare: no | yes */

/* 59d9094df3d7 (2024, CVE-2024-57883): page_count also counts those who only look at the page. */
#define CONFIG_PT_SHARE_COUNT 1	/* sharers: page_count | pt_share_count */

/*
 * 14967a9c7d24 (2025): where fork copies, it must leave shared tables alone. It copied until faults could fill in.
 * Asking page_count it takes the one table of both for two, and that table's lock twice: no fork of a mapped file ends.
 */
#define CONFIG_FORK 0	/* fork: faults fill in | copies, asks pt_share_count | copies, asks page_count */

/* 081056dc00a2 (2025, CVE-2025-38084): between the unshare and the split a fault could share again. */
#define CONFIG_SPLIT_LOCKED 1	/* a split unshares: before its locks | under its locks */

/*
 * 1013af4f585f (2025, CVE-2025-38085): GUP-fast may still walk the table that was dropped;
 * 8ce720d5bd91 (mmu_gather rework): decrement, flush, and an IPI only if the table became exclusive.
 */
#define CONFIG_UNSHARE_IPI 2	/* IPI at unshare: none | before the decrement | when it became exclusive */

/*
 * d833352a4338 (2012): flush before the mutex is released; 8ce720d5bd91: the decrement may come first only since
 * i_mmap_rwsem stays held until flush and IPI are done.
 */
#define CONFIG_UNSHARE_LOCKED 1	/* i_mmap_rwsem until: the decrement | flush and IPI are done */

/* c2ff4764e03e (arm64): a leaf-only flush leaves the slot's table in the walk cache. */
#define CONFIG_WALK_FLUSH 1	/* that flush (broadcast): leaf entries only | walk cache, too */

/* What huge_pmd_unshare has done. */
#define UNSHARED 1
#define UNSHARED_FULLY 2

/* ---- who shares a table ---- */

static int pmd_is_shared(struct page *table)
{
	if (CONFIG_PT_SHARE_COUNT)
		return atomic_read(&table->sharers) > 1;
	return page_count(table) > 1;
}

static void get_share(struct page *table)
{
	if (CONFIG_PT_SHARE_COUNT)
		atomic_inc(&table->sharers);
	else
		get_page(table);
}

static void put_share(struct page *table)
{
	if (CONFIG_PT_SHARE_COUNT)
		BUG_ON(atomic_dec_and_test(&table->sharers));
	else
		put_page(table);
}

/* ---- locks: mmap_sem, then the VMA lock, i_mmap_rwsem, page_table_lock, the table's lock ---- */

/* Held for writing by who changes or unmaps a VMA, up to the end; a fault takes it in place of mmap_sem. */
static void vma_lock_write(struct mm_struct *mm)
{
	if (HAVE_FILE && CONFIG_FAULT_LOCK == 2)
		down_write(&mm->vma_lock);
}

static void vma_unlock_write(struct mm_struct *mm)
{
	if (HAVE_FILE && CONFIG_FAULT_LOCK == 2)
		up_write(&mm->vma_lock);
}

static void fault_lock(struct mm_struct *mm)
{
	if (HAVE_FILE && CONFIG_FAULT_LOCK == 2)
		down_read(&mm->vma_lock);
	else
		down_read(&mm->mmap_sem);
}

static void fault_unlock(struct mm_struct *mm)
{
	if (HAVE_FILE && CONFIG_FAULT_LOCK == 2)
		up_read(&mm->vma_lock);
	else
		up_read(&mm->mmap_sem);
}

/* ---- share ---- */

/* Looks for the table of another VMA of the file, and makes the slot name it. i_mmap_rwsem is held. */
static void huge_pmd_share(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	struct mm_struct *other;
	struct page *table;
	pmd_t entry;
	int i;

	table = NULL;
	for (i = 0; i < NR_MMS; i++) {
		other = mm_at(i);
		if (other == mm || !vma_may_share(other, address))
			continue;
		entry = *pmd_offset(other, address);
		if (pmd_none(entry))
			continue;
		table = pmd_page(entry);
		get_share(table);
		break;
	}
	if (table == NULL)
		return;
	spin_lock(&mm->page_table_lock);
	if (pmd_none(*pmd))
		pmd_populate(mm, pmd, table);
	else
		put_share(table);	/* filled meanwhile: give it back */
	spin_unlock(&mm->page_table_lock);
}

/* A table of one's own, unless the slot was filled meanwhile. */
static int huge_pmd_alloc(struct mm_struct *mm, pmd_t *pmd)
{
	struct page *new;

	if (!pmd_none(*pmd))
		return 0;
	new = pte_alloc_one(mm);
	if (new == NULL)
		return -ENOMEM;
	spin_lock(&mm->page_table_lock);
	if (pmd_none(*pmd)) {
		pmd_populate(mm, pmd, new);
		new = NULL;
	}
	spin_unlock(&mm->page_table_lock);
	if (new != NULL)
		pte_free(new);
	return 0;
}

/* Fills an empty slot. The table of one's own is allocated under the same lock, so that the next finds it. */
static int huge_pte_alloc(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	int error;

	if (!vma_may_share(mm, address))
		return huge_pmd_alloc(mm, pmd);
	if (CONFIG_FAULT_LOCK == 0)
		down_write(&file_mapping()->i_mmap_rwsem);
	if (CONFIG_FAULT_LOCK == 2)
		down_read(&file_mapping()->i_mmap_rwsem);
	huge_pmd_share(mm, pmd, address);
	error = huge_pmd_alloc(mm, pmd);
	if (CONFIG_FAULT_LOCK == 0)
		up_write(&file_mapping()->i_mmap_rwsem);
	if (CONFIG_FAULT_LOCK == 2)
		up_read(&file_mapping()->i_mmap_rwsem);
	return error;
}

/* ---- faults ---- */

static int file_fault(struct mm_struct *mm, unsigned long address, int write)
{
	pmd_t *pmd;
	int error;

	error = 0;
	pmd = pmd_offset(mm, address);
	if (CONFIG_FAULT_LOCK == 1)
		down_read(&file_mapping()->i_mmap_rwsem);
	if (pmd_none(*pmd))
		error = huge_pte_alloc(mm, pmd, address);
	if (!error)
		error = fill_file_entry(pmd_page(*pmd), address, write);
	if (CONFIG_FAULT_LOCK == 1)
		up_read(&file_mapping()->i_mmap_rwsem);
	return error;
}

int do_page_fault(struct mm_struct *mm, unsigned long address, int write)
{
	int error;

	if (!HAVE_FILE || !vma_is_file(address))
		return do_private_fault(mm, address, write);
	fault_lock(mm);
	if (!find_vma_for(mm, address, write)) {
		fault_unlock(mm);
		force_sig_segv(address);
		return -EFAULT;
	}
	error = file_fault(mm, address, write);
	fault_unlock(mm);
	return error;
}

/* ---- unshare ---- */

/*
 * If the table is shared, leaves it to the others. The caller flushes before
 * it lets go of i_mmap_rwsem: whoever is alone with the table then may change
 * or free it. 0: it was not shared.
 */
static int huge_pmd_unshare(pmd_t *pmd, struct page *table)
{
	if (!pmd_is_shared(table))
		return 0;
	pmd_clear(pmd);
	if (HAVE_GUP && CONFIG_UNSHARE_IPI == 1)
		tlb_remove_table_sync_one();
	put_share(table);
	if (HAVE_GUP && CONFIG_UNSHARE_IPI == 2 && !pmd_is_shared(table))
		return UNSHARED_FULLY;
	return UNSHARED;
}

/* Flush, and then the IPI: who walks by a TLB and who walks without locks must be done with the table. */
static void huge_pmd_unshare_flush(struct mm_struct *mm, unsigned long address, int unshared)
{
	unsigned long start;

	start = address / PMD_SIZE * PMD_SIZE;
	if (CONFIG_UNSHARE_FLUSH) {
		if (CONFIG_FLUSH_BROADCAST && !CONFIG_WALK_FLUSH)
			flush_tlb_broadcast_leaf(mm, start, PMD_SIZE);
		else
			flush_tlb_range(mm, start, start + PMD_SIZE);
	}
	if (unshared == UNSHARED_FULLY)
		tlb_remove_table_sync_one();
}

/* Lets go of i_mmap_rwsem, with the flush where it belongs. */
static void i_mmap_unlock_flush(struct mm_struct *mm, unsigned long address, int unshared)
{
	if (unshared && CONFIG_UNSHARE_LOCKED)
		huge_pmd_unshare_flush(mm, address, unshared);
	up_write(&file_mapping()->i_mmap_rwsem);
	if (unshared && !CONFIG_UNSHARE_LOCKED)
		huge_pmd_unshare_flush(mm, address, unshared);
}

/* The slot of an address is empty, or names a table that nobody shares. The locks are held for writing. */
static int hugetlb_unshare_pmd(struct mm_struct *mm, unsigned long address)
{
	struct page *table;
	pmd_t entry;
	int unshared;

	entry = *pmd_offset(mm, address);
	if (pmd_none(entry))
		return 0;
	table = pmd_page(entry);
	spin_lock(&table->lock);
	unshared = huge_pmd_unshare(pmd_offset(mm, address), table);
	spin_unlock(&table->lock);
	return unshared;
}

/* ---- unmap ---- */

/* Does any VMA of an mm map some of a range? A table that the rmap does not lead to is let alone. */
static int vma_in_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	unsigned long end;

	for (end = address + size; address < end; address += PAGE_SIZE) {
		if (find_vma(mm, address))
			return 1;
	}
	return 0;
}

/* One table: drop it if it is shared, else zap its entries. Returns what huge_pmd_unshare has done. */
static int __unmap_hugepage_range(struct mm_struct *mm, unsigned long address,
				  unsigned long size, int foreign)
{
	struct page *table;
	mmu_gather_t *tlb;
	pmd_t entry;
	int unshared;

	entry = *pmd_offset(mm, address);
	if (pmd_none(entry))
		return 0;
	table = pmd_page(entry);
	spin_lock(&table->lock);
	unshared = huge_pmd_unshare(pmd_offset(mm, address), table);
	if (!unshared) {
		ASSERT_EXCLUSIVE_ACCESS(table);
		tlb = tlb_gather_mmu(mm, foreign);
		if (zap_entries(tlb, table, address, size))
			tlb_finish_mmu(tlb, address, address + size);
		EXCLUSIVE_ACCESS_END(table);
	}
	spin_unlock(&table->lock);
	return unshared;
}

/* `final`: the VMA goes. From there on nobody may find its tables through the rmap. */
static void unmap_hugepage_range(struct mm_struct *mm, unsigned long address, unsigned long end, int final)
{
	unsigned long next;
	int unshared;

	for (; address < end; address = next) {
		next = (address / PMD_SIZE + 1) * PMD_SIZE;
		if (next > end)
			next = end;
		down_write(&file_mapping()->i_mmap_rwsem);
		unshared = __unmap_hugepage_range(mm, address, next - address, 0);
		if (final && CONFIG_CLEAR_MAYSHARE)
			clear_vm_mayshare(mm);
		i_mmap_unlock_flush(mm, address, unshared);
	}
}

/* Where the part of a range that maps the file ends. */
static unsigned long file_end(unsigned long address, unsigned long end)
{
	while (address < end && vma_is_file(address))
		address = (address / PMD_SIZE + 1) * PMD_SIZE;
	if (address > end)
		return end;
	return address;
}

static void unmap_vmas(struct mm_struct *mm, unsigned long start, unsigned long end, int final)
{
	unsigned long rest;

	rest = file_end(start, end);
	if (HAVE_FILE)
		unmap_hugepage_range(mm, start, rest, final);
	if (rest < end)
		zap_range(mm, rest, end - rest, 0);
}

void zap_page_range(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	vma_lock_write(mm);
	unmap_vmas(mm, address, address + size, 0);
	vma_unlock_write(mm);
}

/* One mm's part of a truncate. The rmap leads to it where it still has a VMA there. */
static void hugetlb_truncate_mm(struct mm_struct *mm, unsigned long address, unsigned long end)
{
	unsigned long next;
	int unshared;

	for (; address < end; address = next) {
		next = (address / PMD_SIZE + 1) * PMD_SIZE;
		if (next > end)
			next = end;
		if (!vma_in_range(mm, address, next - address))
			continue;
		unshared = __unmap_hugepage_range(mm, address, next - address, 1);
		if (unshared)
			huge_pmd_unshare_flush(mm, address, unshared);
	}
}

/*
 * i_mmap_rwsem is held over all mms: a table that one of them has dropped
 * still holds the pages, and must not be shared again before the last has it
 * alone and zaps it.
 */
void vmtruncate(unsigned long address, unsigned long size)
{
	struct page *page;
	unsigned long i;
	int n;

	for (i = address; i < address + size; i++) {
		page = remove_from_page_cache(file_mapping(), i);
		if (page != NULL)
			put_page(page);
	}
	for (n = 0; n < NR_MMS; n++)
		vma_lock_write(mm_at(n));
	down_write(&file_mapping()->i_mmap_rwsem);
	for (n = 0; n < NR_MMS; n++)
		hugetlb_truncate_mm(mm_at(n), address, address + size);
	up_write(&file_mapping()->i_mmap_rwsem);
	for (n = 0; n < NR_MMS; n++)
		vma_unlock_write(mm_at(n));
}

/* Nobody else can have the table any more. An entry that is left looks bad and is wiped out. */
static void hugetlb_free_pmd(struct mm_struct *mm, pmd_t *dir, unsigned long address)
{
	struct page *table;
	pmd_t entry;
	int i;

	entry = *dir;
	if (pmd_none(entry))
		return;
	table = pmd_page(entry);
	for (i = 0; i < PTRS_PER_PTE; i++) {
		if (!pte_none(*pte_entry(table, i)))
			ptep_get_and_clear(pte_entry(table, i));
	}
	pmd_clear(dir);
	flush_tlb_pgtables(mm, address, address + PMD_SIZE);
	pte_free(table);
}

static void free_one_pmd(struct mm_struct *mm, pmd_t *dir, unsigned long address)
{
	pmd_t entry;

	if (HAVE_FILE && vma_is_file(address)) {
		hugetlb_free_pmd(mm, dir, address);
		return;
	}
	entry = *dir;
	if (pmd_none(entry))
		return;
	pmd_clear(dir);
	flush_tlb_pgtables(mm, address, address + PMD_SIZE);
	pte_free(pmd_page(entry));
}

/* unlink_file_vma: from here on the rmap does not lead to this mm. */
static void unlink_vmas(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	if (HAVE_FILE)
		down_write(&file_mapping()->i_mmap_rwsem);
	remove_vmas(mm, address, size);
	if (HAVE_FILE)
		up_write(&file_mapping()->i_mmap_rwsem);
}

static void unmap_region(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	unmap_vmas(mm, start, end, 1);
	unlink_vmas(mm, start, end - start);
	clear_page_tables(mm, start, end);
}

/* ---- split, munmap, exit ---- */

/* What a split did first: drop the table under locks of its own, before those of the split. */
static void hugetlb_may_split(struct mm_struct *mm, unsigned long address)
{
	int unshared;

	if (CONFIG_SPLIT_LOCKED)
		return;
	vma_lock_write(mm);
	down_write(&file_mapping()->i_mmap_rwsem);
	unshared = hugetlb_unshare_pmd(mm, address);
	i_mmap_unlock_flush(mm, address, unshared);
	vma_unlock_write(mm);
}

static void __split_vma(struct mm_struct *mm, unsigned long address)
{
	pmd_t entry;
	int unshared;

	unshared = 0;
	hugetlb_may_split(mm, address);
	vma_lock_write(mm);
	down_write(&file_mapping()->i_mmap_rwsem);
	if (CONFIG_SPLIT_LOCKED)
		unshared = hugetlb_unshare_pmd(mm, address);
	split_vma(mm, address);
	entry = *pmd_offset(mm, address);
	if (!pmd_none(entry))	/* ours: neither half covers the table */
		BUG_ON(pmd_is_shared(pmd_page(entry)));
	i_mmap_unlock_flush(mm, address, unshared);
	vma_unlock_write(mm);
}

/* Is an address amid a table of the file? */
static int cuts_table(unsigned long address)
{
	return HAVE_FILE && address % PMD_SIZE && vma_is_file(address);
}

int do_split_vma(struct mm_struct *mm, unsigned long address)
{
	down_write(&mm->mmap_sem);
	if (cuts_table(address))
		__split_vma(mm, address);
	else
		split_vma(mm, address);
	up_write(&mm->mmap_sem);
	return 0;
}

int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	unsigned long end;

	end = address + size;
	down_write(&mm->mmap_sem);
	if (cuts_table(address))
		__split_vma(mm, address);
	if (cuts_table(end))
		__split_vma(mm, end);
	vma_lock_write(mm);
	unmap_region(mm, address, end);
	vma_unlock_write(mm);
	up_write(&mm->mmap_sem);
	return 0;
}

static void exit_mmap(struct mm_struct *mm)
{
	vma_lock_write(mm);
	unmap_region(mm, 0, TASK_SIZE);
	vma_unlock_write(mm);
	flush_tlb_mm(mm);
	mmdrop(mm);
}

/* ---- mprotect ---- */

static int hugetlb_change_protection(struct mm_struct *mm, unsigned long address, unsigned long size, int write)
{
	struct page *table;
	unsigned long i;
	pmd_t entry;
	pte_t *ptep;
	int unshared;

	down_write(&file_mapping()->i_mmap_rwsem);
	unshared = hugetlb_unshare_pmd(mm, address);
	protect_vmas(mm, address, size, write);
	entry = *pmd_offset(mm, address);
	if (!pmd_none(entry)) {
		table = pmd_page(entry);
		spin_lock(&table->lock);
		for (i = address; i < address + size; i++) {
			ptep = pte_entry(table, i);
			if (pte_present(*ptep))
				ptep_set_wrprotect(ptep);
		}
		flush_tlb_range(mm, address, address + size);
		spin_unlock(&table->lock);
	}
	i_mmap_unlock_flush(mm, address, unshared);
	return 0;
}

/* Within one table. */
int sys_mprotect(struct mm_struct *mm, unsigned long address, unsigned long size, int write)
{
	down_write(&mm->mmap_sem);
	if (HAVE_FILE && vma_is_file(address)) {
		vma_lock_write(mm);
		hugetlb_change_protection(mm, address, size, write);
		vma_unlock_write(mm);
	} else {
		protect_vmas(mm, address, size, write);
		change_protection(mm, address, address + size);
	}
	up_write(&mm->mmap_sem);
	return 0;
}

/* ---- fork ---- */

/* Is the child's table the parent's, or another's? Then its entries are nobody's to copy. */
static int fork_finds_shared(struct page *table)
{
	if (CONFIG_FORK == 2)
		return page_count(table) > 1;
	return pmd_is_shared(table);
}

static int copy_hugetlb_page_range(struct mm_struct *dst, struct mm_struct *src)
{
	struct page *from;
	struct page *to;
	unsigned long address;
	pmd_t entry;

	for (address = 0; vma_is_file(address); address += PMD_SIZE) {
		entry = *pmd_offset(src, address);
		if (pmd_none(entry))
			continue;
		from = pmd_page(entry);
		down_read(&file_mapping()->i_mmap_rwsem);
		huge_pmd_share(dst, pmd_offset(dst, address), address);
		up_read(&file_mapping()->i_mmap_rwsem);
		if (huge_pmd_alloc(dst, pmd_offset(dst, address)))
			return -ENOMEM;
		to = pmd_page(*pmd_offset(dst, address));
		if (fork_finds_shared(to))
			continue;
		spin_lock(&to->lock);
		spin_lock(&from->lock);
		copy_entries(to, from);
		spin_unlock(&from->lock);
		spin_unlock(&to->lock);
	}
	return 0;
}

int sys_fork(struct mm_struct *mm, struct mm_struct *child)
{
	int error;

	down_write(&mm->mmap_sem);
	dup_vmas(child, mm);
	error = copy_page_range(child, mm);
	if (HAVE_FILE && CONFIG_FORK && !error)
		error = copy_hugetlb_page_range(child, mm);
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

/* ---- GUP-fast ---- */

/* As the base, but a leaf of a PMD table is compared by itself: the slot above it is not looked at again. */
int get_user_pages_fast(struct mm_struct *mm, unsigned long address)
{
	struct page *page;
	struct page *table;
	pmd_t entry;
	pte_t *ptep;
	pte_t pte;

	local_irq_disable();
	entry = *pmd_offset(mm, address);
	if (pmd_none(entry)) {
		local_irq_enable();
		return 0;
	}
	table = pmd_page(entry);
	ptep = pte_entry(table, address);
	pte = *ptep;
	if (!pte_present(pte)) {
		local_irq_enable();
		return 0;
	}
	page = pte_page(pte);
	if (!get_page_unless_zero(page)) {
		local_irq_enable();
		return 0;
	}
	if (!pte_same(pte, *ptep)) {
		put_page(page);
		local_irq_enable();
		return 0;
	}
	ASSERT_NOT_ANOTHERS(table);
	local_irq_enable();
	read_pinned_page(page);
	put_page(page);
	return 1;
}
