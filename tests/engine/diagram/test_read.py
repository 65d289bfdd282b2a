"""A diagram becomes a run again: ours exactly, a hand-written one as it is meant; what is wrong is told."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagram.compact import compact, full
from engine.diagram.place import NODES_LIMIT
from engine.diagram.read import TEXT_LIMIT, Placed, Reading, read
from engine.errors import LimitReached
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.step import enabled
from tests.engine.diagram.runs import model_of, run_of, shortest_runs, tiny

MODELS = [
    ("feb17", "zap-write", ()),
    ("feb17", "zap-partial", (("CONFIG_SMP", 0),)),
    ("feb17", "zap-3", ()),
    ("feb17", "zap-4", ()),
    ("feb17", "oom-write", ()),
    ("patch-3", "swapout-read", ()),
    ("lockless", "gup-munmap", ()),
    ("mshare", "truncate-fault", ()),
    ("testzero", "partial-write", (("CONFIG_WALK_CACHE", 1), ("CONFIG_GATHER", 2))),
]


def wander(which: tuple[str, str, tuple[tuple[str, int], ...]], seed: int, length: int) -> Run:
    """A run that chance chose; mostly the same thread again, so that it gets far."""
    run, chance = Run(model_of(*which)), random.Random(seed)
    number = 0
    for _ in range(length):
        able = enabled(run.model, run.moments[-1].state)
        if not able:
            break
        number = number if chance.random() < 0.8 else chance.randrange(12)
        run.step(able[number % len(able)])
    return run


RUNS = st.builds(wander, st.sampled_from(MODELS), st.integers(0, 2**32 - 1), st.integers(0, 70))


@settings(max_examples=12, deadline=None)
@given(RUNS)
def test_the_full_diagram_of_any_run_is_read_back_as_that_run(run: Run) -> None:
    reading = read(run.model, full(run))
    assert (reading.schedule, reading.unmentioned, reading.misplaced) == (run.schedule(), 0, ())


@settings(max_examples=5, deadline=None)
@given(RUNS)
def test_the_compact_diagram_of_any_run_is_read_back_as_that_run(run: Run) -> None:
    assert read(run.model, compact(run)).schedule == run.schedule()


MORE = ("zap-write", "write-write", "fork-write", "zap-partial", "shmdt-fault-3")


@pytest.mark.parametrize(
    "scenario", ["zap-zap", "exit-exit", *(pytest.param(more, marks=pytest.mark.verify) for more in MORE)]
)
def test_the_compact_diagram_of_every_shortest_run_of_the_seed_is_read_back(scenario: str) -> None:
    for run in shortest_runs("feb17", scenario):
        assert read(run.model, compact(run)).schedule == run.schedule()


def status(reading: Reading) -> dict[int, str]:
    return {line.number: line.status for line in reading.lines}


def line_of(reading: Reading, number: int) -> Placed:
    return next(line for line in reading.lines if line.number == number)


TABBED = """\
The count is dropped before the entries are gone:

    CPU0\t\t\t\tCPU1
    ----\t\t\t\t----
    zap_pte_range()
      put_page_testzero()  /* 2 -> 1 */
      spin_lock(share_lock)
      page_count() reads 1
\t\t\t\t\tzap_pte_range()
\t\t\t\t\t  drops the last reference (1 -> 0)
      get_page(), count 0 -> 1
      clears the slot
      drops the last reference
      ...
      frees T0
