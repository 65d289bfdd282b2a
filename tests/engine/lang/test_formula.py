"""One C expression by itself: what is read, and where what is refused stands."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached, RequestError
from engine.lang.formula import (
    LENGTH_LIMIT,
    Binary,
    Call,
    Index,
    Member,
    Name,
    Number,
    Unary,
    parse_formula,
)


def test_members_and_subscripts_are_read_as_pictures_name_objects():
    tree = parse_formula("A.pmd[0] == T0->lock")
    assert isinstance(tree, Binary)
    assert isinstance(tree.left, Index)
    assert isinstance(tree.left.object, Member)
    assert (tree.left.object.name, tree.left.index) == ("pmd", 0)
    assert isinstance(tree.right, Member)
    assert tree.right.name == "lock"


def test_operators_bind_as_in_c():
    tree = parse_formula("!T0.count && 1 + 2 * 3 < (NULL)")
    assert isinstance(tree, Binary)
    assert tree.op == "&&"
    assert isinstance(tree.left, Unary)
    assert isinstance(tree.right, Binary)
    assert tree.right.op == "<"
    assert isinstance(tree.right.right, Name)


def test_a_plus_before_a_number_changes_nothing():
    assert parse_formula("+1") == parse_formula(" +1 ")
    assert isinstance(parse_formula("+1"), Number)


def test_a_call_has_its_arguments_without_the_comments_between():
    tree = parse_formula("holds(A, /* the mm's */ A.mmap_sem)")
    assert isinstance(tree, Call)
    assert (tree.function, len(tree.args)) == ("holds", 2)


@pytest.mark.parametrize(
    ("text", "code", "column", "says"),
    [
        ("", "RUN20", 1, "there is no expression"),
        ("  ", "RUN20", 1, "there is no expression"),
        ("T0.count ==", "RUN20", 12, "a name is missing here"),
        ("T0 T1", "RUN20", 4, "does not fit here"),
        ("1), y = (2", "RUN20", 1, "is not one C expression"),
        ("1); int y = (2", "RUN20", 1, "is not one C expression"),
        ("1; int y", "RUN20", 2, "`\\)` is missing here"),
        ("A ? 1 : 2", "RUN21", 1, "the conditional operator"),
        ("T0.count = 1", "RUN21", 1, "an assignment"),
        ("1 + (T0.count++)", "RUN21", 6, r"`\+\+` or `--`"),
        ("*T0", "RUN21", 1, "`*T0` cannot be part"),
        ("99999999999", "RUN21", 1, "is not an integer"),
        ("A.pmd[T0]", "RUN21", 7, "must be a number"),
    ],
)
def test_what_is_refused_is_told_with_its_column_and_a_hint(text, code, column, says):
    with pytest.raises(RequestError, match=says) as caught:
        parse_formula(text)
    error = caught.value
    assert (error.code, error.span.line, error.span.column) == (code, 1, column)
    assert error.hint


def test_columns_count_from_the_first_letter_whatever_stood_before_it():
    with pytest.raises(RequestError) as caught:
        parse_formula(" \n T0.count ==")
    assert caught.value.span.column == 12


def test_a_long_expression_is_not_looked_at():
    with pytest.raises(LimitReached, match="LIM14"):
        parse_formula("1+" * LENGTH_LIMIT)
