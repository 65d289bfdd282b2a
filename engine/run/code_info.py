"""What is sent of the C of a run (`engine.run.run_info.RunInfo`): texts, words, functions, statements."""

from __future__ import annotations

from dataclasses import dataclass

from engine.words.text import Text


@dataclass(frozen=True, slots=True)
class SpanInfo:
    """A piece of a source text. Lines and columns count from 1; the end column is one past the end."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


TokenInfo = tuple[int, int, int, str]
"""(line, column, end column, kind) of a word, as `engine.lang.tokens` has it."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    file: str
    text: str
    hardware: bool  # what the CPU does, not kernel code
    tokens: tuple[TokenInfo, ...]  # of the functions that a thread runs


@dataclass(frozen=True, slots=True)
class AtomInfo:
    """An atomic part of a statement: an access, or a `call` of a function that has some ("" otherwise)."""

    span: SpanInfo
    text: Text
    call: str
    maybe: bool  # what stands before it decides whether it happens


@dataclass(frozen=True, slots=True)
class StatementInfo:
    """What is evaluated in one go, and what it consists of, in order."""

    span: SpanInfo
    atoms: tuple[AtomInfo, ...]


@dataclass(frozen=True, slots=True)
class FunctionInfo:
    name: str
    file: str
    line: int
    end_line: int
