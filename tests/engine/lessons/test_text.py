"""Lessons are read with all that they say, and what is wrong in one is told with its file and line."""

from __future__ import annotations

import pytest

from engine.errors import RoutineError
from engine.lessons.lesson import KINDS, Expectation
from engine.lessons.text import moments
from tests.engine.lessons.pieces import HEADER, block, lesson


def test_a_lesson_has_its_header() -> None:
    read = lesson("Prose.\n", HEADER.replace("minutes = 5", 'minutes = 5\nneeds = ["counts"]'))
    assert (read.id, read.number, read.title, read.minutes) == ("mine", 1, "A title", 5)
    assert (read.text, read.needs, read.file) == ("What it is about.", ("counts",), "lessons/01-mine.md")


def test_sections_begin_at_headings_and_hold_prose_around_a_piece() -> None:
    read = lesson(f"First.\n\n## One\n\nBefore.\n\n{block('step', 'at = 3')}\nAfter.\n\n## Two\nLast.\n")
    assert [section.live is None for section in read.sections] == [True, False, True]
    first, one, two = read.sections
    assert first.before.markdown.strip() == "First."
    assert one.before.markdown.strip() == "## One\n\nBefore."
    assert one.after.markdown.strip() == "After."
    assert (one.before.line, one.live and one.live.line, one.after.line) == (8, 12, 17)
    assert (two.before.markdown.strip(), two.after.markdown) == ("## Two\nLast.", "")


def test_a_section_that_says_nothing_is_none() -> None:
    (section,) = lesson("\n\n## One\n").sections
    assert section.before.markdown.strip() == "## One"


def test_a_fence_of_another_kind_is_prose_whatever_stands_in_it() -> None:
    listing = "~~~~c\n## no heading\n# none\n```step\n~~~\n~~~~\n"
    (section,) = lesson(listing).sections
    assert (section.live, section.before.markdown) == (None, listing)


def test_a_piece_may_stand_alone_in_a_section() -> None:
    (section,) = lesson(block("step")).sections
    assert (section.before.markdown, section.after.markdown.strip()) == ("", "")
    assert section.live is not None


def test_a_step_block_plays_a_run_and_says_what_must_be_seen() -> None:
    expect = 'expect = ["T0.count is 1", "at 21: damage is freed-table-used"]'
    options = ['schedule = "1.A9B7A4B"', "at = 9", expect, "config = { SMP = 1, CONFIG_GATHER = 2 }"]
    (live,) = lesson(f"[step 7](#7)\n{block('step', *options)}").pieces("step")
    assert (live.kind, live.number, live.protocol, live.scenario) == ("step", 1, "feb17", "zap-zap")
    assert (live.schedule, live.at) == ("1.A9B7A4B", 9)
    assert live.config == (("CONFIG_SMP", 1), ("CONFIG_GATHER", 2))
    assert live.expect == (
        Expectation(9, "T0.count", "1", 7),
        Expectation(21, "damage", "freed-table-used", 7),
    )


def test_the_moments_of_a_section_are_the_steps_that_its_prose_leads_to() -> None:
    (section,) = lesson(f"[a](#7) [b](#9)\n{block('step')}\n[c](#0)\n").sections
    assert moments(section) == (7, 9, 0)


def test_a_question_is_about_anything_unless_it_says_what() -> None:
    body = block("ask", "first = 2", "last = 9", "stray = 1")
    body += "\n## Next\n" + block("ask", 'about = ["who"]')
    first, second = lesson(body).pieces("ask")
    assert (first.kinds, first.first, first.last, first.stray) == (KINDS, 2, 9, 1)
    assert (second.number, second.kinds, second.last) == (2, ("who",), None)


def test_a_level_has_a_par_and_maybe_a_goal() -> None:
    (live,) = lesson(block("level", "par = 21", 'goal = "bug"')).pieces("level")
    assert (live.par, live.goal, live.kinds) == (21, "bug", ())


WRONG = {
    "no header": ("", "Prose", 1, "does not begin with a header"),
    "a header that does not end": ("+++\n", "", 1, "does not begin with a header"),
    "no TOML": ("+++\ntitle = x\n+++\n", "", 2, "this is not TOML: Invalid value"),
    "a header cut short": ('+++\ntitle = "x\n+++\n', "", 2, "this is not TOML"),
    "an open list": ("+++\nneeds = [\n+++\n", "", 2, "this is not TOML"),
    "no title": ('+++\ntext = ""\nminutes = 1\n+++\n', "", 1, "there is no title"),
    "minutes in words": ('+++\ntitle = ""\ntext = ""\nminutes = "5"\n+++\n', "", 1, "minutes = '5'"),
    "minutes that are true": ('+++\ntitle = ""\ntext = ""\nminutes = true\n+++\n', "", 1, "minutes = True"),
    "a strange key": ("+++\nauthor = 1\n+++\n", "", 1, "'author' says nothing"),
    "needs no list": (HEADER.replace("minutes", "needs = 3\nminutes"), "", 1, "needs = 3"),
    "needs numbers": (HEADER.replace("minutes", "needs = [3]\nminutes"), "", 1, "needs = [3]"),
    "a second title": (HEADER, "Prose.\n# Title\n", 7, "a second title"),
    "two pieces": (HEADER, block("step") + block("level", "par = 1"), 10, "a second live piece"),
    "an open block": (HEADER, "Prose.\n```ask\n", 7, "the block ask is not closed"),
    "a block that is no TOML": (HEADER, "```step\n\nprotocol\n```\n", 8, "this is not TOML"),
    "a strange key in a block": (HEADER, block("step", "par = 2"), 6, "'par' says nothing"),
    "no protocol": (HEADER, '```step\nscenario = "x"\n```\n', 6, "there is no protocol"),
    "a schedule that is a number": (HEADER, block("step", "schedule = 1"), 6, "schedule = 1"),
    "no par": (HEADER, block("level"), 6, "there is no par"),
    "a kind that is none": (HEADER, block("ask", 'about = ["why"]'), 6, "no question is about 'why'"),
    "no expectation": (HEADER, block("step", 'expect = ["T0.count = 1"]'), 6, "is no expectation"),
    "a config in words": (HEADER, block("step", 'config = "SMP"'), 6, "config is 'SMP'"),
    "a config of lists": (HEADER, block("step", "config = { SMP = [] }"), 6, "config is {'SMP': []}"),
    "a step of no run": (HEADER, "Prose.\n[step 3](#3)\n", 7, "step 3 of no run"),
    "a step of a question": (HEADER, "[step 3](#3)\n" + block("ask"), 6, "step 3 of no run"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_told_with_file_and_line(wrong: str) -> None:
    header, body, line, message = WRONG[wrong]
    with pytest.raises(RoutineError) as caught:
        lesson(body, header)
    (diagnostic,) = caught.value.diagnostics
    assert str(diagnostic.span) == f"lessons/01-mine.md:{line}:1"
    assert message in diagnostic.message.text
    assert diagnostic.hint.text
