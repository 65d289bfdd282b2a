"""The part of `engine.export.promela_primitives` that is about TLBs, the MMU, the batch and the ghosts."""

from __future__ import annotations

from engine.export.promela_meaning import Meaning

_GATHER = {
    "tlb_batch": Meaning(
        ("mm", "fast"),
        "gather_mm[CPU(me)] = mm; gather_fast[CPU(me)] = ((fast) != 0)",
    ),
    "tlb_queue": Meaning(
        ("tlb", "page"),
        """LIMIT(gather_nr[tlb - 1] < QUEUED);
	queue[(tlb - 1) * QUEUED + gather_nr[tlb - 1]] = page; gather_nr[tlb - 1]++""",
    ),
    "tlb_dequeue": Meaning(
        ("tlb",),
        """if
	:: gather_nr[tlb - 1] > 0 ->
		gather_nr[tlb - 1]--;
		for (i : 0 .. QUEUED - 2) { queue[(tlb - 1) * QUEUED + i] = queue[(tlb - 1) * QUEUED + i + 1] };
		queue[(tlb - 1) * QUEUED + QUEUED - 1] = 0
	:: else
	fi""",
        "queue[(tlb - 1) * QUEUED]",
    ),
}

_TLBS = {
    "flush_tlb_cpu": Meaning(
        ("cpu", "address", "size"),
        "drop(cpu, address, size)",
        blocked="(cpu) != CPU(me) && walking[cpu] != 0",
    ),
    "flush_tlb_broadcast": Meaning(
        ("mm", "address", "size"),
        """for (j : 0 .. CPUS - 1) {
		if
		:: cpu_runs(j, mm) -> drop(j, address, size)
		:: else
		fi
	}""",
        blocked="WALKS_ELSEWHERE(mm, CPU(me))",
    ),
}

_MMU = {
    "mmu_load": Meaning(
        ("mm", "address"),
        """if
	:: LEAF(me, address) == 0 -> read_slot(mm, address, me)
	:: else ->
		if
		:: LEAF(me, address) & STALE -> BROKEN(stale_tlb, stale_leaf)
		:: else -> check_load(mm, address, VALUE(ENTRY_PAGE(LEAF(me, address))))
		fi
	fi""",
        "(LEAF_SEEN(me, address) != 0 -> MMU_DONE : (WALKED(mm, address, me) != 0 -> MMU_WALK : MMU_FAULT))",
    ),
    "mmu_store": Meaning(
        ("mm", "address", "what"),
        """if
	:: !WRITABLE(LEAF(me, address)) -> read_slot(mm, address, me)
	:: else ->
		BROKEN_IF(LEAF(me, address) & STALE, stale_tlb, stale_leaf);
		if
		:: PAGE_STATE(ENTRY_PAGE(LEAF(me, address))) != FREED -> VALUE(ENTRY_PAGE(LEAF(me, address))) = what
		:: else
		fi;
		note_store(mm, address, what)
	fi""",
        "(WRITABLE(LEAF_SEEN(me, address)) -> MMU_DONE"
        " : (WALKED(mm, address, me) != 0 -> MMU_WALK : MMU_FAULT))",
    ),
    "mmu_walk": Meaning(
        ("mm", "address", "write"),
        """if
	:: MAY_WALK(write, WALKER_ENTRY(me, address)) ->
		if
		:: write -> WALKER_ENTRY(me, address) = WALKER_ENTRY(me, address) | DIRTY
		:: else
		fi;
		LEAF(me, address) = WALKER_ENTRY(me, address);
		if
		:: PAGE_STATE(ENTRY_PAGE(LEAF(me, address))) == FREED -> LEAF(me, address) = LEAF(me, address) | STALE
		:: else
		fi
	:: else
	fi;
	walking[CPU(me)] = 0""",
        "MAY_WALK(write, WALKER_ENTRY(me, address))",
        halts=(
            ("walking[CPU(me)] == 0", "BROKEN(bug, null)"),
            (
                "FREED_TABLE(walking[CPU(me)])",
                "walking[CPU(me)] = 0; BROKEN(freed_table_used, freed_used)",
            ),
        ),
    ),
    "force_sig_segv": Meaning(
        ("address",),
        """if
	:: ORACLE(MM_OF(me), address) & FAULT
	:: else -> BROKEN(mapping_lost, saw_fault)
	fi""",
    ),
}

_GHOSTS = {
    "BUG_ON": Meaning(("condition",)),
    "ASSERT_FULL_ZAP": Meaning(("page", "size")),
    "ASSERT_EXCLUSIVE_ACCESS": Meaning(
        ("page",),
        "owners[page - 1] = owners[page - 1] | BIT(me - 1)",
    ),
    "EXCLUSIVE_ACCESS_END": Meaning(("page",), "owners[page - 1] = owners[page - 1] & ~BIT(me - 1)"),
    "leave_kernel": Meaning(
        (),
        """if
	:: PREEMPT_COUNT(me) -> BROKEN(lock_discipline, returns_with_lock)
	:: else
	fi;
	for (i : 1 .. MMS) {
		if
		:: HOLDS_SEM(i, me) -> BROKEN(lock_discipline, returns_with_lock)
		:: else
		fi
	};
	end_beliefs(me); end_batch(me)""",
    ),
    "oracle_map": Meaning(
        ("mm", "address", "size"),
        """for (i : (address) .. (address) + (size) - 1) {
		if
		:: ORACLE(mm, i) & FAULT -> ORACLE(mm, i) = 1
		:: else
		fi
	}""",
    ),
    "oracle_unmap_begin": Meaning(
        ("mm", "address", "size"),
        "for (i : (address) .. (address) + (size) - 1) { ORACLE(mm, i) = ORACLE(mm, i) | FAULT }",
    ),
    "oracle_unmap_end": Meaning(
        ("mm", "address", "size"),
        "for (i : (address) .. (address) + (size) - 1) { ORACLE(mm, i) = FAULT }",
    ),
    "oracle_unmap_tried": Meaning(
        ("mm", "address", "size"),
        """for (i : (address) .. (address) + (size) - 1) {
		if
		:: (vmas[mm - 1] >> i) & 1 -> ORACLE(mm, i) = ORACLE(mm, i) & ~FAULT
		:: else -> ORACLE(mm, i) = FAULT
		fi
	}""",
    ),
    "oracle_fork_begin": Meaning(
        ("mm", "child"),
        "for (i : 0 .. PAGES_OF_MM - 1) { ORACLE(child, i) = ORACLE(mm, i) }; forking[mm - 1] = child",
    ),
    "oracle_fork_end": Meaning(("mm", "child"), "forking[mm - 1] = 0"),
}

HARDWARE: dict[str, Meaning] = {**_GATHER, **_TLBS, **_MMU, **_GHOSTS}