\t\t\t\t\t  get_page() on the freed table
"""


def test_a_hand_drawn_race_with_tabs_is_the_run_that_it_means() -> None:
    reading = read(model_of("feb17", "zap-zap"), TABBED)
    assert reading.schedule == "1.A9B7A4B"
    assert reading.misplaced == ()
    assert (line_of(reading, 5).status, line_of(reading, 6).step) == ("call", 7)


SIDE_BY_SIDE = """\
 Thread A                                 Thread B
 ========                                 ========
 munmap()                                 munmap()
   down_write(&mm->mmap_sem)
   if (!put_page_testzero(page_table_page)) {
                                            if (!put_page_testzero(page))
     spin_lock(share_lock(page_table_page));
     if (page_count(page_table_page)) {
                                            get_page(page_table_page)
"""


def test_c_as_it_stands_in_the_source_is_known_and_rows_may_hold_two_cells() -> None:
    reading = read(model_of("feb17", "zap-zap"), SIDE_BY_SIDE)
    assert reading.misplaced == ()
    assert [line.thread for line in reading.lines[:2]] == ["A", "B"]
    assert reading.schedule == "1.A7B7A2B"


NAMED = """\
A: takes the page table lock
A: put T0, 2 -> 1
B: put T0, 1 -> 0
CPU 1: free T0
A: use-after-free
"""


def test_a_line_may_name_its_thread_before_a_colon() -> None:
    reading = read(model_of("feb17", "zap-zap"), NAMED)
    assert [line.thread for line in reading.lines] == ["A", "A", "B", "B", "A"]
    assert status(reading)[4] == "step"


def test_a_line_that_fits_two_steps_says_so_and_the_nearer_one_is_taken() -> None:
    reading = read(
        model_of("feb17", "zap-zap"), "A | B\nput_page_testzero(T0) |\n| put T0 1 -> 0\n| free T0\n"
    )
    line = line_of(reading, 3)
    assert (line.status, line.step, line.also) == ("ambiguous", 14, (30,))


def test_a_line_that_cannot_happen_is_told_with_what_could() -> None:
    text = "CPU 0 | CPU 1\nput_page_testzero(T0) |\n| put_page_testzero(T0) 5 -> 4\n| free T0\n"
    reading = read(model_of("feb17", "zap-zap"), text)
    (wrong,) = reading.misplaced
    assert (wrong.number, wrong.thread, wrong.status) == (3, "B", "nowhere")
    assert wrong.near[0].text == "put_page_testzero(T0)  1 -> 0"
    assert status(reading)[4] == "step"


def test_a_line_without_any_word_of_a_step_is_told_and_the_others_are_placed() -> None:
    reading = read(model_of("feb17", "zap-zap"), "A: frobnicates the widget\nA: down_write(mmap_sem)\n")
    assert status(reading) == {1: "no-step", 2: "step"}
    assert line_of(reading, 1).near != ()


def test_a_column_too_many_belongs_to_nobody() -> None:
    reading = read(model_of("feb17", "zap-zap"), "CPU 0 | CPU 1 | CPU 2\n down_write() | | get_page()\n")
    assert [(line.thread, line.status) for line in reading.lines] == [("A", "step"), ("", "no-column")]


def test_a_thread_that_waits_lets_the_holder_of_the_lock_run_on() -> None:
    text = "CPU 0 | CPU 1\nspin_lock(page_table_share_lock) |\n| spin_lock(page_table_share_lock)\n"
    reading = read(model_of("patch-2", "zap-zap"), text)
    assert reading.misplaced == ()
    assert reading.unmentioned > 0


def test_other_threads_run_on_where_only_they_make_a_line_come_true() -> None:
    reading = read(model_of("feb17", "zap-zap"), "A | B\nput_page_testzero(T0) 1 -> 0 |\n")
    assert reading.misplaced == ()
    assert "B" in reading.schedule


def test_an_allocation_that_fails_is_chosen_by_the_line_that_says_so() -> None:
    failing = next(
        other
        for seed in range(200)
        if "!" in (other := wander(("feb17", "oom-write", ()), seed, 60)).schedule()
    )
    assert read(failing.model, full(failing)).schedule == failing.schedule()


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(LimitReached, match="characters in 1 lines"):
        read(model_of("feb17", "zap-zap"), "x" * (TEXT_LIMIT + 1))


def test_what_lies_beyond_the_budget_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert NODES_LIMIT > 1000
    monkeypatch.setattr("engine.diagram.place.NODES_LIMIT", 12)
    reading = read(model_of("feb17", "zap-zap"), "A: down_write()\nA: frees D1\nB: frees D1\n")
    assert status(reading) == {1: "step", 2: "not-tried", 3: "not-tried"}


def test_an_empty_text_is_the_empty_run() -> None:
    assert read(model_of("feb17", "zap-zap"), "\n\n").schedule == "1."


def test_many_lines_without_a_place_are_not_all_helped() -> None:
    reading = read(model_of("feb17", "zap-zap"), "A: widget\n" * 30)
    assert [bool(line.near) for line in reading.lines].count(True) == 20


def test_on_one_cpu_a_thread_waits_until_the_other_leaves_the_kernel() -> None:
    model = model_of("feb17", "zap-zap", (("CONFIG_SMP", 0),))
    reading = read(model, "A: spin_lock(page_table_lock)\nB: spin_lock(page_table_lock)\n")
    assert reading.misplaced == ()
    assert reading.unmentioned > 10


def test_only_the_steps_ahead_are_looked_at_for_what_was_near() -> None:
    (line,) = read(model_of("feb17", "fork-write"), "A: widget\n").lines
    assert len(line.near) == 3


def test_a_choice_of_rows_that_is_never_enough_ends_with_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of("feb17", "zap-zap", "1.A9B7A4B")
    monkeypatch.setattr("engine.diagram.compact.ROUNDS", 0)
    assert compact(run) == full(run)


@pytest.mark.parametrize(
    ("statements", "row"),
    [
        ("", "return"),
        ("mm->rss = 3;", "write(A.rss)  0 -> 3"),
        ("struct page *p = NULL; get_page(p);", "get_page(NULL)"),
        ("pmd_t *p = NULL; pmd_t entry = *p; if (pmd_none(entry)) return 1;", "read(NULL)"),
    ],
)
def test_steps_that_touch_little_or_the_wrong_thing_have_rows_too(statements: str, row: str) -> None:
    run = Run(tiny(statements))
    run.step(Choice("A"))
    text = full(run)
    assert " ".join(row.split()) in " ".join(text.split())
    assert read(run.model, text).schedule == "1.A"


def test_rows_are_added_until_the_text_means_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of("feb17", "zap-zap", "1.A9B7A4B")
    monkeypatch.setattr("engine.diagram.compact._chosen", lambda run: {run.length})
    text = compact(run)
    assert read(run.model, text).schedule == "1.A9B7A4B"
    assert len(text) < len(full(run))


SWAPPED = """\
P0                              P1
write()                         munmap()
  page_count(T0) is 2
                                  put_page_testzero(T0), 2 -> 1
"""


def test_where_no_head_names_a_thread_the_columns_are_tried_in_every_order() -> None:
    reading = read(model_of("feb17", "zap-write"), SWAPPED)
    assert reading.misplaced == ()
    assert [line.thread for line in reading.lines] == ["B", "A", "B", "A"]


def test_where_no_order_of_the_columns_is_better_they_stay_as_they_are() -> None:
    reading = read(model_of("feb17", "zap-zap"), "CPU 0 | CPU 1\ndown_write() |\nframes T7 | get_page(T7)\n")
    assert [line.thread for line in reading.lines] == ["A", "A", "B"]


def test_a_line_that_tells_two_steps_is_both() -> None:
    text = "1. A takes the ptl and drops T0\n2. B drops the last reference; frees T0\n"
    reading = read(model_of("feb17", "zap-zap"), text)
    assert reading.misplaced == ()
    assert [(line.number, line.thread) for line in reading.lines] == [(1, "A"), (1, "A"), (2, "B"), (2, "B")]


@pytest.mark.parametrize("which", MODELS, ids=lambda which: which[1])
def test_the_sentences_of_a_run_are_read_back_as_that_run(
    which: tuple[str, str, tuple[tuple[str, int], ...]],
) -> None:
    run = wander(which, 3, 60)
    told = [frame.step.sentence.text for at in range(1, run.length + 1) if (frame := run.frame(at)).step]
    reading = read(run.model, "\n".join(f"{each}." for each in told))
    assert (reading.schedule, reading.misplaced) == (run.schedule(), ())
