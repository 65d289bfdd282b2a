"""The machine in Promela: its numbers, its cells, and the words in which the primitives are written."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import LimitReached
from engine.export.expressions import identifier
from engine.export.extent import Cells, Extent
from engine.export.promela_helpers import AT_REST, HELPERS
from engine.export.promela_meaning import Meaning
from engine.export.promela_primitives import MEANINGS
from engine.export.promela_words import words
from engine.machine.violations import PROPERTIES
from engine.words.saying import said

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
        said("error.too-wide-to-export", what, bits),
        said("hint.export-smaller"),
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
    yield from words(extent)
    yield HELPERS
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
    yield "#ifndef BROKEN\n#define BROKEN(property, message) assert(!WATCH_##property)"
    yield "#define BROKEN_IF(broken, property, message) assert(!(WATCH_##property && (broken)))"
    yield "#else\n#define BROKEN_IF(broken, property, message) \\"
    yield "\tif :: broken -> BROKEN(property, message) :: else fi\n#endif"
    yield "/* A bound of the model. */"
    yield "#ifndef LIMIT\n#define LIMIT(holds) assert(holds)\n#endif"


def _scratch(names: list[str]) -> Iterator[str]:
    yield "/* Scratch and constants, no part of the state. A breadth-first search allows no hidden variables:"
    yield "   spin -DSCRATCH= makes them part of it; every step then leaves them at zero. */"
    yield "#ifndef SCRATCH\n#define SCRATCH hidden\n#define FORGET skip\n#else"
    yield f"#define FORGET {'; '.join(f'{name} = 0' for name in names)}\n#endif"
    yield f"SCRATCH short {', '.join(names)};\n"


def numbers(extent: Extent) -> dict[str, int]:
    """What the names of objects and the machine's constants stand for."""
    shape = extent.shape
    defines = {
        "NULL": 0,
        "LIVE": 1,
        "FREED": 2,
        "GONE": 2,
        "SOMEBODY": 1 + len(shape.threads),
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
    return defines


def _numbers(extent: Extent) -> Iterator[str]:
    yield "/* objects, by the numbers that pointers to them have */"
    for name, number in numbers(extent).items():
        yield f"#define {name} {number}"
    yield ""


def _flags(extent: Extent) -> dict[str, bool]:
    """What the model has of the parts that not every model has."""
    return {
        "TABLE_LOCKS": extent.table_locks,
        "TLBS": "leaf" not in extent.constant,
        "WALK_CACHES": extent.shape.walk_cache,
        "BELIEFS": "ASSERT_EXCLUSIVE_ACCESS" in extent.operations,
        "BATCHES": "tlb_batch" in extent.operations,
    }


def _cells(extent: Extent) -> Iterator[str]:
    yield "/* the machine */"
    yield "byte halted;\t/* nothing can follow: who stopped the kernel, where the places do not tell */"
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
    kind = type_of(cells.bits if cells.changes else max(cells.bits, 8), cells.name)  # no bit can be hidden
    first = ", ".join(str(value) for value in cells.values)
    values = f" = {{{first}}}" if any(cells.values) else ""
    hidden = "" if cells.changes else "SCRATCH "
    return f"{hidden}{kind} {cells.name}[{len(cells.values)}]{values};\t/* {cells.help} */"


def _primitive(operation: str, meaning: Meaning, extent: Extent) -> Iterator[str]:
    name = identifier(operation)
    params = ", ".join((*meaning.params, "me"))
    if meaning.blocked:
        yield f"#define {name}_blocked({params}) ({meaning.blocked})"
    if meaning.halts:
        conditions = " || ".join(f"({condition})" for condition, _ in meaning.halts)
        yield f"#define {name}_halts({params}) ({conditions})"
        *earlier, (_, oops) = meaning.halts  # one of them holds
        for condition, statements in reversed(earlier):
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
    gone = "mmdrop" in extent.operations
    named = " + ".join(
        f"({f'mm_state[{(slot - 1) // extent.shape.slots}] != GONE && ' * gone}SLOT({slot}) == (table))"
        for slot in range(1, extent.slots + 1)
    )
    yield f"#define NAMED(table) ({named})"
    count = "(IS_TABLE(table) && PAGE_STATE(table) == LIVE && COUNT(table) < NAMED(table))"
    freed = "(IS_TABLE(table) && PAGE_STATE(table) == FREED && NAMED(table) != 0)"
    yield f"#define count_below_slots(table) {count}"
    yield "#define two_owners(table) ((owners[(table) - 1] & (owners[(table) - 1] - 1)) != 0)"
    yield f"#define freed_while_named(table) {freed}"
    for name in ("count_below_slots", "two_owners", "freed_while_named"):
        yield f"inline judge_{name}(table) {{"
        yield f"\tBROKEN_IF({name}(table), {name}, {name})\n}}"
    yield "inline judge_tables() {\n\tfor (j : 1 .. TABLES) {"
    yield "\t\tjudge_count_below_slots(j); judge_freed_while_named(j)\n\t}\n}"
    yield "inline judge_owners() {\n\tfor (j : 1 .. TABLES) { judge_two_owners(j) }\n}"
    yield AT_REST
    shared = " || ".join(
        f"((mm) != {mm + 1} && mm_state[{mm}] == LIVE && SLOT({slot}) == (table))"
        for mm in range(len(extent.shape.mms))
        for slot in range(1 + mm * extent.shape.slots, 1 + (mm + 1) * extent.shape.slots)
    )
    yield "/* another live mm's slot names the table */"
    yield f"#define SHARED_WITH_OTHER(table, mm) ({shared})"
    yield """inline note_change(ptep, me) {
	BROKEN_IF(IS_ENTRY(ptep) && SHARED_WITH_OTHER(TABLE_OF(ptep), MM_OF(me)), foreign_change, foreign_change)
}"""
