"""The machine in Promela: its numbers, its cells, and the words in which the primitives are written."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import LimitReached
from engine.export.expressions import identifier
from engine.export.extent import Cells, Extent
from engine.export.promela_primitives import MEANINGS, Meaning
from engine.machine.violations import PROPERTIES

_TYPES = ((1, "bit"), (8, "byte"), (15, "short"), (31, "int"))

def type_of(bits: int, what: str) -> str:
    """The smallest type that holds so many bits.

    Raises:
        LimitReached: there is none.
    """
    for width, name in _TYPES:
        if bits <= width:
            return name
    raise LimitReached(
        "LIM13",
        f"{what} needs {bits} bits; an exported variable has at most 31",
        "export a scenario with a smaller address space",
    )


def preamble(extent: Extent, scratch: list[str]) -> Iterator[str]:
    """All that stands before the processes."""
    yield from _reporting()
    yield from _scratch(scratch)
    yield from _numbers(extent)
    for flag, holds in _flags(extent).items():
        if holds:
            yield f"#define {flag}"
    yield from _cells(extent)
    yield from _words(extent)
    yield _HELPERS
    yield from _switching(extent)
    yield from _judges(extent)
    yield ""
    for operation in sorted(extent.operations | extent.failing):
        yield from _primitive(operation, MEANINGS[operation], extent)


def _reporting() -> Iterator[str]:
    yield "/* What happens where a property breaks. By default damage stops the search, a warning does not;"
    yield "   spin -DDAMAGE=0 -DWATCH_isolation=1 looks for one property alone. */"
    yield "#ifndef DAMAGE\n#define DAMAGE 1\n#endif\n#ifndef WARNING\n#define WARNING 0\n#endif"
    for property in PROPERTIES.values():
        name = f"WATCH_{property.id.replace('-', '_')}"
        yield f"#ifndef {name}\n#define {name} {property.severity.upper()}\n#endif"
    yield "#ifndef BROKEN\n#define BROKEN(property, message) assert(!WATCH_##property)\n#endif"
    yield "/* A bound of the model. */"
    yield "#ifndef LIMIT\n#define LIMIT(holds) assert(holds)\n#endif"


def _scratch(names: list[str]) -> Iterator[str]:
    yield "/* Scratch and constants, no part of the state. A breadth-first search allows no hidden variables:"
    yield "   spin -DSCRATCH= makes them part of it; every step then leaves them at zero. */"
    yield "#ifndef SCRATCH\n#define SCRATCH hidden\n#define FORGET skip\n#else"
    yield f"#define FORGET {'; '.join(f'{name} = 0' for name in names)}\n#endif"
    yield f"SCRATCH short {', '.join(names)};\n"


def _numbers(extent: Extent) -> Iterator[str]:
    shape = extent.shape
    defines: dict[str, object] = {
        "NULL": 0,
        "LIVE": 1,
        "FREED": 2,
        "GONE": 2,
        "MMU_DONE": 0,
        "MMU_WALK": 1,
        "MMU_FAULT": 2,
    }
    defines |= {name: 1 + index for index, name in enumerate(shape.mms)}
    defines |= {f"by_{name}": 1 + index for index, name in enumerate(shape.threads)}
    defines |= {f"{name}_ptl": 1 + index for index, name in enumerate(shape.mms)}
    defines["page_table_share_lock"] = len(shape.mms) + 1
    for index, name in enumerate(shape.mms):
        defines |= {f"{name}_pmd_{slot}": 1 + index * shape.slots + slot for slot in range(shape.slots)}
    defines |= {f"T{index}": 1 + index for index in range(extent.tables)}
    defines |= {f"D{index}": 1 + extent.tables + index for index in range(extent.pages)}
    defines |= {
        "MMS": len(shape.mms),
        "SLOTS_OF_MM": shape.slots,
        "SLOTS": extent.slots,
        "ENTRIES": shape.entries,
        "PAGES_OF_MM": shape.pages_of_mm,
        "TABLES": extent.tables,
        "PAGES": extent.pages,
        "CPUS": shape.cpus,
        "QUEUED": len(extent.model.layout.cpus[0].queue),
        "RSS_MAX": (1 << extent.model.layout.mms[0].rss.width) - 1,
        "WRITE": 1 << extent.page_bits,
        "DIRTY": 2 << extent.page_bits,
        "STALE": 4 << extent.page_bits,
        "FAULT": 1 << len(shape.values),
    }
    yield "/* objects, by the numbers that pointers to them have */"
    for name, number in defines.items():
        yield f"#define {name} {number}"
    yield ""


def _flags(extent: Extent) -> dict[str, bool]:
    """What the model has of the parts that not every model has."""
    return {
        "TABLE_LOCKS": extent.table_locks,
        "WALK_CACHES": extent.shape.walk_cache,
        "BELIEFS": "ASSERT_EXCLUSIVE_ACCESS" in extent.operations,
        "BATCHES": "tlb_batch" in extent.operations,
    }


def _cells(extent: Extent) -> Iterator[str]:
    yield "/* the machine */"
    yield "bit halted;\t/* nothing can follow the last step */"
    yield "byte in_kernel;\t/* threads that are in the kernel: follows from their places */"
    if extent.pins:
        yield "byte pinned;\t/* UP: the thread that cannot be switched away from: follows from the places */"
        current = extent.get(extent.model.layout.cpus[0].current)
        yield f"byte current = {current};\t/* UP: the thread that ran last */"
    for cells in extent.cells:
        if cells.values:
            yield _declaration(cells)
    yield ""


def _declaration(cells: Cells) -> str:
    kind = type_of(cells.bits, cells.name)
    first = ", ".join(str(value) for value in cells.values)
    values = f" = {{{first}}}" if any(cells.values) else ""
    hidden = "" if cells.changes else "SCRATCH "
    return f"{hidden}{kind} {cells.name}[{len(cells.values)}]{values};\t/* {cells.help} */"


def _words(extent: Extent) -> Iterator[str]:
    """The macros in capitals, which the primitives are written with."""
    shape = extent.shape
    locks = len(shape.mms) + 1
    yield "#define BIT(n) (1 << (n))"
    yield "#define LOCK(l) lock[(l) - 1]"
    freed = f"((l) > {locks} && PAGE_STATE((l) - {locks}) == FREED)"
    yield f"#define FREED_LOCK(l) {freed if extent.table_locks else '0'}"
    yield "#define PREEMPT_COUNT(me) preempt_count[(me) - 1]"
    yield "#define HOLDS_SEM(mm, me) (sem_writer[(mm) - 1] == me || (sem_readers[(mm) - 1] & BIT(me - 1)) != 0)"
    yield "#define COUNT(page) count[(page) - 1]"
    yield "#define PAGE_STATE(page) page_state[(page) - 1]"
    yield "#define VALUE(page) value[(page) - 1 - TABLES]"
    yield "#define IS_TABLE(page) ((page) != NULL && (page) <= TABLES)"
    yield "#define FREED_TABLE(page) (IS_TABLE(page) && PAGE_STATE(page) == FREED)"
    yield "#define SLOT(pmd) word[(pmd) - 1]"
    yield "#define WORD(ptep) word[(ptep) - 1]"
    yield "#define IS_ENTRY(ptep) ((ptep) > SLOTS)"
    yield "#define TABLE_OF(ptep) (((ptep) - SLOTS - 1) / ENTRIES + 1)"
    yield "#define ENTRY_OF(page, address) (SLOTS + 1 + ((page) - 1) * ENTRIES + (address) % ENTRIES)"
    yield f"#define ENTRY_PAGE(pte) ((pte) & {(1 << extent.page_bits) - 1})"
    present = " + ".join(
        f"(WORD(ENTRY_OF(page, {entry})) != 0)" for entry in range(shape.entries)
    )
    yield f"#define PRESENT(page) ({present})"
    yield f"#define CPU(me) {'((me) - 1)' if shape.smp else '0'}"
    yield f"#define MM_OF(me) {_choice('me', {1 + t: 1 + mm for t, mm in enumerate(shape.thread_mm)})}"
    yield "#define ORACLE(mm, address) oracle[((mm) - 1) * PAGES_OF_MM + (address)]"
    yield "#define LEAF(me, address) leaf[CPU(me) * PAGES_OF_MM + (address)]"
    emptied = "current != me && current != 0 && MM_OF(current) != MM_OF(me)"
    seen = f"(({emptied}) -> 0 : {{}})" if extent.pins else "{}"
    yield "/* what the thread will see: a switch to it may empty the TLB first */"
    yield f"#define LEAF_SEEN(me, address) {seen.format('LEAF(me, address)')}"
    yield "#define WRITABLE(leaf) (((leaf) & WRITE) != 0 && ((leaf) & DIRTY) != 0)"
    yield "#define SLOT_OF(mm, address) SLOT(((mm) - 1) * SLOTS_OF_MM + (address) / ENTRIES + 1)"
    cached = "walk_cache[CPU(me) * SLOTS_OF_MM + (address) / ENTRIES]"
    yield f"#define WALK_CACHE(me, address) {cached if shape.walk_cache else '0'}"
    yield (
        f"#define WALKED(mm, address, me) ({seen.format('WALK_CACHE(me, address)')} != 0 ->"
        " ENTRY_PAGE(WALK_CACHE(me, address)) : SLOT_OF(mm, address))"
    )
    yield "#define WALKER_ENTRY(me, address) WORD(ENTRY_OF(walking[CPU(me)], address))"
    yield "#define MAY_WALK(write, pte) ((pte) != 0 && (!(write) || ((pte) & WRITE) != 0))"
    yield (
        "#define MAPPED(mm, address) (SLOT_OF(mm, address) != 0 && PAGE_STATE(SLOT_OF(mm, address)) == LIVE"
        " -> WORD(ENTRY_OF(SLOT_OF(mm, address), address)) : 0)"
    )
    yield "#define UPTO(n) ((n) < PAGES_OF_MM -> (n) : PAGES_OF_MM)"
    yield "#define RANGE(address, size) ((BIT(UPTO((address) + (size))) - 1) & ~(BIT(address) - 1))"
    yield f"#define FREE_TABLE(mm) {_free(extent, tables=True)}"
    yield f"#define FREE_PAGE(mm) {_free(extent, tables=False)}"
    walks = " || ".join(
        f"({cpu} != (mine) && cpu_runs({cpu}, mm) && walking[{cpu}] != 0)" for cpu in range(shape.cpus)
    )
    yield f"#define WALKS_ELSEWHERE(mm, mine) ({walks})"
    yield ""
    yield "/* what only computes; without (c -> a : b), which Spin does not take in an inline's argument */"
    runs = "((cpu) >= 0 && (cpu) < CPUS && MM_OF((cpu) + 1) == (mm))" if shape.smp else "1"
    yield f"#define cpu_runs(cpu, mm) {runs}"
    yield "#define is_table(page) IS_TABLE(page)"
    yield (
        "#define pmd_offset(mm, address) (((mm) != NULL && (address) >= 0 && (address) < PAGES_OF_MM)"
        " * (((mm) - 1) * SLOTS_OF_MM + (address) / ENTRIES + 1))"
    )
    yield "#define pmd_none(pmd) ((pmd) == 0)"
    yield "#define pte_entry(page, address) (IS_TABLE(page) * ENTRY_OF(page, address))"
    yield "#define pte_none(pte) ((pte) == 0)"
    yield "#define pte_present(pte) ((pte) != 0)"
    yield "#define pte_write(pte) (((pte) & WRITE) != 0)"
    yield "#define pte_dirty(pte) (((pte) & DIRTY) != 0)"
    yield "#define pte_page(pte) ENTRY_PAGE(pte)"
    yield "#define pte_same(a, b) ((a) == (b))"
    yield "#define pte_mkwrite(pte) ((pte) | WRITE)"
    yield "#define pte_mkdirty(pte) ((pte) | DIRTY)"
    yield "#define pte_mkclean(pte) ((pte) & ~DIRTY)"
    yield "#define pte_wrprotect(pte) ((pte) & ~WRITE)"
    yield f"#define address_page_lock(page) (IS_TABLE(page) * ({locks} + (page)))"
    yield ""


def _choice(name: str, by_number: dict[int, int]) -> str:
    """An expression that gives a number for each number of `name`."""
    *most, last = by_number.items()
    text = str(last[1])
    for number, value in reversed(most):
        text = f"(({name}) == {number} -> {value} : {text})"
    return text


def _free(extent: Extent, tables: bool) -> str:
    """The frame that an mm gets: with own pools one that was never used first, else the lowest."""
    text = "NULL"
    for mm in reversed(range(len(extent.shape.mms))):
        own = "NULL"
        frames = extent.pool(mm, tables)
        states = ("== FREED", "== 0") if extent.shape.own_pools else ("!= LIVE",)
        for state in states:
            for frame in reversed(frames):
                own = f"(PAGE_STATE({frame}) {state} -> {frame} : {own})"
        if not extent.shape.own_pools:
            return own
        text = f"((mm) == {mm + 1} -> {own} : {text})"
    return text


def _primitive(operation: str, meaning: Meaning, extent: Extent) -> Iterator[str]:
    name = identifier(operation)
    params = ", ".join((*meaning.params, "me"))
    if meaning.blocked:
        yield f"#define {name}_blocked({params}) ({meaning.blocked})"
    if meaning.halts:
        conditions = " || ".join(f"({condition})" for condition, _ in meaning.halts)
        yield f"#define {name}_halts({params}) ({conditions})"
        oops = "skip"
        for condition, statements in reversed(meaning.halts):
            oops = f"if\n\t:: {condition} -> {statements}\n\t:: else -> {oops}\n\tfi"
        yield f"inline {name}_oops({params}) {{\n\t{oops}\n}}"
    if meaning.result:
        yield f"#define {name}_result({params}) {meaning.result}"
    if meaning.does:
        yield f"inline {name}({params}) {{\n\t{meaning.does}\n}}"


def _switching(extent: Extent) -> Iterator[str]:
    """UP: the stepping thread gets the CPU; another address space means an empty TLB."""
    if not extent.pins:
        return
    yield """inline switch_to(me) {
	if
	:: current != me ->
		if
		:: current != 0 && MM_OF(current) != MM_OF(me) -> drop(0, 0, PAGES_OF_MM)
		:: else
		fi;
		current = me
	:: else
	fi
}"""


def _judges(extent: Extent) -> Iterator[str]:
    """The properties of states, as named predicates, and where they are looked at."""
    tables = range(1, extent.tables + 1)
    gone = "mmdrop" in extent.operations
    named = " + ".join(
        f"({f'mm_state[{(slot - 1) // extent.shape.slots}] != GONE && ' * gone}SLOT({slot}) == (table))"
        for slot in range(1, extent.slots + 1)
    )
    yield f"#define NAMED(table) ({named})"
    predicates = {
        "count_below_slots": "(PAGE_STATE({0}) == LIVE && COUNT({0}) < NAMED({0}))",
        "two_owners": "((owners[{0} - 1] & (owners[{0} - 1] - 1)) != 0)",
        "freed_while_named": "(PAGE_STATE({0}) == FREED && NAMED({0}) != 0)",
    }
    for name, text in predicates.items():
        whole = " || ".join(text.format(table) for table in tables) or "0"
        yield f"#define {name} ({whole})"
        yield f"inline judge_{name}() {{\n\tif\n\t:: {name} -> BROKEN({name}, {name})\n\t:: else\n\tfi\n}}"
    yield _AT_REST
    shared = " || ".join(
        f"((mm) != {mm + 1} && mm_state[{mm}] == LIVE && SLOT({mm * extent.shape.slots + slot + 1}) == (table))"
        for mm in range(len(extent.shape.mms))
        for slot in range(extent.shape.slots)
    )
    yield "/* another live mm's slot names the table */"
    yield f"#define SHARED_WITH_OTHER(table, mm) ({shared})"
    yield """inline note_change(ptep, me) {
	if
	:: IS_ENTRY(ptep) && SHARED_WITH_OTHER(TABLE_OF(ptep), MM_OF(me)) -> BROKEN(foreign_change, foreign_change)
	:: else
	fi
}"""


_HELPERS = """/* what several primitives do */
inline use_page(page) {
	if
	:: (page) > TABLES && PAGE_STATE(page) == FREED -> BROKEN(freed_page_used, freed_used)
	:: else
	fi
}
inline may_sleep(me) {
	if
	:: PREEMPT_COUNT(me) -> BROKEN(lock_discipline, sleeps_with_lock)
	:: else
	fi
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
	for (i : 0 .. CPUS * PAGES_OF_MM - 1) {
		if
		:: ENTRY_PAGE(leaf[i]) == (page) -> leaf[i] = leaf[i] | STALE
		:: else
		fi
	}
#ifdef WALK_CACHES
	;
	for (i : 0 .. CPUS * SLOTS_OF_MM - 1) {
		if
		:: ENTRY_PAGE(walk_cache[i]) == (page) -> walk_cache[i] = walk_cache[i] | STALE
		:: else
		fi
	}
#endif
}
inline drop(cpu, address, size) {
	for (i : (address) .. UPTO((address) + (size)) - 1) { leaf[(cpu) * PAGES_OF_MM + i] = 0 }
#ifdef WALK_CACHES
	;
	for (i : (address) / ENTRIES .. (UPTO((address) + (size)) + ENTRIES - 1) / ENTRIES - 1) {
		walk_cache[(cpu) * SLOTS_OF_MM + i] = 0
	}
#endif
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

_AT_REST = """/* while every thread is outside the kernel */
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
		if
		:: PAGE_STATE(i) == LIVE && n == 0 -> BROKEN(leak, leak)
		:: PAGE_STATE(i) == LIVE && n != 0 && n != COUNT(i) -> BROKEN(wrong_count, wrong_count)
		:: PAGE_STATE(i) == FREED && n != 0 -> BROKEN(wrong_count, freed_but_held)
		:: else
		fi
	}
}
inline rss_agrees() {
	for (i : 1 .. MMS) {
		n = 0;
		for (j : 0 .. PAGES_OF_MM - 1) { n = n + (MAPPED(i, j) != 0) };
		if
		:: mm_state[i - 1] == LIVE && rss[i - 1] != n -> BROKEN(wrong_rss, wrong_rss)
		:: else
		fi
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
inline judge_at_rest() {
	if
	:: in_kernel == 0 -> counts_agree(); rss_agrees(); mappings_kept()
	:: else
	fi
}
"""
