"""Text -> syntax tree: shapes and places."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached, Span
from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.lang.expressions import parse_number
from engine.lang.parse import parse
from engine.lang.refusals import REFUSALS
from engine.lang.syntax import MAX_NESTING, MAX_TEXT_BYTES
from engine.vocabulary.types import CType


def unit(text: str) -> ast.Unit:
    diagnostics = Diagnostics()
    found = parse("test.c", text, diagnostics)
    diagnostics.raise_if_any()
    return found


def statements(text: str) -> tuple[ast.Statement, ...]:
    body = unit(f"void f(int a) {{ {text} }}").functions[0].body
    assert body is not None
    return body.items


def at(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span("test.c", line, column, end_line, end_column)


def test_a_function_has_its_lines_name_and_parameters() -> None:
    (function,) = unit("\nstatic inline struct page *f(struct mm_struct *mm,\n  int b)\n{\n}\n").functions
    assert function.span == at(2, 1, 5, 2)
    assert (function.name, function.name_span) == ("f", at(2, 28, 2, 29))
    assert function.returns is CType.PAGE_PTR
    assert [(p.name, p.type) for p in function.params] == [("mm", CType.MM_PTR), ("b", CType.INT)]
    assert function.file == "test.c"


def test_columns_count_characters_and_not_bytes() -> None:
    (function,) = unit('/* naïve, "é" */ int f(void) { /* ✓ */ return 1; }').functions
    assert function.span.column == 18
    assert function.body is not None
    assert function.body.items[0].span == at(1, 40, 1, 49)


def test_a_lone_surrogate_counts_as_one_character() -> None:
    (function,) = unit("/* \ud800 */ int f(void) { return 1; }").functions
    assert function.span.column == 9


def test_increments_and_compound_assignments_are_assignments() -> None:
    found = statements("a++; --a; a <<= 2; (a = 3); a = a;")
    ops = [(s.op, type(s.value).__name__) for s in found if isinstance(s, ast.Assign)]
    assert ops == [("+", "Number"), ("-", "Number"), ("<<", "Number"), (None, "Number"), (None, "Name")]


def test_a_declaration_becomes_one_node_for_each_name() -> None:
    found = statements("struct page *p = NULL, *q; unsigned long int a1;")
    assert [(s.name, s.type) for s in found if isinstance(s, ast.Declare)] == [
        ("p", CType.PAGE_PTR),
        ("q", CType.PAGE_PTR),
        ("a1", CType.ULONG),
    ]
    assert found[0].span == at(1, 29, 1, 38)


def test_labels_and_cases_are_marks_among_the_statements() -> None:
    found = statements("again: a = 1; switch (a) { case 1: case 2: a = 1; break; default: ; }")
    assert [type(s).__name__ for s in found] == ["Label", "Assign", "Switch"]
    assert isinstance(found[2], ast.Switch)
    assert [type(s).__name__ for s in found[2].body.items] == ["Case", "Case", "Assign", "Break", "Case"]


def test_parentheses_and_comments_leave_no_trace() -> None:
    (found,) = statements("a = /* x */ ((/* y */ a)) /* z */ ;")
    assert isinstance(found, ast.Assign)
    assert found.value == ast.Name(at(1, 39, 1, 40), "a")


def test_the_comma_of_a_for_separates_statements() -> None:
    (found,) = statements("for (a = 1, a = 2, a = 3; ; a++, a--) ;")
    assert isinstance(found, ast.For)
    assert (len(found.first), found.condition, len(found.steps)) == (3, None, 2)


def test_expressions_carry_the_place_of_each_part() -> None:
    (found,) = statements("f(mm->rss, *pmd, &mm->mmap_sem, (pte_t *)pmd, !-a);")
    assert isinstance(found, ast.Evaluate)
    assert isinstance(found.value, ast.Call)
    spans = [(type(arg).__name__, arg.span.column, arg.span.end_column) for arg in found.value.args]
    assert spans == [
        ("Arrow", 19, 26),
        ("Dereference", 28, 32),
        ("AddressOf", 34, 47),
        ("Cast", 49, 61),
        ("Unary", 63, 66),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("10", 10),
        ("010", 8),
        ("0x1F", 31),
        ("0b11", 3),
        ("4UL", 4),
        ("-3", -3),
        ("4294967295", 2**32 - 1),
        ("4294967296", None),
        ("1.0", None),
        ("1e3", None),
        ("08", None),
        ("0x", None),
        ("u", None),
        ("9" * 50, None),
        ("1'000", None),
        ("1_0", None),
    ],
)
def test_numbers_are_c_integers_of_32_bits(text: str, value: int | None) -> None:
    assert parse_number(text) == value


def test_defines_keep_their_comments() -> None:
    found = unit(
        "/* above */\n#define A 1 // after\n/* far */\n\n#define B (-2) /* b */\nint f(void) { return 1; }"
    )
    assert [(d.name, d.value, d.comment, d.above) for d in found.defines] == [
        ("A", 1, "// after", "/* above */"),
        ("B", -2, "/* b */", ""),
    ]
    assert found.header == "/* above */"


def test_a_file_of_64_kilobytes_is_the_largest() -> None:
    unit("\n" * MAX_TEXT_BYTES)
    with pytest.raises(LimitReached, match="65537 bytes") as caught:
        unit("\n" * (MAX_TEXT_BYTES + 1))
    assert caught.value.code == "LIM20"


@pytest.mark.parametrize(
    ("left", "right"),
    [("(", ")"), ("{", "}"), ("!", ""), ("1+", ""), ("if(a)", ""), ("a->", ""), ("f(", ")")],
)
@pytest.mark.parametrize("depth", [20, MAX_NESTING, 5000])
def test_nesting_is_bounded_before_anything_recurses(left: str, right: str, depth: int) -> None:
    text = f"void f(int a) {{ {'' if left in ('{', 'if(a)') else 'a = '}{left * depth}a{right * depth}; }}"
    refused = False
    try:
        parse("test.c", text, Diagnostics())
    except LimitReached as error:
        refused = error.code == "LIM21"
    assert refused is (depth > 20)


def test_several_syntax_errors_are_found_at_once() -> None:
    diagnostics = Diagnostics()
    found = parse("test.c", "int f(void) { return 1 }\nint g(void) { return +; }\nint h(void) {", diagnostics)
    assert found.functions == ()
    assert len(diagnostics) >= 3


@pytest.mark.parametrize("kind", sorted(REFUSALS))
def test_every_refusal_says_what_to_write_instead(kind: str) -> None:
    found, hint = REFUSALS[kind]
    assert found.text
    assert hint.text[0].islower()
