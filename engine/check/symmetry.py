"""Which processes of a model are alike: renamings of its objects that change nothing but names.

Candidates come from the stories: threads whose lines are the same but for the processes and the values that
they name may change places, with their mms, their CPUs and, where each mm has frames of its own, these. A
candidate must leave the initial state as it is. Whether it is an automorphism of the steps is not argued
from the C, in which a loop over CPUs or a global allocator may treat equal threads differently: whoever
searches with it tests each step that is learned (`engine.check.quotient`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from engine.check.carry import Carry, with_free_frames, with_pools
from engine.lang.instructions import Access, Assign, Expr, Private, Program, Read, Variable
from engine.machine.renaming import PARAMETERS, TYPES, Named, Names, Renaming, fields_of
from engine.machine.shape import NO_MM, NO_VALUE
from engine.run.model import Model
from engine.vocabulary.primitives import PRIMITIVES

MOST = 120
"""Candidates that are looked at: all orders of five."""


Meanings = Sequence[dict[Variable, Names]]
"""Per thread, what its integers name."""


class Permutation:
    """A renaming of a model's objects, applied to whole states or to some of their fields."""

    def __init__(self, model: Model, renaming: Renaming, fields: Sequence[Named], meaning: Meanings) -> None:
        self.model = model
        self.renaming = renaming
        self.meaning = meaning
        at = {(one.owner, one.attribute, one.index): one.field for one in fields}
        self.moves = [
            (one.field, at[renaming.owner(one.owner), one.attribute, one.index], one.names) for one in fields
        ]
        """Each field of the machine, where its value comes to lie, and what it names."""
        self.plans: dict[int, Plan] = {}
        """By the mask of the fields that are renamed."""
        self.masks: dict[int, int] = {}
        self.locals: list[dict[int, int]] = [{} for _ in model.threads]
        """Per thread: what becomes of its place and locals."""

    def __call__(self, state: int) -> int:
        """The state with the new names."""
        return self.part(state, -1)

    def part(self, state: int, mask: int) -> int:
        """The image of those fields that a mask touches; all else is 0."""
        plan = self.plans.get(mask)
        if plan is None:
            plan = self.plans[mask] = self._plan(mask)
        new = 0
        for moved, distance in plan.moved:
            new |= (state & moved) << distance if distance >= 0 else (state & moved) >> -distance
        for renamed, shift, target, rename in plan.renamed:
            value = state & renamed
            if value:
                new |= rename(value >> shift) << target
        for thread in plan.threads:
            own = state & self.model.threads[thread].mask
            known = self.locals[thread].get(own)
            if known is None:
                known = self.locals[thread][own] = self._thread(thread, own)
            new |= known
        return new

    def mask(self, mask: int) -> int:
        """Where the fields of the machine that a mask touches come to lie."""
        known = self.masks.get(mask)
        if known is None:
            known = self.masks[mask] = sum(new.mask for old, new, _ in self.moves if old.mask & mask)
        return known

    def _plan(self, mask: int) -> Plan:
        moved: dict[int, int] = {}
        renamed = []
        for old, new, names in self.moves:
            if not old.mask & mask:
                continue
            if names is Names.NOTHING:
                distance = new.shift - old.shift
                moved[distance] = moved.get(distance, 0) | old.mask
            else:
                renamed.append((old.mask, old.shift, new.shift, self.renaming.of(names)))
        threads = tuple(thread for thread, code in enumerate(self.model.threads) if code.mask & mask)
        return Plan(tuple((bits, distance) for distance, bits in moved.items()), tuple(renamed), threads)

    def _thread(self, thread: int, own: int) -> int:
        code, other = self.model.threads[thread], self.model.threads[self.renaming.threads[thread]]
        place = (own & code.place.mask) >> code.place.shift
        local = (own & code.locals.mask) >> code.locals.shift
        new = place << other.place.shift
        for variable in code.program.live[place]:
            value = local >> variable.offset & ((1 << variable.width) - 1)
            names = self.meaning[thread].get(variable, TYPES[variable.type])
            new |= self.renaming.of(names)(value) << variable.offset + other.locals.shift
        return new


