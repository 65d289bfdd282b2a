/*
 * title: An overlay
 * date: 17 Feb 2002
 * text: Frees a shared table
 *       by its count.
 * source: E16cX9a-0000D9-00@starship.berlin
 *
 * Free prose
 * goes here.
 */
#include "mm.c"

#define CONFIG_SMP 0
/*
 * Take the lock of
 * the table itself.
 */
#define CONFIG_TABLE_LOCK 1  /* page_table_share_lock: global | per table */

static void share_lock(struct page *table)
{
	if (CONFIG_TABLE_LOCK)
		spin_lock(&table->lock);
	else
		spin_lock(&page_table_share_lock);
}

static void share_unlock(struct page *table)
{
	if (CONFIG_TABLE_LOCK)
		spin_unlock(&table->lock);
	else
		spin_unlock(&page_table_share_lock);
}

static int zap_pte_range(mmu_gather_t *tlb, pmd_t *pmd, unsigned long address, unsigned long size)
{
	struct page *table;

	if (pmd_none(*pmd))
		return 0;
	table = pmd_page(*pmd);
	if (!put_page_testzero(table)) {
		share_lock(table);
		if (page_count(table)) {
			get_page(table);
			tlb_remove_page(tlb, (pte_t *)pmd, address);
			share_unlock(table);
			return 0;
		}
		share_unlock(table);
	}
	get_page(table);
	ASSERT_EXCLUSIVE_ACCESS(table);
	return size;
}
