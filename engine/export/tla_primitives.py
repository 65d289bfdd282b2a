"""What each primitive means in TLA+, written once: a table by the primitive's name.

Each text may use the primitive's parameters, `m` (the machine before it) and `me` (1 + the thread). The
operators that begin with a capital stand in `engine.export.tla_machine`. `does` is the machine afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """As in `engine.export.promela_primitives`; halts: (condition, the machine that stops there)."""

    params: tuple[str, ...] = ()
    does: str = ""
    result: str = ""
    blocked: str = ""
    halts: tuple[tuple[str, str], ...] = ()


def _freed_table(page: str, message: str = "freed-used") -> tuple[str, str]:
    return f"FreedTable(m, {page})", f'Break(m, "freed-table-used", "{message}")'


def _no_table(page: str) -> tuple[str, str]:
    return f"~IsTable({page})", f'Break(UsePage(m, {page}), "bug", "not-a-table")'


_IN_FREED_TABLE = (
    "IsEntry(ptep) /\\ FreedTable(m, TableOf(ptep))",
    'Break(m, "freed-table-used", "freed-used")',
)
_FREED_LOCK = ("FreedLock(m, l)", 'Break(m, "freed-table-used", "freed-used")')
_TAKEN_TWICE = 'Break({}, "lock-discipline", "taken-twice")'
_SEM_TWICE = ("HoldsSem(m, mm, me)", _TAKEN_TWICE.format("MaySleep(m, me)"))
_NOT_HOLDER = 'Break(m, "lock-discipline", "not-holder")'

_LOCKS = {
    "spin_lock": Meaning(
        ("l",),
        "[m EXCEPT !.lock[l] = me, !.preempt_count[me] = @ + 1]",
        blocked="m.lock[l] # 0",
        halts=(_FREED_LOCK, ("m.lock[l] = me", _TAKEN_TWICE.format("m"))),
    ),
    "spin_unlock": Meaning(
        ("l",),
        f"IF m.lock[l] = me THEN [m EXCEPT !.lock[l] = 0, !.preempt_count[me] = @ - 1]\n  ELSE {_NOT_HOLDER}",
        halts=(_FREED_LOCK,),
    ),
    "down_read": Meaning(
        ("mm",),
        "[MaySleep(m, me) EXCEPT !.sem_readers[mm] = @ \\cup {me}]",
        blocked="m.sem_writer[mm] # 0",
        halts=(_SEM_TWICE,),
    ),
    "down_write": Meaning(
        ("mm",),
        "[MaySleep(m, me) EXCEPT !.sem_writer[mm] = me]",
        blocked="m.sem_writer[mm] # 0 \\/ m.sem_readers[mm] # {}",
        halts=(_SEM_TWICE,),
    ),
    "up_read": Meaning(
        ("mm",),
        f"IF me \\in m.sem_readers[mm] THEN [m EXCEPT !.sem_readers[mm] = @ \\ {{me}}]\n  ELSE {_NOT_HOLDER}",
    ),
    "up_write": Meaning(
        ("mm",), f"IF m.sem_writer[mm] = me THEN [m EXCEPT !.sem_writer[mm] = 0]\n  ELSE {_NOT_HOLDER}"
    ),
}

_COUNTS = {
    "page_count": Meaning(("page",), "UsePage(m, page)", "m.count[page]", halts=(_freed_table("page"),)),
    "get_page": Meaning(
        ("page",),
        "[UsePage(m, page) EXCEPT !.count[page] = Within(@ + 1, 15)]",
        halts=(_freed_table("page", "resurrected"),),
    ),
    "put_page_testzero": Meaning(
        ("page",),
        "[UsePage(m, page) EXCEPT !.count[page] = @ - 1]",
        "Number(m.count[page] = 1)",
        halts=(
            _freed_table("page"),
            ("m.count[page] = 0", 'Break(UsePage(m, page), "count-underflow", "underflow")'),
        ),
    ),
    "atomic_read": Meaning(("mm",), "", "m.mm_users[mm]"),
    "atomic_inc": Meaning(("mm",), "[m EXCEPT !.mm_users[mm] = Within(@ + 1, 7)]"),
    "atomic_dec_and_test": Meaning(
        ("mm",),
        "[m EXCEPT !.mm_users[mm] = @ - 1]",
        "Number(m.mm_users[mm] = 1)",
        halts=(("m.mm_users[mm] = 0", 'Break(m, "count-underflow", "underflow")'),),
    ),
}

_PAGES = {
    "pte_alloc_one": Meaning(
        ("mm",), "Allocate(MaySleep(m, me), Free(m, TablePool(mm)))", "Free(m, TablePool(mm))"
    ),
    "alloc_page": Meaning(
        ("mm",), "Allocate(MaySleep(m, me), Free(m, PagePool(mm)))", "Free(m, PagePool(mm))"
    ),
    "pte_alloc_one fails": Meaning(("mm",), "MaySleep(m, me)", "0"),
    "alloc_page fails": Meaning(("mm",), "MaySleep(m, me)", "0"),
    "__free_page": Meaning(
        ("page",),
        "MarkStale(Clear([m EXCEPT !.page_state[page] = FREED, !.count[page] = 0], page), page)",
        halts=(("m.page_state[page] = FREED", 'Break(m, "double-free", "double-free")'),),
    ),
    "copy_cow_page": Meaning(
        ("from", "to"),
        "[UsePage(UsePage(m, from), to) EXCEPT !.value[to - TABLES] = m.value[from - TABLES]]",
        halts=(
            _freed_table("from"),
            ("IsTable(from)", 'Break(m, "bug", "not-a-data-page")'),
            ("FreedTable(m, to)", 'Break(UsePage(m, from), "freed-table-used", "freed-used")'),
            ("IsTable(to)", 'Break(UsePage(m, from), "bug", "not-a-data-page")'),
        ),
    ),
}

_ENTRIES = {
    "load pmd_t": Meaning(("pmd",), "", "m.word[pmd]"),
    "pmd_populate": Meaning(
        ("mm", "pmd", "page"),
        "[m EXCEPT !.word[pmd] = page]",
        halts=(_freed_table("page"), _no_table("page")),
    ),
    "pmd_clear": Meaning(("pmd",), "[m EXCEPT !.word[pmd] = 0]"),
    "pte_offset": Meaning(
        ("pmd", "address"),
        "",
        "EntryOf(m.word[pmd], address)",
        halts=(("m.word[pmd] = 0", 'Break(m, "bug", "null")'),),
    ),
    "load pte_t": Meaning(("ptep",), "", "m.word[ptep]", halts=(_IN_FREED_TABLE,)),
    "set_pte": Meaning(
        ("ptep", "pte"),
        "[NoteChange(m, ptep, me) EXCEPT !.word[ptep] = pte]",
        halts=(
            _IN_FREED_TABLE,
            (
                "~IsEntry(ptep) /\\ pte # 0 /\\ ~(pte_page(pte) = pte /\\ IsTable(pte))",
                'Break(m, "bug", "not-a-table")',
            ),
            (
                "IsEntry(ptep) /\\ pte # 0 /\\ pte_page(pte) <= TABLES",
                'Break(m, "bug", "not-a-data-page")',
            ),
        ),
    ),
    "ptep_get_and_clear": Meaning(
        ("ptep",),
        "[NoteChange(m, ptep, me) EXCEPT !.word[ptep] = 0]",
        "m.word[ptep]",
        halts=(_IN_FREED_TABLE,),
    ),
    "ptep_set_wrprotect": Meaning(
        ("ptep",), "[m EXCEPT !.word[ptep] = pte_wrprotect(@)]", halts=(_IN_FREED_TABLE,)
    ),
    "pte_page_rss": Meaning(
        ("page",),
        "",
        "Cardinality({e \\in 0 .. ENTRIES - 1 : m.word[EntryOf(page, e)] # 0})",
        halts=(_freed_table("page"), _no_table("page")),
    ),
}

_MMS = {
    "find_vma": Meaning(("mm", "address"), "", "Number(address \\in m.vmas[mm])"),
    "find_vma_for": Meaning(("mm", "address", "write"), "", "Number(address \\in m.vmas[mm])"),
    "insert_vmas": Meaning(("mm", "address", "size"), "[m EXCEPT !.vmas[mm] = @ \\cup Range(address, size)]"),
    "remove_vmas": Meaning(("mm", "address", "size"), "[m EXCEPT !.vmas[mm] = @ \\ Range(address, size)]"),
    "dup_vmas": Meaning(("dst", "src"), "[m EXCEPT !.vmas[dst] = m.vmas[src], !.mm_users[dst] = 1]"),
    "add_mm_rss": Meaning(
        ("mm", "n"), "[m EXCEPT !.rss[mm] = IF @ + n > 0 THEN Within(@ + n, RSS_MAX) ELSE 0]"
    ),
    "load mm_struct.rss": Meaning(("mm",), "", "m.rss[mm]"),
    "store mm_struct.rss": Meaning(("mm", "n"), "[m EXCEPT !.rss[mm] = Within(n, RSS_MAX)]"),
    "wake_up_process": Meaning(("mm",), "[m EXCEPT !.mm_state[mm] = LIVE]"),
    "mmdrop": Meaning(("mm",), "[m EXCEPT !.mm_state[mm] = GONE]"),
}

_GATHER = {
    "tlb_batch": Meaning(
        ("mm", "fast"), "[m EXCEPT !.gather_mm[Cpu(me)] = mm, !.gather_fast[Cpu(me)] = Number(fast # 0)]"
    ),
    "tlb_queue": Meaning(("tlb", "page"), "[m EXCEPT !.queue[tlb] = Append(@, page)]"),
    "tlb_dequeue": Meaning(
        ("tlb",),
        "[m EXCEPT !.queue[tlb] = IF @ = <<>> THEN @ ELSE Tail(@)]",
        "IF m.queue[tlb] = <<>> THEN 0 ELSE Head(m.queue[tlb])",
    ),
}

_TLBS = {
    "flush_tlb_cpu": Meaning(
        ("cpu", "address", "size"),
        "Drop(m, {cpu + 1}, address, size)",
        blocked="cpu + 1 # Cpu(me) /\\ m.walking[cpu + 1] # 0",
    ),
    "flush_tlb_broadcast": Meaning(
        ("mm", "address", "size"),
        "Drop(m, {c \\in 1 .. CPUS : Runs(c, mm)}, address, size)",
        blocked="\\E c \\in 1 .. CPUS : Runs(c, mm) /\\ c # Cpu(me) /\\ m.walking[c] # 0",
    ),
}

_MMU = {
    "mmu_load": Meaning(
        ("mm", "address"),
        "LET leaf == m.leaf[Cpu(me)][address] IN"
        "\n  IF leaf = 0 THEN ReadSlot(m, mm, address, me)"
        '\n  ELSE IF Stale(leaf) THEN Break(m, "stale-tlb", "stale-leaf")'
        "\n  ELSE CheckLoad(m, mm, address, m.value[pte_page(leaf) - TABLES])",
        "IF m.leaf[Cpu(me)][address] # 0 THEN MMU_DONE"
        " ELSE IF Walked(m, mm, address, me) # 0 THEN MMU_WALK ELSE MMU_FAULT",
    ),
    "mmu_store": Meaning(
        ("mm", "address", "what"),
        "LET leaf == m.leaf[Cpu(me)][address] page == pte_page(leaf) IN"
        "\n  IF ~Writable(leaf) THEN ReadSlot(m, mm, address, me)"
        '\n  ELSE LET told == IF Stale(leaf) THEN Break(m, "stale-tlb", "stale-leaf") ELSE m IN'
        "\n    NoteStore(IF m.page_state[page] = FREED THEN told"
        " ELSE [told EXCEPT !.value[page - TABLES] = what], mm, address, what)",
        "IF Writable(m.leaf[Cpu(me)][address]) THEN MMU_DONE"
        " ELSE IF Walked(m, mm, address, me) # 0 THEN MMU_WALK ELSE MMU_FAULT",
    ),
    "mmu_walk": Meaning(
        ("mm", "address", "write"),
        "LET at == EntryOf(m.walking[Cpu(me)], address)"
        "\n      pte == IF write # 0 THEN pte_mkdirty(m.word[at]) ELSE m.word[at]"
        "\n      read == [m EXCEPT !.walking[Cpu(me)] = 0] IN"
        "\n  IF ~MayWalk(write, m.word[at]) THEN read"
        "\n  ELSE [read EXCEPT !.word[at] = pte,"
        "\n    !.leaf[Cpu(me)][address] = IF m.page_state[pte_page(pte)] = FREED THEN pte + STALE ELSE pte]",
        "Number(MayWalk(write, m.word[EntryOf(m.walking[Cpu(me)], address)]))",
        halts=(
            ("m.walking[Cpu(me)] = 0", 'Break(m, "bug", "null")'),
            (
                "FreedTable(m, m.walking[Cpu(me)])",
                'Break([m EXCEPT !.walking[Cpu(me)] = 0], "freed-table-used", "freed-used")',
            ),
        ),
    ),
    "force_sig_segv": Meaning(
        ("address",),
        'IF FAULT \\in m.oracle[MmOf(me)][address] THEN m ELSE Break(m, "mapping-lost", "saw-fault")',
    ),
}

_GHOSTS = {
    "BUG_ON": Meaning(("condition",)),
    "ASSERT_FULL_ZAP": Meaning(("page", "size")),
    "ASSERT_EXCLUSIVE_ACCESS": Meaning(("page",), "[m EXCEPT !.owners[page] = @ \\cup {me}]"),
    "EXCLUSIVE_ACCESS_END": Meaning(("page",), "[m EXCEPT !.owners[page] = @ \\ {me}]"),
    "leave_kernel": Meaning(
        (),
        "LET held == m.preempt_count[me] # 0 \\/ \\E mm \\in 1 .. MMS : HoldsSem(m, mm, me)"
        '\n      told == IF held THEN Break(m, "lock-discipline", "returns-with-lock") ELSE m IN'
        "\n  [told EXCEPT !.owners = [t \\in DOMAIN @ |-> @[t] \\ {me}],"
        " !.gather_mm[Cpu(me)] = 0, !.gather_fast[Cpu(me)] = 0]",
    ),
    "oracle_map": Meaning(
        ("mm", "address", "size"),
        "Allow(m, mm, Range(address, size), LAMBDA a, old : IF FAULT \\in old THEN {0} ELSE old)",
    ),
    "oracle_unmap_begin": Meaning(
        ("mm", "address", "size"),
        "Allow(m, mm, Range(address, size), LAMBDA a, old : old \\cup {FAULT})",
    ),
    "oracle_unmap_end": Meaning(
        ("mm", "address", "size"), "Allow(m, mm, Range(address, size), LAMBDA a, old : {FAULT})"
    ),
    "oracle_unmap_tried": Meaning(
        ("mm", "address", "size"),
        "Allow(m, mm, Range(address, size),"
        " LAMBDA a, old : IF a \\in m.vmas[mm] THEN old \\ {FAULT} ELSE {FAULT})",
    ),
    "oracle_fork_begin": Meaning(
        ("mm", "child"), "[m EXCEPT !.oracle[child] = m.oracle[mm], !.forking[mm] = child]"
    ),
    "oracle_fork_end": Meaning(("mm", "child"), "[m EXCEPT !.forking[mm] = 0]"),
}

MEANINGS: dict[str, Meaning] = {
    **_LOCKS,
    **_COUNTS,
    **_PAGES,
    **_ENTRIES,
    **_MMS,
    **_GATHER,
    **_TLBS,
    **_MMU,
    **_GHOSTS,
}
"""The meanings by the name that instructions use; "X fails" is an allocation X that gets nothing."""