@dataclass(frozen=True, slots=True)
class Plan:
    """How some fields are renamed: (mask, distance) of those that move only; (mask, shift, new shift, what
    becomes of a value) of the others; and the threads whose place and locals are among them."""

    moved: tuple[tuple[int, int], ...]
    renamed: tuple[tuple[int, int, int, Callable[[int], int]], ...]
    threads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Permutations, the identity first. products[b][a]: the number of a after b."""

    members: tuple[Permutation, ...]
    products: tuple[tuple[int, ...], ...]


def meanings(program: Program) -> dict[Variable, Names]:
    """What the integers of a program name, if that is something: told by the primitives that use them."""
    found: dict[Variable, Names] = {}
    for operation, args in _operations(program):
        primitive = PRIMITIVES.get(operation)
        for (name, _), arg in zip(primitive.params if primitive else (), args, strict=False):
            if name in PARAMETERS and isinstance(arg, Read) and arg.variable.type.is_integer:
                found[arg.variable] = PARAMETERS[name]
    copies = [
        (one.target, one.value.variable)
        for one in program.code
        if isinstance(one, Assign) and isinstance(one.value, Read) and one.target.type.is_integer
    ]
    for _ in copies:  # along the longest chain of copies
        for target, source in copies:
            meaning = found.get(target, found.get(source))
            if meaning is not None:
                found[target] = found[source] = meaning
    return found


def _operations(program: Program) -> Iterator[tuple[str, tuple[Expr, ...]]]:
    for one in program.code:
        if isinstance(one, Access | Private):
            yield one.operation, one.args


def alone(model: Model) -> Group:
    """The group of the identity only."""
    shape = model.shape
    sizes = len(shape.threads), len(shape.mms), shape.cpus, shape.tables, shape.pages, len(shape.values)
    same = Renaming(model.layout.pointers, *(tuple(range(size)) for size in sizes))
    fields = fields_of(model.layout) or ()
    return Group((Permutation(model, same, fields, [{} for _ in model.threads]),), ((0,),))


def groups(model: Model) -> Iterator[Group]:
    """Groups of permutations under which the initial state stays as it is; the largest first.

    They differ in how frames go along with the processes (`engine.check.carry`).
    """
    fields = fields_of(model.layout)
    if fields is None:
        return
    meaning = [meanings(code.program) for code in model.threads]
    seen = set()
    for carry in (with_free_frames, with_pools):
        renamings = (_renaming(model, fields, order, carry) for order in _orders(model))
        found = [Permutation(model, new, fields, meaning) for new in renamings if new is not None]
        found = [one for one in found if one(model.initial) == model.initial]
        orders = tuple(one.renaming.threads for one in found)
        if len(found) > 1 and orders not in seen and (group := _closed(found)):
            seen.add(orders)
            yield group


def _closed(found: Sequence[Permutation]) -> Group | None:
    """With the products; None if some are missing."""
    numbers = {one.renaming.key: number for number, one in enumerate(found)}
    products = [[numbers.get(a.renaming.after(b.renaming)) for a in found] for b in found]
    rows = [tuple(number for number in row if number is not None) for row in products]
    return Group(tuple(found), tuple(rows)) if all(len(row) == len(found) for row in rows) else None


def _orders(model: Model) -> Iterator[tuple[int, ...]]:
    """The orders of the threads in which each stands where one of the same story stood."""
    classes: dict[object, list[int]] = {}
    for thread, story in enumerate(model.scenario.threads):
        program = model.threads[thread].program
        lines = tuple((line.verb, line.first, line.last, line.to) for line in story.lines)
        classes.setdefault((lines, len(program.code), program.live, program.bits), []).append(thread)
    count = 1
    for members in classes.values():
        for n in range(2, len(members) + 1):
            count *= n
    if count > MOST:
        return
    for chosen in product(*(permutations(members) for members in classes.values())):
        order = [0] * len(model.threads)
        for members, images in zip(classes.values(), chosen, strict=True):
            for member, image in zip(members, images, strict=True):
                order[member] = image
        yield tuple(order)


def _renaming(
    model: Model, fields: Sequence[Named], threads: tuple[int, ...], carry: Carry
) -> Renaming | None:
    """What an order of threads means for all else; None if it does not fit together."""
    shape, stories = model.shape, model.scenario.threads
    mms, cpus, values = _New(), _New(), _New()
    mms.add(NO_MM, NO_MM)
    values.add(NO_VALUE, NO_VALUE)
    for old, new in enumerate(threads):
        mms.add(shape.thread_mm[old], shape.thread_mm[new])
        cpus.add(shape.cpu_of(old), shape.cpu_of(new))
        for one, other in zip(stories[old].lines, stories[new].lines, strict=True):
            if one.mm and other.mm:
                mms.add(shape.mms.index(one.mm), shape.mms.index(other.mm))
            values.add(shape.values.index(one.value), shape.values.index(other.value))
    new_mms = mms.of(len(shape.mms))
    new_cpus, new_values = cpus.of(shape.cpus), values.of(len(shape.values))
    if new_mms is None or new_cpus is None or new_values is None:
        return None
    tables, pages = carry(model, fields, new_mms, new_cpus)
    if len(set(tables)) < shape.tables or len(set(pages)) < shape.pages or min(*tables, *pages) < 0:
        return None
    return Renaming(model.layout.pointers, threads, new_mms, new_cpus, tables, pages, new_values)


class _New:
    """New numbers as they are gathered; what is not said keeps its own."""

    def __init__(self) -> None:
        self.new: dict[int, int] = {}
        self.fits = True

    def add(self, old: int, new: int) -> None:
        self.fits &= self.new.setdefault(old, new) == new

    def of(self, size: int) -> tuple[int, ...] | None:
        new = tuple(self.new.get(number, number) for number in range(size))
        return new if self.fits and len(set(new)) == size else None
