"""Questions about a moment of a run, made from the model: the right answer, and wrong ones that could be.

Everything follows from the model, the piece of the lesson and a seed: another seed, another question; the
same seed, the same one. What is asked is what the next step does, or what every run from here can do; the
answer is taken from the step, the run or the graph themselves, so no question can be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from engine.check.ask import Asker
from engine.check.fates import LOCAL_LIMIT, Fates
from engine.check.graph import Graph
from engine.check.search import Search
from engine.errors import RequestError
from engine.lessons.dice import Dice
from engine.lessons.facts import locks
from engine.lessons.lesson import Live
from engine.machine.violations import PROPERTIES
from engine.run.frames import Frame
from engine.run.run import Run
from engine.run.schedule import Choice, parse_schedule
from engine.run.sentences import listed, said
from engine.words.text import Arg, Text

TRIES = 60
"""Moments that are looked at before the piece is said to have no question."""
MOST_OPTIONS = 4
ALONE_LIMIT = 200
"""Steps for which a thread is let run alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """schedule: the run up to the moment; then: the same with the steps that show the answer.

    options: in the order in which they are shown; right: the index of the right one.
    """

    kind: str
    schedule: str
    at: int
    text: Text
    options: tuple[Text, ...]
    right: int
    because: Text
    then: str


@dataclass(frozen=True, slots=True)
class _Moment:
    """A run that has just come to the moment; `whole`: the run of the piece; `able`: who can go."""

    asker: Asker
    whole: Run
    run: Run
    frame: Frame
    able: tuple[Choice, ...]
    dice: Dice


_Made = tuple[Text, Text, Sequence[Text], Text]
"""The question, the right answer, wrong ones, the reason. The run has been taken to where it is seen."""


def question(search: Search, piece: Live, seed: int) -> Question:
    """The question of a piece for a seed.

    Raises:
        RequestError: the schedule does not fit, or no moment of the run has a question of these kinds.
    """
    dice = Dice(seed * 1_000_003 + piece.number)
    asker, whole = Asker(search), Run(search.model)
    misfit = whole.replay(parse_schedule(piece.schedule))
    if misfit is not None:
        raise RequestError("LESS05", misfit.text, misfit.hint)
    last = whole.length if piece.last is None else min(piece.last, whole.length)
    if not 0 <= piece.first <= last:
        hint = said("hint.first-and-last")
        raise RequestError("LESS05", said("error.no-such-steps", piece.first, last), hint)
    for _ in range(TRIES):
        kind = dice.choice(piece.kinds)
        run = _walk(asker, whole, piece.first + dice.below(last - piece.first + 1), piece.stray, dice)
        at = run.length
        moment = _Moment(asker, whole, run, run.frame(), _able(asker, run), dice)
        made = _MAKERS[kind](moment)
        if made is not None:
            return _mixed(kind, at, run, made, dice)
    hint = said("hint.ask-else")
    raise RequestError("LESS05", said("error.no-moment", ", ".join(piece.kinds)), hint)


def _walk(asker: Asker, whole: Run, steps: int, stray: int, dice: Dice) -> Run:
    """The first steps of the run, and up to `stray` steps of chance."""
    run = Run(asker.model)
    run.replay(whole.choices[:steps])
    for _ in range(dice.below(stray + 1)):
        if able := _able(asker, run):
            run.step(dice.choice(able))
    return run


def _able(asker: Asker, run: Run) -> tuple[Choice, ...]:
    """What can be chosen at the end of a run. Quicker than a frame."""
    return tuple(map(asker.choice, asker.transitions(run.moments[-1].state)))


def _mixed(kind: str, at: int, run: Run, made: _Made, dice: Dice) -> Question:
    """The question with its options in order: numbers rising, fates by their gravity, the rest by chance."""
    text, answer, others, because = made
    wrong = [other for other in dict.fromkeys(others) if other != answer]
    options = [answer, *dice.shuffled(wrong)[: MOST_OPTIONS - 1]]
    if kind == "count":
        options.sort(key=lambda option: int(option.text))
    elif kind == "fate":
        options.sort(key=lambda option: _FATES.index(option.id))
    else:
        options = dice.shuffled(options)
    place = options.index(answer)
    return Question(kind, run.schedule(at), at, text, tuple(options), place, because, run.schedule())


# the kinds -----------------------------------------------------------------------------------------
def _count(moment: _Moment) -> _Made | None:
    """The count of a table that the step changes, or, one time in four, does not."""
    picked = _next(moment)
    if picked is None:
        return None
    before = {table.name: table.count for table in moment.frame.memory.tables if table.state == "live"}
    after = {table.name: table.count for table in _go(moment, picked).memory.tables}
    changed = [name for name in before if before[name] != after[name]]
    names = changed or (list(before) if moment.dice.below(4) == 0 else [])
    if not names:
        return None
    name = moment.dice.choice(names)
    was, now = before[name], after[name]
    wrong = {was, was - 1, was + 1, now - 1, now + 1, now + 2}
    options = [_option(number) for number in sorted(wrong) if number >= 0]
    done = _sentence(moment.run)
    because = _say("because-same", done, was) if was == now else _say("because-count", done, was, now)
    return _say("ask-count", picked.thread, name), _option(now), options, because


