/*
 * title: mshare
 * date: 20 Aug 2025
 * text: A file owns an mm of its own with real VMAs and tables; a process links the file's table into its own.
 * source: 20250820010415.699353-1-anthony.yznaga@oracle.com
 * note: that an unmap unlinks too late for a truncate is our reading, never reported
 * story: 1500 processes would need 878 GB of page tables for one database segment. So a file in msharefs owns the
 *   tables: in a host mm that runs no thread. Who maps the file gets a link to the host's table in his upper level;
 *   faults are handled in the host, under its locks. No table is counted: all of them die with the file.
 * count: none
 * lacks: anonymous: only the mapping of an mshare file shares tables; private memory is copied at fork
 * lacks: unshare: a table is never private
 * lacks: partial: a process maps and unmaps the region as a whole
 * lacks: split: a process maps and unmaps the region as a whole
 * lacks: mprotect: the region is protected for all at once, through its file
 * lacks: mremap: the region stays where it is
 * lacks: madvise: through the file only
 * lacks: swap: not modelled for the host's pages
 * lacks: reclaim: not modelled for the host's pages
 *
 * An unmap zaps nothing. It takes the VMA out of the reverse map first, and
 * unlinks the table later, in the free-page-tables phase: in between a truncate
 * does not know that the process still walks the host's table.
 *
 * Ours where the description is thin: a truncate takes the page out of
 * the host's table and then flushes, through the reverse map, everybody who
 * has a VMA there; the file outlives the run, and so do its tables.
 */

#include "mm.c"
#include "file-tables.c"

/* ---- faults ---- */

/* The host's own table for an address; the host's mmap_sem is held. NULL: no memory. */
static struct page *host_table(unsigned long address)
{
	struct mm_struct *host;
	pmd_t *pmd;
	pmd_t entry;

	host = host_mm();
	pmd = pmd_offset(host, address);
	spin_lock(&host->page_table_lock);
	if (pmd_none(*pmd))
		fill_slot(host, pmd);
	entry = *pmd;
	spin_unlock(&host->page_table_lock);
	return pmd_page(entry);
}

static int file_fault(struct mm_struct *mm, unsigned long address, int write)
{
	struct mm_struct *host;
	struct page *table;
	pmd_t *pmd;
	int error;

	error = -ENOMEM;
	host = host_mm();
	down_read(&host->mmap_sem);
	table = host_table(address);
	if (table != NULL) {
		pmd = pmd_offset(mm, address);
		spin_lock(&mm->page_table_lock);
		if (pmd_none(*pmd))
			pmd_populate(mm, pmd, table);	/* the link */
		spin_unlock(&mm->page_table_lock);
		error = fill_file_entry(table, address, write);
	}
	up_read(&host->mmap_sem);
	return error;
}

/* ---- unmap ---- */

/* The entries are the host's: an unmap leaves them alone. */
static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd,
			 unsigned long address, unsigned long size)
{
	pmd_t entry;

	if (HAVE_FILE && vma_is_file(address))
		return 0;
	entry = *pmd;
	if (pmd_none(entry))
		return 0;
	return zap_entries(tlb, pmd_page(entry), address, size);
}

/* So is the table. */
static void free_one_pmd(struct mm_struct *mm, pmd_t *dir, unsigned long address)
{
	pmd_t entry;

	entry = *dir;
	if (pmd_none(entry))
		return;
	pmd_clear(dir);
	flush_tlb_pgtables(mm, address, address + PMD_SIZE);
	if (!HAVE_FILE || !vma_is_file(address))
		pte_free(pmd_page(entry));
}

/* ---- truncate ---- */

/* Everybody who links the host's table, as far as the reverse map knows. i_mmap_lock is held. */
static void mshare_flush(unsigned long address, unsigned long size)
{
	int n;

	for (n = 0; n < NR_MMS; n++) {
		if (mm_at(n) != host_mm() && find_vma(mm_at(n), address))
			flush_tlb_range(mm_at(n), address, address + size);
	}
}

static void zap_host_range(unsigned long address, unsigned long size)
{
	struct page *table;
	mmu_gather_t *tlb;
	pmd_t entry;

	entry = *pmd_offset(host_mm(), address);
	if (pmd_none(entry))
		return;
	table = pmd_page(entry);
	spin_lock(&table->lock);
	tlb = tlb_gather_mmu(host_mm(), 1);
	zap_entries(tlb, table, address, size);
	mshare_flush(address, size);
	while (tlb_nr(tlb))
		put_page(tlb_dequeue(tlb));
	spin_unlock(&table->lock);
}

void vmtruncate(unsigned long address, unsigned long size)
{
	struct page *page;
	unsigned long next;
	unsigned long end;
	unsigned long i;

	end = address + size;
	for (i = address; i < end; i++) {
		page = remove_from_page_cache(file_mapping(), i);
		if (page != NULL)
			put_page(page);
	}
	spin_lock(&file_mapping()->i_mmap_lock);
	for (; address < end; address = next) {
		next = (address / PMD_SIZE + 1) * PMD_SIZE;
		if (next > end)
			next = end;
		zap_host_range(address, next - address);
	}
	spin_unlock(&file_mapping()->i_mmap_lock);
}
