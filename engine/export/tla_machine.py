"""The machine in TLA+: its numbers, its first state, and the words in which the primitives are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.export.expressions import identifier
from engine.export.extent import Extent
from engine.export.tla_primitives import MEANINGS, Meaning
from engine.machine.violations import PROPERTIES

_FUNCTIONS = ("oracle", "leaf", "walk_cache")
_SETS = ("vmas", "sem_readers", "owners", "oracle")


def preamble(extent: Extent) -> Iterator[str]:
    """All that stands before the threads' actions."""
    yield from _numbers(extent)
    yield from _first(extent)
    yield from _reporting()
    yield _words(extent)
    yield ""
    for operation in sorted(extent.operations | extent.failing):
        yield from _primitive(operation, MEANINGS[operation])


def _numbers(extent: Extent) -> Iterator[str]:
    shape = extent.shape
    numbers: dict[str, int] = {"NULL": 0, "LIVE": 1, "FREED": 2, "GONE": 2}
    numbers |= {"MMU_DONE": 0, "MMU_WALK": 1, "MMU_FAULT": 2}
    numbers |= {name: 1 + index for index, name in enumerate(shape.mms)}
    numbers |= {f"{name}_ptl": 1 + index for index, name in enumerate(shape.mms)}
    numbers["page_table_share_lock"] = len(shape.mms) + 1
    for index, name in enumerate(shape.mms):
        numbers |= {f"{name}_pmd_{slot}": 1 + index * shape.slots + slot for slot in range(shape.slots)}
    numbers |= {
        "MMS": len(shape.mms),
        "SLOTS_OF_MM": shape.slots,
        "SLOTS": extent.slots,
        "ENTRIES": shape.entries,
        "PAGES_OF_MM": shape.pages_of_mm,
        "TABLES": extent.tables,
        "PAGES": extent.pages,
        "CPUS": shape.cpus,
        "RSS_MAX": (1 << extent.model.layout.mms[0].rss.width) - 1,
        "WRITE": 1 << extent.page_bits,
        "DIRTY": 2 << extent.page_bits,
        "STALE": 4 << extent.page_bits,
        "FAULT": len(shape.values),
    }
    yield "\\* objects, by the numbers that pointers to them have"
    for name, number in numbers.items():
        yield f"{name} == {number}"
    yield ""


def _set(bits: int, first: int) -> str:
    members = [str(first + index) for index in range(bits.bit_length()) if bits >> index & 1]
    return "{" + ", ".join(members) + "}"


def _first(extent: Extent) -> Iterator[str]:
    """The machine at the start. Bits are sets, and what is counted from 0 is a function from 0."""
    shape = extent.shape
    fields = ["halted |-> 0", "broken |-> {}"]
    if extent.pins:
        fields.append(f"current |-> {extent.get(extent.model.layout.cpus[0].current)}")
    for cells in extent.cells:
        if cells.name == "gather_nr":
            continue  # the length of the queue
        texts = [
            _set(value, 0 if cells.name in ("vmas", "oracle") else 1) if cells.name in _SETS else str(value)
            for value in cells.values
        ]
        if cells.name in _FUNCTIONS:
            texts = [
                f"FromZero({part})"
                for part in _parts(texts, shape.cpus if cells.name != "oracle" else len(shape.mms))
            ]
        if cells.name == "queue":
            texts = _queues(extent, cells.values)
        fields.append(f"{cells.name} |-> <<{', '.join(texts)}>>")
    yield "FromZero(s) == [i \\in 0 .. Len(s) - 1 |-> s[i + 1]]"
    yield "First == [" + ",\n  ".join(fields) + "]\n"


def _parts(texts: Sequence[str], number: int) -> list[str]:
    size = len(texts) // number
    return [f"<<{', '.join(texts[index * size : (index + 1) * size])}>>" for index in range(number)]


def _queues(extent: Extent, values: Sequence[int]) -> list[str]:
    size = len(values) // extent.shape.cpus
    rows = [values[index * size : (index + 1) * size] for index in range(extent.shape.cpus)]
    return [f"<<{', '.join(str(page) for page in row if page)}>>" for row in rows]


