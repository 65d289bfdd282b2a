"""What each statement of the C consists of: its accesses in their order, and the calls that have some.

It is read off the instructions that the threads of a model run, so it says what a step is and nothing else. A
statement is what is evaluated in one go: an assignment, a call, the condition of an `if`, a part of a `for`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.errors import Span
from engine.lang import ast
from engine.lang.instructions import Access, Branch, Program
from engine.lang.protocol import Protocol
from engine.run.code_info import AtomInfo, StatementInfo
from engine.run.model import Model
from engine.run.sentences import said
from engine.run.threads import span_info
from engine.vocabulary.primitives import PRIMITIVES
from engine.words.text import Text


def statements(model: Model) -> tuple[StatementInfo, ...]:
    """The statements that a thread of the model can run and that touch something, in order of the text."""
    heads = _heads(model.protocol)
    found: dict[Span, tuple[AtomInfo, ...]] = {}
    for code in model.threads:
        for head, atoms in _of_program(code.program, heads):
            if len(atoms) > len(found.get(head, ())):
                found[head] = atoms
    order = {source.file: number for number, source in enumerate(model.protocol.sources)}
    return tuple(
        StatementInfo(span_info(head), found[head])
        for head in sorted(found, key=lambda span: (order[span.file], span))
    )


# the text ----------------------------------------------------------------------------------------
def _heads(protocol: Protocol) -> dict[str, list[Span]]:
    """For each function, what is evaluated in one go."""
    return {
        function.name: list(_within(function.body))
        for function in protocol.functions
        if function.body is not None
    }


def _within(statement: ast.Statement | None) -> Iterator[Span]:
    match statement:
        case ast.Block(items=items):
            for item in items:
                yield from _within(item)
        case ast.Declare() | ast.Evaluate() | ast.Assign() | ast.Return():
            yield statement.span
        case ast.If():
            yield statement.condition.span
            yield from _within(statement.then)
            yield from _within(statement.otherwise)
        case ast.While() | ast.DoWhile():
            yield statement.condition.span
            yield from _within(statement.body)
        case ast.For():
            for part in (*statement.first, *statement.steps, statement.body):
                yield from _within(part)
            if statement.condition is not None:
                yield statement.condition.span
        case ast.Switch():
            yield statement.value.span
            yield from _within(statement.body)
        case _:
            pass


# the instructions --------------------------------------------------------------------------------
@dataclass(slots=True)
class _Gathered:
    """A statement in one call of its function. `branched`: part of it has been decided already."""

    atoms: list[AtomInfo] = field(default_factory=list)
    branched: bool = False

    def add(self, span: Span, text: Text, call: str) -> None:
        self.atoms.append(AtomInfo(span_info(span), text, call, self.branched))


def _of_program(
    program: Program, heads: dict[str, list[Span]]
) -> Iterator[tuple[Span, tuple[AtomInfo, ...]]]:
    gathered: dict[tuple[int, Span], _Gathered] = {}
    entered: set[int] = set()

    def of(frame: int, span: Span) -> _Gathered:
        head = _head(heads[program.frames[frame].function], span)
        return gathered.setdefault((frame, head), _Gathered())

    def enter(frame: int) -> None:
        """A call counts where something in it is accessed first."""
        caller = program.frames[frame]
        if frame in entered or caller.parent is None or caller.call is None:
            return
        entered.add(frame)
        enter(caller.parent)
        words = said("atom.call", caller.function)
        of(caller.parent, caller.call).add(caller.call, words, caller.function)

    for instruction in program.code:
        place = instruction.place
        if isinstance(instruction, Access):
            enter(place.frame)
            of(place.frame, place.span).add(place.span, _words(instruction.operation), "")
        elif isinstance(instruction, Branch):
            of(place.frame, place.span).branched = True
    for (_, head), statement in gathered.items():
        if statement.atoms:
            yield head, tuple(statement.atoms)


def _head(heads: list[Span], span: Span) -> Span:
    """The smallest statement around a span: whatever runs is part of one."""
    around = [head for head in heads if head.file == span.file and _holds(head, span)]
    return min(around, key=lambda head: (head.end_line - head.line, head.end_column - head.column))


def _holds(outer: Span, inner: Span) -> bool:
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    return begins and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _words(operation: str) -> Text:
    """An access as a verb: "reads the slot", "reads rss", "put_page_testzero: drop a reference …"."""
    verb, _, what = operation.partition(" ")
    if what in ("pmd_t", "pte_t"):
        return said(f"atom.{verb}-{what.replace('_', '-')}")
    if what:
        return said(f"atom.{verb}", what.rpartition(".")[2])
    return said("atom.primitive", operation, PRIMITIVES[operation].help)
