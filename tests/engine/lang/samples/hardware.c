/* What the CPU does for a load or a store of the user's. */

void user_store(struct mm_struct *mm, unsigned long address, int value)
{
	for (;;) {
		switch (mmu_store(mm, address, value)) {
		case MMU_DONE:
			return;
		case MMU_WALK:
			if (!mmu_walk(mm, address, 1))
				goto fault;
			break;
		default:
		fault:
			if (do_page_fault(mm, address, 1) < 0) {
				force_sig_segv(address);
				return;
			}
		}
	}
}
