"""Reading a translation of a lesson: a file of the same form with the prose alone.

Its header says title and text, its blocks are empty: they stand for those of the lesson, and the two files
are compared as they are read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from engine.lessons.lesson import Lesson, Live, Section
from engine.lessons.text import fenced_lines, header_of, sections_of
from engine.lessons.values import Wrong, known_keys, one_value, refusal
from engine.words.saying import said

_LINK = re.compile(r"\]\(([^()\s]+)\)")


def read_translation(lesson: Lesson, language: str, file: str, text: str) -> Lesson:
    """The lesson in another language: title, text and prose of that file, all else as it is.

    Raises:
        RoutineError: with the file and the line of what is wrong, or not as in the lesson.
    """

    def same(kind: str, number: int, line: int, values: dict[str, Any]) -> Live:
        known_keys(values, set(), line)
        pieces = lesson.pieces(kind)
        if number > len(pieces):
            message = said("error.lesson-no-block", lesson.file, kind, number)
            raise Wrong(line, message, said("hint.lesson-block-first"))
        return pieces[number - 1]

    try:
        header, line, body = header_of(text)
        known = known_keys(header, {"title", "text"}, 1)
        sections = tuple(sections_of(body, line, same))
        _compare(lesson, sections)
        title, about = one_value(known, "title", str, 1), one_value(known, "text", str, 1)
        return replace(lesson, title=title, text=about, sections=sections, language=language)
    except Wrong as wrong:
        raise refusal(file, wrong) from None


def _compare(lesson: Lesson, translated: tuple[Section, ...]) -> None:
    """The sections of a translation are those of the lesson: the same pieces, links and listings in each."""
    for section, wanted in zip(translated, lesson.sections, strict=False):
        line = section.before.line
        if section.live is not wanted.live:
            message = said("error.lesson-other-block", lesson.file)
            raise Wrong(line, message, said("hint.lesson-same-sections"))
        ours, theirs = _unspoken(section), _unspoken(wanted)
        odd = next((each for each in (*theirs, *ours) if ours.count(each) != theirs.count(each)), None)
        if odd is not None:
            counts = ours.count(odd), theirs.count(odd)
            message = said("error.lesson-other-count", odd, *counts, lesson.file)
            raise Wrong(line, message, said("hint.lesson-say-the-same"))
    if len(translated) != len(lesson.sections):
        message = said("error.lesson-sections", len(translated), len(lesson.sections), lesson.file)
        line = translated[-1].before.line if translated else 1
        raise Wrong(line, message, said("hint.lesson-translate-each"))


def _unspoken(section: Section) -> list[str]:
    """What is the same in every language: where links lead, and listings."""
    found: list[str] = []
    for prose in (section.before, section.after):
        found += _LINK.findall(prose.markdown)
        lines = prose.markdown.split("\n")
        found += [line for line, fenced in zip(lines, fenced_lines(lines), strict=True) if fenced]
    return found
