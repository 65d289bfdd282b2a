"""A run: replay, its end, its bounds; where a schedule stops fitting."""

from __future__ import annotations

import pytest

from engine.errors import LimitReached, RequestError
from engine.run.judge import Judges, broken_in, deadlock
from engine.run.run import Run
from engine.run.schedule import Choice, parse_schedule
from engine.run.step import enabled

CROSSED = """
int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)
{
	spin_lock(&page_table_share_lock);
	spin_lock(&mm->page_table_lock);
	return 0;
}
int unshare_page_table(struct mm_struct *mm, unsigned long address)
{
	find_vma(mm, address);
	spin_lock(&page_table_share_lock);
	return 0;
}
"""


def test_a_schedule_that_does_not_fit_stops_where_it_stops_fitting(model):
    run = Run(model("feb17", "zap-zap"))
    misfit = run.replay(parse_schedule("1.A2C3A"))
    assert (misfit.at, run.length) == (2, 2)
    assert misfit.text.text == "step 3 of the schedule does not fit: there is no thread C"
    assert misfit.hint.text == "name one of: A, B"


def test_at_the_start_there_is_no_step(play):
    frame = play("feb17", "zap-zap").frame()
    assert (frame.at, frame.step, frame.schedule, frame.ended) == (0, None, "1.", None)


