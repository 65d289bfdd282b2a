"""C that the routine language leaves out, and what to write instead.

Keyed by tree-sitter's node types. A test walks the table: every entry has a program that meets it.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from engine.errors import Span
from engine.lang.codes import Diagnostics
from engine.lang.syntax import SourceText
from engine.words.saying import said
from engine.words.text import Text

_CONDITIONAL_COMPILATION = (said("lang.conditional-compilation"), said("hint.if-config"))
_STRUCT = (
    said("lang.type-definition"),
    said("hint.modelled-structs"),
)
_STRING = (said("lang.a-string"), said("hint.integers-and-pointers"))
_ASM = (said("lang.inline-assembly"), said("hint.use-primitive"))
_BLOCK_EXPRESSION = (said("lang.block-in-expression"), said("hint.function-and-call"))
_EXCEPTION = (said("lang.try-block"), said("hint.if-and-goto"))

REFUSALS: dict[str, tuple[Text, Text]] = {
    # expressions
    "conditional_expression": (said("lang.conditional-operator"), said("hint.if-else")),
    "subscript_expression": (
        said("lang.subscript"),
        said("hint.pte-entry"),
    ),
    "sizeof_expression": (said("lang.sizeof"), said("hint.sizes-in-pages")),
    "alignof_expression": (said("lang.alignof"), said("hint.the-number")),
    "offsetof_expression": (said("lang.offsetof"), said("hint.name-field")),
    "generic_expression": (said("lang.generic"), said("hint.call-meant")),
    "string_literal": _STRING,
    "concatenated_string": _STRING,
    "char_literal": (said("lang.character"), said("hint.an-integer")),
    "true": (said("lang.true"), said("hint.write-one")),
    "false": (said("lang.false"), said("hint.write-zero")),
    "compound_literal_expression": (said("lang.compound-literal"), said("hint.declare-and-assign")),
    "initializer_list": (said("lang.initializer-list"), said("hint.one-value")),
    "comma_expression": (said("lang.comma-operator"), said("hint.statement-each")),
    "compound_statement": _BLOCK_EXPRESSION,
    "extension_expression": (said("lang.extension"), said("hint.leave-it-out")),
    "gnu_asm_expression": _ASM,
    "assignment_expression": (
        said("lang.assignment-in-expression"),
        said("hint.assignment-before"),
    ),
    "update_expression": (said("lang.update-in-expression"), said("hint.own-statement")),
    # statements
    "attributed_statement": (said("lang.attribute"), said("hint.leave-it-out")),
    "seh_try_statement": _EXCEPTION,
    "seh_leave_statement": _EXCEPTION,
    "type_definition": _STRUCT,
    "struct_specifier": _STRUCT,
    "union_specifier": _STRUCT,
    "enum_specifier": (said("lang.enum"), said("hint.define-each")),
    "function_definition": (said("lang.inner-function"), said("hint.top-of-file")),
    "preproc_if": _CONDITIONAL_COMPILATION,
    "preproc_ifdef": _CONDITIONAL_COMPILATION,
    "preproc_include": (said("lang.inner-include"), said("hint.top-of-file")),
    "preproc_def": (said("lang.inner-define"), said("hint.top-of-file")),
    "preproc_function_def": (said("lang.macro-with-parameters"), said("hint.a-function")),
    "preproc_call": (said("lang.preprocessor-line"), said("hint.include-and-define")),
    # declarators and types
    "array_declarator": (said("lang.array"), said("hint.variable-each")),
    "function_declarator": (said("lang.function-declarator"), said("hint.call-function-by-name")),
    "parenthesized_declarator": (said("lang.declarator-in-parentheses"), said("hint.type-name")),
    "abstract_array_declarator": (said("lang.array"), said("hint.pass-pointer")),
    "abstract_function_declarator": (said("lang.function-pointer"), said("hint.call-function-by-name")),
    "abstract_parenthesized_declarator": (said("lang.declarator-in-parentheses"), said("hint.type-star")),
    "attributed_declarator": (said("lang.attribute"), said("hint.leave-it-out")),
    "attribute_specifier": (said("lang.attribute"), said("hint.leave-it-out")),
    "attribute_declaration": (said("lang.attribute"), said("hint.leave-it-out")),
    "ms_declspec_modifier": (said("lang.attribute"), said("hint.leave-it-out")),
    "ms_call_modifier": (said("lang.calling-convention"), said("hint.leave-it-out")),
    "type_qualifier": (said("lang.qualifier"), said("hint.plain-variables")),
    "variadic_parameter": (said("lang.variadic"), said("hint.name-parameters")),
    "macro_type_specifier": (said("lang.macro-as-type"), said("hint.the-type")),
    "bitfield_clause": (said("lang.bit-field"), said("hint.use-int")),
    "init_declarator": (said("lang.initial-value"), said("hint.inside-function")),
    "linkage_specification": (said("lang.extern-c"), said("hint.leave-it-out")),
}

_UNLISTED_HINT = said("hint.what-there-is")


class Reading:
    """What the readers of one file share: the text and the diagnostics."""

    def __init__(self, source: SourceText, diagnostics: Diagnostics) -> None:
        self.source = source
        self.diagnostics = diagnostics

    def span(self, first: Node, last: Node | None = None) -> Span:
        return self.source.span(first, last)

    def text(self, node: Node) -> str:
        return self.source.text(node)

    def error(self, code: str, node: Node, message: Text, hint: Text) -> None:
        self.diagnostics.add(code, self.span(node), message, hint)

    def refuse(self, node: Node) -> None:
        """Notes that the construct at `node` is outside the language."""
        kind = node.type.replace("_", " ")
        found, hint = REFUSALS.get(node.type, (said("lang.the-name", kind), _UNLISTED_HINT))
        self.error("LANG02", node, said("lang.not-part", found), hint)


def parts(node: Node) -> Iterator[Node]:
    """The named children without the comments, which may stand anywhere."""
    return (child for child in node.named_children if child.type != "comment")
