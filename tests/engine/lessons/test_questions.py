"""Questions: the answer is what the model does, the wrong ones differ, a seed gives one question for ever."""

from __future__ import annotations

from functools import cache

import pytest

from engine.check.fates import fates
from engine.errors import RequestError
from engine.lessons.facts import facts
from engine.lessons.lesson import KINDS, Live
from engine.lessons.questions import Question, _people, question
from engine.machine.violations import PROPERTIES
from engine.run.frames import Frame
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from tests.engine.lessons.pieces import asks, searched

RACE = "1.A9B7A4B"
PIECES = {
    "count": asks("count", RACE, stray=2),
    "who": asks("who", "1.A8B6", 14, stray=3, scenario="zap-zap-idle"),
    "fate": asks("fate", RACE, last=19, stray=4),
    "lock": asks("lock", RACE, stray=1),
    "next": asks("next", RACE, last=19),
    "alone": asks("alone", RACE, 18, 20),
}


def model(piece: Live) -> Model:
    return searched(piece.protocol, piece.scenario).model


def frame(piece: Live, schedule: str) -> Frame:
    run = Run(model(piece))
    assert run.replay(parse_schedule(schedule)) is None
    return run.frame()


def made(piece: Live, seed: int = 1) -> Question:
    return question(searched(piece.protocol, piece.scenario), piece, seed)


@cache
def several(kind: str) -> list[Question]:
    return [made(PIECES[kind], seed) for seed in range(8)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_asks_the_same_and_others_ask_otherwise(kind: str) -> None:
    questions = several(kind)
    assert [made(PIECES[kind], seed) for seed in range(2)] == questions[:2]
    assert len({(each.schedule, each.text, each.options) for each in questions}) > 3


@pytest.mark.parametrize("kind", KINDS)
def test_options_differ_and_there_are_two_at_least(kind: str) -> None:
    for each in several(kind):
        texts = [option.text for option in each.options]
        assert 2 <= len(texts) == len(set(texts)) <= 4
        assert 0 <= each.right < len(texts)
        assert each.because.text


def test_a_count_is_that_after_the_step() -> None:
    for each in several("count"):
        thread, table = map(str, each.text.args)
        after = frame(PIECES["count"], each.then)
        assert after.step is not None
        assert after.step.thread == thread
        assert each.options[each.right].text == facts(after)[f"{table}.count"]
        numbers = [int(option.text) for option in each.options]
        assert numbers == sorted(numbers)


def test_a_count_may_stay_what_it_is() -> None:
    still = made(asks("count", "1.A5"))
    assert still.because.id == "lesson.because-same"
    assert frame(PIECES["count"], still.then).memory.tables[0].count == 2


def test_who_can_go_are_those_who_have_a_choice() -> None:
    for each in several("who"):
        able = dict.fromkeys(choice.thread for choice in frame(PIECES["who"], each.schedule).choices)
        assert each.options[each.right].text.split(" and ") == list(able)
        assert "waits for" in each.because.text


def test_nobody_and_three_are_named_so() -> None:
    assert [_people(names).text for names in ((), "A", "AB", "ABC")] == [
        "nobody",
        "A",
        "A and B",
        "A and B and C",
    ]


def test_a_fate_is_that_of_the_whole_graph() -> None:
    known = fates(searched())
    for each in several("fate"):
        run = Run(model(PIECES["fate"]))
        run.replay(parse_schedule(each.schedule))
        assert each.options[each.right].id == f"lesson.fate-{known.of(run.moments[-1].state).kind}"
        assert each.then == each.schedule
    safe = made(asks("fate", "1.A20", 20))
    assert (safe.because.id, safe.options[safe.right].id) == ("lesson.because-safe", "lesson.fate-safe")
    lost = made(asks("fate", RACE, 19, 20))
    assert (lost.because.id, lost.options[lost.right].id) == ("lesson.because-certain", "lesson.fate-certain")


def test_the_holder_of_a_lock_is_that_after_the_step() -> None:
    for each in several("lock"):
        holder = facts(frame(PIECES["lock"], each.then))[str(each.text.args[1])]
        assert each.options[each.right].text == holder


def test_what_a_step_does_is_its_sentence() -> None:
    for each in several("next"):
        after = frame(PIECES["next"], each.then)
        assert after.step is not None
        assert each.options[each.right].text == after.step.sentence.text


def test_what_breaks_first_is_the_first_damage_of_a_thread_that_runs_alone() -> None:
    titles = {each.title for each in PROPERTIES.values() if each.severity == "damage"}
    answers = set()
    for each in several("alone"):
        after = frame(PIECES["alone"], each.then)
        damage = [each.title for each in after.violations if each.new and each.severity == "damage"]
        right = each.options[each.right]
        assert right.text == damage[0] if damage else right.id == "lesson.option-nothing"
        assert {option.text for option in each.options if option.id == "lesson.option"} <= titles
        answers.add(right.id)
    assert answers == {"lesson.option", "lesson.option-nothing"}


def test_a_step_that_fails_for_want_of_memory_may_be_on_the_way() -> None:
    piece = asks("next", "1.A8", 8, stray=1, scenario="oom-write")
    strayed = [made(piece, seed) for seed in range(12)]
    assert any("!" in each.schedule for each in strayed)


NONE = {
    "nobody can go on": asks("lock", RACE, 21),
    "the step changes no lock": asks("lock", "1.A3B3", 6),
    "nobody waits": asks("who", "1.A3"),
    "there is no step": asks("count", RACE, 21),
    "all is broken": asks("fate", RACE, 21),
    "there is nothing to do": asks("next", RACE, 21),
    "nobody can run alone": asks("alone", RACE, 21, stray=2),
    "there are too few other steps": asks("next", "1.A2", 2),
    "nothing ever breaks": asks("alone", "1.A4", protocol="repaired"),
}


@pytest.mark.parametrize("why", NONE)
def test_where_nothing_can_be_asked_it_is_said(why: str) -> None:
    with pytest.raises(RequestError, match="LESS05 no moment of the run has a question about"):
        made(NONE[why])


def test_a_graph_too_large_is_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.lessons.questions.LOCAL_LIMIT", 10)
    with pytest.raises(RequestError, match="LESS05"):
        made(asks("fate", "1.A9"))


def test_a_piece_that_does_not_fit_its_run_is_refused() -> None:
    with pytest.raises(RequestError, match="LESS05 there is no step from 30 to 21"):
        made(asks("count", RACE, 30))
    with pytest.raises(RequestError, match="LESS05 step 2 of the schedule does not fit"):
        made(asks("count", "1.AC"))
