"""The objects of a state under the names that pictures give them, to be asked for one by one.

`A` a process, `T0` a page table, `D1` a data page, `S0` a swap entry, `CPU0`. What a question gives is a
number, a name, or None: "nothing there" of a pointer, "free" of a lock, "no value" of a number. Nothing is
written, and nothing that was computed is kept: looking cannot change a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial

from engine.machine.layout import Field, MmFields, PageFields, SemFields, SwapFields, TableFields
from engine.machine.memory import FREED, LIVE
from engine.run.model import Model

Value = int | str | None
Reader = Callable[[int], Value]
"""state -> value"""


class Kind(Enum):
    """What an expression gives; the value is the id of its name in an error message."""

    NUMBER = "error.kind-number"
    CONDITION = "error.kind-condition"
    PAGE = "error.kind-page"
    SLOT = "error.kind-slot"
    ENTRY = "error.kind-entry"
    HOLDER = "error.kind-holder"
    THREAD = "error.kind-thread"
    PROCESS = "error.kind-process"
    CPU = "error.kind-cpu"
    LIST = "error.kind-list"
    NOTHING = "error.kind-nothing"


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that can be asked of a state. `members` and `items` are what `.name` and `[n]` lead to."""

    kind: Kind
    read: Reader
    members: Callable[[], dict[str, Spot]] = dict
    items: Callable[[int], Spot] | None = None
    size: int | None = None  # items, where their number is known


