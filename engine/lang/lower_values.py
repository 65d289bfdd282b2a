"""Expressions -> pure `Expr`s, with what is not pure hoisted in front of them.

Theory of operation. C leaves open in which order the parts of an expression are evaluated; here it is
always from left to right. Whatever touches an object (an access, a call) becomes an instruction of its own
that leaves its value in a temporary; the rest stays an expression over variables. That is safe, because an
expression of the routine language never changes a local: assignments are statements. The right side of
`&&` and `||` is evaluated only when C says so: if it holds an access, the operator becomes branches.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Span
from engine.lang import ast
from engine.lang.fold import fold_binary, fold_unary, known_value
from engine.lang.instructions import (
    Access,
    Assign,
    Binary,
    Branch,
    Const,
    Expr,
    Jump,
    Place,
    Private,
    Pure,
    Read,
    Unary,
    Variable,
)
from engine.lang.routine import Invoke, Step, Touch
from engine.lang.types import NULL, field_of, global_type, loaded_type, struct_name, wider
from engine.vocabulary.primitives import PRIMITIVES, Kind
from engine.vocabulary.types import CType


class Environment:
    """What all functions of a protocol are lowered against.

    `numbers` are defines and toggles; `constants` are the scenario's, or None when lowering only to check:
    then they stay unknown.
    """

    def __init__(
        self,
        functions: Mapping[str, ast.Function],
        numbers: Mapping[str, int],
        constants: Mapping[str, int] | None = None,
    ) -> None:
        self.functions = functions
        self.numbers = numbers
        self.constants = constants

    def constant(self, name: str) -> Expr:
        if name == NULL:
            return Const(0)
        return Pure(f"constant {name}", ()) if self.constants is None else Const(self.constants[name])


Value = tuple[Expr, CType]


class ValueLowering:
    """Emits code for expressions. Labels are negative until `statements` resolves them to an index."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.code: list[Step] = []
        self.labels: list[int | None] = []
        self.variables: list[Variable] = []
        self.scopes: list[dict[str, Variable]] = [{}]
        self.dead: list[Span] = []
        self._temporaries = 0

    # --- emitting

    def place(self, span: Span) -> Place:
        return Place(span, 0)

    def new_variable(self, name: str, ctype: CType) -> Variable:
        variable = Variable(name, ctype, len(self.variables), 0)
        self.variables.append(variable)
        return variable

    def temporary(self, ctype: CType) -> Variable:
        self._temporaries += 1
        return self.new_variable(f"%{self._temporaries}", ctype)

    def new_label(self) -> int:
        self.labels.append(None)
        return -len(self.labels)

    def mark(self, label: int) -> None:
        self.labels[-label - 1] = len(self.code)

    def find(self, name: str) -> Variable | None:
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def known(self, expr: ast.Expr) -> int | None:
        return known_value(expr, self.environment.numbers)

    def _note_dead(self, expr: ast.Expr) -> None:
        """`CONFIG_X && rest` is known: `rest` is switched off."""
        if isinstance(expr, ast.Binary):
            self._note_dead(expr.left)
            if self.known(expr.right) is None:
                self.dead.append(expr.right.span)
            else:
                self._note_dead(expr.right)
        elif isinstance(expr, ast.Unary):
            self._note_dead(expr.operand)

    # --- values

    def value(self, expr: ast.Expr) -> Value:
        """A pure expression for `expr`, and its type, after the code that it needs."""
        known = self.known(expr)
        if known is not None:
            self._note_dead(expr)
            return Const(known), CType.INT
        match expr:
            case ast.Name():
                return self._name(expr)
            case ast.Call():
                return self._call(expr, None)
            case ast.Arrow() | ast.Dereference():
                return self._load(expr, None)
            case ast.AddressOf():
                return self._address(expr)
            case ast.Cast():
                return self._cast(expr)
            case ast.Unary(op=op, operand=operand):
                inner, ctype = self.value(operand)
                return _unary(op, inner), CType.INT if op == "!" else ctype
            case _:
                assert isinstance(expr, ast.Binary), "numbers are known, and what was refused is not lowered"
                return self._binary(expr)

    def into(self, target: Variable, expr: ast.Expr, span: Span) -> None:
        """Emits `target = expr`; an access or a call writes to the target at once."""
        match expr:
            case ast.Call() if not self._is_pure_call(expr):
                self._call(expr, target)
            case ast.Arrow() | ast.Dereference():
                self._load(expr, target)
            case _:
                self.code.append(Assign(self.place(span), target, self.value(expr)[0]))

    def effect(self, expr: ast.Expr) -> None:
        """A call as a statement: its value is dropped."""
        assert isinstance(expr, ast.Call), "the checker lets only calls stand alone"
        self._call(expr, None, wanted=False)

    def _name(self, expr: ast.Name) -> Value:
        variable = self.find(expr.name)
        if variable is None:
            return self.environment.constant(expr.name), CType.INT
        self.code.append(Touch(self.place(expr.span), variable))
        return Read(variable), variable.type

    def _call(self, expr: ast.Call, target: Variable | None, wanted: bool = True) -> Value:
        args = tuple(self.value(arg)[0] for arg in expr.args)
        primitive = PRIMITIVES.get(expr.function)
        if primitive is None:
            returns = self.environment.functions[expr.function].returns
        else:
            returns = primitive.returns
            if primitive.kind is Kind.PURE:
                return Pure(expr.function, args), returns
        assert returns is not None, "checked functions have types"
        if wanted and target is None and returns is not CType.VOID:
            target = self.temporary(returns)
        place = self.place(expr.span)
        if primitive is None:
            self.code.append(Invoke(place, target, expr.function, args))
        elif primitive.kind is Kind.ACCESS:
            self.code.append(Access(place, target, expr.function, args))
        else:
            self.code.append(Private(place, target, expr.function, args))
        return (Const(0) if target is None else Read(target)), returns

    def _load(self, expr: ast.Arrow | ast.Dereference, target: Variable | None) -> Value:
        if isinstance(expr, ast.Arrow):
            base, pointer = self.value(expr.object)
            field = field_of(pointer, expr.field)
            assert field is not None, "checked"
            operation, ctype = f"load {struct_name(pointer)}.{field.name}", field.type
        else:
            base, pointer = self.value(expr.pointer)
            loaded = loaded_type(pointer)
            assert loaded is not None, "checked"
            operation, ctype = f"load {loaded.value}", loaded
        if target is None:
            target = self.temporary(ctype)
        self.code.append(Access(self.place(expr.span), target, operation, (base,)))
        return Read(target), ctype

    def _address(self, expr: ast.AddressOf) -> Value:
        if isinstance(expr.target, ast.Name):
            ctype = global_type(expr.target.name)
            assert ctype is not None, "checked"
            return Pure(f"address {expr.target.name}", ()), ctype
        assert isinstance(expr.target, ast.Arrow), "checked"
        base, pointer = self.value(expr.target.object)
        field = field_of(pointer, expr.target.field)
        assert field is not None, "checked"
        return Pure(f"address {struct_name(pointer)}.{field.name}", (base,)), field.type

    def _cast(self, expr: ast.Cast) -> Value:
        inner, found = self.value(expr.operand)
        assert expr.type is not None, "checked"
        return Pure(f"cast {found.value} to {expr.type.value}", (inner,)), expr.type

    def _binary(self, expr: ast.Binary) -> Value:
        if expr.op in ("&&", "||"):
            return self._logical(expr), CType.INT
        left, left_type = self.value(expr.left)
        right, right_type = self.value(expr.right)
        is_comparison = expr.op in ("==", "!=", "<", "<=", ">", ">=")
        return operate(expr.op, left, right), CType.INT if is_comparison else wider(left_type, right_type)

    def _logical(self, expr: ast.Binary) -> Expr:
        if self.known(expr.left) is None and self.is_pure(expr.right):
            return Binary(expr.op, self.value(expr.left)[0], self.value(expr.right)[0])
        # Not pure on the right, or the left is known: then only the right side counts.
        result, false, end = self.temporary(CType.INT), self.new_label(), self.new_label()
        place = self.place(expr.span)
        self.branch(expr, False, false)
        self.code += [Assign(place, result, Const(1)), Jump(place, end)]
        self.mark(false)
        self.code.append(Assign(place, result, Const(0)))
        self.mark(end)
        return Read(result)

    # --- conditions

    def branch(self, expr: ast.Expr, wanted: bool, label: int) -> None:
        """Goes to `label` when the truth of `expr` is `wanted`, else on."""
        known = self.known(expr)
        if known is not None:
            self._note_dead(expr)
            if bool(known) is wanted:
                self.code.append(Jump(self.place(expr.span), label))
            return
        match expr:
            case ast.Unary(op="!", operand=operand):
                self.branch(operand, not wanted, label)
            case ast.Binary(op="&&" | "||" as op) if self.known(expr.left) is not None or not self.is_pure(
                expr
            ):
                self._branch_logical(expr, (op == "&&") is not wanted, wanted, label)
            case _:
                condition = self.value(expr)[0]
                self._branch_on(condition, expr.span, wanted, label)

    def _branch_logical(self, expr: ast.Binary, either: bool, wanted: bool, label: int) -> None:
        """`either`: one side alone decides for the label (`a && b` is false as soon as `a` is)."""
        if either:
            self.branch(expr.left, wanted, label)
            self.branch(expr.right, wanted, label)
            return
        past = self.new_label()
        self.branch(expr.left, not wanted, past)
        self.branch(expr.right, wanted, label)
        self.mark(past)

    def _branch_on(self, condition: Expr, span: Span, wanted: bool, label: int) -> None:
        self.code.append(Branch(self.place(span), _unary("!", condition) if wanted else condition, label))

    # --- purity

    def is_pure(self, expr: ast.Expr) -> bool:
        """True when evaluating `expr` emits nothing that touches an object."""
        match expr:
            case ast.Call(args=args):
                return self._is_pure_call(expr) and all(self.is_pure(arg) for arg in args)
            case ast.Arrow() | ast.Dereference():
                return False
            case ast.AddressOf(target=ast.Arrow(object=inner)):
                return self.is_pure(inner)
            case ast.Unary(operand=inner) | ast.Cast(operand=inner):
                return self.is_pure(inner)
            case ast.Binary(left=left, right=right):
                return self.is_pure(left) and self.is_pure(right)
            case _:
                return True

    def _is_pure_call(self, expr: ast.Call) -> bool:
        primitive = PRIMITIVES.get(expr.function)
        return primitive is not None and primitive.kind is Kind.PURE


def operate(op: str, left: Expr, right: Expr) -> Expr:
    """`left op right`, computed now if both are known."""
    if isinstance(left, Const) and isinstance(right, Const):
        folded = fold_binary(op, left.value, right.value)
        if folded is not None:
            return Const(folded)
    return Binary(op, left, right)


def _unary(op: str, operand: Expr) -> Expr:
    if isinstance(operand, Const):
        return Const(fold_unary(op, operand.value))
    return Unary(op, operand)
