"""Where a run stops: which step meets a breakpoint, what is said of it, and of one that is never met."""

from __future__ import annotations

import pytest

from engine.errors import RequestError
from engine.run.advance import advance
from engine.run.breakpoints import Breakpoint, Stops, lines_of
from engine.run.goon import run_on, run_thread
from engine.run.run import Run
from engine.run.schedule import parse_schedule

SEED = "1.A9B7A4B"
LOOP = "\nint i;\n\nfor (i = 0; i < 2; i++)\n\tfind_vma(mm, address);\ni = 5;\nreturn i;\n"
"""In a tiny protocol the body begins on line 6."""


def hits(run, *breakpoints):
    """(step, sentence) of every breakpoint that a run has met."""
    stops = Stops(run.model, breakpoints)
    pairs = list(zip(run.moments, run.moments[1:], strict=False))
    return [(at, text.text) for at, pair in enumerate(pairs, 1) for _, text in stops.hits(*pair)]


def steps(run, stop, what, line=0):
    return [at for at, _ in hits(run, Breakpoint(1, stop, what, line))]


@pytest.mark.parametrize(
    ("stop", "what", "at"),
    [
        ("changed", "T0.count", [7, 16, 17, 19]),
        ("changed", "A.pmd[0]", [18]),
        ("changed", "T0.count * 2", [7, 16, 17, 19]),
        ("used", "T0.count", [7, 9, 16, 17, 19, 20]),
        ("used", "T0", [6, 7, 9, 15, 16, 17, 19, 20, 21]),
        ("taken", "page_table_share_lock", [8]),
        ("taken", "B.mmap_sem", [10]),
        ("true", "T0.count == 0", [16, 19]),
    ],
)
def test_the_seeds_race_meets_a_breakpoint_where_the_object_is_touched(play, stop, what, at):
    assert steps(play("feb17", "zap-zap", SEED), stop, what) == at


def test_a_lock_is_taken_waited_for_and_released(play):
    run = play("eager-copy", "zap-zap", "1.A20")
    assert steps(run, "taken", "A.page_table_lock")[0] < steps(run, "released", "A.page_table_lock")[0]
    run = play("feb17", "zap-zap", "1.A8B8")
    assert hits(run, Breakpoint(4, "waited", "page_table_share_lock")) == []


def test_a_thread_that_comes_to_a_taken_lock_is_a_wait(tiny):
    body = "find_vma(mm, address); spin_lock(&page_table_share_lock); spin_unlock(&page_table_share_lock);"
    run = Run(tiny(body, {"A": ["munmap 0-1"], "B": ["munmap 0-1"]}))
    assert run.replay(parse_schedule("1.A2BA")) is None
    wait = Breakpoint(4, "waited", "page_table_share_lock")
    assert hits(run, wait) == [(3, "B waits for page_table_share_lock from now on: breakpoint 4")]


def test_a_line_stops_before_its_access_each_time_round_but_not_between_two_of_one_statement(tiny):
    run = Run(tiny(LOOP))
    assert advance(run, "A", "end") is None
    file = "tiny.c"
    line = next(n for n in lines_of(run.model)[file] if "find_vma" in source_line(run, file, n))
    assert steps(run, "line", file, line) == [1], "the first time it begins in user mode, and is run there"
    two = Run(tiny("\nfind_vma(mm, address);\nreturn find_vma(mm, address) + find_vma(mm, address);\n"))
    assert advance(two, "A", "end") is None
    line = next(n for n in lines_of(two.model)[file] if "+" in source_line(two, file, n))
    assert steps(two, "line", file, line) == [1]


def source_line(run, file, number):
    text = next(source.text for source in run.model.protocol.sources if source.file == file)
    return text.split("\n")[number - 1]


def test_a_line_without_an_access_is_told_as_run_through(play):
    run = play("feb17", "zap-zap", "1.A9")
    file, lines = "feb17.c", lines_of(run.model)["feb17.c"]
    private = next(n for n in lines if "BUG_ON(size" in source_line(run, file, n))
    assert hits(run, Breakpoint(2, "line", file, private)) == [
        (9, f"A ran line {private} of feb17.c, which is private: breakpoint 2")
    ]
    assert hits(run, Breakpoint(0, "line", file, private))[0][1].endswith("no switch can come before it")


def test_a_thread_alone_runs_to_the_first_breakpoint_and_says_which(play):
    run = play("feb17", "zap-zap")
    stops = Stops(run.model, (Breakpoint(3, "used", "T1"), Breakpoint(2, "changed", "T0.count")))
    assert run_thread(run, "A", stops).text == "A changes T0.count: breakpoint 2"
    assert run.schedule() == "1.A7"


@pytest.mark.parametrize(
    ("breakpoint", "why"),
    [
        (Breakpoint(0, "line", "feb17.c", 101), "A ended without reaching line 101 of feb17.c"),
        (Breakpoint(1, "taken", "T1.lock"), "A ended without T1.lock being taken"),
        (Breakpoint(1, "released", "T1.lock"), "A ended without T1.lock being released"),
        (Breakpoint(1, "waited", "T1.lock"), "A ended without a thread waiting for T1.lock"),
        (Breakpoint(1, "changed", "T3"), "A ended without a change of T3"),
        (Breakpoint(1, "used", "T3"), "A ended without a use of T3"),
        (Breakpoint(1, "true", "T0.count == 7"), "A ended without T0.count == 7 becoming true"),
    ],
)
def test_what_a_thread_never_comes_to_is_told_when_it_ends(play, breakpoint, why):
    run = play("feb17", "zap-zap")
    assert run_thread(run, "A", Stops(run.model, (breakpoint,))).text == why
    assert run.frame().threads[0].status == "finished"


