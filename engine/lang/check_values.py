"""Types, names and arity of expressions."""

from __future__ import annotations

from typing import assert_never

from engine.errors import Span
from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.lang.names import A_GLOBAL, Names, did_you_mean
from engine.lang.types import NULL, field_of, global_type, is_null, is_scalar, loaded_type, wider
from engine.vocabulary.constants import CONSTANTS
from engine.vocabulary.primitives import PRIMITIVES, Kind
from engine.vocabulary.types import CASTS, FIELDS, GLOBALS, CType, Use
from engine.words.saying import listed, said
from engine.words.text import Text

Found = CType | None
"""A type, or None where something was reported already and nothing more is to be said."""

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_TO_LOCAL = said("hint.assign-to-local")
_STORES = {
    CType.PTE_PTR: said("hint.set-pte"),
    CType.PMD_PTR: said("hint.populate-or-clear"),
}
_CONDITIONS = {CType.PMD: said("hint.pmd-none"), CType.PTE: said("hint.pte-none-or-present")}
MAX_HINTED = 100
"""Nearest names are looked for this often: the search is slow, and nobody reads that many."""


class ValueChecker:
    """Finds the type of expressions against the names of a protocol and the locals in scope."""

    def __init__(self, names: Names, diagnostics: Diagnostics) -> None:
        self._names = names
        self._diagnostics = diagnostics
        self.scopes: list[dict[str, Found]] = []

    def error(self, code: str, span: Span, message: Text, hint: Text) -> None:
        self._diagnostics.add(code, span, message, hint)

    def local(self, name: str) -> tuple[bool, Found]:
        """Whether there is a local or parameter of that name, and its type."""
        for scope in reversed(self.scopes):
            if name in scope:
                return True, scope[name]
        return False, None

    # --- what an expression is used for

    def condition(self, expr: ast.Expr) -> None:
        """An integer or a pointer, as in `if (...)`."""
        found = self.value(expr)
        if found is not None and not is_scalar(found):
            hint = _CONDITIONS[found]
            self.error("LANG13", expr.span, said("lang.no-condition", found.value), hint)

    def assignable(self, wanted: Found, expr: ast.Expr, use: Text) -> None:
        """A value that may be stored in, passed as or returned as `wanted`."""
        found = self.value(expr)
        if wanted is None or found is None or found is wanted:
            return
        if (found.is_integer and wanted.is_integer) or (wanted.is_pointer and is_null(expr)):
            return
        self.error(
            "LANG13",
            expr.span,
            said("lang.wrong-type", use, wanted.value, found.value),
            _conversion_hint(found, wanted),
        )

    def integer(self, expr: ast.Expr, op: str) -> Found:
        found = self.value(expr)
        if isinstance(expr, ast.Name) and expr.name == NULL:
            self.error("LANG13", expr.span, said("lang.integer-not-null", op), said("hint.write-zero"))
            return None
        if found is not None and not found.is_integer:
            hint = said("hint.entry-or-offset") if found.is_pointer else (said("hint.primitive-first"))
            self.error("LANG13", expr.span, said("lang.needs-integer", op, found.value), hint)
            return None
        return found

    def value(self, expr: ast.Expr) -> Found:
        """Any value; void is reported."""
        found = self.any(expr)
        if found is CType.VOID and isinstance(expr, ast.Call):
            self.error(
                "LANG17",
                expr.span,
                said("lang.returns-nothing", expr.function),
                said("hint.call-as-statement"),
            )
            return None
        return found

    # --- what an expression is

    def any(self, expr: ast.Expr) -> Found:
        """The type of `expr`, void for a call of a void function."""
        match expr:
            case ast.Number():
                return CType.INT
            case ast.Name():
                return self._name(expr)
            case ast.Call():
                return self._call(expr)
            case ast.Arrow():
                return self._arrow(expr, Use.VALUE)
            case ast.Dereference():
                return self._dereference(expr)
            case ast.AddressOf():
                return self._address(expr)
            case ast.Cast():
                return self._cast(expr)
            case ast.Unary():
                return self._unary(expr)
            case ast.Binary():
                return self._binary(expr)
            case ast.Refused():
                return None
            case _:
                assert_never(expr)

    def _name(self, expr: ast.Name) -> Found:
        is_local, found = self.local(expr.name)
        if is_local:
            return found
        if self._names.is_number(expr.name):
            return CType.INT
        owner = self._names.owner(expr.name)
        if owner == A_GLOBAL:
            hint = said("hint.take-address", expr.name)
        elif owner is not None:
            hint = said("hint.call-it", expr.name)
        else:
            hint = self._nearest_value(expr.name)
        message = (
            said("lang.is-no-variable", expr.name, owner) if owner else said("lang.no-variable", expr.name)
        )
        self.error("LANG10", expr.span, message, hint)
        return None

    def _nearest_value(self, name: str) -> Text:
        if name.startswith("CONFIG_"):
            return said("hint.define-toggle", name)
        known = [local for scope in self.scopes for local in scope]
        return self._nearest(name, [*known, *self._names.numbers, *CONSTANTS], said("hint.declare-first"))

    def _nearest(self, name: str, known: list[str], otherwise: Text) -> Text:
        return otherwise if len(self._diagnostics) > MAX_HINTED else did_you_mean(name, known, otherwise)

    def _call(self, expr: ast.Call) -> Found:
        signature = self._names.signature(expr.function)
        if signature is None:
            known = [*self._names.functions, *PRIMITIVES]
            hint = self._nearest(expr.function, known, said("hint.define-or-primitive"))
            self.error("LANG11", expr.name_span, said("lang.no-function", expr.function), hint)
            for arg in expr.args:
                self.value(arg)
            return None
        returns, params = signature
        if len(params) != len(expr.args):
            wanted = ", ".join(name for name, _ in params) or said("hint.none")
            self.error(
                "LANG12",
                expr.span,
                said("lang.wrong-arity", expr.function, len(params), len(expr.args)),
                said("hint.give", wanted),
            )
        for arg, (name, ctype) in zip(expr.args, params, strict=False):
            if name == "condition" and expr.function in PRIMITIVES:
                self.condition(arg)
            else:
                self.assignable(ctype, arg, said("lang.argument-of", name, expr.function))
        for arg in expr.args[len(params) :]:
            self.value(arg)
        return returns

    def _arrow(self, expr: ast.Arrow, use: Use) -> Found:
        pointer = self.value(expr.object)
        if pointer is None:
            return None
        if pointer not in FIELDS:
            known = listed([f"`{ctype.value}`" for ctype in FIELDS], "hint.or")
            self.error(
                "LANG14",
                expr.span,
                said("lang.no-fields", pointer.value),
                said("hint.field-of", known),
            )
            return None
        field = field_of(pointer, expr.field)
        if field is None:
            names = [known.name for known in FIELDS[pointer]]
            hint = self._nearest(expr.field, names, said("hint.use-one-of", ", ".join(names)))
            self.error("LANG14", expr.field_span, said("lang.no-field", pointer.value, expr.field), hint)
            return None
        if field.use is not use:
            if use is Use.VALUE:
                wrong, hint = said("lang.no-plain-value", field.name), said("hint.hand-address")
            else:
                wrong, hint = said("lang.plain-value", field.name), said("hint.leave-ampersand-out")
            self.error("LANG15", expr.span, wrong, hint)
            return None
        return field.type

    def _dereference(self, expr: ast.Dereference) -> Found:
        pointer = self.value(expr.pointer)
        if pointer is None:
            return None
        found = loaded_type(pointer)
        if found is None:
            hint = said("hint.write-arrow-field") if pointer in FIELDS else said("hint.dereference-pointers")
            self.error("LANG14", expr.span, said("lang.cannot-dereference", pointer.value), hint)
        return found

    def _address(self, expr: ast.AddressOf) -> Found:
        match expr.target:
            case ast.Arrow() as arrow:
                return self._arrow(arrow, Use.ADDRESS)
            case ast.Name(name=name) if not self.local(name)[0]:
                found = global_type(name)
                if found is None:
                    hint = self._nearest(name, list(GLOBALS), said("hint.address-of", ", ".join(GLOBALS)))
                    self.error("LANG10", expr.span, said("lang.no-global", name), hint)
                return found
            case ast.Refused():
                return None
            case target:
                self.value(target)
                self.error(
                    "LANG16",
                    expr.span,
                    said("lang.no-address"),
                    said("hint.address-of-field"),
                )
                return None

    def _cast(self, expr: ast.Cast) -> Found:
        found = self.value(expr.operand)
        if expr.type is None or found is None:
            return expr.type
        if (found, expr.type) not in CASTS:
            allowed = listed([said("lang.from-to", old.value, new.value) for old, new in CASTS], "hint.or")
            self.error(
                "LANG02",
                expr.span,
                said("lang.cast", found.value, expr.type.value),
                said("hint.leave-cast-out", allowed),
            )
        return expr.type

    def _unary(self, expr: ast.Unary) -> Found:
        if expr.op == "!":
            self.condition(expr.operand)
            return CType.INT
        return self.integer(expr.operand, expr.op)

    def _binary(self, expr: ast.Binary) -> Found:
        if expr.op in ("&&", "||"):
            self.condition(expr.left)
            self.condition(expr.right)
            return CType.INT
        if expr.op in _COMPARISONS:
            self._compare(expr)
            return CType.INT
        left, right = self.integer(expr.left, expr.op), self.integer(expr.right, expr.op)
        return wider(left, right) if left and right else None

    def _compare(self, expr: ast.Binary) -> None:
        left, right = self.value(expr.left), self.value(expr.right)
        if left is None or right is None or (left.is_integer and right.is_integer):
            return
        if not (is_scalar(left) and is_scalar(right)):
            self.error(
                "LANG13",
                expr.span,
                said("lang.compares", expr.op, left.value, right.value),
                said("hint.compare-primitives"),
            )
        elif expr.op not in ("==", "!="):
            self.error("LANG13", expr.span, said("lang.orders-pointers", expr.op), said("hint.compare-equal"))
        elif left is not right and not is_null(expr.left) and not is_null(expr.right):
            self.error(
                "LANG13",
                expr.span,
                said("lang.compares", expr.op, left.value, right.value),
                said("hint.compare-same-type"),
            )

    # --- targets

    def target(self, expr: ast.Expr) -> Found:
        """The left side of an assignment: a local, a parameter, or a field that holds a value."""
        match expr:
            case ast.Name(name=name) if self.local(name)[0]:
                return self.local(name)[1]
            case ast.Arrow():
                return self._arrow(expr, Use.VALUE)
            case ast.Refused():
                return None
            case ast.Dereference():
                pointer = self.value(expr.pointer)
                hint = _STORES.get(pointer, _TO_LOCAL) if pointer else _TO_LOCAL
                self.error("LANG16", expr.span, said("lang.store-through-pointer"), hint)
                return None
            case ast.Name(name=name) if (owner := self._names.owner(name)) is not None:
                self.error(
                    "LANG16",
                    expr.span,
                    said("lang.assigns-to-name", name, owner),
                    said("hint.assign-to-local"),
                )
                return None
            case ast.Name():
                return self._name(expr)
            case _:
                self.value(expr)
                self.error(
                    "LANG16", expr.span, said("lang.cannot-assign"), said("hint.assign-to-local-or-field")
                )
                return None


def _conversion_hint(found: CType, wanted: CType) -> Text:
    if (found, wanted) in CASTS:
        return said("hint.write-cast", wanted.value)
    if found is CType.PMD_PTR and wanted is CType.PMD or found is CType.PTE_PTR and wanted is CType.PTE:
        return said("hint.write-star")
    for name, primitive in PRIMITIVES.items():
        takes = [ctype for _, ctype in primitive.params]
        if primitive.kind is Kind.PURE and primitive.returns is wanted and takes == [found]:
            return said("hint.write-call-of", name)
    return said("hint.give-type", wanted.value)