def _reporting() -> Iterator[str]:
    damage = ", ".join(f'"{one.id}"' for one in PROPERTIES.values() if one.severity == "damage")
    yield "\\* The properties that stop TLC; `CONSTANT Watched <- ...` in a configuration chooses others."
    yield f"Watched == {{{damage}}}"
    yield "Broken(property, message) == Assert(property \\notin Watched, <<property, message>>)"
    yield "Break(m, property, message) == [m EXCEPT !.broken = @ \\cup {<<property, message>>}]"
    yield "\\* a bound of the model"
    yield 'Within(n, most) == IF n \\in 0 .. most THEN n ELSE Assert(FALSE, "a bound of the model is met")'
    yield ""


def _pool(extent: Extent, tables: bool) -> str:
    """The frames that each mm may be given, in a sequence by mm."""
    pools = [extent.pool(mm, tables) for mm in range(len(extent.shape.mms))]
    texts = [f"{pool.start} .. {pool.stop - 1}" for pool in pools]
    return f"<<{', '.join(texts)}>>[mm]"


def _words(extent: Extent) -> str:
    shape = extent.shape
    mms = ", ".join(str(1 + mm) for mm in shape.thread_mm)
    lock = (
        f"l > {extent.first_table_lock} /\\ m.page_state[l - {extent.first_table_lock}] = FREED"
        if extent.table_locks
        else "FALSE"
    )
    parts = {
        "cpu": "me" if shape.smp else "1",
        "mms": mms,
        "runs": "MmOf(c) = mm" if shape.smp else "TRUE",
        "table_pool": _pool(extent, tables=True),
        "page_pool": _pool(extent, tables=False),
        "free": _FREE_OWN if shape.own_pools else _FREE_LOWEST,
        "freed_lock": lock,
        "clear_lock": f", !.lock[{extent.first_table_lock} + page] = 0" if extent.table_locks else "",
        "first_table_lock": str(extent.first_table_lock),
        "cached": "m.walk_cache[Cpu(me)][address \\div ENTRIES]" if shape.walk_cache else "0",
        "mark_cache": ", !.walk_cache = [c \\in DOMAIN @ |-> [s \\in DOMAIN @[c] |-> Mark(@[c][s])]]"
        if shape.walk_cache
        else "",
        "drop_cache": _DROP_CACHE if shape.walk_cache else "",
        "fill_cache": _FILL_CACHE if shape.walk_cache else "walked",
    }
    text = _TEXT
    for name, part in parts.items():
        text = text.replace(f"<{name}>", part)
    return text + (_SWITCH if extent.pins else "")


def _primitive(operation: str, meaning: Meaning) -> Iterator[str]:
    name = identifier(operation)
    params = ", ".join(("m", *meaning.params, "me"))
    if meaning.blocked:
        yield f"{name}_blocked({params}) == {meaning.blocked}"
    if meaning.halts:
        yield f"{name}_halts({params}) =="
        for condition, _ in meaning.halts:
            yield f"  \\/ {condition}"
        yield f"{name}_oops({params}) =="
        *most, last = meaning.halts
        for condition, after in most:
            yield f"  IF {condition} THEN {after} ELSE"
        yield f"  {last[1]}"
    if meaning.result:
        yield f"{name}_result({params}) == {meaning.result}"
    if meaning.does:
        yield f"{name}({params}) ==\n  {meaning.does}"


_FREE_OWN = """LET new == {p \\in pool : m.page_state[p] = 0}
      free == {p \\in pool : m.page_state[p] = FREED}
  IN IF new # {} THEN Least(new) ELSE Least(free)"""

_FREE_LOWEST = "Least({p \\in pool : m.page_state[p] # LIVE})"

_DROP_CACHE = """,
  !.walk_cache = [c \\in DOMAIN @ |-> IF c \\notin cpus THEN @[c] ELSE [s \\in DOMAIN @[c] |->
    IF s >= address \\div ENTRIES /\\ s * ENTRIES < Least({address + size, PAGES_OF_MM})
    THEN 0 ELSE @[c][s]]]"""

