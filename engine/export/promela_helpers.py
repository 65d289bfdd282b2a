"""What several primitives share in Promela, and the properties of states at rest."""

from __future__ import annotations

HELPERS = """/* what several primitives do */
inline use_page(page) {
	BROKEN_IF((page) > TABLES && PAGE_STATE(page) == FREED, freed_page_used, freed_used)
}
inline may_sleep(me) {
	BROKEN_IF(PREEMPT_COUNT(me), lock_discipline, sleeps_with_lock)
}
inline allocate_n() {
	LIMIT(n != NULL);
	PAGE_STATE(n) = LIVE; COUNT(n) = 1
}
inline clear_table(page) {
	owners[(page) - 1] = 0;
	for (i : 0 .. ENTRIES - 1) { WORD(ENTRY_OF(page, i)) = 0 }
#ifdef TABLE_LOCKS
	; LOCK(MMS + 1 + (page)) = 0
#endif
}
inline mark_stale(page) {
#ifdef TLBS
	for (i : 0 .. CPUS * PAGES_OF_MM - 1) { leaf[i] = leaf[i] | (ENTRY_PAGE(leaf[i]) == (page)) * STALE };
#ifdef WALK_CACHES
	for (i : 0 .. CPUS * SLOTS_OF_MM - 1) {
		walk_cache[i] = walk_cache[i] | (ENTRY_PAGE(walk_cache[i]) == (page)) * STALE
	};
#endif
#endif
	skip
}
inline drop(cpu, address, size) {
#ifdef TLBS
	for (i : (address) .. UPTO((address) + (size)) - 1) { leaf[(cpu) * PAGES_OF_MM + i] = 0 };
#ifdef WALK_CACHES
	for (i : (address) / ENTRIES .. (UPTO((address) + (size)) + ENTRIES - 1) / ENTRIES - 1) {
		walk_cache[(cpu) * SLOTS_OF_MM + i] = 0
	};
#endif
#endif
	skip
}
inline end_beliefs(me) {
#ifdef BELIEFS
	for (i : 0 .. TABLES - 1) { owners[i] = owners[i] & ~BIT(me - 1) };
#endif
	skip
}
inline end_batch(me) {
#ifdef BATCHES
	gather_mm[CPU(me)] = 0; gather_fast[CPU(me)] = 0;
#endif
	skip
}
inline read_slot(mm, address, me) {
	walking[CPU(me)] = WALKED(mm, address, me);
#ifdef WALK_CACHES
	if
	:: WALK_CACHE(me, address) & STALE -> BROKEN(stale_tlb, stale_walk)
	:: WALK_CACHE(me, address) == 0 -> WALK_CACHE(me, address) = walking[CPU(me)]
	:: else
	fi;
#endif
	skip
}
inline check_load(mm, address, seen) {
	if
	:: ORACLE(mm, address) & BIT(seen) -> ORACLE(mm, address) = BIT(seen) | (ORACLE(mm, address) & FAULT)
	:: else ->
		if
		:: ORACLE(mm, address) == FAULT -> BROKEN(isolation, saw_unmapped)
		:: else ->
			if
			:: (seen) == 0 -> BROKEN(mapping_lost, saw_zero)
			:: else -> BROKEN(isolation, saw_foreign)
			fi
		fi
	fi
}
inline note_store(mm, address, what) {
	if
	:: ORACLE(mm, address) == FAULT -> BROKEN(isolation, stored_unmapped)
	:: else ->
		ORACLE(mm, address) = BIT(what) | (ORACLE(mm, address) & FAULT);
		if
		:: forking[mm - 1] != 0 ->
			ORACLE(forking[mm - 1], address) = ORACLE(forking[mm - 1], address) | BIT(what)
		:: else
		fi
	fi
}
"""

AT_REST = """/* while every thread is outside the kernel */
inline counts_agree() {
	for (i : 1 .. TABLES + PAGES) {
		n = 0;
		if
		:: i <= TABLES -> n = NAMED(i)
		:: else ->
			for (j : 0 .. TABLES * ENTRIES - 1) {
				if
				:: page_state[j / ENTRIES] == LIVE && ENTRY_PAGE(word[SLOTS + j]) == i -> n++
				:: else
				fi
			}
		fi;
		for (j : 0 .. CPUS * QUEUED - 1) {
			if
			:: queue[j] == i -> n++
			:: else
			fi
		};
		BROKEN_IF(PAGE_STATE(i) == LIVE && n == 0, leak, leak);
		BROKEN_IF(PAGE_STATE(i) == LIVE && n != 0 && n != COUNT(i), wrong_count, wrong_count);
		BROKEN_IF(PAGE_STATE(i) == FREED && n != 0, wrong_count, freed_but_held)
	}
}
inline rss_agrees() {
	for (i : 1 .. MMS) {
		n = 0;
		for (j : 0 .. PAGES_OF_MM - 1) { n = n + (MAPPED(i, j) != 0) };
		BROKEN_IF(mm_state[i - 1] == LIVE && rss[i - 1] != n, wrong_rss, wrong_rss)
	}
}
inline mappings_kept() {
	for (i : 1 .. MMS) {
		for (j : 0 .. PAGES_OF_MM - 1) {
			n = ENTRY_PAGE(MAPPED(i, j));
			if
			:: mm_state[i - 1] != LIVE || (ORACLE(i, j) & FAULT)
			:: else ->
				if
				:: n == 0 && !(ORACLE(i, j) & 1) -> BROKEN(mapping_lost, mapping_gone)
				:: n != 0 && PAGE_STATE(n) == FREED -> BROKEN(mapping_lost, mapping_freed)
				:: n != 0 && PAGE_STATE(n) != FREED && !(ORACLE(i, j) & BIT(VALUE(n))) && VALUE(n) == 0 ->
					BROKEN(mapping_lost, holds_zero)
				:: n != 0 && PAGE_STATE(n) != FREED && !(ORACLE(i, j) & BIT(VALUE(n))) && VALUE(n) != 0 ->
					BROKEN(isolation, holds_foreign)
				:: else
				fi
			fi
		}
	}
}
inline judge_mappings() {
	if
	:: in_kernel == 0 -> mappings_kept()
	:: else
	fi
}
inline judge_at_rest() {
	if
	:: in_kernel == 0 -> counts_agree(); rss_agrees(); mappings_kept()
	:: else
	fi
}
"""
