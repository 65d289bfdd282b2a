/*
 * title: the share lock
 * date: February 2002
 * text: The lock that guards a shared page table's count and entries.
 * source: E16cX9a-0000D9-00@starship.berlin
 */

/* The share lock: one for all, which "just simplifies the discussion", or one a table. */
#define CONFIG_SHARE_LOCK_PER_TABLE 0	/* share lock: global | per table */

static spinlock_t *share_lock(struct page *page_table_page)
{
	if (CONFIG_SHARE_LOCK_PER_TABLE)
		return &page_table_page->lock;
	return &page_table_share_lock;
}
