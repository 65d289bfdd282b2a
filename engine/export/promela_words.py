"""The macros in capitals, which the primitives are written with in Promela, and what only computes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.export.extent import Extent


def words(extent: Extent) -> Iterator[str]:
    shape = extent.shape
    locks = len(shape.mms) + 1
    yield "#define BIT(n) (1 << (n))"
    yield "#define LOCK(l) lock[(l) - 1]"
    freed = f"((l) > {locks} && PAGE_STATE((l) - {locks}) == FREED)"
    yield f"#define FREED_LOCK(l) {freed if extent.table_locks else '0'}"
    yield "#define PREEMPT_COUNT(me) preempt_count[(me) - 1]"
    reads = "(sem_readers[(mm) - 1] & BIT(me - 1)) != 0"
    yield f"#define HOLDS_SEM(mm, me) (sem_writer[(mm) - 1] == me || {reads})"
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
    present = " + ".join(f"(WORD(ENTRY_OF(page, {entry})) != 0)" for entry in range(shape.entries))
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
    yield "#define pmd_same(a, b) ((a) == (b))"
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
