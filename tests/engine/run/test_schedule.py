"""The text of a schedule, which stands in links for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import LimitReached, RequestError
from engine.run.frames import SEMANTICS
from engine.run.schedule import (
    STEPS_LIMIT,
    TEXT_LIMIT,
    Choice,
    Written,
    format_schedule,
    parse_choice,
    parse_schedule,
)

CHOICES = st.builds(Choice, st.from_regex("[A-Z][a-z]{0,2}", fullmatch=True), st.booleans())


@given(st.lists(CHOICES, max_size=40).map(tuple))
def test_the_canonical_text_reads_back_as_the_same_choices(choices):
    text = format_schedule(choices)
    assert parse_schedule(text) == choices
    assert format_schedule(parse_schedule(text)) == text


@given(CHOICES)
def test_the_name_of_a_choice_reads_back_as_the_choice(choice):
    assert parse_choice(str(choice)) == choice


def test_the_grammar_by_example():
    a, b = Choice("A"), Choice("B")
    assert parse_schedule("1.AB2A!Ba3") == (a, b, b, Choice("A", True), *[Choice("Ba")] * 3)
    assert format_schedule((a, a, Choice("A", True), b)) == "1.A2A!B"


@pytest.mark.parametrize("text", ["", "1."])
def test_there_is_an_empty_schedule(text):
    assert parse_schedule(text) == ()
    assert format_schedule(()) == "1."


def test_the_version_is_that_of_the_step_boundaries():
    assert format_schedule(()).startswith(f"{SEMANTICS}.")


@pytest.mark.parametrize("text", ["A", "2.A", ".A", "1", "1,A", "01.A", "\u0661.A"])
def test_another_version_is_refused(text):
    with pytest.raises(RequestError, match="RUN02 the schedule begins with"):
        parse_schedule(text)


@pytest.mark.parametrize("rest", ["a", "A!!", "A 2", "A-1", "A0", "A\n", "!", "\u0663", "Ä", "A1234567"])
def test_what_is_not_in_the_grammar_is_refused_with_its_place(rest):
    with pytest.raises(RequestError, match="RUN02") as refused:
        parse_schedule(f"1.BC2{rest}")
    steps = 4 if rest[0] == "A" and rest not in ("A0", "A1234567") else 3
    assert refused.value.message.text.endswith(f"step {steps}")


@pytest.mark.parametrize("text", ["", "a", "A2", "A!!", " A", "AB", "A" * 500])
def test_what_is_no_choice_is_refused(text):
    with pytest.raises(RequestError, match="RUN01") as refused:
        parse_choice(text)
    assert len(refused.value.message.text) < 80


def test_the_bounds_are_stated():
    assert len(parse_schedule(f"1.A{STEPS_LIMIT}")) == STEPS_LIMIT
    for text in (f"1.A{STEPS_LIMIT + 1}", f"1.A{STEPS_LIMIT}B", "1.A999999"):
        with pytest.raises(LimitReached, match=f"LIM08 the schedule has more than {STEPS_LIMIT} steps"):
            parse_schedule(text)
    with pytest.raises(LimitReached, match=f"it may have {TEXT_LIMIT}"):
        parse_schedule("1." + "A" * TEXT_LIMIT)


@given(st.lists(st.sampled_from([Choice("A"), Choice("A", fails=True), Choice("B")]), max_size=30))
def test_a_schedule_that_grows_has_the_canonical_text_of_each_beginning(choices):
    written = Written()
    for choice in choices:
        written.add(choice)
    texts = [format_schedule(choices[:at]) for at in range(len(choices) + 1)]
    assert [written.upto(at) for at in range(len(choices) + 1)] == texts
    half = len(choices) // 2
    written.truncate(half)
    for choice in choices[half:]:
        written.add(choice)
    assert [written.upto(at) for at in range(len(choices) + 1)] == texts
