"""The lowered program does what the text says: random texts, run in two ways.

The reference walks the syntax tree. The other follows the instructions on packed locals, and writes
garbage over all that is not live whenever a thread could stop. Both see the same "memory": a counter that
each access moves on. What they log must agree.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from engine.lang import Protocol, ast, lower
from engine.lang.fold import fold_binary, fold_unary
from engine.lang.instructions import (
    Access,
    Assign,
    Binary,
    Branch,
    Call,
    Const,
    End,
    Expr,
    Jump,
    Program,
    Read,
    Unary,
    Variable,
)

STEPS = 400
Log = list[tuple[str, tuple[int, ...]]]


class Stopped(Exception):
    """Enough was seen."""


class Memory:
    """Answers accesses, the same for the same order of them, and logs them."""

    def __init__(self) -> None:
        self.log: Log = []

    def access(self, operation: str, args: tuple[int, ...]) -> int:
        self.log.append((operation, args))
        if len(self.log) >= STEPS:
            raise Stopped
        return (len(self.log) * 7 + sum(args)) % 3


def wrap(value: int) -> int:
    return (value + 2**31) % 2**32 - 2**31


# --- the reference


class Leaving(Exception):
    """break, continue, goto or return, on its way to where it ends."""

    def __init__(self, kind: str, value: int | str = 0) -> None:
        self.kind = kind
        self.value = value


class Reference:
    def __init__(self, protocol: Protocol, memory: Memory) -> None:
        self._protocol = protocol
        self._memory = memory

    def call(self, name: str, args: tuple[int, ...]) -> int:
        function = self._protocol.function(name)
        assert function.body is not None
        variables = dict(zip((param.name for param in function.params), args, strict=True))
        items, start = function.body.items, 0
        while True:
            try:
                self._run(items[start:], variables)
                return 0
            except Leaving as leaving:
                if leaving.kind == "return":
                    return int(leaving.value)
                names = [item.name if isinstance(item, ast.Label) else None for item in items]
                start = names.index(str(leaving.value))

    def _run(self, items: tuple[ast.Statement, ...], at: dict[str, int]) -> None:
        for item in items:
            self._statement(item, at)

    def _statement(self, item: ast.Statement, at: dict[str, int]) -> None:
        match item:
            case ast.Block(items=items):
                self._run(items, at)
            case ast.Declare(name=name, value=value):
                at[name] = wrap(self._value(value, at)) if value is not None else 99
            case ast.Evaluate(value=value):
                self._value(value, at)
            case ast.Assign():
                self._assign(item, at)
            case ast.If(condition=condition, then=then, otherwise=otherwise):
                if self._value(condition, at):
                    self._run(then.items, at)
                elif otherwise is not None:
                    self._run(otherwise.items, at)
            case ast.While(condition=condition, body=body):
                self._loop(condition, body, (), at)
            case ast.For(first=first, condition=condition, steps=steps, body=body):
                self._run(first, at)
                self._loop(condition, body, steps, at)
            case ast.DoWhile(condition=condition, body=body):
                if self._body(body, at):
                    self._loop(condition, body, (), at)
            case ast.Switch():
                self._switch(item, at)
            case ast.Break():
                raise Leaving("break")
            case ast.Continue():
                raise Leaving("continue")
            case ast.Goto(label=label):
                raise Leaving("goto", label)
            case ast.Return(value=value):
                raise Leaving("return", wrap(self._value(value, at)) if value is not None else 0)

    def _assign(self, item: ast.Assign, at: dict[str, int]) -> None:
        value = self._value(item.value, at)
        if isinstance(item.target, ast.Name):
            old = at.get(item.target.name, 0)
            at[item.target.name] = wrap(value if item.op is None else fold_binary(item.op, old, value) or 0)
            return
        assert isinstance(item.target, ast.Arrow)
        if item.op is not None:
            value = fold_binary(item.op, self._value(item.target, at), value) or 0
        self._memory.access("store mm_struct.rss", (self._value(item.target.object, at), value))

    def _body(self, body: ast.Block, at: dict[str, int]) -> bool:
        """True unless the loop ends here."""
        try:
            self._run(body.items, at)
        except Leaving as leaving:
            if leaving.kind not in ("break", "continue"):
                raise
            return leaving.kind == "continue"
        return True

    def _loop(
        self,
        condition: ast.Expr | None,
        body: ast.Block,
        steps: tuple[ast.Statement, ...],
        at: dict[str, int],
    ) -> None:
        while condition is None or self._value(condition, at):
            if not self._body(body, at):
                return
            self._run(steps, at)

    def _switch(self, item: ast.Switch, at: dict[str, int]) -> None:
        value = self._value(item.value, at)
        marks = [(n, case) for n, case in enumerate(item.body.items) if isinstance(case, ast.Case)]
        starts = [n for n, case in marks if case.value is not None and self._value(case.value, at) == value]
        starts += [n for n, case in marks if case.value is None]
        try:
            if starts:
                self._run(item.body.items[starts[0] :], at)
        except Leaving as leaving:
            if leaving.kind != "break":
                raise

    def _value(self, expr: ast.Expr, at: dict[str, int]) -> int:
        match expr:
            case ast.Number(value=value):
                return value
            case ast.Name(name=name):
                return at[name] if name in at else self._protocol.defaults()[name]
            case ast.Unary(op=op, operand=operand):
                return fold_unary(op, self._value(operand, at))
            case ast.Binary(op="&&" | "||" as op, left=left, right=right):
                first = bool(self._value(left, at))
                return int(first if first == (op == "||") else bool(self._value(right, at)))
            case ast.Binary(op=op, left=left, right=right):
                a = self._value(left, at)
                return fold_binary(op, a, self._value(right, at)) or 0
            case ast.Arrow(object=inner):
                return self._memory.access("load mm_struct.rss", (self._value(inner, at),))
            case ast.Call(function=name, args=args):
                values = tuple(wrap(self._value(arg, at)) for arg in args)
                if name in self._protocol.by_name:
                    return self.call(name, values)
                return self._memory.access(name, values)
        raise AssertionError(expr)


# --- the program


def follow(program: Program, memory: Memory) -> None:
    pc, local = 1, 0
    for _ in range(100 * STEPS):
        step = program.code[pc]
        pc += 1
        match step:
            case End():
                return
            case Assign(target=target, value=value):
                local = store(target, local, evaluate(value, local))
            case Jump(target=target):
                pc = target
            case Branch(condition=condition, otherwise=otherwise):
                pc = pc if evaluate(condition, local) else otherwise
            case Access():
                local = spoil(program.live[pc - 1], local, program.bits)
                result = memory.access(step.operation, tuple(evaluate(arg, local) for arg in step.args))
                if step.target is not None:
                    local = store(step.target, local, result)
    raise Stopped


def spoil(live: tuple[Variable, ...], local: int, bits: int) -> int:
    keep = sum(((1 << variable.width) - 1) << variable.offset for variable in live)
    return local & keep | int("10" * bits, 2) & ((1 << bits) - 1) & ~keep


def store(variable: Variable, local: int, value: int) -> int:
    mask = (1 << variable.width) - 1
    return local & ~(mask << variable.offset) | (value & mask) << variable.offset


def evaluate(expr: Expr, local: int) -> int:
    match expr:
        case Const(value=value):
            return value
        case Read(variable=variable):
            return wrap(local >> variable.offset & ((1 << variable.width) - 1))
        case Unary(op=op, operand=operand):
            return fold_unary(op, evaluate(operand, local))
        case Binary(op=op, left=left, right=right):
            return fold_binary(op, evaluate(left, local), evaluate(right, local)) or 0
    raise AssertionError(expr)


# --- the texts


class Writer:
    """Writes texts: three functions, each calling those before it."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._calls: list[str] = []

    def text(self) -> str:
        functions = [f"#define CONFIG_A {self._random.randint(0, 1)}"]
        for name in ("f", "g", "h"):
            functions.append(
                f"int {name}(struct mm_struct *mm, struct page *p, int a, int b)"
                f" {{ int c = 0; {self._body(3, False)} c++;"
                f" out: add_mm_rss(mm, a + b * 2 + c * 3); return c; }}"
            )
            self._calls.append(name)
        return "\n".join(functions)

    def _name(self) -> str:
        return self._random.choice("abc")

    def _value(self, depth: int = 3) -> str:
        if depth == 0 or self._random.random() < 0.3:
            return self._random.choice("a b c 0 1 2 5 page_count(p) mm->rss CONFIG_A".split())
        left, right = self._value(depth - 1), self._value(depth - 1)
        if self._calls and self._random.random() < 0.15:
            # Often its own `a` and `b`, which the callee has under the same names and may change.
            args = self._random.choice(["a, b", "a, b", f"{left}, b", f"{left}, {right}"])
            return f"{self._random.choice(self._calls)}(mm, p, {args})"
        if self._random.random() < 0.2:
            return f"{self._random.choice('!-~')}({left})"
        return f"({left} {self._random.choice('+ - * & | ^ == != < >= && || && ||'.split())} {right})"

    def _body(self, depth: int, loop: bool) -> str:
        return " ".join(self._statement(depth, loop) for _ in range(self._random.randint(0, 4)))

    def _statement(self, depth: int, loop: bool) -> str:
        simple = [
            f"{self._name()} {self._random.choice('= += -= ^='.split())} {self._value()};",
            f"add_mm_rss(mm, {self._value()});",
            self._random.choice(["mm->rss++;", "mm->rss = a;", f"mm->rss -= {self._value()};"]),
            f"if ({self._name()}) return {self._value()};",
            f"if ({self._name()}) goto out;",
            f"{{ int d = {self._value()}; b += d; }}",
        ]
        if loop:
            simple += [f"if ({self._name()}) break;", f"if ({self._name()}) continue;"]
        if depth == 0 or self._random.random() < 0.5:
            return self._random.choice(simple)
        value, inner, looped = self._value(), self._body(depth - 1, loop), self._body(depth - 1, True)
        cases = f"case 0: {inner} break; case 1: {self._body(depth - 1, loop)} default: {inner}"
        return self._random.choice(
            [
                f"if ({value}) {{ {inner} }}",
                f"if ({value}) {{ {inner} }} else {{ {self._body(depth - 1, loop)} }}",
                f"while ({value} && mm->rss) {{ {looped} }}",
                f"do {{ {looped} }} while (mm->rss && {value});",
                f"for (a = 0, b++; a < 3; a++, mm->rss--) {{ {looped} }}",
                f"switch ({value}) {{ {cases} case 2: c = 7; }}",
            ]
        )


@pytest.mark.parametrize("seed", range(100))
def test_the_program_does_what_the_text_says(read: Callable[[str], Protocol], seed: int) -> None:
    text = Writer(seed).text()
    protocol = read(text)
    program = lower(protocol, [Call("h", (1, 2, 0, 1))], {}, {}, lambda ctype: 32)
    expected, found = Memory(), Memory()
    ended = ends(lambda: Reference(protocol, expected).call("h", (1, 2, 0, 1)))
    assert ends(lambda: follow(program, found)) == ended
    assert found.log == expected.log


def ends(run: Callable[[], object]) -> bool:
    """Runs to the end, or until enough was seen."""
    try:
        run()
    except Stopped:
        return False
    return True