_FILL_CACHE = """IF cached = 0
     THEN [walked EXCEPT !.walk_cache[Cpu(me)][address \\div ENTRIES] = walked.walking[Cpu(me)]]
     ELSE IF Stale(cached) THEN Break(walked, "stale-tlb", "stale-walk") ELSE walked"""

_SWITCH = """
SwitchTo(m, me) ==
  IF m.current = me THEN m
  ELSE LET kept == IF m.current # 0 /\\ MmOf(m.current) # MmOf(me) THEN Drop(m, {1}, 0, PAGES_OF_MM) ELSE m
       IN [kept EXCEPT !.current = me]"""

_TEXT = """Number(b) == IF b THEN 1 ELSE 0
Least(s) == CHOOSE a \\in s : \\A b \\in s : a <= b
Cpu(me) == <cpu>
MmOf(me) == <<<mms>>>[me]
Runs(c, mm) == <runs>
Range(address, size) == {a \\in address .. address + size - 1 : a < PAGES_OF_MM}

\\* what only computes
pte_page(pte) == pte % WRITE
Has(pte, flag) == (pte \\div flag) % 2 = 1
pte_write(pte) == Number(Has(pte, WRITE))
pte_dirty(pte) == Number(Has(pte, DIRTY))
pte_none(pte) == Number(pte = 0)
pte_present(pte) == Number(pte # 0)
pmd_none(pmd) == Number(pmd = 0)
pte_same(a, b) == Number(a = b)
pmd_same(a, b) == Number(a = b)
pte_mkwrite(pte) == IF Has(pte, WRITE) THEN pte ELSE pte + WRITE
pte_mkdirty(pte) == IF Has(pte, DIRTY) THEN pte ELSE pte + DIRTY
pte_wrprotect(pte) == IF Has(pte, WRITE) THEN pte - WRITE ELSE pte
pte_mkclean(pte) == IF Has(pte, DIRTY) THEN pte - DIRTY ELSE pte
Stale(pte) == Has(pte, STALE)
Writable(leaf) == Has(leaf, WRITE) /\\ Has(leaf, DIRTY)
IsTable(page) == page # NULL /\\ page <= TABLES
is_table(page) == Number(IsTable(page))
IsEntry(ptep) == ptep > SLOTS
TableOf(ptep) == ((ptep - SLOTS - 1) \\div ENTRIES) + 1
EntryOf(page, address) == SLOTS + 1 + (page - 1) * ENTRIES + (address % ENTRIES)
pte_entry(page, address) == IF IsTable(page) THEN EntryOf(page, address) ELSE NULL
SlotOf(mm, address) == (mm - 1) * SLOTS_OF_MM + (address \\div ENTRIES) + 1
pmd_offset(mm, address) ==
  IF mm # NULL /\\ address \\in 0 .. PAGES_OF_MM - 1 THEN SlotOf(mm, address) ELSE NULL
cpu_runs(cpu, mm) == Number(cpu >= 0 /\\ cpu < CPUS /\\ Runs(cpu + 1, mm))
address_page_lock(page) == IF IsTable(page) THEN <first_table_lock> + page ELSE NULL
TowardsZero(a, b) == IF (a < 0) = (b < 0) THEN Abs(a) \\div Abs(b) ELSE -(Abs(a) \\div Abs(b))
Remainder(a, b) == a - b * TowardsZero(a, b)
Shl(a, n) == a * 2^n
Shr(a, n) == a \\div 2^n
RECURSIVE And(_, _)
And(a, b) == IF a = 0 \\/ b = 0 THEN 0 ELSE IF a = -1 THEN b ELSE IF b = -1 THEN a
  ELSE (a % 2) * (b % 2) + 2 * And(a \\div 2, b \\div 2)
Or(a, b) == a + b - And(a, b)
Xor(a, b) == a + b - 2 * And(a, b)

\\* what several primitives do
FreedTable(m, page) == IsTable(page) /\\ m.page_state[page] = FREED
FreedLock(m, l) == <freed_lock>
HoldsSem(m, mm, me) == m.sem_writer[mm] = me \\/ me \\in m.sem_readers[mm]
UsePage(m, page) ==
  IF page > TABLES /\\ m.page_state[page] = FREED THEN Break(m, "freed-page-used", "freed-used") ELSE m
MaySleep(m, me) ==
  IF m.preempt_count[me] # 0 THEN Break(m, "lock-discipline", "sleeps-with-lock") ELSE m
TablePool(mm) == <table_pool>
PagePool(mm) == <page_pool>
Free(m, pool) == <free>
Allocate(m, page) == [m EXCEPT !.page_state[page] = LIVE, !.count[page] = 1]
Clear(m, page) ==
  IF IsTable(page)
  THEN [m EXCEPT !.owners[page] = {},
    !.word = [p \\in DOMAIN @ |-> IF IsEntry(p) /\\ TableOf(p) = page THEN 0 ELSE @[p]]<clear_lock>]
  ELSE [m EXCEPT !.value[page - TABLES] = 0]
MarkStale(m, page) ==
  LET Mark(entry) == IF pte_page(entry) = page /\\ ~Stale(entry) THEN entry + STALE ELSE entry
  IN [m EXCEPT !.leaf = [c \\in DOMAIN @ |-> [a \\in DOMAIN @[c] |-> Mark(@[c][a])]]<mark_cache>]
Drop(m, cpus, address, size) == [m EXCEPT
  !.leaf = [c \\in DOMAIN @ |-> [a \\in DOMAIN @[c] |->
    IF c \\in cpus /\\ a \\in Range(address, size) THEN 0 ELSE @[c][a]]]<drop_cache>]
Walked(m, mm, address, me) ==
  LET cached == <cached>
  IN IF cached # 0 THEN pte_page(cached) ELSE m.word[SlotOf(mm, address)]
ReadSlot(m, mm, address, me) ==
  LET cached == <cached>
      walked == [m EXCEPT !.walking[Cpu(me)] = Walked(m, mm, address, me)]
  IN <fill_cache>
MayWalk(write, pte) == pte # 0 /\\ (write = 0 \\/ Has(pte, WRITE))
CheckLoad(m, mm, address, seen) ==
  LET allowed == m.oracle[mm][address]
  IN IF seen \\in allowed THEN [m EXCEPT !.oracle[mm][address] = {seen} \\cup (allowed \\cap {FAULT})]
     ELSE IF allowed = {FAULT} THEN Break(m, "isolation", "saw-unmapped")
     ELSE IF seen = 0 THEN Break(m, "mapping-lost", "saw-zero")
     ELSE Break(m, "isolation", "saw-foreign")
NoteStore(m, mm, address, what) ==
  LET allowed == m.oracle[mm][address]
      noted == [m EXCEPT !.oracle[mm][address] = {what} \\cup (allowed \\cap {FAULT})]
  IN IF allowed = {FAULT} THEN Break(m, "isolation", "stored-unmapped")
     ELSE IF m.forking[mm] = 0 THEN noted
     ELSE [noted EXCEPT !.oracle[m.forking[mm]][address] = @ \\cup {what}]
Allow(m, mm, range, New(_, _)) ==
  [m EXCEPT !.oracle[mm] = [a \\in DOMAIN @ |-> IF a \\in range THEN New(a, @[a]) ELSE @[a]]]
NoteChange(m, ptep, me) ==
  IF IsEntry(ptep) /\\ \\E mm \\in 1 .. MMS : /\\ mm # MmOf(me)
                                          /\\ m.mm_state[mm] = LIVE
                                          /\\ \\E s \\in 1 .. SLOTS_OF_MM :
                                               m.word[(mm - 1) * SLOTS_OF_MM + s] = TableOf(ptep)
  THEN Break(m, "foreign-change", "foreign-change") ELSE m"""
