"""What each primitive means in Promela, written once: a table by the primitive's name.

Every text may use the primitive's parameters by name, and `me` (1 + the thread). The names in capitals are
macros of the preamble (`engine.export.promela_machine`). `result` texts are expressions over the state
before the step, `does` are statements. BROKEN(property, message) says that a property breaks there.
"""

from __future__ import annotations

from engine.export.promela_hardware import HARDWARE
from engine.export.promela_meaning import Meaning

_BUG = "BROKEN(bug, {})"


def _freed_table(page: str, message: str = "freed_used") -> tuple[str, str]:
    return f"FREED_TABLE({page})", f"BROKEN(freed_table_used, {message})"


def _no_table(page: str) -> tuple[str, str]:
    return f"!IS_TABLE({page})", f"use_page({page}); BROKEN(bug, not_a_table)"


_IN_FREED_TABLE = ("IS_ENTRY(ptep) && PAGE_STATE(TABLE_OF(ptep)) == FREED", _freed_table("")[1])
_FREED_LOCK = ("FREED_LOCK(l)", "BROKEN(freed_table_used, freed_used)")
_TAKEN_TWICE = "BROKEN(lock_discipline, taken_twice)"

_LOCKS = {
    "spin_lock": Meaning(
        ("l",),
        "LIMIT(PREEMPT_COUNT(me) < 7); LOCK(l) = me; PREEMPT_COUNT(me)++",
        blocked="LOCK(l) != 0",
        halts=(_FREED_LOCK, ("LOCK(l) == me", _TAKEN_TWICE)),
    ),
    "spin_unlock": Meaning(
        ("l",),
        """if
	:: LOCK(l) == me -> LOCK(l) = 0; PREEMPT_COUNT(me)--
	:: else -> BROKEN(lock_discipline, not_holder)
	fi""",
        halts=(_FREED_LOCK,),
    ),
    "down_read": Meaning(
        ("mm",),
        "may_sleep(me); sem_readers[mm - 1] = sem_readers[mm - 1] | BIT(me - 1)",
        blocked="sem_writer[mm - 1] != 0",
        halts=(("HOLDS_SEM(mm, me)", f"may_sleep(me); {_TAKEN_TWICE}"),),
    ),
    "down_write": Meaning(
        ("mm",),
        "may_sleep(me); sem_writer[mm - 1] = me",
        blocked="sem_writer[mm - 1] != 0 || sem_readers[mm - 1] != 0",
        halts=(("HOLDS_SEM(mm, me)", f"may_sleep(me); {_TAKEN_TWICE}"),),
    ),
    "up_read": Meaning(
        ("mm",),
        """if
	:: sem_readers[mm - 1] & BIT(me - 1) -> sem_readers[mm - 1] = sem_readers[mm - 1] & ~BIT(me - 1)
	:: else -> BROKEN(lock_discipline, not_holder)
	fi""",
    ),
    "up_write": Meaning(
        ("mm",),
        """if
	:: sem_writer[mm - 1] == me -> sem_writer[mm - 1] = 0
	:: else -> BROKEN(lock_discipline, not_holder)
	fi""",
    ),
}

_COUNTS = {
    "page_count": Meaning(("page",), "use_page(page)", "COUNT(page)", halts=(_freed_table("page"),)),
    "get_page": Meaning(
        ("page",),
        "use_page(page); LIMIT(COUNT(page) < 15); COUNT(page)++",
        halts=(_freed_table("page", "resurrected"),),
    ),
    "put_page_testzero": Meaning(
        ("page",),
        "use_page(page); COUNT(page)--; judge_count_below_slots(page)",
        "(COUNT(page) == 1)",
        halts=(
            _freed_table("page"),
            ("COUNT(page) == 0", "use_page(page); BROKEN(count_underflow, underflow)"),
        ),
    ),
    "atomic_read": Meaning(("mm",), "", "mm_users[mm - 1]"),
    "atomic_inc": Meaning(("mm",), "LIMIT(mm_users[mm - 1] < 7); mm_users[mm - 1]++"),
    "atomic_dec_and_test": Meaning(
        ("mm",),
        "mm_users[mm - 1]--",
        "(mm_users[mm - 1] == 1)",
        halts=(("mm_users[mm - 1] == 0", "BROKEN(count_underflow, underflow)"),),
    ),
}

