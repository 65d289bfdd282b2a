"""How the C types of the routine language go together."""

from __future__ import annotations

from engine.lang import ast
from engine.vocabulary.types import DEREFERENCE, FIELDS, GLOBALS, CType, Field

NULL = "NULL"


def is_null(expr: ast.Expr) -> bool:
    """NULL, or the literal 0, which C takes for a null pointer."""
    return (
        isinstance(expr, ast.Name) and expr.name == NULL or isinstance(expr, ast.Number) and expr.value == 0
    )


def field_of(ctype: CType, name: str) -> Field | None:
    """The field `name` of what a pointer of type `ctype` points to."""
    return next((field for field in FIELDS.get(ctype, ()) if field.name == name), None)


def struct_name(ctype: CType) -> str:
    """`struct mm_struct *` -> `mm_struct`, as operations name it."""
    return ctype.value.removeprefix("struct ").removesuffix(" *")


def loaded_type(pointer: CType) -> CType | None:
    """What `*pointer` has, if it may be written."""
    return DEREFERENCE.get(pointer)


def global_type(name: str) -> CType | None:
    """What `&name` has."""
    return GLOBALS.get(name)


def is_scalar(ctype: CType) -> bool:
    """May stand as a condition."""
    return ctype.is_integer or ctype.is_pointer


def wider(left: CType, right: CType) -> CType:
    """The type of an integer operation."""
    return CType.ULONG if CType.ULONG in (left, right) else CType.INT
