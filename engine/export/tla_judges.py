"""The properties of states in TLA+, as named predicates for TLC's invariants."""

from __future__ import annotations

INVARIANTS = (
    "CountBelowSlots",
    "TwoOwners",
    "FreedWhileNamed",
    "CountsAgree",
    "RssAgrees",
    "MappingsKept",
    "NoDeadlock",
)
"""The names of the predicates."""

JUDGES = """NamedBy(table) == Cardinality({s \\in 1 .. SLOTS :
  machine.mm_state[((s - 1) \\div SLOTS_OF_MM) + 1] # GONE /\\ machine.word[s] = table})
CountBelowSlots == \\A t \\in 1 .. TABLES :
  machine.page_state[t] = LIVE /\\ machine.count[t] < NamedBy(t)
    => Broken("count-below-slots", "count-below-slots")
TwoOwners == \\A t \\in 1 .. TABLES :
  Cardinality(machine.owners[t]) > 1 => Broken("two-owners", "two-owners")
FreedWhileNamed == \\A t \\in 1 .. TABLES :
  machine.page_state[t] = FREED /\\ NamedBy(t) > 0 => Broken("freed-while-named", "freed-while-named")

AtRest == machine.halted = 0 /\\ \\A t \\in DOMAIN place : ~InKernel(t, place[t])
HeldBy(page) == Cardinality({p \\in DOMAIN machine.word :
  IsEntry(p) /\\ machine.page_state[TableOf(p)] = LIVE /\\ pte_page(machine.word[p]) = page})
QueuedOn(c, page) == {i \\in DOMAIN machine.queue[c] : machine.queue[c][i] = page}
Queued(page) == Cardinality(UNION {{<<c, i>> : i \\in QueuedOn(c, page)} : c \\in 1 .. CPUS})
References(page) == (IF IsTable(page) THEN NamedBy(page) ELSE HeldBy(page)) + Queued(page)
CountsAgree == AtRest => \\A p \\in 1 .. TABLES + PAGES :
  LET state == machine.page_state[p]  references == References(p) IN
  /\\ state = LIVE /\\ references = 0 => Broken("leak", "leak")
  /\\ state = LIVE /\\ references \\notin {0, machine.count[p]} => Broken("wrong-count", "wrong-count")
  /\\ state = FREED /\\ references # 0 => Broken("wrong-count", "freed-but-held")

Mapped(mm, address) ==
  LET table == machine.word[SlotOf(mm, address)]
  IN IF table # 0 /\\ machine.page_state[table] = LIVE THEN machine.word[EntryOf(table, address)] ELSE 0
RssAgrees == AtRest => \\A mm \\in 1 .. MMS : machine.mm_state[mm] = LIVE =>
  (machine.rss[mm] # Cardinality({a \\in 0 .. PAGES_OF_MM - 1 : Mapped(mm, a) # 0})
    => Broken("wrong-rss", "wrong-rss"))
MappingsKept == AtRest => \\A mm \\in 1 .. MMS, a \\in 0 .. PAGES_OF_MM - 1 : machine.mm_state[mm] = LIVE =>
  LET allowed == machine.oracle[mm][a]  page == pte_page(Mapped(mm, a)) IN
  FAULT \\notin allowed =>
    IF page = 0 THEN 0 \\notin allowed => Broken("mapping-lost", "mapping-gone")
    ELSE IF machine.page_state[page] = FREED THEN Broken("mapping-lost", "mapping-freed")
    ELSE LET value == machine.value[page - TABLES] IN value \\notin allowed =>
      IF value = 0 THEN Broken("mapping-lost", "holds-zero") ELSE Broken("isolation", "holds-foreign")
"""
"""Each holds, or says through Broken what does not."""
