"""Where each thread is, what it does next, or why it cannot (`engine.run.frames.ThreadInfo`)."""

from __future__ import annotations

from bisect import bisect_right

from engine.errors import Span
from engine.lang.instructions import Place, Program
from engine.machine.memory import Event
from engine.machine.pointers import Pointers
from engine.run.code_info import SpanInfo
from engine.run.evaluate import read_variable
from engine.run.frames import CallInfo, ChoiceInfo, LocalInfo, ThreadInfo
from engine.run.history import History
from engine.run.model import Model
from engine.run.sentences import listed, said, told
from engine.run.step import Attempt, look
from engine.vocabulary.types import CType
from engine.words.text import Text


def span_info(span: Span) -> SpanInfo:
    return SpanInfo(span.file, span.line, span.column, span.end_line, span.end_column)


def calls(program: Program, place: Place) -> tuple[CallInfo, ...]:
    """The call stack of a place, outermost first; each call where it is now."""
    found: list[CallInfo] = []
    span, index = place.span, place.frame
    while True:
        frame = program.frames[index]
        found.append(CallInfo(frame.function, span_info(span)))
        if frame.parent is None or frame.call is None:
            return tuple(reversed(found))
        span, index = frame.call, frame.parent


def main_event(events: list[Event]) -> Event | None:
    """What a step is told by: its access, not the switch of the CPU before it."""
    return next((event for event in events if event.id != "switch"), None)


def reason(tried: Attempt, history: History) -> Text | None:
    """Why a thread cannot go, in words."""
    if tried.over is not None:
        return said(f"reason.{tried.over}")
    if tried.limit is not None:
        return said("reason.limit", tried.limit.code, tried.limit.message)
    blocked = tried.blocked
    if blocked is None:
        return None
    if blocked.message != "waits-for":
        return said(f"reason.{blocked.message}", blocked.lock)
    holders = listed(blocked.holders)
    since = history.since.get(blocked.lock)
    if since is None:
        return said("reason.waits-for", blocked.lock, holders)
    return said("reason.waits-for-since", blocked.lock, holders, since)


def value_text(pointers: Pointers, ctype: CType, value: int) -> str:
    """A value of a C type as people read it: "T0", "A.pmd[0]", "D1 w d", "NULL"."""
    shape = pointers.shape
    if ctype.is_integer:
        return str(value)
    if value == 0:
        return "none" if ctype in (CType.PMD, CType.PTE) else "NULL"
    match ctype:
        case CType.PAGE_PTR:
            return pointers.page_name(value)
        case CType.PMD:
            return pointers.page_name(pointers.slot_table(value)) + " ro" * bool(
                value & pointers.read_only_bit
            )
        case CType.PTE if pointers.swap_entry(value):
            return pointers.entry_name(value)
        case CType.SWP_ENTRY:
            return f"S{value - 1}"
        case CType.PTE:
            flags = [" w"] * bool(value & pointers.write_bit) + [" d"] * bool(value & pointers.dirty_bit)
            return pointers.page_name(pointers.entry_page(value)) + "".join(flags)
        case CType.PTE_PTR if (place := pointers.entry_place(value)) is not None:
            return f"T{place[0]}[{place[1]}]"
        case CType.PTE_PTR | CType.PMD_PTR:
            base = value - pointers.first_slot_as_entry + 1 if ctype is CType.PTE_PTR else value
            mm, slot = pointers.slot_place(base)
            return f"{shape.mms[mm]}.pmd[{slot}]"
        case CType.GATHER_PTR:
            return f"CPU {value - 1} gather"
        case CType.SPINLOCK_PTR:
            return _lock_text(pointers, value)
        case CType.MAPPING_PTR:
            return "file"
        case CType.RWSEM_PTR | CType.ATOMIC_PTR if value > len(shape.mms):
            return _later_text(pointers, ctype, value - len(shape.mms))
        case _:
            return f"mm {shape.mms[value - 1]}"


def _later_text(pointers: Pointers, ctype: CType, number: int) -> str:
    """A semaphore or a counter behind those that every mm has: "A.vma_lock", "i_mmap_rwsem", "T0.sharers"."""
    mms = pointers.shape.mms
    if ctype is CType.ATOMIC_PTR:
        return f"T{number - 1}.sharers"
    return f"{mms[number - 1]}.vma_lock" if number <= len(mms) else "i_mmap_rwsem"


