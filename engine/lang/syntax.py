"""tree-sitter's tree of a text: limits, places and syntax errors.

tree-sitter recovers from errors, so several are found at once. It is written in C and walks without
recursion; the conversions on our side recurse, so nesting is bounded here, before any of them runs.
"""

from __future__ import annotations

import tree_sitter
import tree_sitter_c
from tree_sitter import Node, Point

from engine.errors import LimitReached, Span
from engine.lang.codes import Diagnostics
from engine.words.saying import said

MAX_TEXT_BYTES = 64 * 1024
"""As much as a page may paste: twenty times the largest protocol that ships."""

MAX_NESTING = 128
"""Levels of tree-sitter's tree. Kernel code stays below 40; Python's own stack ends near 1 000 frames."""

MAX_FAULTS = 100
"""Syntax errors that are looked at: many more than are shown."""

_LANGUAGE = tree_sitter.Language(tree_sitter_c.language())


class SourceText:
    """A text with its tree, and the places of nodes in characters."""

    def __init__(self, file: str, text: str) -> None:
        """Parses `text`.

        Raises:
            LimitReached: the text is larger than MAX_TEXT_BYTES or nested deeper than MAX_NESTING.
        """
        self.file = file
        # "replace" turns a lone surrogate into one "?": columns stay right.
        self._bytes = text.encode("utf-8", "replace")
        if len(self._bytes) > MAX_TEXT_BYTES:
            raise LimitReached(
                "LIM20",
                said("error.text-too-long", file, len(self._bytes), MAX_TEXT_BYTES),
                said("hint.split-text"),
            )
        self._lines = self._bytes.split(b"\n")
        # The grammar ends a preprocessor line with a newline; the last line may lack it.
        ended = self._bytes if self._bytes.endswith(b"\n") else self._bytes + b"\n"
        self.root = tree_sitter.Parser(_LANGUAGE).parse(ended).root_node
        self._faults = self._walk()

    def _walk(self) -> list[Node]:
        """The outermost ERROR and MISSING nodes. Bounds the nesting of everything else."""
        cursor = self.root.walk()
        faults: list[Node] = []
        while True:
            node = cursor.node
            assert node is not None, "a cursor always stands on a node"
            faulty = node.is_error or node.is_missing
            if faulty:
                faults.append(node)
            elif cursor.depth > MAX_NESTING:
                span = self.span(node)
                raise LimitReached(
                    "LIM21",
                    said("error.nested-too-deep", str(span), MAX_NESTING),
                    said("hint.function-of-its-own"),
                )
            if not faulty and cursor.goto_first_child():
                continue
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return faults

    def text(self, node: Node) -> str:
        """The source text of a node."""
        return self._bytes[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, first: Node, last: Node | None = None) -> Span:
        """From the start of `first` to the end of `last` (or of `first`)."""
        return Span(self.file, *self._place(first.start_point), *self._place((last or first).end_point))

    def _place(self, point: Point) -> tuple[int, int]:
        """Line and column. What lies behind the last line is at its end."""
        row = min(point.row, len(self._lines) - 1)
        offset = point.column if row == point.row else None
        return row + 1, len(self._lines[row][:offset].decode("utf-8", "replace")) + 1

    def _gap(self, missing: Node) -> Span:
        """Where something is missing: after what stands before it, not after the comments in between."""
        before: Node | None = None
        node: Node | None = missing
        while before is None and node is not None:
            before, node = _sibling_before(node), node.parent
        end = self.span(before or missing)
        return Span(self.file, end.end_line, end.end_column, end.end_line, end.end_column)

    def report_syntax_errors(self, diagnostics: Diagnostics) -> None:
        """Notes each syntax error: what is missing, or what was found that does not fit."""
        for node in self._faults[:MAX_FAULTS]:
            if node.is_missing:
                wanted = said("lang.a-name") if node.is_named else f"`{node.type}`"
                diagnostics.add(
                    "LANG01", self._gap(node), said("lang.missing", wanted), said("hint.add", wanted)
                )
            else:
                found = _first_words(self.text(node))
                diagnostics.add(
                    "LANG01",
                    self.span(node),
                    said("lang.does-not-fit", found) if found else said("lang.breaks-off"),
                    said("hint.missing-before"),
                )


def _sibling_before(node: Node) -> Node | None:
    before = node.prev_sibling
    while before is not None and before.type == "comment":
        before = before.prev_sibling
    return before


def _first_words(text: str, limit: int = 30) -> str:
    words = " ".join(text[: 4 * limit].split())
    return words if len(words) <= limit else words[:limit] + "..."