def test_of_several_that_were_never_met_the_place_to_run_to_is_told_or_their_number(play):
    others = (Breakpoint(1, "used", "T3"), Breakpoint(2, "changed", "T2"))
    run = play("feb17", "zap-zap")
    assert (
        run_thread(run, "A", Stops(run.model, others)).text == "A ended without meeting any of 2 breakpoints"
    )
    run = play("feb17", "zap-zap")
    wanted = (*others, Breakpoint(0, "line", "feb17.c", 101))
    assert run_thread(run, "A", Stops(run.model, wanted)).text.endswith("reaching line 101 of feb17.c")


def test_a_thread_that_is_blocked_says_by_what_and_what_it_did_not_reach(tiny):
    body = "find_vma(mm, address); spin_lock(&page_table_share_lock); spin_unlock(&page_table_share_lock);"
    run = Run(tiny(body, {"A": ["munmap 0-1"], "B": ["munmap 0-1"]}))
    assert run.replay(parse_schedule("1.A2")) is None
    why = run_thread(run, "B", Stops(run.model, (Breakpoint(1, "used", "T0"),)))
    assert why.text == (
        "B waits for page_table_share_lock, held by A since step 2; it got no further, without a use of T0"
    )
    with pytest.raises(RequestError, match="B cannot go now"):
        run_thread(run, "B", Stops(run.model, ()))


def test_a_loop_that_never_ends_is_told_when_it_comes_round(tiny):
    stops = (Breakpoint(1, "used", "T0"),)
    run = Run(tiny("while (pmd_none(*pmd_offset(mm, address))) ;"))
    round_ = "came back to the state of step 1 without a use of T0: it would never end"
    assert run_thread(run, "A", Stops(run.model, stops)).text == round_
    run.truncate(0)
    assert run_on(run, (), Stops(run.model, stops)).text == round_


def test_one_command_has_its_limit(tiny):
    body = (
        "int i; int j; int k; k = 0; "
        + "".join(f"for ({v} = 0; {v} < 40; {v}++) {{" for v in "ij")
        + "k = find_vma(mm, address); }} return k;"
    )
    run = Run(tiny(body))
    never = Stops(run.model, (Breakpoint(1, "true", "A.rss == 9"),))
    assert run_thread(run, "A", never).id == "reason.step-limit"
    run.truncate(0)
    assert run_on(run, (), never).id == "reason.step-limit"


def test_the_recorded_run_is_followed_and_then_gone_on_with(play):
    run = play("feb17", "zap-zap", "1.A9")
    along = parse_schedule(SEED)[9:]
    count = Stops(run.model, (Breakpoint(1, "changed", "T0.count"),))
    assert run_on(run, along, count).text == "B changes T0.count: breakpoint 1"
    assert run.schedule() == "1.A9B7"
    freed = Stops(run.model, (Breakpoint(2, "changed", "T0.state"),))
    assert run_on(run, (), freed).text == "B changes T0.state: breakpoint 2"
    assert run.choices[16:] == (run.choices[15],) * (run.length - 16), "the last mover goes on"


def test_a_run_that_ends_without_a_breakpoint_says_so(play):
    run = play("eager-copy", "zap-zap")
    why = run_on(run, (), Stops(run.model, (Breakpoint(1, "true", "A.rss == 9"),)))
    assert why.text == "the run ended without A.rss == 9 becoming true: every thread has finished"


def test_a_recorded_run_that_does_not_fit_is_refused(play):
    run = play("feb17", "zap-zap")
    with pytest.raises(RequestError, match="RUN04"):
        run_on(run, parse_schedule("1.Z"), Stops(run.model, ()))


def test_the_commands_of_a_thread_stop_at_breakpoints_too(play):
    run = play("feb17", "zap-zap")
    stops = Stops(run.model, (Breakpoint(1, "taken", "A.page_table_lock"),))
    assert advance(run, "A", "end", stops).text == "A takes A.page_table_lock: breakpoint 1"
    never = Stops(run.model, (Breakpoint(1, "changed", "T3"),))
    assert advance(run, "A", "end", never) is None


@pytest.mark.parametrize(
    ("breakpoint", "code", "hint"),
    [
        (Breakpoint(1, "line", "feb17.c", 41), "RUN24", "take line 40 or 42"),
        (Breakpoint(1, "line", "nothing.c", 1), "RUN24", "take a line of a routine"),
        (Breakpoint(1, "taken", "T0"), "RUN22", "page_table_share_lock"),
        (Breakpoint(1, "used", "Q1"), "RUN22", "name an object"),
        (Breakpoint(1, "changed", "Q1"), "RUN22", "write one of"),
        (Breakpoint(1, "true", "T0.count =="), "RUN20", "add a name"),
        (Breakpoint(1, "sometimes", "T0"), "RUN25", "line, taken"),
    ],
)
def test_a_breakpoint_that_is_not_possible_is_refused_with_what_is(model, breakpoint, code, hint):
    with pytest.raises(RequestError, match=hint) as caught:
        Stops(model("feb17", "zap-zap"), (breakpoint,))
    assert caught.value.code == code
