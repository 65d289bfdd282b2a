"""A checked protocol and a thread's story -> its `Program`.

Theory of operation. Rule 1: what is an access is decided in one place, `lower_values` and `_store` in
`lower_body`, by the kinds in `engine.vocabulary.primitives`; everything else in a program is private to the
thread. Rule 2: nothing is left for a run to decide about the text: names, types, toggles, calls are gone.

The way: each function that the story needs is lowered by itself (`lower_body` -> `Routine`), its calls are
inlined (`inline` -> `Flat`), the calls of the story are strung together here, the variables that matter are
found at every place (`liveness`), and each gets its bits (`allocate`).

To be kept in step: `instructions` (what a program is), docs/routine-language.md (where a step ends).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from engine.errors import LimitReached, RequestError, Span
from engine.lang.allocate import allocate, number_densely
from engine.lang.calls import call_order
from engine.lang.coalesce import coalesce, copies_of
from engine.lang.codes import Diagnostics
from engine.lang.flow import check_assignment, check_returns
from engine.lang.inline import MAX_COPIES, CodeBuilder, Flat, flatten, moved
from engine.lang.instructions import (
    Access,
    Call,
    Const,
    End,
    Enter,
    Frame,
    Instruction,
    Place,
    Private,
    Program,
    Variable,
)
from engine.lang.liveness import flow_of, live_before, members
from engine.lang.lower_body import lower_function
from engine.lang.lower_values import Environment
from engine.lang.protocol import Protocol
from engine.vocabulary.constants import FOLDED
from engine.vocabulary.types import CType
from engine.words.saying import said


def lower(
    protocol: Protocol,
    calls: Sequence[Call],
    constants: Mapping[str, int],
    config: Mapping[str, int],
    width: Callable[[CType], int],
) -> Program:
    """The program of one thread.

    Args:
        calls: the thread's story.
        constants: the values of `vocabulary.constants.CONSTANTS` (NULL is always 0).
        config: toggles that differ from the protocol's defaults.
        width: how many bits a variable of a type takes.

    Raises:
        RequestError: a call names a function that is not there, or gives it too few or many arguments.
        RoutineError: with these toggles a path reads a variable before it is written.
        LimitReached: the program is too long.
    """
    _check_story(protocol, calls)
    flats = _flatten_all(protocol, calls, constants, config)
    builder = CodeBuilder("the story")
    if not calls:
        nowhere = Span(protocol.sources[0].file, 1, 1, 1, 1)
        builder.frames.append(Frame("", nowhere.file, None, None))
        builder.add(End(Place(nowhere, 0)))
    for index, call in enumerate(calls):
        _add_call(builder, index, call, flats[call.function], is_last=index + 1 == len(calls))
    return _pack(builder, width)


def dead_spans(
    protocol: Protocol, config: Mapping[str, int], constants: Mapping[str, int] | None = None
) -> tuple[Span, ...]:
    """What toggles and scenario switch off: what no run can reach, the outermost statements only."""
    environment = Environment(protocol.by_name, _numbers(protocol, config, constants or {}))
    return tuple(
        span for function in protocol.functions for span in lower_function(function, environment).dead
    )


def _numbers(protocol: Protocol, config: Mapping[str, int], constants: Mapping[str, int]) -> dict[str, int]:
    defines = {define.name: define.value for define in protocol.defines}
    folded = {name: value for name, value in constants.items() if name.startswith(FOLDED)}
    return {**folded, **defines, **protocol.defaults(), **config}


def _check_story(protocol: Protocol, calls: Sequence[Call]) -> None:
    for call in calls:
        function = protocol.by_name.get(call.function)
        if function is None:
            known = ", ".join(protocol.by_name)
            raise RequestError(
                "RUN40",
                said("error.protocol-no-function", protocol.name, call.function),
                said("hint.call-one-of", known),
            )
        if len(function.params) != len(call.args):
            raise RequestError(
                "RUN41",
                said("error.story-arguments", call.function, len(function.params), len(call.args)),
                said("hint.value-for-each", ", ".join(param.name for param in function.params)),
            )


def _flatten_all(
    protocol: Protocol, calls: Sequence[Call], constants: Mapping[str, int], config: Mapping[str, int]
) -> dict[str, Flat]:
    numbers = _numbers(protocol, config, constants)
    flats = _flats(protocol, tuple(numbers.items()), tuple(constants.items()))
    environment = Environment(protocol.by_name, numbers, constants)
    copies = 0
    for name in _order(protocol, tuple(dict.fromkeys(call.function for call in calls))):
        if name not in flats:
            flats[name] = _flatten(name, environment, flats)
        copies += len(flats[name].code)
        if copies > MAX_COPIES:
            raise LimitReached(
                "LIM22",
                said("error.too-many-copies", name, MAX_COPIES),
                said("hint.nest-calls-less"),
            )
    return flats


@lru_cache(maxsize=16)
def _flats(
    protocol: Protocol, numbers: tuple[tuple[str, int], ...], constants: tuple[tuple[str, int], ...]
) -> dict[str, Flat]:
    """What is flattened already under such numbers: the stories of a model share most of their functions."""
    return {}


@lru_cache(maxsize=64)
def _order(protocol: Protocol, roots: tuple[str, ...]) -> tuple[str, ...]:
    return call_order(roots, protocol.by_name)


def _flatten(name: str, environment: Environment, flats: Mapping[str, Flat]) -> Flat:
    routine = lower_function(environment.functions[name], environment)
    # Reading checked only so many settings of the toggles; this one may not be among them.
    diagnostics = Diagnostics()
    check_assignment(routine, diagnostics)
    check_returns(routine, diagnostics)
    diagnostics.raise_if_any()
    return flatten(routine, flats)


def _add_call(builder: CodeBuilder, index: int, call: Call, flat: Flat, is_last: bool) -> None:
    function = flat.routine.function
    frame = Frame(function.name, function.file, None, None)
    start = Place(function.name_span, len(builder.frames))
    brace = function.span
    end = Place(
        Span(brace.file, brace.end_line, max(1, brace.end_column - 1), brace.end_line, brace.end_column),
        start.frame,
    )
    builder.add(Enter(start, index))
    for operation, values in call.before:
        builder.add(Private(start, None, operation, tuple(Const(value) for value in values)))
    builder.splice(start, None, flat, tuple(Const(value) for value in call.args), frame)
    for operation, values in call.after:
        builder.add(Private(end, None, operation, tuple(Const(value) for value in values)))
    if is_last:
        builder.add(End(end))


def _pack(builder: CodeBuilder, width: Callable[[CType], int]) -> Program:
    """Give the variables that become one, or stay apart, their places in the thread's locals."""
    code, numbers = builder.code, number_densely(builder.code)
    flow = flow_of(code, numbers)
    leaders = coalesce(flow, live_before(flow), copies_of(code, numbers), len(numbers))
    flow = flow.joined(leaders)
    live = live_before(flow)
    assert live[0] == 0, "nothing is read before it is written"
    placed = allocate(flow, live, [builder.variables[old] for old in numbers], width)
    frames: list[set[int]] = [set() for _ in numbers]
    final = list(builder.variables)
    for old, number in numbers.items():
        frames[leaders[number]].add(builder.owners[old])
        final[old] = placed[leaders[number]]
    return Program(
        tuple(moved(step, final) for step in code),
        tuple(builder.frames),
        tuple(_live_at(step, mask, placed) for step, mask in zip(code, live, strict=True)),
        max((variable.offset + variable.width for variable in placed), default=0),
        tuple(_owners_at(step, mask, placed, frames) for step, mask in zip(code, live, strict=True)),
    )


def _live_at(step: Instruction, mask: int, placed: Sequence[Variable]) -> tuple[Variable, ...]:
    """The variables that matter where a thread can stop, by offset."""
    if not isinstance(step, Access | Enter | End):
        return ()
    found = sorted((placed[number] for number in members(mask)), key=lambda variable: variable.offset)
    for low, high in pairwise(found):
        assert low.offset + low.width <= high.offset, f"{low.name} and {high.name} overlap"
    return tuple(found)


def _owners_at(
    step: Instruction, mask: int, placed: Sequence[Variable], frames: Sequence[set[int]]
) -> tuple[tuple[int, ...], ...]:
    """For each variable of `_live_at` the frames in which it is a local."""
    if not isinstance(step, Access | Enter | End):
        return ()
    found = sorted(members(mask), key=lambda number: placed[number].offset)
    return tuple(tuple(sorted(frames[number])) for number in found)
