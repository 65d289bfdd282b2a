/*
 * title: shared file tables
 * date: Jan 2006
 * text: Shared file mappings only; to unshare is to clear the slot, and the next fault fills it again.
 * source: Pine.LNX.4.61.0601202020001.8821@goblin.wat.veritas.com
 * note: what goes wrong where a truncate, a third process or an mprotect joins is our reading, never reported
 * story: Dave McCracken came back in January 2006 with a patch for shared file mappings only: nothing is copied
 *   on write there, so a table can simply be dropped. Hugh Dickins' review looks at how it is told whether a table is
 *   shared: both who unmap it read "mapcount > 1" before either has counted down.
 * count: sharers
 * lacks: anonymous: only shared mappings of a file share tables; private memory is copied at fork
 * lacks: unshare: a table is dropped and filled again at faults, never copied
 * lacks: swap: pages of a shared file mapping go back to the file
 * lacks: reclaim: not modelled for file mappings
 * lacks: mremap: not modelled for file mappings
 *
 * The count is the table page's _mapcount, here &page->sharers = _mapcount + 1.
 * A decrement does not look at its result.
 *
 * Ours where the description is thin: to share takes i_mmap_lock, to
 * unmap does not, only to take the VMA out of the list does; the slot is
 * flushed before the count goes down; a table that is found shared while it is
 * freed is dropped, too; a VMA that does not cover a table does not share it,
 * so who changes a part drops the table first.
 */

#include "mm.c"
#include "file-tables.c"

static int pt_is_shared(struct page *table)
{
	return atomic_read(&table->sharers) > 1;
}

static void pt_unshare(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	struct page *table;
	unsigned long start;

	start = address / PMD_SIZE * PMD_SIZE;
	table = pmd_page(*pmd);
	pmd_clear(pmd);
	flush_tlb_range(mm, start, start + PMD_SIZE);
	atomic_dec_and_test(&table->sharers);	/* nobody asks whether he was the last */
}

/* ---- share ---- */

static struct page *pt_find(struct mm_struct *mm, unsigned long address)
{
	struct mm_struct *other;
	pmd_t entry;
	int i;

	for (i = 0; i < NR_MMS; i++) {
		other = mm_at(i);
		if (other == mm || !vma_may_share(other, address))
			continue;
		entry = *pmd_offset(other, address);
		if (!pmd_none(entry))
			return pmd_page(entry);
	}
	return NULL;
}

static void pt_share(struct mm_struct *mm, pmd_t *pmd, unsigned long address)
{
	struct page *table;

	spin_lock(&file_mapping()->i_mmap_lock);
	table = pt_find(mm, address);
	if (table != NULL) {
		atomic_inc(&table->sharers);
		spin_lock(&mm->page_table_lock);
		if (pmd_none(*pmd))
			pmd_populate(mm, pmd, table);
		else
			atomic_dec_and_test(&table->sharers);	/* filled meanwhile: give it back */
		spin_unlock(&mm->page_table_lock);
	}
	spin_unlock(&file_mapping()->i_mmap_lock);
}

static int file_fault(struct mm_struct *mm, unsigned long address, int write)
{
	pmd_t *pmd;
	pmd_t entry;
	int error;

	error = 0;
	pmd = pmd_offset(mm, address);
	if (pmd_none(*pmd) && vma_may_share(mm, address))
		pt_share(mm, pmd, address);
	spin_lock(&mm->page_table_lock);
	if (pmd_none(*pmd))
		error = fill_slot(mm, pmd);
	entry = *pmd;
	spin_unlock(&mm->page_table_lock);
	if (error || pmd_none(entry))
		return error;
	return fill_file_entry(pmd_page(entry), address, write);
}

/* ---- unmap ---- */

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	struct page *table;
	pmd_t entry;
	int freed;

	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	table = pmd_page(entry);
	if (!HAVE_FILE || !vma_is_file(address))
		return zap_entries(tlb, table, address, size);
	if (pt_is_shared(table)) {
		pt_unshare(tlb_mm(tlb), pmd, address);
		return 0;
	}
	spin_lock(&table->lock);
	freed = zap_entries(tlb, table, address, size);
	spin_unlock(&table->lock);
	return freed;
}

static void free_one_pmd(struct mm_struct *mm, pmd_t *dir, unsigned long address)
{
	pmd_t entry;

	entry = *dir;
	if (pmd_none(entry))
		return;
	if (HAVE_FILE && vma_is_file(address) && pt_is_shared(pmd_page(entry))) {
		pt_unshare(mm, dir, address);
		return;
	}
	pmd_clear(dir);
	flush_tlb_pgtables(mm, address, address + PMD_SIZE);
	pte_free(pmd_page(entry));
}

/* The VMA leaves the file's list between the zap and the end of its tables. */
static void unmap_region(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	zap_page_range(mm, address, size);
	if (HAVE_FILE)
		spin_lock(&file_mapping()->i_mmap_lock);
	remove_vmas(mm, address, size);
	if (HAVE_FILE)
		spin_unlock(&file_mapping()->i_mmap_lock);
	clear_page_tables(mm, address, address + size);
}

/* A table of which the VMA will cover a part only is dropped first. */
static void pt_unshare_part(struct mm_struct *mm, unsigned long address)
{
	pmd_t *pmd;

	if (!HAVE_FILE || !vma_is_file(address) || address % PMD_SIZE == 0)
		return;
	pmd = pmd_offset(mm, address);
	spin_lock(&mm->page_table_lock);
	if (!pmd_none(*pmd) && pt_is_shared(pmd_page(*pmd)))
		pt_unshare(mm, pmd, address);
	spin_unlock(&mm->page_table_lock);
	split_vma(mm, address);
}

int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	down_write(&mm->mmap_sem);
	pt_unshare_part(mm, address);
	pt_unshare_part(mm, address + size);
	unmap_region(mm, address, size);
	up_write(&mm->mmap_sem);
	return 0;
}

static void exit_mmap(struct mm_struct *mm)
{
	unmap_region(mm, 0, TASK_SIZE);
	flush_tlb_mm(mm);
	mmdrop(mm);
}

/* ---- split, mprotect ---- */

int do_split_vma(struct mm_struct *mm, unsigned long address)
{
	down_write(&mm->mmap_sem);
	pt_unshare_part(mm, address);
	up_write(&mm->mmap_sem);
	return 0;
}

static int prepare_change(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	pmd_t *pmd;

	if (!HAVE_FILE || !vma_is_file(start))
		return 0;
	pmd = pmd_offset(mm, start);
	spin_lock(&mm->page_table_lock);
	if (!pmd_none(*pmd) && pt_is_shared(pmd_page(*pmd)))
		pt_unshare(mm, pmd, start);
	spin_unlock(&mm->page_table_lock);
	return 0;
}