_PAGES = {
    "pte_alloc_one": Meaning(
        ("mm",),
        "may_sleep(me); n = FREE_TABLE(mm); allocate_n(); judge_count_below_slots(n)",
        "FREE_TABLE(mm)",
    ),
    "alloc_page": Meaning(("mm",), "may_sleep(me); n = FREE_PAGE(mm); allocate_n()", "FREE_PAGE(mm)"),
    "pte_alloc_one fails": Meaning(("mm",), "may_sleep(me)", "0"),
    "alloc_page fails": Meaning(("mm",), "may_sleep(me)", "0"),
    "__free_page": Meaning(
        ("page",),
        """PAGE_STATE(page) = FREED; COUNT(page) = 0;
	if
	:: IS_TABLE(page) -> clear_table(page); judge_freed_while_named(page)
	:: else -> VALUE(page) = 0
	fi;
	mark_stale(page)""",
        halts=(("PAGE_STATE(page) == FREED", "BROKEN(double_free, double_free)"),),
    ),
    "copy_cow_page": Meaning(
        ("from", "to"),
        "use_page(from); use_page(to); VALUE(to) = VALUE(from)",
        halts=(
            _freed_table("from"),
            ("IS_TABLE(from)", "BROKEN(bug, not_a_data_page)"),
            ("FREED_TABLE(to)", "use_page(from); BROKEN(freed_table_used, freed_used)"),
            ("IS_TABLE(to)", "use_page(from); BROKEN(bug, not_a_data_page)"),
        ),
    ),
}

_ENTRIES = {
    "load pmd_t": Meaning(("pmd",), "", "SLOT(pmd)"),
    "pmd_populate": Meaning(
        ("mm", "pmd", "page"),
        "SLOT(pmd) = page; judge_count_below_slots(page)",
        halts=(_freed_table("page"), _no_table("page")),
    ),
    "pmd_clear": Meaning(("pmd",), "SLOT(pmd) = 0"),
    "pte_offset": Meaning(
        ("pmd", "address"),
        "",
        "ENTRY_OF(SLOT(pmd), address)",
        halts=(("SLOT(pmd) == 0", _BUG.format("null")),),
    ),
    "load pte_t": Meaning(("ptep",), "", "WORD(ptep)", halts=(_IN_FREED_TABLE,)),
    "set_pte": Meaning(
        ("ptep", "pte"),
        """note_change(ptep, me); WORD(ptep) = pte;
	if
	:: IS_ENTRY(ptep)
	:: else -> judge_count_below_slots(pte); judge_freed_while_named(pte)
	fi""",
        halts=(
            _IN_FREED_TABLE,
            (
                "!IS_ENTRY(ptep) && (pte) != 0 && !(ENTRY_PAGE(pte) == (pte) && IS_TABLE(ENTRY_PAGE(pte)))",
                _BUG.format("not_a_table"),
            ),
            (
                "IS_ENTRY(ptep) && (pte) != 0 && ENTRY_PAGE(pte) <= TABLES",
                _BUG.format("not_a_data_page"),
            ),
        ),
    ),
    "ptep_get_and_clear": Meaning(
        ("ptep",),
        "note_change(ptep, me); WORD(ptep) = 0",
        "WORD(ptep)",
        halts=(_IN_FREED_TABLE,),
    ),
    "ptep_set_wrprotect": Meaning(("ptep",), "WORD(ptep) = WORD(ptep) & ~WRITE", halts=(_IN_FREED_TABLE,)),
    "pte_page_rss": Meaning(("page",), "", "PRESENT(page)", halts=(_freed_table("page"), _no_table("page"))),
}

_MMS = {
    "find_vma": Meaning(("mm", "address"), "", "((vmas[mm - 1] >> (address)) & 1)"),
    "find_vma_for": Meaning(("mm", "address", "write"), "", "((vmas[mm - 1] >> (address)) & 1)"),
    "insert_vmas": Meaning(
        ("mm", "address", "size"),
        "vmas[mm - 1] = vmas[mm - 1] | RANGE(address, size)",
    ),
    "remove_vmas": Meaning(
        ("mm", "address", "size"),
        "vmas[mm - 1] = vmas[mm - 1] & ~RANGE(address, size)",
    ),
    "dup_vmas": Meaning(("dst", "src"), "vmas[dst - 1] = vmas[src - 1]; mm_users[dst - 1] = 1"),
    "add_mm_rss": Meaning(
        ("mm", "n"),
        """if
	:: rss[mm - 1] + (n) > 0 -> rss[mm - 1] = rss[mm - 1] + (n)
	:: else -> rss[mm - 1] = 0
	fi;
	LIMIT(rss[mm - 1] <= RSS_MAX)""",
    ),
    "load mm_struct.rss": Meaning(("mm",), "", "rss[mm - 1]"),
    "store mm_struct.rss": Meaning(("mm", "n"), "LIMIT((n) >= 0 && (n) <= RSS_MAX); rss[mm - 1] = n"),
    "wake_up_process": Meaning(
        ("mm",),
        "mm_state[mm - 1] = LIVE; judge_tables()",
    ),
    "mmdrop": Meaning(("mm",), "mm_state[mm - 1] = GONE"),
}

MEANINGS: dict[str, Meaning] = {**_LOCKS, **_COUNTS, **_PAGES, **_ENTRIES, **_MMS, **HARDWARE}
"""The meanings by the name that instructions use; "X fails" is an allocation X that gets nothing."""
