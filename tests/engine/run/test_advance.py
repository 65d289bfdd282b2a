"""Several steps of one thread: over a call, to the next lock, to the return, to the end."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached, RequestError
from engine.run.advance import ADVANCE_LIMIT, UNTIL, advance
from engine.run.run import Run
from engine.run.schedule import parse_schedule


def place(run, thread=0):
    """(function, line) where a thread is about to go on."""
    calls = run.frame().threads[thread].calls
    return (calls[-1].function, calls[-1].span.line) if calls else None


def test_over_goes_on_to_another_line_of_the_same_function(play):
    run = play("eager-copy", "zap-zap", "1.A")
    assert place(run)[0] == "sys_munmap"
    lines = [place(run)[1]]
    functions = set()
    while run.frame().threads[0].calls:
        assert advance(run, "A", "over") is None
        if place(run):
            functions.add(place(run)[0])
            lines.append(place(run)[1])
    assert lines == sorted(set(lines))


def test_over_in_a_callee_comes_back_to_the_caller_at_its_end(play):
    run = play("eager-copy", "zap-zap", "1.A4")
    inner = place(run)[0]
    before = len(run.frame().threads[0].calls)
    for _ in range(20):
        assert advance(run, "A", "over") is None
        if len(run.frame().threads[0].calls) < before:
            break
    assert place(run)[0] != inner


def test_lock_stops_before_the_next_lock_is_taken(play):
    run = play("eager-copy", "zap-zap", "1.A")
    assert advance(run, "A", "lock") is None
    assert run.frame().threads[0].next.text == "takes A.page_table_lock"
    assert "A.page_table_lock" not in run.frame().threads[0].holds
    first = run.length
    assert advance(run, "A", "lock") is None
    assert run.length > first + 1
    assert run.frame().threads[0].next.text == "takes A.page_table_lock", "clear_page_tables takes it again"


def test_return_runs_out_of_the_function(play):
    run = play("eager-copy", "zap-zap", "1.A4")
    inner = [call.function for call in run.frame().threads[0].calls]
    assert advance(run, "A", "return") is None
    assert [call.function for call in run.frame().threads[0].calls][: len(inner) - 1] == inner[:-1]
    assert place(run)[0] != inner[-1]


@pytest.mark.parametrize("until", UNTIL)
def test_every_way_ends_in_user_mode_at_the_latest(play, until):
    run = play("eager-copy", "zap-zap", "")
    for _ in range(40):
        if run.frame().threads[0].status == "finished":
            break
        assert advance(run, "A", until) is None
    assert run.frame().threads[0].status == "finished"


def test_end_runs_through_all_lines_of_the_story(play):
    run = play("eager-copy", "fork-write", "")
    assert advance(run, "A", "end") is None
    assert run.frame().threads[0].status == "finished"
    assert set(run.choices) == {run.choices[0]}


def test_from_user_mode_over_goes_to_the_next_lines_begin(play):
    run = play("eager-copy", "fork-write", "")
    assert advance(run, "A", "over") is None
    assert run.frame().threads[0].doing == "write 0 = 3"
    assert not run.frame().threads[0].in_kernel


def test_a_thread_that_comes_to_a_lock_of_another_stops_there_and_says_why(tiny):
    body = "find_vma(mm, address); spin_lock(&page_table_share_lock); spin_unlock(&page_table_share_lock);"
    run = Run(tiny(body, {"A": ["munmap 0-1"], "B": ["munmap 0-1"]}))
    assert run.replay(parse_schedule("1.A2")) is None
    why = advance(run, "B", "end")
    assert why.text == "B waits for page_table_share_lock, held by A since step 2"
    assert run.frame().threads[1].status == "blocked"
    assert run.frame().memory.locks[0].waiters == ("B",)
    with pytest.raises(
        RequestError, match="RUN03 B cannot go now: waits for page_table_share_lock, held by A"
    ):
        advance(run, "B", "over")


def test_a_thread_that_stops_the_kernel_says_that_it_cannot_go_on(tiny):
    run = Run(tiny("find_vma(mm, address); BUG_ON(1); find_vma(mm, address);"))
    why = advance(run, "A", "end")
    assert why.text == "A cannot go on: the kernel has stopped"


def test_a_thread_that_would_never_end_alone_is_stopped_where_it_comes_round(tiny):
    run = Run(tiny("while (pmd_none(*pmd_offset(mm, address))) ;"))
    why = advance(run, "A", "end")
    assert why.text == "came back to the state of step 1: run on alone, A would never end"
    assert run.length == 2


def test_one_command_has_its_limit(tiny):
    body = (
        "int i; int j; int k; k = 0; "
        + "".join(f"for ({v} = 0; {v} < 40; {v}++) {{" for v in "ij")
        + "k = find_vma(mm, address); }} return k;"
    )
    run = Run(tiny(body))
    assert advance(run, "A", "end").text == f"ran {ADVANCE_LIMIT} steps, which is the limit of one command"
    assert run.length == ADVANCE_LIMIT


def test_a_limit_of_the_model_stops_before_the_step_that_meets_it(tiny):
    run = Run(tiny("find_vma(mm, address); find_vma(mm, address); while (size) ;"))
    why = advance(run, "A", "end")
    assert run.length == 1
    assert why.text.startswith("A cannot go on: LIM03 A ran 10000 instructions")
    with pytest.raises(LimitReached, match="LIM03"):
        advance(run, "A", "end")
    assert run.length == 1


@pytest.mark.parametrize(("thread", "until", "code"), [("A", "sideways", "RUN08"), ("Z", "end", "RUN04")])
def test_an_unknown_thread_or_goal_is_refused(play, thread, until, code):
    run = play("eager-copy", "zap-zap", "")
    with pytest.raises(RequestError, match=code):
        advance(run, thread, until)
    assert run.length == 0


def test_a_finished_thread_is_refused_with_its_reason(play):
    run = play("eager-copy", "unshare-unshare", "")
    advance(run, "A", "end")
    with pytest.raises(RequestError, match="it has nothing more to do"):
        advance(run, "A", "end")


def test_on_one_cpu_a_thread_that_does_not_have_it_is_refused(play):
    run = play("eager-copy", "zap-zap", "1.A", CONFIG_SMP=0)
    with pytest.raises(RequestError, match="B waits for the CPU"):
        advance(run, "B", "end")
    assert run.length == 1
