#define CONFIG_LOCK 1

int still_held(struct mm_struct *mm, int a)
{
	spin_lock(&mm->page_table_lock);
	if (a)
		return 1; // error LANG24 at 3: `mm_struct.page_table_lock` is still held here; the return at line 9 has released it
	spin_unlock(&mm->page_table_lock);
	return 1;
}

void still_held_void(struct page *page, int a)
{
	spin_lock(&page->lock);
	if (a)
		return; // error LANG24 at 3: `page.lock` is still held here; the return at line 18 has released it
	spin_unlock(&page->lock);
}

void held_at_the_end(int a)
{
	spin_lock(&page_table_share_lock);
	if (a) {
		spin_unlock(&page_table_share_lock);
		return;
	}
} // error LANG24 at 1: `page_table_share_lock` is still held here; the return at line 25 has released it

/* The caller can tell: 1 means locked. */
int try_lock(struct page *page)
{
	spin_lock(&page->lock);
	if (page_count(page))
		return 1;
	spin_unlock(&page->lock);
	return 0;
}

struct page *lock_page(struct page *page)
{
	spin_lock(&page->lock);
	if (page_count(page))
		return page;
	spin_unlock(&page->lock);
	return NULL;
}

/* Releases what its caller took. */
int handle(struct mm_struct *mm, int a)
{
	if (a)
		return 1;
	spin_unlock(&mm->page_table_lock);
	return 1;
}

void lock_only(struct mm_struct *mm)
{
	spin_lock(&mm->page_table_lock);
}

void unlock_only(struct mm_struct *mm)
{
	spin_unlock(&mm->page_table_lock);
}

void through_a_call(struct mm_struct *mm, int a)
{
	spin_lock(&mm->page_table_lock);
	if (a) {
		unlock_only(mm);
		return;
	}
	spin_unlock(&mm->page_table_lock);
}

void both_toggled(struct page *page, int a)
{
	if (CONFIG_LOCK)
		spin_lock(&page->lock);
	if (a) {
		if (CONFIG_LOCK)
			spin_unlock(&page->lock);
		return;
	}
	if (CONFIG_LOCK)
		spin_unlock(&page->lock);
}

void by_another_name(struct mm_struct *mm, struct mm_struct *same, spinlock_t *lock, int a)
{
	spin_lock(&mm->page_table_lock);
	if (a) {
		spin_unlock(&same->page_table_lock);
		return;
	}
	if (!a) {
		spin_unlock(lock);
		return;
	}
	spin_unlock(&mm->page_table_lock);
}

void renamed(struct mm_struct *mm, struct mm_struct *other, int a)
{
	spin_lock(&mm->page_table_lock);
	if (a) {
		mm = other;
		return;
	}
	spin_unlock(&mm->page_table_lock);
}

void two_locks(struct mm_struct *mm, struct page *page, int a)
{
	spin_lock(&mm->page_table_lock);
	spin_lock(&page->lock);
	if (a) {
		spin_unlock(&page->lock);
		spin_unlock(&mm->page_table_lock);
		return;
	}
	spin_unlock(&page->lock);
} // error LANG24 at 1: `mm_struct.page_table_lock` is still held here; the return at line 121 has released it

void by_pointer(spinlock_t *lock, int a)
{
	spin_lock(lock);
	if (a)
		return; // error LANG24 at 3: `a spinlock` is still held here; the return at line 132 has released it
	spin_unlock(lock);
}

void sometimes(struct page *page, int a)
{
	if (a)
		spin_lock(&page->lock);
	if (a)
		return;
	spin_unlock(&page->lock);
}
