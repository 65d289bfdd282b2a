"""What a header says of toggles together: refusals, presets, and who counts sharers."""

from __future__ import annotations

import pytest

from engine.errors import RoutineError
from engine.lang.check import read_protocol

TOGGLES = "#define CONFIG_A 1 /* a: no | yes */\n#define CONFIG_B 0 /* b: x | y | z */\n"


def header(*lines: str):
    text = "/*\n * title: x\n" + "".join(f" * {line}\n" for line in lines) + " */\n" + TOGGLES
    return read_protocol("x", text, lambda file: None).header


def test_a_refusal_has_a_setting_and_a_sentence():
    (refused,) = header("refuse: CONFIG_A=1, CONFIG_B=2: they are one thing: the same").refuses
    assert refused.setting == (("CONFIG_A", 1), ("CONFIG_B", 2))
    assert refused.text == "they are one thing: the same"
    assert refused.holds({"CONFIG_A": 1, "CONFIG_B": 2, "CONFIG_C": 0})
    assert not refused.holds({"CONFIG_A": 1, "CONFIG_B": 1})


def test_presets_stand_in_their_order_and_the_last_may_change_nothing():
    presets = header("as-of: 2012: CONFIG_A=0", "as-of: today:").as_of
    assert [(one.text, one.setting) for one in presets] == [("2012", (("CONFIG_A", 0),)), ("today", ())]


def test_who_counts_may_depend_on_a_toggle():
    assert header().count.under({}) == "page_count"
    assert header("count: none").count.under({}) == "none"
    counting = header("count: page_count | sharers by CONFIG_A").count
    assert [counting.under({"CONFIG_A": value}) for value in (0, 1)] == ["page_count", "sharers"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("refuse: CONFIG_A=1", "does not say what is refused, and why"),
        ("refuse: A=1: why", "does not say what is refused, and why"),
        ("refuse: CONFIG_A: why", "does not say what is refused, and why"),
        ("refuse: CONFIG_A=²: why", "does not say what is refused, and why"),
        ("refuse: CONFIG_A=100: why", "does not say what is refused, and why"),
        ("as-of: : CONFIG_A=0", "is no name with a setting"),
        ("as-of: 2012: all off", "is no name with a setting"),
        ("count: fingers", "counts sharers in `fingers`"),
        ("count: page_count | sharers", "counts sharers in `page_count | sharers`"),
        ("count: page_count by CONFIG_A", "counts sharers in `page_count by CONFIG_A`"),
        ("refuse: CONFIG_Z=0: why", "names CONFIG_Z=0, which is no toggle"),
        ("as-of: 2012: CONFIG_A=2", "names CONFIG_A=2, which is no toggle of this protocol, or no value"),
        ("count: page_count | sharers by CONFIG_Z", "names CONFIG_Z=1, which is no toggle"),
        ("count: page_count | sharers by CONFIG_B", "names CONFIG_B=3, which is no toggle"),
        ("count: page_count | sharers | none by CONFIG_A", "names CONFIG_A=2, which is no toggle"),
    ],
)
def test_a_line_that_says_nothing_of_the_kind_is_refused(line, said):
    with pytest.raises(RoutineError) as refused:
        header(line)
    assert "LANG05" in str(refused.value)
    assert said in str(refused.value)