def _who(moment: _Moment) -> _Made | None:
    """Who can go, where somebody who is not finished cannot."""
    frame = moment.frame
    waiting = [thread for thread in frame.threads if thread.status == "blocked"]
    if not waiting:
        return None
    able = tuple(dict.fromkeys(choice.thread for choice in moment.able))
    alive = [thread.name for thread in frame.threads if thread.status in ("ready", "blocked")]
    groups = [group for size in range(3) for group in combinations(alive, size)]
    reasons = [_say("because-waits", thread.name, thread.reason) for thread in waiting if thread.reason]
    because = _say("because", listed(reasons))
    return _say("ask-who"), _people(able), [_people(group) for group in groups], because


def _fate(moment: _Moment) -> _Made | None:
    """What every run from here can come to; where nothing is broken yet."""
    run = moment.run
    if _is_damaged(run) or not moment.able:
        return None
    graph = Graph(moment.asker, run.moments[-1].state, LOCAL_LIMIT)
    fate = Fates(graph).of(run.moments[-1].state)
    if not graph.complete:
        return None
    args = () if fate.steps is None else (fate.steps,)
    options = [said(each) for each in _FATES]
    return _say("ask-fate"), _say(f"fate-{fate.kind}"), options, _say(f"because-{fate.kind}", *args)


_FATES = ("lesson.fate-safe", "lesson.fate-possible", "lesson.fate-certain")


def _lock(moment: _Moment) -> _Made | None:
    """The holder of a lock that the step takes or releases."""
    picked = _next(moment)
    if picked is None:
        return None
    before = {lock.name: lock.holders for lock in locks(moment.frame.memory)}
    after = {lock.name: lock.holders for lock in locks(_go(moment, picked).memory)}
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return None
    name = moment.dice.choice(changed)
    people = [thread.name for thread in moment.frame.threads]
    groups = [(), *((person,) for person in people), *combinations(people, 2)]
    because = _say("because", _sentence(moment.run))
    return _say("ask-lock", picked.thread, name), _people(after[name]), [_people(g) for g in groups], because


def _next_step(moment: _Moment) -> _Made | None:
    """What a step does, among what else the thread does in this run."""
    picked = _next(moment)
    if picked is None:
        return None
    _go(moment, picked)
    sentence = _sentence(moment.run)
    wrong = list(dict.fromkeys(_option(text) for text in _others(moment, picked.thread) if text != sentence))
    if len(wrong) < MOST_OPTIONS - 1:
        return None
    because = _say("because", sentence)
    return _say("ask-next", picked.thread), _option(sentence), wrong, because


def _alone(moment: _Moment) -> _Made | None:
    """What one thread breaks if it goes on alone, among what this model can break at all."""
    picked = _next(moment)
    kinds = dict.fromkeys(id for id, _ in moment.asker.search.run().discoveries)
    possible = [id for id in kinds if PROPERTIES[id].severity == "damage"]
    if picked is None or not possible or _is_damaged(moment.run):
        return None
    run, steps = moment.run, 0
    while not _is_damaged(run) and steps < ALONE_LIMIT and picked in _able(moment.asker, run):
        run.step(picked)
        steps += 1
    broken = [each for each in run.frame().violations if each.new and each.severity == "damage"]
    options = [_say("option-nothing"), *(_option(PROPERTIES[id].title) for id in possible)]
    text = _say("ask-alone", picked.thread)
    if not broken:
        if moment.dice.below(3):  # else it would nearly always be the answer
            return None
        return text, options[0], options, _say("because-nothing", steps)
    because = _say("because-alone", run.length, broken[0].text)
    return text, _option(broken[0].title), options, because


_MAKERS: dict[str, Callable[[_Moment], _Made | None]] = {
    "count": _count,
    "who": _who,
    "fate": _fate,
    "lock": _lock,
    "next": _next_step,
    "alone": _alone,
}


# helpers -------------------------------------------------------------------------------------------
def _next(moment: _Moment) -> Choice | None:
    """A choice that can be made; what fails is not asked about."""
    able = [choice for choice in moment.able if not choice.fails]
    return moment.dice.choice(able) if able else None


def _go(moment: _Moment, choice: Choice) -> Frame:
    moment.run.step(choice)
    return moment.run.frame()


def _others(moment: _Moment, thread: str) -> Iterator[Text]:
    """What a thread does in the run of the piece, step by step."""
    for at, choice in enumerate(moment.whole.choices, 1):
        if choice.thread == thread:
            yield _sentence(moment.whole, at)


def _is_damaged(run: Run) -> bool:
    return any(PROPERTIES[each.property].severity == "damage" for each in run.moments[-1].broken)


def _sentence(run: Run, at: int | None = None) -> Text:
    step = run.frame(at).step
    assert step is not None, "a step was taken"
    return step.sentence


def _say(id: str, *args: Arg | Text) -> Text:
    return said(f"lesson.{id}", *args)


def _option(words: Arg | Text) -> Text:
    return _say("option", words)


def _people(names: Iterable[str]) -> Text:
    found = tuple(names)
    return _option(listed(found)) if found else _say("option-nobody")
