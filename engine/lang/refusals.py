"""C that the routine language leaves out, and what to write instead.

Keyed by tree-sitter's node types. A test walks the table: every entry has a program that meets it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from engine.errors import Span
from engine.lang.codes import Diagnostics
from engine.lang.syntax import SourceText

_CONDITIONAL_COMPILATION = ("conditional compilation", "write `if (CONFIG_X)` inside the function")
_STRUCT = (
    "a definition of a type",
    "use the modelled structs: `struct page`, `struct mm_struct`",
)
_STRING = ("a string", "leave it out: routines compute with integers and modelled pointers only")
_ASM = ("inline assembly", "use a primitive: they are listed in docs/routine-language.md")
_BLOCK_EXPRESSION = ("a block inside an expression", "write a function and call it")
_EXCEPTION = ("a try block", "write if and goto")

REFUSALS: dict[str, tuple[str, str]] = {
    # expressions
    "conditional_expression": ("the conditional operator `?:`", "write if/else"),
    "subscript_expression": (
        "an array subscript",
        "write `pte_entry(page, address)` for an entry of a table",
    ),
    "sizeof_expression": ("sizeof", "write the number: sizes are counted in pages"),
    "alignof_expression": ("alignof", "write the number"),
    "offsetof_expression": ("offsetof", "name the field with `->`"),
    "generic_expression": ("_Generic", "call the function that you mean"),
    "string_literal": _STRING,
    "concatenated_string": _STRING,
    "char_literal": ("a character", "write an integer"),
    "true": ("`true`", "write 1"),
    "false": ("`false`", "write 0"),
    "compound_literal_expression": ("a compound literal", "declare a variable and assign to it"),
    "initializer_list": ("an initializer list", "assign one value"),
    "comma_expression": ("the comma operator", "write one statement for each part"),
    "compound_statement": _BLOCK_EXPRESSION,
    "extension_expression": ("__extension__", "leave it out"),
    "gnu_asm_expression": _ASM,
    "assignment_expression": (
        "an assignment inside an expression",
        "write the assignment as a statement before it",
    ),
    "update_expression": ("`++` or `--` inside an expression", "write it as a statement of its own"),
    # statements
    "attributed_statement": ("an attribute", "leave it out"),
    "seh_try_statement": _EXCEPTION,
    "seh_leave_statement": _EXCEPTION,
    "type_definition": _STRUCT,
    "struct_specifier": _STRUCT,
    "union_specifier": _STRUCT,
    "enum_specifier": ("an enum", "write `#define NAME number` for each constant"),
    "function_definition": ("a function inside a function", "write it at the top of the file"),
    "preproc_if": _CONDITIONAL_COMPILATION,
    "preproc_ifdef": _CONDITIONAL_COMPILATION,
    "preproc_include": ("an #include inside a function", "write it at the top of the file"),
    "preproc_def": ("a #define inside a function", "write it at the top of the file"),
    "preproc_function_def": ("a macro with parameters", "write a function"),
    "preproc_call": ("this preprocessor line", "leave it out; #include and #define are all there is"),
    # declarators and types
    "array_declarator": ("an array", "declare one variable for each element"),
    "function_declarator": ("a function pointer or a local prototype", "call the function by its name"),
    "parenthesized_declarator": ("a declarator in parentheses", "write `type name` or `type *name`"),
    "abstract_array_declarator": ("an array", "pass a modelled pointer"),
    "abstract_function_declarator": ("a function pointer", "call the function by its name"),
    "abstract_parenthesized_declarator": ("a declarator in parentheses", "write `type *`"),
    "attributed_declarator": ("an attribute", "leave it out"),
    "attribute_specifier": ("an attribute", "leave it out"),
    "attribute_declaration": ("an attribute", "leave it out"),
    "ms_declspec_modifier": ("an attribute", "leave it out"),
    "ms_call_modifier": ("a calling convention", "leave it out"),
    "type_qualifier": ("a qualifier", "leave it out: all variables are plain"),
    "variadic_parameter": ("`...` in a parameter list", "name every parameter"),
    "macro_type_specifier": ("a macro as a type", "write the type"),
    "bitfield_clause": ("a bit field", "use an int"),
    "init_declarator": ("an initial value here", "write it inside a function"),
    "linkage_specification": ('extern "C"', "leave it out"),
}

_UNLISTED_HINT = "write it with functions, if, loops, goto, switch, calls and integer arithmetic"


class Reading:
    """What the readers of one file share: the text and the diagnostics."""

    def __init__(self, source: SourceText, diagnostics: Diagnostics) -> None:
        self.source = source
        self.diagnostics = diagnostics

    def span(self, first: Node, last: Node | None = None) -> Span:
        return self.source.span(first, last)

    def text(self, node: Node) -> str:
        return self.source.text(node)

    def error(self, code: str, node: Node, message: str, hint: str) -> None:
        self.diagnostics.add(code, self.span(node), message, hint)

    def refuse(self, node: Node) -> None:
        """Notes that the construct at `node` is outside the language."""
        kind = node.type.replace("_", " ")
        found, hint = REFUSALS.get(node.type, (f"`{kind}`", _UNLISTED_HINT))
        self.error("LANG02", node, f"{found} is not part of the routine language", hint)


def parts(node: Node) -> Iterator[Node]:
    """The named children without the comments, which may stand anywhere."""
    return (child for child in node.named_children if child.type != "comment")
