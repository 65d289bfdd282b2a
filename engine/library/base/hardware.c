/*
 * What a CPU does for one load or store of a user program. Not kernel code:
 * here the hardware's own steps are spelt out, so that they can be watched
 * and interleaved like everything else.
 */

#define CONFIG_WALK_CACHE 0	/* TLB: leaf entries | leaf and walk cache */
#define CONFIG_FLUSH_BROADCAST 0	/* flush: IPI | broadcast */

static void user_load(struct mm_struct *mm, unsigned long address)
{
	int result;

	while (1) {
		result = mmu_load(mm, address);
		if (result == MMU_DONE)
			return;
		if (result == MMU_WALK && mmu_walk(mm, address, 0))
			continue;
		if (do_page_fault(mm, address, 0))
			return;
	}
}

static void user_store(struct mm_struct *mm, unsigned long address, int value)
{
	int result;

	while (1) {
		result = mmu_store(mm, address, value);
		if (result == MMU_DONE)
			return;
		if (result == MMU_WALK && mmu_walk(mm, address, 1))
			continue;
		if (do_page_fault(mm, address, 1))
			return;
	}
}
