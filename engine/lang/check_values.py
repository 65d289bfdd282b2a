"""Types, names and arity of expressions."""

from __future__ import annotations

from typing import assert_never

from engine.errors import Span
from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.lang.names import Names, did_you_mean
from engine.lang.types import NULL, field_of, global_type, is_null, is_scalar, loaded_type, wider
from engine.vocabulary.constants import CONSTANTS
from engine.vocabulary.primitives import PRIMITIVES, Kind
from engine.vocabulary.types import CASTS, FIELDS, GLOBALS, CType, Use

Found = CType | None
"""A type, or None where something was reported already and nothing more is to be said."""

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_STORES = {
    CType.PTE_PTR: "write `set_pte(ptep, pte)`",
    CType.PMD_PTR: "write `pmd_populate(mm, pmd, page)` or `pmd_clear(pmd)`",
}
_CONDITIONS = {CType.PMD: "write `pmd_none(...)`", CType.PTE: "write `pte_none(...)` or `pte_present(...)`"}
MAX_HINTED = 100
"""Nearest names are looked for this often: the search is slow, and nobody reads that many."""


class ValueChecker:
    """Finds the type of expressions against the names of a protocol and the locals in scope."""

    def __init__(self, names: Names, diagnostics: Diagnostics) -> None:
        self._names = names
        self._diagnostics = diagnostics
        self.scopes: list[dict[str, Found]] = []

    def error(self, code: str, span: Span, message: str, hint: str) -> None:
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
            self.error("LANG13", expr.span, f"`{found.value}` is neither true nor false", hint)

    def assignable(self, wanted: Found, expr: ast.Expr, use: str) -> None:
        """A value that may be stored in, passed as or returned as `wanted`."""
        found = self.value(expr)
        if wanted is None or found is None or found is wanted:
            return
        if (found.is_integer and wanted.is_integer) or (wanted.is_pointer and is_null(expr)):
            return
        self.error(
            "LANG13",
            expr.span,
            f"{use} is `{wanted.value}`, but this is `{found.value}`",
            _conversion_hint(found, wanted),
        )

    def integer(self, expr: ast.Expr, op: str) -> Found:
        found = self.value(expr)
        if isinstance(expr, ast.Name) and expr.name == NULL:
            self.error("LANG13", expr.span, f"`{op}` needs an integer, but this is NULL", "write 0")
            return None
        if found is not None and not found.is_integer:
            hint = (
                "write `pte_entry(page, address)` or `pmd_offset(mm, address)`"
                if found.is_pointer
                else ("take what you need with a primitive first")
            )
            self.error("LANG13", expr.span, f"`{op}` needs an integer, but this is `{found.value}`", hint)
            return None
        return found

    def value(self, expr: ast.Expr) -> Found:
        """Any value; void is reported."""
        found = self.any(expr)
        if found is CType.VOID and isinstance(expr, ast.Call):
            self.error(
                "LANG17", expr.span, f"`{expr.function}` returns nothing", "call it as a statement of its own"
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
        if owner == "a global":
            hint = f"write `&{expr.name}`"
        elif owner is not None:
            hint = f"call it: `{expr.name}(...)`"
        else:
            hint = self._nearest_value(expr.name)
        message = f"`{expr.name}` is {owner}" if owner else f"there is no variable or constant `{expr.name}`"
        self.error("LANG10", expr.span, message, hint)
        return None

    def _nearest_value(self, name: str) -> str:
        if name.startswith("CONFIG_"):
            return f"write `#define {name} 0  /* label: off | on */` at the top"
        known = [local for scope in self.scopes for local in scope]
        return self._nearest(name, [*known, *self._names.numbers, *CONSTANTS], "declare it first")

    def _nearest(self, name: str, known: list[str], otherwise: str) -> str:
        return otherwise if len(self._diagnostics) > MAX_HINTED else did_you_mean(name, known, otherwise)

    def _call(self, expr: ast.Call) -> Found:
        signature = self._names.signature(expr.function)
        if signature is None:
            known = [*self._names.functions, *PRIMITIVES]
            hint = self._nearest(expr.function, known, "define it, or use a primitive")
            self.error("LANG11", expr.name_span, f"there is no function `{expr.function}`", hint)
            for arg in expr.args:
                self.value(arg)
            return None
        returns, params = signature
        if len(params) != len(expr.args):
            listed = ", ".join(name for name, _ in params) or "none"
            self.error(
                "LANG12",
                expr.span,
                f"`{expr.function}` has {len(params)} parameters, but is given {len(expr.args)}",
                f"give: {listed}",
            )
        for arg, (name, ctype) in zip(expr.args, params, strict=False):
            if name == "condition" and expr.function in PRIMITIVES:
                self.condition(arg)
            else:
                self.assignable(ctype, arg, f"`{name}` of `{expr.function}`")
        for arg in expr.args[len(params) :]:
            self.value(arg)
        return returns

    def _arrow(self, expr: ast.Arrow, use: Use) -> Found:
        pointer = self.value(expr.object)
        if pointer is None:
            return None
        if pointer not in FIELDS:
            known = " or ".join(f"`{ctype.value}`" for ctype in FIELDS)
            self.error(
                "LANG14",
                expr.span,
                f"`->` stands on `{pointer.value}`, which has no fields",
                f"take a field of {known}",
            )
            return None
        field = field_of(pointer, expr.field)
        if field is None:
            names = [known.name for known in FIELDS[pointer]]
            hint = self._nearest(expr.field, names, "use one of: " + ", ".join(names))
            self.error("LANG14", expr.field_span, f"`{pointer.value}` has no field `{expr.field}`", hint)
            return None
        if field.use is not use:
            wrong, hint = (
                (
                    f"`{field.name}` is a lock or counter, not a value",
                    "hand its address to a primitive: write `&` before it",
                )
                if use is Use.VALUE
                else (f"`{field.name}` is a value; its address cannot be taken", "leave the `&` out")
            )
            self.error("LANG15", expr.span, wrong, hint)
            return None
        return field.type

    def _dereference(self, expr: ast.Dereference) -> Found:
        pointer = self.value(expr.pointer)
        if pointer is None:
            return None
        found = loaded_type(pointer)
        if found is None:
            hint = "write `->field`" if pointer in FIELDS else "dereference a `pmd_t *` or a `pte_t *`"
            self.error("LANG14", expr.span, f"`*` stands on `{pointer.value}`", hint)
        return found

    def _address(self, expr: ast.AddressOf) -> Found:
        match expr.target:
            case ast.Arrow() as arrow:
                return self._arrow(arrow, Use.ADDRESS)
            case ast.Name(name=name) if not self.local(name)[0]:
                found = global_type(name)
                if found is None:
                    hint = self._nearest(name, list(GLOBALS), "take the address of: " + ", ".join(GLOBALS))
                    self.error("LANG10", expr.span, f"there is no global `{name}`", hint)
                return found
            case ast.Refused():
                return None
            case target:
                self.value(target)
                self.error(
                    "LANG16",
                    expr.span,
                    "only a lock or counter has an address",
                    "write `&x->field` or `&global`, or pass the value itself",
                )
                return None

    def _cast(self, expr: ast.Cast) -> Found:
        found = self.value(expr.operand)
        if expr.type is None or found is None:
            return expr.type
        if (found, expr.type) not in CASTS:
            allowed = " or ".join(f"`{old.value}` to `{new.value}`" for old, new in CASTS)
            self.error(
                "LANG02",
                expr.span,
                f"a cast from `{found.value}` to `{expr.type.value}` is not part of the routine language",
                f"leave it out; allowed is {allowed}",
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
                f"`{expr.op}` compares `{left.value}` with `{right.value}`",
                "compare what primitives say of them: `pte_page(...)`, `pmd_page(...)`, `pte_none(...)`",
            )
        elif expr.op not in ("==", "!="):
            self.error("LANG13", expr.span, f"`{expr.op}` orders pointers", "compare them with == or !=")
        elif left is not right and not is_null(expr.left) and not is_null(expr.right):
            self.error(
                "LANG13",
                expr.span,
                f"`{expr.op}` compares `{left.value}` with `{right.value}`",
                "compare pointers of one type, or with NULL",
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
                hint = _STORES.get(pointer, "assign to a local") if pointer else "assign to a local"
                self.error("LANG16", expr.span, "a store through a pointer goes through a primitive", hint)
                return None
            case ast.Name(name=name) if self._names.owner(name) is not None:
                owner = self._names.owner(name)
                self.error("LANG16", expr.span, f"`{name}` is {owner}, not a variable", "assign to a local")
                return None
            case ast.Name():
                return self._name(expr)
            case _:
                self.value(expr)
                self.error(
                    "LANG16", expr.span, "this cannot be assigned to", "assign to a local or to `x->field`"
                )
                return None


def _conversion_hint(found: CType, wanted: CType) -> str:
    if (found, wanted) in CASTS:
        return f"write the cast: `({wanted.value})`"
    if found is CType.PMD_PTR and wanted is CType.PMD or found is CType.PTE_PTR and wanted is CType.PTE:
        return "write `*` before it"
    for name, primitive in PRIMITIVES.items():
        takes = [ctype for _, ctype in primitive.params]
        if primitive.kind is Kind.PURE and primitive.returns is wanted and takes == [found]:
            return f"write `{name}(...)`"
    return f"give a `{wanted.value}`"
