"""A program as text, an instruction a line: for tests, documentation and the curious."""

from __future__ import annotations

from typing import assert_never

from engine.lang.instructions import (
    Access,
    Assign,
    Binary,
    Branch,
    Const,
    End,
    Enter,
    Expr,
    Instruction,
    Jump,
    Place,
    Private,
    Program,
    Pure,
    Read,
    Unary,
)


def listing(program: Program, *, live: bool = False, places: bool = False) -> str:
    """One line an instruction: its number, `*` where a step begins, and what it does.

    Args:
        live: also name the variables that matter at each place where a thread can stop.
        places: also give the place in the text and the call stack.
    """
    lines = []
    for pc, step in enumerate(program.code):
        line = f"{pc:4} {'*' if isinstance(step, Access) else ' '} {describe(step)}"
        if live and isinstance(step, Access | Enter | End):
            line += f"  [{' '.join(variable.name for variable in program.live[pc])}]"
        if places:
            line += f"  ; {_where(program, step.place)}"
        lines.append(line)
    return "\n".join(lines)


def _where(program: Program, place: Place) -> str:
    stack = []
    frame: int | None = place.frame
    while frame is not None:
        stack.append(program.frames[frame].function)
        frame = program.frames[frame].parent
    return f"{place.span} {' < '.join(stack)}"


def describe(step: Instruction) -> str:
    """What an instruction does, on one line."""
    match step:
        case Assign(target=target, value=value):
            return f"{target.name} = {expression(value)}"
        case Access() | Private():
            result = f"{step.target.name} = " if step.target is not None else ""
            return f"{result}{step.operation}({_list(step.args)})"
        case Branch(condition=condition, otherwise=otherwise):
            return f"unless {expression(condition)} goto {otherwise}"
        case Jump(target=target):
            return f"goto {target}"
        case Enter(call=call):
            return f"enter {call}"
        case End():
            return "end"
        case _:
            assert_never(step)


def expression(expr: Expr) -> str:
    """An expression, every operator in parentheses."""
    match expr:
        case Const(value=value):
            return str(value)
        case Read(variable=variable):
            return variable.name
        case Unary(op=op, operand=operand):
            return f"{op}{expression(operand)}"
        case Binary(op=op, left=left, right=right):
            return f"({expression(left)} {op} {expression(right)})"
        case Pure(operation=operation, args=args):
            return f"{operation}({_list(args)})"
        case _:
            assert_never(expr)


def _list(args: tuple[Expr, ...]) -> str:
    return ", ".join(expression(arg) for arg in args)
