"""What a frame says of the threads: where they are, what comes next, why they cannot go on."""

from __future__ import annotations

from engine.machine.memory import Blocked
from engine.run.history import History
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.sentences import EVENTS
from engine.run.step import Attempt, look, step
from engine.run.threads import reason


def test_a_choice_says_what_it_would_do(play):
    frame = play("eager-copy", "zap-zap", "1.A2").frame()
    assert [(choice.choice, choice.outcome, choice.text.text) for choice in frame.choices] == [
        ("A", None, "A takes A.page_table_lock"),
        ("B", None, "B takes B.mmap_sem for writing"),
    ]


def test_where_memory_can_run_out_there_is_a_second_choice(tiny):
    run = Run(tiny("alloc_page(mm);", shape="out_of_memory = true\n"))
    assert [(choice.choice, choice.outcome, choice.text.text) for choice in run.frame().choices] == [
        ("A", None, "A allocates D0"),
        ("A!", "fails", "A gets no memory for pages"),
    ]


def test_a_step_without_an_access_returns_to_user_mode(tiny):
    run = Run(tiny(""))
    assert run.frame().choices[0].text.text == "A returns to user mode"
    run.step(Choice("A"))
    step = run.frame().step
    assert (step.sentence.text, step.short, step.span, step.calls) == (
        "A returns to user mode",
        "return",
        None,
        (),
    )
    assert step.mark == EVENTS["returns"].mark


def test_a_step_that_stops_the_kernel_at_once_is_told_by_what_it_broke(tiny):
    run = Run(tiny("pmd_clear(NULL);"))
    run.step(Choice("A"))
    step = run.frame().step
    assert (step.sentence.text, step.short, step.mark) == ("A follows a NULL pointer", "Kernel BUG", "!")


def test_a_reason_leaves_out_what_the_history_does_not_know(tiny):
    model = tiny("spin_lock(&page_table_share_lock);", {"A": ["munmap 0"], "B": ["munmap 0"]})
    taken = step(model, model.initial, Choice("A"))
    waiting = look(model, taken.state, 1)
    assert reason(waiting, History()).text == "waits for page_table_share_lock, held by A"
    assert reason(waiting, History(since={"page_table_share_lock": 4})).text.endswith("since step 4")


def test_a_walk_under_way_is_told_without_a_holder(play):
    run = play("eager-copy", "exit-write", "1.B")
    waits = Blocked("waits-for-walker", "CPU 1", ())
    tried = Attempt(run.moments[-1].state, blocked=waits)
    assert reason(tried, History()).text == "waits until CPU 1 has finished the instruction that it executes"


def test_the_thread_with_which_the_kernel_stopped_shows_no_variables_and_the_other_keeps_its_own(play):
    stopped, other = reversed(play("feb17", "zap-zap", "1.A9B7A4B").frame().threads)
    assert (stopped.name, stopped.locals) == ("B", ())
    assert [local.value for local in other.locals if local.name == "mm"] == ["mm A"]


def test_locals_belong_to_the_calls_that_have_them(play):
    thread = play("feb17", "zap-zap", "1.A9").frame().threads[0]
    found = {
        call.function: {each.name: each.value for each in thread.locals if depth in each.calls}
        for depth, call in enumerate(thread.calls)
    }
    assert list(found) == ["sys_munmap", "zap_page_range", "zap_range", "zap_pte_range"]
    assert found["zap_pte_range"]["page_table_page"] == "T0"
    assert "page_table_page" not in found["zap_range"]
    assert found["zap_page_range"]["mm"] == found["sys_munmap"]["mm"] == "mm A", "passed on: one value"
    assert all(each.calls for each in thread.locals)


def test_of_two_calls_of_one_function_each_has_its_own_locals(tiny):
    body = (
        "static int f(struct mm_struct *mm, int n)\n"
        "{\nint k;\nk = n;\nif (find_vma(mm, 0))\nreturn k;\nreturn n;\n}\n"
        "int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)\n"
        "{\nint n;\nn = f(mm, 1);\nreturn n + f(mm, 2) + n;\n}\n"
    )
    run = Run(tiny(body))
    run.step(Choice("A"))
    thread = run.frame().threads[0]
    own = [(each.name, each.value, each.calls) for each in thread.locals if each.name in "nk"]
    assert own == [("n", "1", (0,)), ("n", "2", (1,)), ("k", "2", (1,))]
