"""The kernel C of a file as lines of pieces: comments, toggles and primitives are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from engine.lang.lower import dead_spans
from engine.lang.protocol import Protocol, Source
from engine.vocabulary.primitives import PRIMITIVES

TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\b[A-Za-z_]\w*\b", re.S)


class Piece(NamedTuple):
    """A part of a line. kind: "", "remark", "toggle" or "primitive"; help: of a primitive."""

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
    lines: list[list[Piece]] = [[]]
    for piece in _pieces(source.text.rstrip("\n")):
        first, *others = piece.text.split("\n")
        lines[-1].append(piece._replace(text=first))
        lines += [[piece._replace(text=text)] for text in others]
    return [
        CodeLine(number, tuple(piece for piece in line if piece.text), number in dead)
        for number, line in enumerate(lines, 1)
    ]


def _pieces(text: str) -> list[Piece]:
    found, end = [], 0
    for token in TOKEN.finditer(text):
        found += [Piece(text[end : token.start()]), _piece(token[0])]
        end = token.end()
    return [*found, Piece(text[end:])]


def _piece(word: str) -> Piece:
    if word.startswith("/"):
        return Piece(word, "remark")
    if word.startswith("CONFIG_"):
        return Piece(word, "toggle")
    known = PRIMITIVES.get(word)
    return Piece(word, "primitive", known.help) if known else Piece(word)
