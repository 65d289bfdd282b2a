"""Giving the objects of a machine other names: what becomes of the value of each field.

A state holds names as numbers: a lock holds its holder, a slot the number of a table. Which names a field
holds is known by its attribute in the layout; a field that is not listed here cannot be renamed, and then
no machine that has it (`fields_of` says so). So a new field costs a reduction until somebody lists it, and
never a wrong answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import Enum

from engine.machine.layout import (
    CpuFields,
    Field,
    FileFields,
    Layout,
    MmFields,
    PageFields,
    SemFields,
    SwapFields,
    TableFields,
)
from engine.machine.pointers import Pointers
from engine.vocabulary.types import CType


class Names(Enum):
    """What a number names."""

    NOTHING = "a number, or a state of something"
    THREAD = "0 or 1 + thread"
    THREADS = "a bit per thread"
    MM = "0 or 1 + mm"
    CPU = "cpu"
    FRAME = "0 or the number of a page or table"
    ENTRY = "such a number, with more bits above it"
    VALUE = "what a page holds"
    VALUES = "a bit per such value, and one above them"
    CPU_POINTER = "0 or 1 + cpu"
    SLOT_POINTER = "pmd_t *"
    ENTRY_POINTER = "pte_t *"
    LOCK_POINTER = "spinlock_t *"
    SEM_POINTER = "struct rw_semaphore *"
    COUNTER_POINTER = "atomic_t *"


FIELDS: dict[str, Names] = {
    "state": Names.NOTHING,
    "count": Names.NOTHING,
    "mm_users": Names.NOTHING,
    "rss": Names.NOTHING,
    "vmas": Names.NOTHING,
    "gather_fast": Names.NOTHING,
    "gather_nr": Names.NOTHING,
    "read_only": Names.NOTHING,
    "may_share": Names.NOTHING,
    "split": Names.NOTHING,
    "sharers": Names.NOTHING,
    "irqs_off": Names.NOTHING,
    "page_table_lock": Names.THREAD,
    "lock": Names.THREAD,
    "i_mmap_lock": Names.THREAD,
    "writer": Names.THREAD,
    "current": Names.THREAD,
    "readers": Names.THREADS,
    "owners": Names.THREADS,
    "forking": Names.MM,
    "gather_mm": Names.MM,
    "queue": Names.FRAME,
    "cache": Names.FRAME,
    "slots": Names.ENTRY,
    "walking": Names.ENTRY,
    "entries": Names.ENTRY,
    "leaf": Names.ENTRY,
    "walk_cache": Names.ENTRY,
    "value": Names.VALUE,
    "oracle": Names.VALUES,
}
"""By the attribute under which the layout has a field."""

TYPES: dict[CType, Names] = {
    CType.INT: Names.NOTHING,
    CType.ULONG: Names.NOTHING,
    CType.PAGE_PTR: Names.FRAME,
    CType.PMD: Names.ENTRY,
    CType.PTE: Names.ENTRY,
    CType.MM_PTR: Names.MM,
    CType.RWSEM_PTR: Names.SEM_POINTER,
    CType.ATOMIC_PTR: Names.COUNTER_POINTER,
    CType.MAPPING_PTR: Names.NOTHING,
    CType.SWP_ENTRY: Names.NOTHING,
    CType.PMD_PTR: Names.SLOT_POINTER,
    CType.PTE_PTR: Names.ENTRY_POINTER,
    CType.SPINLOCK_PTR: Names.LOCK_POINTER,
    CType.GATHER_PTR: Names.CPU_POINTER,
}
"""By the type of a local variable; what an integer names, its use says."""

PARAMETERS: dict[str, Names] = {"cpu": Names.CPU, "value": Names.VALUE}
"""By the name of a primitive's parameter, if that is an integer."""

Owner = tuple[str, int]
"""A kind of object ("mm", "table", "page", "cpu", "thread"; others keep their names) and which of them."""

_Object = MmFields | TableFields | PageFields | CpuFields | FileFields | SwapFields


@dataclass(frozen=True, slots=True)
class Named:
    """A field: whose it is, under which attribute, the how-manieth there, and what it names."""

    field: Field
    owner: Owner
    attribute: str
    index: int
    names: Names


def fields_of(layout: Layout) -> tuple[Named, ...] | None:
    """All fields that have bits; None if there is one of which it is not known what it names."""
    found = list(_walk(layout))
    known = {named.field.mask for named in found}
    if any(field.width and field.mask not in known for field in layout.fields):
        return None
    return tuple(found)


def _walk(layout: Layout) -> Iterator[Named]:
    yield Named(layout.halted, ("", 0), "halted", 0, Names.NOTHING)
    yield Named(layout.share_lock, ("", 0), "share_lock", 0, Names.THREAD)
    for thread, field in enumerate(layout.preempt_count):
        yield Named(field, ("thread", thread), "preempt_count", 0, Names.NOTHING)
    groups: dict[str, Sequence[_Object]] = {
        "mm": layout.mms,
        "table": layout.tables,
        "page": layout.pages,
        "cpu": layout.cpus,
        "file": (layout.file,),
        "swap": layout.swap,
    }
    for kind, objects in groups.items():
        for number, one in enumerate(objects):
            yield from _fields(one, (kind, number))


