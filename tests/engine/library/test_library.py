"""What ships is found by name, is right, and stands in the order in which one learns."""

from __future__ import annotations

import re

import pytest

from engine import library
from engine.errors import RequestError, RoutineError
from engine.run.build import build
from engine.scenario.read import parse_scenario

KNOWN_ONCE = {"eager-copy", "testzero", "feb17", "zap-zap", "write-write", "zap-write", "unshare-unshare"} | {
    "zap-partial",
    "exit-write",
    "fork-write",
}
"""Ids stand in links for ever."""


def test_ids_that_stand_in_links_are_there_for_ever():
    assert KNOWN_ONCE <= {*library.protocol_ids(), *library.scenario_ids()}


def test_protocols_come_in_the_order_of_their_dates():
    ids = library.protocol_ids()
    dates = [library.protocol_date(library.protocol(id)) for id in ids]
    assert dates == sorted(dates)
    assert ids[0] == "eager-copy"
    assert ids.index("testzero") < ids.index("feb17")


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("17 Feb 2002", (2002, 2, 17)),
        ("before 2002", (2002, 0, 0)),
        ("February 2002", (2002, 2, 0)),
        ("", (9999, 0, 0)),
    ],
)
def test_a_date_is_read_as_far_as_it_says(date, parts):
    text = f"/*\n * title: x\n * date: {date}\n */\nint f(void)\n{{\n\treturn 0;\n}}\n"
    assert library.protocol_date(library.protocol_from_text("x", text, lambda file: None)) == parts


def test_the_scenarios_that_teach_come_first_and_all_are_listed():
    ids = library.scenario_ids()
    assert ids[: len(library.SCENARIO_ORDER)] == library.SCENARIO_ORDER
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("id", library.protocol_ids())
def test_every_protocol_has_a_whole_header(id):
    protocol = library.protocol(id)
    assert protocol.title
    assert protocol.header.date
    assert protocol.header.text.endswith(".")
    assert protocol.header.source


EVERY_VERB = """
[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "fork B", "unshare 0", "read 0", "munmap 0", "exit"]
[[thread]]
mm = "A"
do = ["exit"]
[[thread]]
mm = "B"
do = ["write 1 = 2", "munmap 0-1", "exit"]
"""


@pytest.mark.parametrize("id", library.protocol_ids())
def test_every_protocol_has_a_routine_for_every_verb(id):
    assert build(library.protocol(id), parse_scenario("every-verb", EVERY_VERB)).initial


@pytest.mark.parametrize("name", ["x" * 400 + ".c", "../base/mm.c", "..", "/etc/hostname", "a/b.c"])
def test_an_include_does_not_leave_the_folders_of_the_library(name):
    assert library.include(name) is None
    with pytest.raises(RoutineError, match="LANG04 there is no file"):
        library.protocol_from_text("x", f'/*\n * title: x\n */\n#include "{name}"\n', lambda file: None)


@pytest.mark.parametrize("find", [library.protocol, library.scenario])
@pytest.mark.parametrize("id", ["nothing", "", "../base/mm", "FEB17", "feb17.c", "a" * 70, "a" * 500])
def test_what_is_not_there_is_refused_with_what_is(find, id):
    with pytest.raises(RequestError, match="RUN09 there is no") as refused:
        find(id)
    assert "zap-zap" in refused.value.hint.text or "feb17" in refused.value.hint.text
    assert len(refused.value.message.text) < 80


def test_a_mistyped_id_is_answered_with_the_nearest():
    with pytest.raises(RequestError) as refused:
        library.scenario("zap-zap-zap")
    assert refused.value.hint.text.startswith("did you mean `zap-zap")
    with pytest.raises(RequestError) as refused:
        library.scenario("gup-s")
    assert refused.value.hint.text == "name one of: gup-shmdt, gup-shmdt-3, gup-shmdt-broadcast"
    with pytest.raises(RequestError) as refused:
        library.protocol("feb71")
    assert refused.value.hint.text == "did you mean `feb17`?"


def test_an_include_is_looked_for_beside_the_text_first():
    text = '/*\n * title: x\n */\n#include "mm.c"\n#include "mine.c"\n'
    mine = {"mine.c": "int mine(void)\n{\n\treturn 0;\n}\n"}
    found = library.protocol_from_text("x", text, mine.get)
    assert {"mine", "sys_munmap"} <= set(found.by_name)
    with pytest.raises(RoutineError, match=re.escape("mine.c")):
        library.protocol_from_text("x", text, lambda file: None)


def test_a_protocol_may_include_another():
    text = '/*\n * title: x\n */\n#include "feb17.c"\n'
    assert "unshare_partial" in library.protocol_from_text("x", text, lambda file: None).by_name