def test_earlier_frames_can_be_had_later(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    early = play("feb17", "zap-zap", "1.A9")
    assert run.frame(9) == early.frame()
    assert run.schedule(9) == "1.A9"


def test_an_allocation_fails_only_where_it_may(model, tiny):
    run = Run(model("feb17", "zap-zap"))
    with pytest.raises(RequestError, match="A! does not fit: the step cannot run out of memory"):
        run.step(Choice("A", fails=True))

    run = Run(
        tiny("if (alloc_page(mm) == NULL) return 0; find_vma(mm, address);", shape="out_of_memory = true\n")
    )
    assert enabled(run.model, run.moments[-1].state) == (Choice("A"), Choice("A", fails=True))
    run.step(Choice("A", fails=True))
    frame = run.frame()
    assert frame.step.choice == "A!"
    assert frame.step.sentence.text == "A gets no memory for pages"
    assert frame.schedule == "1.A!"
    assert frame.ended.text == "every thread has finished"
    assert frame.memory.pages == ()


def test_a_run_that_is_over_says_so(play):
    run = play("eager-copy", "unshare-unshare", "")
    while run.frame().choices:
        run.step(Choice(run.frame().choices[0].thread))
    frame = run.frame()
    assert frame.ended.text == "every thread has finished"
    assert [thread.reason.text for thread in frame.threads] == ["has nothing more to do"] * 2
    assert frame.violations == ()


def test_a_stopped_kernel_ends_the_run_and_names_why(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    frame = run.frame()
    assert frame.ended.text == "the kernel has stopped: B resurrects T0, which was freed"
    (ending,) = [violation for violation in frame.violations if violation.ends]
    assert (ending.property, ending.new) == ("freed-table-used", True)
    assert [thread.status for thread in frame.threads] == ["stopped", "stopped"]
    assert all(thread.span is not None for thread in frame.threads)
    with pytest.raises(RequestError, match="RUN03 A cannot go now: it cannot go on: the kernel has stopped"):
        run.step(Choice("A"))


def test_a_deadlock_is_damage_that_ends_the_run(tiny):
    run = Run(tiny(CROSSED, {"A": ["munmap 0"], "B": ["unshare 0"]}))
    assert run.replay(parse_schedule("1.BA2")) is None
    frame = run.frame()
    assert frame.violations[-1].text == "no thread can go on: B waits for page_table_share_lock, held by A"
    assert (frame.violations[-1].property, frame.violations[-1].ends) == ("deadlock", True)
    assert frame.violations[-1].objects == ("B", "page_table_share_lock")
    assert frame.ended.text == "no thread can go on"
    assert frame.threads[1].reason.text == "waits for page_table_share_lock, held by A since step 2"
    assert "deadlock" not in [violation.property for violation in run.frame(2).violations]


def test_a_thread_before_a_limit_is_no_deadlock_and_is_shown(tiny):
    run = Run(tiny("find_vma(mm, address); find_vma(mm, address); while (size) ;"))
    run.step(Choice("A"))
    assert deadlock(run.model, run.moments[-1].state) == []
    frame = run.frame()
    assert frame.choices == ()
    assert frame.ended.text.startswith("A cannot go on: LIM03 A ran 10000 instructions")
    (thread,) = frame.threads
    assert (thread.status, thread.in_kernel) == ("stopped", True)
    assert thread.reason.text.startswith("cannot go on: LIM03")
    assert thread.calls[-1].function == "sys_munmap"
    with pytest.raises(LimitReached, match="LIM03"):
        run.step(Choice("A"))
    assert run.length == 1


def test_a_thread_before_a_limit_does_not_keep_others_from_going_on(tiny):
    body = CROSSED.replace(
        "spin_lock(&page_table_share_lock);\n\treturn 0;", "while (address == 0) ;\n\treturn 0;"
    )
    run = Run(tiny(body, {"A": ["munmap 0"], "B": ["unshare 0"]}))
    frame = run.frame()
    assert [choice.choice for choice in frame.choices] == ["A"]
    assert frame.ended is None
    run.step(Choice("A"))


def test_a_violation_that_lasts_keeps_the_step_at_which_it_began(play):
    run = play("feb17", "zap-zap", "1.A9")
    began = [(v.since, v.new) for v in run.frame(7).violations if v.property == "count-below-slots"]
    later = [(v.since, v.new) for v in run.frame(9).violations if v.property == "count-below-slots"]
    assert (began, later) == ([(7, True)], [(7, False)])


def test_a_child_waits_until_it_is_forked_and_a_process_that_exited_is_gone(play):
    frame = play("eager-copy", "fork-write").frame()
    assert (frame.threads[1].status, frame.threads[1].reason.text) == ("absent", "waits to be forked")
    assert frame.memory.mms[1].state == "absent"
    assert {row.mm for row in frame.memory.oracle} == {"A"}

    run = play("eager-copy", "exit-exit")
    while run.frame().threads[0].status == "ready":
        run.step(Choice("A"))
    assert run.frame().memory.mms[0].state == "gone"
    assert {row.mm for row in run.frame().memory.oracle} == {"B"}


def test_a_process_that_exited_does_nothing_more(tiny):
    body = "int sys_munmap(struct mm_struct *mm, unsigned long a, unsigned long s) { mmdrop(mm); return 0; }"
    run = Run(tiny(body, {"A": ["munmap 0", "munmap 1"]}))
    run.step(Choice("A"))
    frame = run.frame()
    assert (frame.threads[0].status, frame.threads[0].reason.text) == ("finished", "has exited")
    assert frame.ended.text == "every thread has finished"


def test_a_fork_goes_on_as_if_it_had_been_played_anew_and_leaves_the_other_as_it_was(play):
    run = play("feb17", "zap-zap", "1.A9B7A4B")
    other = run.fork(12)
    other.replay(parse_schedule("1.B5A"))
    again = play("feb17", "zap-zap", "1.A9B8A")
    assert other.schedule() == "1.A9B8A"
    assert [other.frame(at) for at in range(19)] == [again.frame(at) for at in range(19)]
    assert run.frame() == play("feb17", "zap-zap", "1.A9B7A4B").frame()


@pytest.mark.parametrize("scenario", ["zap-zap", "fork-write", "partial-write"])
def test_what_judges_remember_is_what_they_say_of_each_state_alone(play, scenario):
    run = play("feb17", scenario)
    for number in range(60):
        able = enabled(run.model, run.moments[-1].state)
        if not able:
            break
        run.step(able[number // 5 % len(able)])
    judges = Judges(run.model)
    for moment in run.moments:
        assert judges.broken_in(moment.state) == broken_in(run.model, moment.state)
