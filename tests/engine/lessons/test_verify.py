"""The lessons that ship say what is so; and one that does not is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.check.fates import fates
from engine.check.path import switches
from engine.errors import RequestError, RoutineError
from engine.lessons.lesson import Live
from engine.lessons.verify import problems
from engine.library import SHIPPED, Library
from engine.library.verdicts import Verdicts
from engine.run.build import build
from engine.run.model import Model
from engine.run.schedule import parse_schedule
from tests.engine.lessons.pieces import HEADER, block, lesson, searched

IDS = SHIPPED.lesson_ids()


def model(live: Live) -> Model:
    return build(SHIPPED.protocol(live.protocol), SHIPPED.scenario(live.scenario), dict(live.config))


@pytest.mark.slow
@pytest.mark.parametrize("id", IDS)
def test_every_run_question_and_par_of_a_lesson_is_right(id: str) -> None:
    assert [str(problem) for problem in problems(SHIPPED.lesson(id), IDS, model)] == []


@pytest.mark.parametrize("id", IDS)
def test_a_lesson_is_short_and_has_something_to_do(id: str) -> None:
    read = SHIPPED.lesson(id)
    assert 5 <= read.minutes <= 8
    assert read.pieces("step")
    assert read.pieces("ask")
    assert all(section.live is None or section.before.markdown.strip() for section in read.sections)
    words = sum(len(f"{s.before.markdown} {s.after.markdown}".split()) for s in read.sections)
    assert 150 <= words <= 140 * read.minutes


def test_the_par_of_a_level_is_the_shortest_run_that_is_kept() -> None:
    kept = Verdicts(SHIPPED)
    compared = 0
    for live in (live for id in IDS for live in SHIPPED.lesson(id).pieces("level")):
        protocol, scenario = SHIPPED.protocol(live.protocol), SHIPPED.scenario(live.scenario)
        cell = kept.current(protocol, scenario, ()) if not live.config else None
        if cell is not None:
            found = {each.invariant: each.steps for each in reversed(cell.broken)}
            wanted = found[live.goal] if live.goal else cell.broken[0].steps
            assert live.par == wanted, live
            compared += 1
    assert compared > 0 or not IDS


WRONG = {
    "a schedule that does not fit": (
        block("step", 'schedule = "1.AAC"'),
        6,
        "step 3 of the schedule does not fit",
    ),
    "a moment behind the end": (
        "[step 9](#9)\n" + block("step", 'schedule = "1.A3"'),
        7,
        "there is no step 9: the run has 3",
    ),
    "an expectation behind the end": (
        block("step", 'expect = ["at 2: A is ready"]'),
        6,
        "there is no step 2: the run has 0",
    ),
    "an expectation that is not met": (
        block("step", 'schedule = "1.A7"', "at = 7", 'expect = ["T0.count is 2"]'),
        6,
        "T0.count is 1 at step 7, not 2",
    ),
    "another verdict": (
        block("step", 'verdict = "safe"', "states = 2684"),
        6,
        "the verdict is damage, not safe",
    ),
    "another number": (block("step", 'verdict = "damage"', "states = 7"), 6, "there are 2684 states, not 7"),
    "a name that is none": (block("step", 'expect = ["T9.count is 2"]'), 6, "nothing is called 'T9.count'"),
    "a question of nothing": (block("ask", 'about = ["who"]', 'schedule = "1.A"'), 6, "no moment of the run"),
    "a wrong par": (block("level", "par = 20"), 6, "par is 20, and the shortest run has 21 steps"),
    "an unknown toggle": (block("step", "config = { SMPP = 1 }"), 6, "feb17 has no toggle CONFIG_SMPP"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_so_is_told_with_file_and_line(wrong: str) -> None:
    body, line, message = WRONG[wrong]
    (problem,) = problems(lesson(body), (), model)
    assert str(problem.span) == f"lessons/01-mine.md:{line}:1"
    assert message in problem.message.text
    assert problem.hint.text


def test_a_lesson_that_needs_none_that_there_is_is_told() -> None:
    needy = lesson("Prose.\n", HEADER.replace("minutes", 'needs = ["magic"]\nminutes'))
    (problem,) = problems(needy, ("counts",), model)
    assert "it needs the lesson 'magic'" in str(problem)


def test_all_that_is_right_is_right() -> None:
    body = (
        "Prose.\n\n## First\n"
        + block("step", 'schedule = "1.A7"', 'expect = ["at 7: T0.count is 1"]')
        + "\n## Then\n"
    )
    assert list(problems(lesson(body + block("level", "par = 21")), (), model)) == []


def test_what_the_lesson_on_the_bet_says_of_its_run_is_so() -> None:
    (run,) = (live for live in SHIPPED.lesson("the-bet").pieces("step") if live.scenario == "zap-zap")
    choices = parse_schedule(run.schedule)
    assert fates(searched()).point_of_no_return(choices) == 19
    assert (len(choices), switches(choices)) == (21, 3)


def test_adding_a_lesson_is_adding_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "77-mine.md").write_text(HEADER + block("step", 'schedule = "1.A"'), "utf-8")
    (folder / "notes.md").write_text("not a lesson", "utf-8")
    library = SHIPPED.and_those_of(tmp_path)
    assert library.lesson_ids() == (*IDS, "mine")
    added = library.lesson("mine")
    assert (added.number, added.title, added.file) == (len(IDS) + 1, "A title", "lessons/77-mine.md")
    assert list(problems(added, library.lesson_ids(), model)) == []


def test_a_lesson_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=f"RUN09 there is no lesson 'nope'\n.*{IDS[0] if IDS else ''}"):
        SHIPPED.lesson("nope")
    with pytest.raises(RequestError, match=r"RUN09 there is no lesson 'nope'\n.*write lessons/01-name\.md"):
        Library((tmp_path,)).lesson("nope")


def test_a_lesson_that_cannot_be_read_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "01-bad.md").write_text("+++\ntitle = 3\n+++\n", "utf-8")
    with pytest.raises(RoutineError, match=r"lessons/01-bad\.md:1:1: LESS01 there is title = 3"):
        Library((tmp_path,)).lesson("bad")
