"""Every name that a lesson may expect something of is what the picture shows."""

from __future__ import annotations

import pytest

from engine.errors import RequestError
from engine.lessons.facts import fact, facts
from engine.run.frames import Frame
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from tests.engine.check.models import shipped


def frame(schedule: str, protocol: str = "feb17", scenario: str = "zap-zap") -> Frame:
    run = Run(shipped(protocol, scenario))
    assert run.replay(parse_schedule(schedule)) is None
    return run.frame()


def test_facts_before_and_after_the_race() -> None:
    start, end = facts(frame("")), facts(frame("1.A9B7A4B"))
    for name, was, now in [
        ("T0", "live", "freed"),
        ("T0.count", "2", "0"),
        ("T0.references", "2", "1"),
        ("A.pmd[0]", "T0", "none"),
        ("B.pmd[0]", "T0", "T0"),
        ("A.rss", "2", "2"),
        ("A.state", "live", "live"),
        ("D0.count", "1", "1"),
        ("D0.value", "1", "1"),
        ("D0.references", "1", "0"),
        ("D0", "live", "live"),
        ("T0[0]", "D0", "none"),
        ("T0[0].write", "no", "no"),
        ("T0[0].dirty", "yes", "no"),
        ("T0.owners", "nobody", "nobody"),
        ("A", "ready", "stopped"),
        ("A.page_table_lock", "nobody", "A"),
        ("page_table_share_lock", "nobody", "A"),
        ("CPU 0.tlb", "nothing", "nothing"),
        ("CPU 0.stale", "nothing", "nothing"),
        ("CPU 0.queued", "nothing", "nothing"),
        ("choices", "A, B", "nobody"),
        ("damage", "nothing", "freed-table-used"),
        ("warnings", "nothing", "nothing"),
    ]:
        assert (name, start[name], end[name]) == (name, was, now)


def test_a_tlb_names_its_pages_and_those_that_are_stale() -> None:
    stale = frame("1.A7Ab2B12Ab", scenario="munmap-thread")
    assert (fact(stale, "CPU 1.tlb"), fact(stale, "CPU 1.stale")) == ("D0", "D0")
    assert fact(frame("1.A8", "mccracken-2002", "zap-zap"), "T0.lock") == "A"


def test_a_name_that_is_none_is_answered_with_those_like_it() -> None:
    with pytest.raises(RequestError, match=r"LESS02 nothing is called 'T0.coumt' at step 0\n.*T0\.count"):
        fact(frame(""), "T0.coumt")
    with pytest.raises(RequestError, match=r"LESS02 .*\n  hint: try A\.state"):
        fact(frame(""), "§")
