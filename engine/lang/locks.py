"""Lock balance, where it is certain: a return that still holds what another return of the function released.

A lock is an argument of `spin_lock`, compared as an expression. Only what the function itself took counts,
and only while nothing unclear happened to it: a call that locks or unlocks something, another expression
that may mean the same lock, an assignment to a variable in it, or paths that join with different answers
make it unclear, and nothing is said. Nor is anything said where the caller can tell the returns apart by
the values that they give, as with a function that returns the page locked, or NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.errors import Span
from engine.lang import ast
from engine.lang.calls import call_order, walk
from engine.lang.codes import Diagnostics
from engine.lang.flow import run_forward
from engine.lang.instructions import Access, Expr, Pure
from engine.lang.routine import FallOff, Invoke, Leave, Routine, Step, variables_of, writes
from engine.words.saying import said

HELD, RELEASED, UNCLEAR = "held", "released", "unclear"
_LOCKING = ("spin_lock", "spin_unlock")
_ADDRESS = "address "

Locks = Mapping[Expr, str]
"""What became of each lock that the function has touched; a lock that is not there was not touched."""


def locking_functions(functions: Mapping[str, ast.Function]) -> frozenset[str]:
    """The functions that take or release a spinlock, themselves or in what they call."""
    found: set[str] = set()
    for name in call_order(tuple(functions), functions):
        called = {node.function for node in walk(functions[name].body) if isinstance(node, ast.Call)}
        if called & found or called & set(_LOCKING):
            found.add(name)
    return frozenset(found)


def check_locks(routine: Routine, locking: frozenset[str], diagnostics: Diagnostics) -> None:
    """Notes the returns that certainly hold a lock which a like return has certainly released."""
    if routine.function.name not in locking:
        return
    untouched: Locks = {}
    before = run_forward(routine, untouched, lambda step, locks: _after(step, locks, locking), _join)
    leaves = [
        (step, locks)
        for step, locks in zip(routine.code, before, strict=False)
        if isinstance(step, Leave | FallOff) and locks is not None
    ]
    for step, locks in leaves:
        for lock, fate in locks.items():
            released = [
                other
                for other, fates in leaves
                if fates.get(lock) == RELEASED and not _can_tell_apart(step, other)
            ]
            if fate == HELD and released:
                _report(step.place.span, lock, released[0].place.span, diagnostics)


def _report(span: Span, lock: Expr, other: Span, diagnostics: Diagnostics) -> None:
    name = lock.operation.removeprefix(_ADDRESS) if isinstance(lock, Pure) else "a spinlock"
    diagnostics.add(
        "LANG24",
        span,
        said("lang.still-held", name, other.line),
        said("hint.unlock-before-return"),
    )


def _can_tell_apart(left: Leave | FallOff, right: Leave | FallOff) -> bool:
    values = [step.known if isinstance(step, Leave) and step.has_value else None for step in (left, right)]
    return values[0] != values[1]


def _after(step: Step, locks: Locks, locking: frozenset[str]) -> Locks:
    match step:
        case Invoke(function=function) if function in locking:
            return dict.fromkeys(locks, UNCLEAR)
        case Access(operation="spin_lock", args=(lock,)):
            return {**locks, lock: HELD}
        case Access(operation="spin_unlock", args=(lock,)):
            changed = {known: UNCLEAR if _may_be_same(known, lock) else fate for known, fate in locks.items()}
            changed[lock] = RELEASED if locks.get(lock) in (HELD, RELEASED) else UNCLEAR
            return changed
        case _:
            target = writes(step)
            return {
                known: UNCLEAR if target in variables_of(known) else fate for known, fate in locks.items()
            }


def _may_be_same(left: Expr, right: Expr) -> bool:
    """Two expressions may mean one lock unless they are addresses of different fields or globals."""
    if isinstance(left, Pure) and isinstance(right, Pure):
        return left.operation == right.operation
    return True


def _join(left: Locks, right: Locks) -> Locks:
    names: Iterable[Expr] = [*left, *(lock for lock in right if lock not in left)]
    return {lock: _join_fates(left.get(lock), right.get(lock)) for lock in names}


def _join_fates(left: str | None, right: str | None) -> str:
    return left if left is not None and left == right else UNCLEAR