def _fields(one: _Object, owner: Owner) -> Iterator[Named]:
    for attribute in fields(one):
        value = getattr(one, attribute.name)
        if isinstance(value, SemFields):
            yield from _named((value.writer,), owner, attribute.name, FIELDS["writer"])
            yield from _named((value.readers,), owner, f"{attribute.name} readers", FIELDS["readers"])
        elif attribute.name in FIELDS:
            several = value if isinstance(value, tuple) else (value,)
            yield from _named(several, owner, attribute.name, FIELDS[attribute.name])


def _named(several: Sequence[Field], owner: Owner, attribute: str, names: Names) -> Iterator[Named]:
    for index, field in enumerate(several):
        if field.width:
            yield Named(field, owner, attribute, index, names)


@dataclass(frozen=True, slots=True)
class Renaming:
    """New names: each tuple holds, by the old number of an object, the new one."""

    pointers: Pointers
    threads: tuple[int, ...]
    mms: tuple[int, ...]
    cpus: tuple[int, ...]
    tables: tuple[int, ...]
    pages: tuple[int, ...]
    values: tuple[int, ...]

    @property
    def key(self) -> tuple[tuple[int, ...], ...]:
        """What tells renamings apart."""
        return self.threads, self.mms, self.cpus, self.tables, self.pages, self.values

    def after(self, first: Renaming) -> tuple[tuple[int, ...], ...]:
        """The key of the renaming that does what this one does after another."""
        pairs = zip(self.key, first.key, strict=True)
        return tuple(tuple(mine[number] for number in before) for mine, before in pairs)

    def owner(self, owner: Owner) -> Owner:
        """Whose a field is that was another's."""
        kind, number = owner
        by_kind = {"mm": self.mms, "table": self.tables, "page": self.pages, "cpu": self.cpus}
        by_kind["thread"] = self.threads
        return kind, by_kind[kind][number] if kind in by_kind else number

    def of(self, names: Names) -> Callable[[int], int]:
        """What becomes of a number that names so."""
        return {
            Names.NOTHING: lambda number: number,
            Names.THREAD: lambda number: _one(number, self.threads),
            Names.THREADS: lambda bits: _bits(bits, self.threads),
            Names.MM: lambda number: _one(number, self.mms),
            Names.CPU: lambda number: self.cpus[number] if 0 <= number < len(self.cpus) else number,
            Names.FRAME: self._frame,
            Names.ENTRY: self._entry,
            Names.VALUE: lambda number: self.values[number] if number < len(self.values) else number,
            Names.VALUES: lambda bits: _bits(bits, self.values),
            Names.CPU_POINTER: lambda number: _one(number, self.cpus),
            Names.SLOT_POINTER: self._slot_pointer,
            Names.ENTRY_POINTER: self._entry_pointer,
            Names.LOCK_POINTER: lambda pointer: self._after_mms(pointer, self.tables),
            Names.COUNTER_POINTER: lambda pointer: self._after_mms(pointer, self.tables),
            Names.SEM_POINTER: lambda pointer: self._after_mms(pointer, self.mms),
        }[names]

    def _frame(self, number: int) -> int:
        tables = len(self.tables)
        if number <= tables:
            return _one(number, self.tables)
        if number - tables > len(self.pages):
            return number
        return 1 + tables + self.pages[number - tables - 1]

    def _entry(self, number: int) -> int:
        page = self.pointers.entry_page(number)
        return number ^ page ^ self._frame(page)

    def _slot_pointer(self, pointer: int) -> int:
        if not 0 < pointer <= len(self.mms) * self.pointers.shape.slots:
            return pointer
        mm, slot = self.pointers.slot_place(pointer)
        return self.pointers.slot_pointer(self.mms[mm], slot)

    def _entry_pointer(self, pointer: int) -> int:
        if pointer == 0:
            return 0
        place = self.pointers.entry_place(pointer)
        if place is None:
            slot = pointer - self.pointers.first_slot_as_entry + 1
            return self.pointers.slot_as_entry(self._slot_pointer(slot))
        return self.pointers.entry_pointer(self.tables[place[0]], place[1])

    def _after_mms(self, pointer: int, others: tuple[int, ...]) -> int:
        """Of what each mm has one, and behind those each of `others`; all behind is one of its kind."""
        mms = len(self.mms)
        return _one(pointer, self.mms) if pointer <= mms else mms + _one(pointer - mms, others)


def _one(number: int, new: tuple[int, ...]) -> int:
    return 1 + new[number - 1] if 0 < number <= len(new) else number


def _bits(bits: int, new: tuple[int, ...]) -> int:
    known = (1 << len(new)) - 1
    return bits & ~known | sum(1 << after for before, after in enumerate(new) if bits >> before & 1)


def frame_named(pointers: Pointers, names: Names, number: int) -> int:
    """The number of the page or table that something names; 0: none."""
    if names in (Names.FRAME, Names.ENTRY):
        return pointers.entry_page(number)
    if names is Names.ENTRY_POINTER and number:
        place = pointers.entry_place(number)
        return pointers.table(place[0]) if place is not None else 0
    if names in (Names.LOCK_POINTER, Names.COUNTER_POINTER):
        number -= len(pointers.shape.mms)
        return number if 0 < number <= pointers.shape.tables else 0
    return 0
