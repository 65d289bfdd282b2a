"""What can be said of a frame in a word: the names that lessons expect values of, and questions ask for.

T0, D0            live | freed              T0.count, D0.count      what is counted
T0.references     what refers to it         T0.owners               who believes to own it: A, B | nobody
A.pmd[0]          T0 | none                 T0[1]                   D1 | none
T0[1].write       yes | no                  T0[1].dirty             yes | no
A.state           absent | live | gone      A.rss                   pages
A                 ready | blocked | ...     page_table_share_lock   A | nobody
CPU 0.tlb         D0, D1 | nothing          CPU 0.stale             D0 | nothing
CPU 0.queued      T0 | nothing              D0.value                7
damage, warnings  what this step broke: freed-table-used, leak | nothing
choices           who can go: A, B | nobody
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from engine.errors import RequestError
from engine.run.frames import Frame
from engine.run.memory_info import EntryInfo, LockInfo, Memory
from engine.words.saying import said


def facts(frame: Frame) -> dict[str, str]:
    """All facts of a frame by name."""
    return dict([*_of_memory(frame.memory), *_of_run(frame)])


def fact(frame: Frame, name: str) -> str:
    """One of them.

    Raises:
        RequestError: nothing has that name here.
    """
    known = facts(frame)
    if name not in known:
        near = get_close_matches(name, known, 4, 0.3) or list(known)[:4]
        message = said("error.lesson-no-name", repr(name), frame.at)
        raise RequestError("LESS02", message, said("hint.try", ", ".join(near)))
    return known[name]


def locks(memory: Memory) -> tuple[LockInfo, ...]:
    """Every lock that is shown, whoever it belongs to."""
    of_mms = [lock for mm in memory.mms for lock in (mm.page_table_lock, mm.mmap_sem, mm.vma_lock)]
    all_of_them = [*memory.locks, *of_mms, *(table.lock for table in memory.tables)]
    return tuple(lock for lock in all_of_them if lock is not None)


def words(names: Iterable[str], empty: str = "nothing") -> str:
    """Names in a row."""
    return ", ".join(names) or empty


def _of_memory(memory: Memory) -> Iterator[tuple[str, str]]:
    for mm in memory.mms:
        yield f"{mm.name}.state", mm.state
        yield f"{mm.name}.rss", str(mm.rss)
        yield from ((slot.name, slot.table or "none") for slot in mm.slots)
    for lock in locks(memory):
        yield lock.name, words(lock.holders, "nobody")
    for table in memory.tables:
        yield table.name, table.state
        yield f"{table.name}.count", str(table.count)
        yield f"{table.name}.references", str(table.references)
        yield f"{table.name}.owners", words(table.owners, "nobody")
        for entry in table.entries:
            yield from _of_entry(entry)
    for page in memory.pages:
        yield page.name, page.state
        yield f"{page.name}.count", str(page.count)
        yield f"{page.name}.references", str(page.references)
        yield f"{page.name}.value", page.value
    for cpu in memory.cpus:
        yield f"{cpu.name}.tlb", words(each.names for each in cpu.tlb)
        yield f"{cpu.name}.stale", words(each.names for each in cpu.tlb if each.stale)
        yield f"{cpu.name}.queued", words(cpu.queued)


def _of_entry(entry: EntryInfo) -> Iterator[tuple[str, str]]:
    yield entry.name, entry.page or "none"
    yield f"{entry.name}.write", "yes" if entry.write else "no"
    yield f"{entry.name}.dirty", "yes" if entry.dirty else "no"


def _of_run(frame: Frame) -> Iterator[tuple[str, str]]:
    yield from ((thread.name, thread.status) for thread in frame.threads)
    yield "choices", words(dict.fromkeys(choice.thread for choice in frame.choices), "nobody")
    for name, severity in (("damage", "damage"), ("warnings", "warning")):
        new = (each for each in frame.violations if each.new and each.severity == severity)
        yield name, words(dict.fromkeys(each.property for each in new))
