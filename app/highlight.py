"""The kernel C of a file as lines of pieces, told apart by the tokens of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from engine.lang.lower import dead_spans
from engine.lang.protocol import Protocol, Source
from engine.lang.tokens import Token, tokens
from engine.vocabulary.primitives import PRIMITIVES


class Piece(NamedTuple):
    """A part of a line. kind: one of `engine.lang.tokens.KINDS`, or ""; help: of a primitive."""

    text: str
    kind: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a file; dead: switched off by the toggles as the protocol sets them."""

    number: int
    pieces: tuple[Piece, ...]
    dead: bool


def highlighted(protocol: Protocol, source: Source) -> list[CodeLine]:
    """The lines of a file of a protocol."""
    dead = {
        line
        for span in dead_spans(protocol, protocol.defaults())
        if span.file == source.file
        for line in range(span.line, span.end_line + 1)
    }
    found = {line: list(each) for line, each in groupby(tokens(source.text), lambda token: token.line)}
    return [
        CodeLine(number, tuple(_pieces(text, found.get(number, ()))), number in dead)
        for number, text in enumerate(source.text.rstrip("\n").split("\n"), 1)
    ]


def _pieces(text: str, found: Sequence[Token]) -> Iterator[Piece]:
    end = 0
    for token in found:
        if end < token.column - 1:
            yield Piece(text[end : token.column - 1])
        end = token.end_column - 1
        yield _piece(text[token.column - 1 : end], token.kind)
    if end < len(text):
        yield Piece(text[end:])


def _piece(word: str, kind: str) -> Piece:
    return Piece(word, kind, PRIMITIVES[word].help if kind == "primitive" else "")
