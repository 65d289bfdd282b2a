"""A protocol: a routine text, the texts that it includes, and what they define together.

A file may define again what a file that it includes defines; its own definition stands then. So a
protocol is an overlay: it names its base and gives only what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.errors import Span
from engine.lang import ast
from engine.lang.codes import Diagnostics
from engine.lang.combinations import check_combinations
from engine.lang.comments import Header, Toggle, read_header, read_toggle
from engine.lang.parse import parse
from engine.words.saying import said
from engine.words.text import Text

MAX_INCLUDE_DEPTH = 8
MAX_FILES = 16
CONFIG_PREFIX = "CONFIG_"


@dataclass(frozen=True, slots=True)
class Source:
    file: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """A checked protocol. `sources`, and functions within a file, are in order: its own file first.

    `replaced` are functions of a base that this protocol defines anew: their text is shown, never run.
    `primitives` are those that some routine calls.
    Each reading of a text is a protocol of its own (`eq=False`): so it is a cheap key for what is made of it.
    """

    name: str
    header: Header
    toggles: tuple[Toggle, ...]
    defines: tuple[ast.Define, ...]
    sources: tuple[Source, ...]
    functions: tuple[ast.Function, ...]
    replaced: tuple[ast.Function, ...]
    by_name: Mapping[str, ast.Function] = field(repr=False)
    primitives: frozenset[str] = field(repr=False)

    def function(self, name: str) -> ast.Function:
        """The function of that name. Raises KeyError."""
        return self.by_name[name]

    def defaults(self) -> dict[str, int]:
        """The toggles as the text sets them."""
        return {toggle.name: toggle.default for toggle in self.toggles}

    @property
    def title(self) -> str:
        return self.header.title or self.name


@dataclass(slots=True)
class Definitions:
    """What a file and its includes define, while it is being read. Dicts are in order of first definition."""

    toggles: dict[str, Toggle]
    defines: dict[str, ast.Define]
    functions: dict[str, ast.Function]
    replaced: list[ast.Function]
    prototypes: list[ast.Function]


def join_files(
    name: str, text: str, include: Callable[[str], str | None], diagnostics: Diagnostics
) -> tuple[Header, tuple[Source, ...], Definitions]:
    """Reads a file and all that it includes; notes what is defined twice. Nothing else is checked."""
    reader = _Files(include, diagnostics)
    unit = reader.read(f"{name.removesuffix('.c')}.c", text, ())
    header = read_header(unit, diagnostics)
    if unit.header_span is not None:
        values = {name: len(toggle.values) for name, toggle in reader.definitions.toggles.items()}
        named = (*header.refuses, *header.as_of)
        check_combinations(named, header.count, values, unit.header_span, diagnostics)
    return header, tuple(reader.sources.values()), reader.definitions


class _Files:
    """Reads each file once, what it includes before its own definitions."""

    def __init__(self, include: Callable[[str], str | None], diagnostics: Diagnostics) -> None:
        self._include = include
        self._diagnostics = diagnostics
        self.sources: dict[str, Source] = {}
        self.definitions = Definitions({}, {}, {}, [], [])

    def read(self, file: str, text: str, outer: tuple[str, ...]) -> ast.Unit:
        self.sources[file] = Source(file, text)
        unit = parse(file, text, self._diagnostics)
        for line in unit.includes:
            self._read_include(line, (*outer, file))
        self._add(unit)
        return unit

    def _read_include(self, line: ast.Include, outer: tuple[str, ...]) -> None:
        if line.file in outer:
            chain = " -> ".join((*outer[outer.index(line.file) :], line.file))
            self._error(
                line.span, said("lang.includes-itself", line.file, chain), said("hint.leave-include-out")
            )
        elif line.file in self.sources:
            return
        elif len(outer) >= MAX_INCLUDE_DEPTH or len(self.sources) >= MAX_FILES:
            self._error(
                line.span,
                said(
                    "lang.too-many-files",
                    line.file,
                    len(self.sources) + 1,
                    len(outer),
                    MAX_FILES,
                    MAX_INCLUDE_DEPTH,
                ),
                said("hint.join-files"),
            )
        else:
            text = self._include(line.file)
            if text is None:
                self._error(line.span, said("lang.no-file", line.file), said("hint.include-base"))
            else:
                self.read(line.file, text, outer)

    def _error(self, span: Span, message: Text, hint: Text) -> None:
        self._diagnostics.add("LANG04", span, message, hint)

    def _add(self, unit: ast.Unit) -> None:
        own: dict[str, Span] = {}
        for define in unit.defines:
            if self._is_new(own, define.name, define.span):
                self._add_define(define)
        for function in unit.functions:
            if self._is_new(own, function.name, function.name_span):
                known = self.definitions.functions.get(function.name)
                if known is not None:
                    self.definitions.replaced.append(known)
                self.definitions.functions[function.name] = function
        self.definitions.prototypes += unit.prototypes

    def _add_define(self, define: ast.Define) -> None:
        if define.name.startswith(CONFIG_PREFIX):
            toggles = self.definitions.toggles
            toggles[define.name] = read_toggle(define, toggles.get(define.name), self._diagnostics)
        else:
            self.definitions.defines[define.name] = define

    def _is_new(self, own: dict[str, Span], name: str, span: Span) -> bool:
        first = own.setdefault(name, span)
        if first is not span:
            self._diagnostics.add(
                "LANG07",
                span,
                said("lang.defined-twice", name, first.line),
                said("hint.rename-one"),
            )
        return first is span
