"""Where things stand in a TOML text: `tomllib` gives the values, tree-sitter the lines and columns."""

from __future__ import annotations

import tomllib
from typing import Any

import tree_sitter_toml
from tree_sitter import Language, Node, Parser, Tree

from engine.errors import Diagnostic, LimitReached, RoutineError, Span
from engine.words.saying import said

TEXT_LIMIT = 65_536
"""Characters in a scenario text."""

Path = tuple[str | int, ...]
"""("thread", 0, "do", 1): the second line of the first thread."""


class TomlText:
    """A parsed TOML text that knows the place of each of its values.

    Raises:
        LimitReached: the text is longer than TEXT_LIMIT.
        RoutineError: the text is not TOML.
    """

    def __init__(self, file: str, text: str) -> None:
        if len(text) > TEXT_LIMIT:
            raise LimitReached(
                "LIM02",
                said("error.scenario-too-long", file, len(text), TEXT_LIMIT),
                said("hint.shorten-scenario"),
            )
        self.file = file
        self.places: dict[Path, Span] = {}
        self.values = self._values(text)
        self._lines = text.encode().split(b"\n")
        tree: Tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
        self._collect(tree.root_node)

    def _values(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message, line, column = _split_place(str(error), text)
            span = Span(self.file, line, column, line, column + 1)
            found = Diagnostic("SCEN01", said("scenario.no-toml", message), said("hint.scenario-toml"), span)
            raise RoutineError((found,)) from error

    def place(self, *path: str | int) -> Span:
        """The place of a value, or of the nearest thing around it that has one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Span(self.file, 1, 1, 1, 1))

    def _span(self, node: Node) -> Span:
        (row, column), (end_row, end_column) = node.start_point, node.end_point
        start, end = self._characters(row, column), self._characters(end_row, end_column)
        return Span(self.file, row + 1, start, end_row + 1, end)

    def _characters(self, row: int, column: int) -> int:
        """tree-sitter counts bytes; people count characters, from 1."""
        return len(self._lines[row][:column].decode(errors="replace")) + 1

    def _collect(self, root: Node) -> None:
        counts: dict[str, int] = {}
        for node in root.named_children:
            if node.type == "pair":
                self._pair((), node)
            elif node.type in ("table", "table_array_element"):
                name = _text(node.named_children[0])
                path: Path = (name,)
                self.places.setdefault(path, self._span(node.named_children[0]))
                if node.type == "table_array_element":
                    path = (name, counts.setdefault(name, 0))
                    counts[name] += 1
                self.places[path] = self._span(node.named_children[0])
                for child in node.named_children[1:]:
                    if child.type == "pair":
                        self._pair(path, child)

    def _pair(self, path: Path, node: Node) -> None:
        key, value = node.named_children[:2]  # behind them there may be a comment
        here = (*path, _text(key))
        self.places[here] = self._span(value)
        if value.type == "array":
            items = [child for child in value.named_children if child.type != "comment"]
            for index, item in enumerate(items):
                self.places[(*here, index)] = self._span(item)


def _text(node: Node) -> str:
    return (node.text or b"").decode().strip("\"'")


def _split_place(message: str, text: str) -> tuple[str, int, int]:
    """tomllib writes "... (at line 3, column 7)" or "... (at end of document)"."""
    words, _, place = message.rpartition(" (at ")
    numbers = [int(word) for word in place.rstrip(")").replace(",", "").split() if word.isdigit()]
    if len(numbers) == 2:
        return words, numbers[0], numbers[1]
    lines = text.splitlines() or [""]
    return words or message, len(lines), len(lines[-1]) + 1