def _lock_text(pointers: Pointers, lock: int) -> str:
    mms = pointers.shape.mms
    if lock <= len(mms):
        return f"{mms[lock - 1]}.page_table_lock"
    if lock == pointers.share_lock:
        return "page_table_share_lock"
    if lock == pointers.i_mmap_lock:
        return "i_mmap_lock"
    return f"T{lock - 1 - len(mms)}.lock"


def _locals(model: Model, state: int, thread: int, at: Place | None) -> tuple[LocalInfo, ...]:
    """The variables that matter where a thread stands; none of the thread with which the kernel stopped,
    whose last step drops them."""
    program, place = model.threads[thread].program, model.place(state, thread)
    local = _local_bits(model, state, thread)
    if model.halted(state) and local == 0:
        return ()
    stack = [] if at is None else _stack(program, at.frame)
    return tuple(
        LocalInfo(
            variable.name,
            variable.type.value,
            value_text(model.layout.pointers, variable.type, read_variable(variable, local)),
            tuple(depth for depth, frame in enumerate(stack) if frame in owners),
        )
        for variable, owners in zip(program.live[place], program.owners[place], strict=True)
        if not variable.name.startswith("%")
    )


def _stack(program: Program, frame: int | None) -> list[int]:
    """The frames of a call stack, outermost first."""
    found: list[int] = []
    while frame is not None:
        found.append(frame)
        frame = program.frames[frame].parent
    return found[::-1]


def _held_by(model: Model, state: int, thread: int) -> tuple[str, ...]:
    layout = model.layout
    locks = [mm.page_table_lock for mm in layout.mms] + [table.lock for table in layout.tables]
    held = [
        f.name
        for f in (*locks, layout.share_lock, layout.file.i_mmap_lock)
        if (state & f.mask) >> f.shift == thread + 1
    ]
    for sem in layout.semaphores:
        writer = (state & sem.writer.mask) >> sem.writer.shift
        readers = (state & sem.readers.mask) >> sem.readers.shift
        if writer == thread + 1 or readers >> thread & 1:
            held.append(sem.writer.name)
    return tuple(held)


def thread_info(
    model: Model, state: int, thread: int, tried: Attempt, pinned_by: str | None, history: History
) -> ThreadInfo:
    """One thread. `pinned_by`: on UP, the thread that has the CPU and cannot be switched away from."""
    code = model.threads[thread]
    place = model.place(state, thread)
    story = model.scenario.threads[thread].lines
    enter_count = bisect_right(code.enters, place) - 1
    doing = story[enter_count].text if enter_count < len(story) else ""
    at = code.program.code[tried.access].place if tried.access is not None else None
    if (model.halted(state) or tried.limit is not None) and place not in code.enters:
        at = code.program.code[place].place
    why = reason(tried, history)
    if why is None and pinned_by is not None:
        why = said("reason.waits-for-cpu", pinned_by)
    event = main_event(tried.events)
    return ThreadInfo(
        name=model.shape.threads[thread],
        status=_status(tried, why),
        doing=doing,
        reason=why,
        next=told(event.id, event.args) if event is not None and why is None else None,
        in_kernel=code.in_kernel[place],
        calls=calls(code.program, at) if at is not None else (),
        span=span_info(at.span) if at is not None else None,
        locals=_locals(model, state, thread, at),
        holds=_held_by(model, state, thread),
    )


def _local_bits(model: Model, state: int, thread: int) -> int:
    field = model.threads[thread].locals
    return (state & field.mask) >> field.shift


def _status(tried: Attempt, why: Text | None) -> str:
    if why is None:
        return "ready"
    if tried.over == "stopped" or tried.limit is not None:
        return "stopped"
    if tried.over is not None:
        return "finished"
    return "absent" if why.id == "reason.waits-for-fork" else "blocked"


def choices(model: Model, state: int, tried: dict[int, Attempt]) -> tuple[ChoiceInfo, ...]:
    """The steps that can be taken now, in the fixed order."""
    found = []
    for thread, one in tried.items():
        if not one.goes:
            continue
        name = model.shape.threads[thread]
        found.append(ChoiceInfo(name, name, None, _choice_text(one, name)))
        if one.can_fail and model.shape.out_of_memory:
            without = look(model, state, thread, fails=True)
            text = reason(without, History()) or _choice_text(without, name)
            found.append(ChoiceInfo(f"{name}!", name, "fails", text))
    return tuple(found)


def _choice_text(tried: Attempt, name: str) -> Text:
    event = main_event(tried.events)
    return told(event.id, event.args, name) if event else told("returns", (), name)
