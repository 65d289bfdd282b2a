"""C types and declarators: `struct page *page`, `unsigned long address`."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from tree_sitter import Node

from engine.errors import Span
from engine.lang.refusals import Reading
from engine.vocabulary.types import CType
from engine.words.saying import said
from engine.words.text import Text

_BY_SPELLING: dict[str, CType] = {ctype.value: ctype for ctype in CType}

_INTEGERS: dict[tuple[str, ...], str] = {
    ("int",): "int",
    ("signed",): "int",
    ("int", "signed"): "int",
    ("long", "unsigned"): "unsigned long",
    ("int", "long", "unsigned"): "unsigned long",
}
"""Ways of writing the two integer types, words sorted."""

_OTHER_INTEGERS = frozenset(("unsigned", "signed", "long", "short", "char", "bool", "size_t", "u32", "u64"))
_USABLE = [spelling for spelling in _BY_SPELLING if spelling != "void"]


@dataclass(frozen=True, slots=True)
class Declared:
    """A declarator, unwrapped. `function` is the function_declarator around the name, if there is one."""

    name: str
    name_span: Span
    stars: int
    function: Node | None


def specifier(node: Node) -> Node:
    """The type specifier of a declaration, parameter, function or cast."""
    child = node.child_by_field_name("type")
    assert child is not None, "the grammar gives each of these a type"
    return child


def read_type(reading: Reading, node: Node, stars: int) -> CType | None:
    """The type that specifier `node` and so many `*` make, or None (reported)."""
    if node.child_by_field_name("body") is not None or node.type in (
        "macro_type_specifier",
        "enum_specifier",
    ):
        reading.refuse(node)
        return None
    words = reading.text(node).split()
    base = _INTEGERS.get(tuple(sorted(words)), " ".join(words))
    spelling = f"{base} {'*' * stars}" if stars else base
    found = _BY_SPELLING.get(spelling)
    if found is None:
        reading.error("LANG06", node, said("lang.no-type", spelling), _type_hint(base, stars))
    return found


def _type_hint(base: str, stars: int) -> Text:
    if f"{base} *" in _BY_SPELLING:
        return said("hint.write-code", f"{base} *")
    if base in _BY_SPELLING and base != "void":
        return said("hint.pass-value", base)
    if set(base.split()) & _OTHER_INTEGERS:
        return said("hint.integer-types")
    near = get_close_matches(f"{base} *" if stars else base, _USABLE, 1)
    return said("hint.write-code", near[0]) if near else said("hint.use-one-of", ", ".join(_USABLE))


def read_declarator(reading: Reading, node: Node) -> Declared | None:
    """Unwraps `*name` and `*name(...)`; None when it is something else (reported)."""
    stars, function = 0, None
    while node.type != "identifier":
        if node.type == "pointer_declarator":
            stars += 1
        elif node.type == "function_declarator" and function is None:
            function = node
        else:
            reading.refuse(node)
            return None
        inner = node.child_by_field_name("declarator")
        assert inner is not None, "the grammar puts a declarator into each of these"
        node = inner
    return Declared(reading.text(node), reading.span(node), stars, function)


def innermost_name(reading: Reading, node: Node) -> tuple[str, Span]:
    """The name that a refused declarator would declare, so that its uses are not reported as well."""
    while node.named_child_count:
        node = node.child_by_field_name("declarator") or node.named_children[0]
    return reading.text(node), reading.span(node)


def count_stars(node: Node | None) -> int | None:
    """The `*` of an abstract declarator (in a cast, a nameless parameter); None when it is more."""
    stars = 0
    while node is not None:
        if node.type != "abstract_pointer_declarator":
            return None
        stars += 1
        node = node.child_by_field_name("declarator")
    return stars


def refuse_specifiers(reading: Reading, node: Node, storage: tuple[str, ...]) -> None:
    """Reports qualifiers, attributes and storage classes other than `storage`."""
    for child in node.named_children:
        if child.type == "storage_class_specifier":
            word = reading.text(child)
            if word not in storage:
                reading.error("LANG02", child, said("lang.storage", word), said("hint.leave-it-out"))
        elif child.type in _REFUSED_SPECIFIERS:
            reading.refuse(child)


_REFUSED_SPECIFIERS = (
    "type_qualifier",
    "attribute_specifier",
    "attribute_declaration",
    "ms_declspec_modifier",
    "ms_call_modifier",
)
