/* N processes share a page table, and each unmaps all that it maps: engine/library/protocols/repaired.c,
   munmap 0-1, written by hand for Spin. A step is one access, as in ptscope; the table has two entries, of
   which the first maps a page. What this story never uses (TLBs, batches, values) is not here. */
#ifndef N
#define N 2
#endif
#define me _pid
#define LOCK(l) d_step { !l -> l = 1 }
#define UNLOCK(l) d_step { assert(l); l = 0 }

bit sem[N];	/* mmap_sem, held for writing */
bit ptl[N];	/* page_table_lock */
bit share;	/* the table's own lock */
bit slot[N] = 1;	/* whether it names the table */
bit vma[N] = 1;
byte rss[N] = 1;
bit owner[N];	/* believes to be the table's only owner */
bit present[2] = {1, 0};	/* the table's entries */
byte table_count = N;	/* 0: it is freed */
bit page_count = 1;
byte inside;	/* processes in the kernel */
hidden byte i, sum;

inline at_rest() {
	sum = 0;
	for (i : 0 .. N - 1) {
		sum = sum + slot[i];
		assert(rss[i] == slot[i] * (present[0] + present[1]));
		assert(!vma[i] || slot[i])
	};
	assert(table_count == sum);
	assert(page_count == present[0] + present[1])
}

inline drop_entry(n) {
	if
	:: present[n] ->
		d_step { assert(page_count); page_count-- };	/* put_page_testzero */
		true	/* __free_page */
	:: !present[n]
	fi
}

inline put_table() {
	if
	:: d_step { table_count == 1 -> table_count = 0 };
		drop_entry(0);
		drop_entry(1);
		d_step { present[0] = 0; present[1] = 0 }	/* __free_page */
	:: d_step { table_count != 1 -> assert(table_count); table_count-- }
	fi
}

active [N] proctype zap() {
	bit entry;
	byte freed;

	d_step { !sem[me] -> sem[me] = 1; inside++ };
	vma[me] = 0;
	LOCK(ptl[me]);
	true;	/* tlb_gather_mmu */
	if
	:: slot[me] ->
		LOCK(share);
		if
		:: d_step { table_count > 1 -> skip };
			d_step { assert(table_count); freed = present[0] + present[1] };	/* pte_page_rss */
			slot[me] = 0;
			true;	/* flush_tlb_range */
			UNLOCK(share);
			put_table()
		:: d_step { table_count <= 1 -> assert(table_count) };
			d_step {
				assert(share); share = 0; owner[me] = 1; sum = 0;
				for (i : 0 .. N - 1) { sum = sum + owner[i] };
				assert(sum == 1)
			};
next:			if
			:: d_step { present[entry] -> assert(table_count); freed++ };
				d_step { assert(table_count); present[entry] = 0 };
				d_step { assert(page_count); page_count-- };	/* put_page_testzero */
				if	/* __free_page */
				:: d_step { !entry -> entry = 1 } goto next
				:: d_step { entry -> entry = 0; owner[me] = 0 }
				fi
			:: d_step { !present[entry] && !entry -> assert(table_count); entry = 1 } goto next
			:: d_step { !present[entry] && entry -> assert(table_count); entry = 0; owner[me] = 0 }
			fi
		fi
	:: !slot[me]
	fi;
	if	/* flush_tlb_range */
	:: freed -> d_step { rss[me] = rss[me] - freed; freed = 0 }
	:: !freed
	fi;
	UNLOCK(ptl[me]);
	LOCK(ptl[me]);
	if
	:: slot[me] ->
		slot[me] = 0;
		put_table()
	:: !slot[me]
	fi;
	UNLOCK(ptl[me]);
	d_step {
		assert(sem[me]); sem[me] = 0; inside--;
		if
		:: !inside -> at_rest()
		:: else
		fi
	}
end:	false
}
