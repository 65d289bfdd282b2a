"""The words of a routine text, as tree-sitter read them."""

from __future__ import annotations

import pytest

from engine.lang.tokens import KINDS, tokens

TEXT = """#include "mm.c"
#define CONFIG_X 1	/* two
 * lines */
static int f(struct page *page)
{
	int n = 0x10;

	if (!put_page_testzero(page) && CONFIG_X)
		goto out;
out:
	return g(page->lock, NULL);	// over
}
"""


def words(kind, text=TEXT):
    lines = text.split("\n")
    return [lines[t.line - 1][t.column - 1 : t.end_column - 1] for t in tokens(text) if t.kind == kind]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("keyword", ["#include", "#define", "static", "struct", "if", "goto", "return"]),
        ("type", ["int", "page", "int"]),
        ("number", ["1\t", "0x10", "NULL"]),
        ("function", ["f", "g"]),
        ("primitive", ["put_page_testzero"]),
        ("toggle", ["CONFIG_X", "CONFIG_X"]),
        ("label", ['"mm.c"', "out", "out"]),
        ("remark", ["/* two", "* lines */", "// over"]),
    ],
)
def test_each_word_has_its_kind_and_place(kind, found):
    assert kind in KINDS
    assert words(kind) == found


def test_words_come_in_order_and_do_not_overlap():
    found = tokens(TEXT)
    assert list(found) == sorted(found)
    for one, other in zip(found, found[1:], strict=False):
        assert one.line < other.line or one.end_column <= other.column


def test_a_blank_line_of_a_comment_has_no_token_and_text_that_is_not_c_is_read_as_far_as_it_goes():
    assert [(token.line, token.kind) for token in tokens("/* a\n\n b */")] == [(1, "remark"), (3, "remark")]
    assert words("keyword", "if (x { return 1;") == ["if", "return"]