class Objects:
    """The objects of one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.layout = model.layout
        self.shape = model.shape
        self.pointers = model.layout.pointers
        self._tables = {f"T{n}": table for n, table in enumerate(self.layout.tables)}
        self._pages = {f"D{n}": page for n, page in enumerate(self.layout.pages)}
        self._swap = {f"S{n}": swap for n, swap in enumerate(self.layout.swap)}
        self._frames: dict[str, TableFields | PageFields | SwapFields] = {
            **self._tables,
            **self._pages,
            **self._swap,
        }
        self.locks = dict(self._all_locks())

    def names(self) -> dict[str, Spot]:
        """Everything that an expression can begin with."""
        found = {name: Spot(Kind.THREAD, _always(name)) for name in self.shape.threads}
        for name, mm in zip(self.shape.mms, self.layout.mms, strict=True):
            kind, read = (Kind.THREAD if name in found else Kind.PROCESS), _always(name)
            found[name] = Spot(kind, read, partial(self._of_mm, mm))
        for name in self._frames:
            found[name] = self._page(_always(name))
        for index in range(self.shape.cpus):
            found[f"CPU{index}"] = Spot(Kind.CPU, _always(f"CPU {index}"), partial(self._of_cpu, index))
        found |= {name: self._lock(name) for name in self.locks if "." not in name}
        cache = self.layout.file.cache
        if cache:
            found["file"] = self._list(len(cache), lambda n: self._page(self._named(cache[n])))
        found["NULL"] = Spot(Kind.NOTHING, _always(None))
        return found

    # locks ---------------------------------------------------------------------------------------
    def _all_locks(self) -> Iterator[tuple[str, Field | SemFields]]:
        layout = self.layout
        for field in (
            layout.share_lock,
            layout.file.i_mmap_lock,
            *(mm.page_table_lock for mm in layout.mms),
            *(table.lock for table in layout.tables),
        ):
            if field.width:
                yield field.name, field
        for sem in layout.semaphores:
            yield sem.writer.name, sem

    def holders(self, lock: str, state: int) -> tuple[str, ...]:
        """The threads that hold a lock of `locks`."""
        fields, threads = self.locks[lock], self.shape.threads
        if isinstance(fields, Field):
            holder = _get(fields, state)
            return (threads[holder - 1],) if holder else ()
        writer, readers = _get(fields.writer, state), _get(fields.readers, state)
        return tuple(name for n, name in enumerate(threads) if writer == n + 1 or readers >> n & 1)

    def _lock(self, name: str) -> Spot:
        return Spot(Kind.HOLDER, lambda state: "+".join(self.holders(name, state)) or None)

    # what has members ----------------------------------------------------------------------------
    def _of_mm(self, mm: MmFields) -> dict[str, Spot]:
        name = mm.page_table_lock.name.partition(".")[0]
        pages = self.shape.pages_of_mm
        found = {
            "rss": _number(mm.rss),
            "mm_users": _number(mm.mm_users),
            "pmd": self._list(len(mm.slots), lambda n: self._slot(mm.slots[n])),
            "mapped": self._list(pages, lambda n: _condition(lambda state: _get(mm.vmas, state) >> n & 1)),
        }
        for lock in ("page_table_lock", "mmap_sem", "vma_lock"):
            if f"{name}.{lock}" in self.locks:
                found[lock] = self._lock(f"{name}.{lock}")
        return found

    def _of_cpu(self, index: int) -> dict[str, Spot]:
        cpu, pointers = self.layout.cpus[index], self.pointers

        def remembered(field: Field) -> Spot:
            return self._page(
                lambda state: _none_of_zero(pointers.entry_page(_get(field, state)), pointers.page_name)
            )

        return {
            "tlb": self._list(len(cpu.leaf), lambda n: remembered(cpu.leaf[n])),
            "queued": _number(cpu.gather_nr),
        }

    def _slot(self, field: Field) -> Spot:
        pointers = self.pointers

        def table(state: int) -> str | None:
            return _none_of_zero(pointers.slot_table(_get(field, state)), pointers.page_name)

        flags = {
            "read_only": _condition(lambda state: int(bool(_get(field, state) & pointers.read_only_bit)))
        }
        spot = self._page(table)
        return Spot(
            Kind.SLOT, table, lambda: {**spot.members(), **flags, **_present(table)}, spot.items, spot.size
        )

    def _entry(self, read: Callable[[int], int | None]) -> Spot:
        """`read` gives the entry's value, or None where there is no entry."""
        pointers = self.pointers

        def named(state: int) -> str | None:
            return _none_of_zero(read(state), pointers.entry_name)

        def flag(bit: int) -> Spot:
            return _condition(lambda state: None if (pte := read(state)) is None else int(bool(pte & bit)))

        def present(state: int) -> int | None:
            return None if (pte := read(state)) is None else int(pointers.entry_page(pte) != 0)

        def members() -> dict[str, Spot]:
            return {
                **self._page(named).members(),
                "present": _condition(present),
                "write": flag(pointers.write_bit),
                "dirty": flag(pointers.dirty_bit),
            }

        return Spot(Kind.ENTRY, named, members)

    def _page(self, name: Callable[[int], Value]) -> Spot:
        """A page, table or swap entry, which may be another one in each state."""

        def ask(field: str, of: Callable[[Field, int], Value]) -> Reader:
            def read(state: int) -> Value:
                found = getattr(self._frames.get(str(name(state))), field, None)
                return None if found is None or not found.width else of(found, state)

            return read

        def entry(index: int) -> Spot:
            def read(state: int) -> int | None:
                table = self._tables.get(str(name(state)))
                return None if table is None else _get(table.entries[index], state)

            return self._entry(read)

        def value(field: Field, state: int) -> int:
            return self.shape.values[_get(field, state)]

        def locked(state: int) -> Value:
            lock = f"{name(state)}.lock"
            return "+".join(self.holders(lock, state)) or None if lock in self.locks else None

        def members() -> dict[str, Spot]:
            return {
                "count": Spot(Kind.NUMBER, ask("count", _get)),
                "sharers": Spot(Kind.NUMBER, ask("sharers", _get)),
                "value": Spot(Kind.NUMBER, ask("value", value)),
                "lock": Spot(Kind.HOLDER, locked),
                "live": _condition(ask("state", lambda field, state: int(_get(field, state) == LIVE))),
                "freed": _condition(ask("state", lambda field, state: int(_get(field, state) == FREED))),
            }

        return Spot(Kind.PAGE, name, members, entry, self.shape.entries)

    def references(self, page: str, state: int) -> int:
        """The slots, entries, cached pages and queued puts that refer to a page: what its count should be."""
        pointers, layout = self.pointers, self.layout
        slots = (pointers.slot_name(_get(slot, state)) for mm in layout.mms for slot in mm.slots)
        entries = (pointers.entry_name(_get(pte, state)) for table in layout.tables for pte in table.entries)
        cached = (pointers.page_name(_get(field, state)) for field in layout.file.cache)
        queued = (
            pointers.page_name(_get(field, state))
            for cpu in layout.cpus
            for field in cpu.queue[: _get(cpu.gather_nr, state)]
        )
        return sum(name == page for names in (slots, entries, cached, queued) for name in names)

    def _named(self, field: Field) -> Callable[[int], str | None]:
        return lambda state: _none_of_zero(_get(field, state), self.pointers.page_name)

    def _list(self, size: int, item: Callable[[int], Spot]) -> Spot:
        return Spot(Kind.LIST, _always(None), dict, item, size)


def _get(field: Field, state: int) -> int:
    return (state & field.mask) >> field.shift


def _always(value: Value) -> Reader:
    return lambda state: value


def _none_of_zero(value: int | None, name: Callable[[int], str]) -> str | None:
    return name(value) if value else None


def _number(field: Field) -> Spot:
    return Spot(Kind.NUMBER, lambda state: _get(field, state))


def _condition(read: Reader) -> Spot:
    return Spot(Kind.CONDITION, read)


def _present(table: Reader) -> dict[str, Spot]:
    return {"present": _condition(lambda state: int(table(state) is not None))}
