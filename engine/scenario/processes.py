"""Whether a scenario's processes and threads go together: who forks whom, and who is there to be named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from engine.scenario.scenario import Scenario, Story
from engine.scenario.story import KERNEL_VERBS, Line
from engine.words.saying import said
from engine.words.text import Text

MMS_LIMIT = 4
"""Processes of a scenario."""


class Tell(Protocol):
    """Is told what is wrong, what to try, and the path of keys and indices to the place in the file."""

    def __call__(self, message: Text, hint: Text, *path: str | int) -> None: ...


def check_processes(scenario: Scenario, wrong: Tell) -> None:
    """Tell of everything in which a scenario's stories do not go together."""
    if len(scenario.mms) > MMS_LIMIT:
        named = said("scenario.processes", len(scenario.mms), ", ".join(scenario.mms))
        wrong(named, said("hint.keep-at", MMS_LIMIT), "thread")
    _check_forks(scenario, wrong)
    _check_thread_names(scenario, wrong)
    _check_what_is_named(scenario, wrong)
    _check_who_is_there(scenario, wrong)
    names = [story.thread for story in scenario.threads]
    for index, story in enumerate(scenario.setup):
        if story.thread not in names:
            hint = said("hint.add-thread", story.thread)
            wrong(said("scenario.no-thread", story.thread), hint, "setup", index, "mm")


def _lines(scenario: Scenario) -> Iterator[tuple[Story, Line, tuple[str | int, ...]]]:
    """All lines, each with its story and its place in the file."""
    for key, stories in (("setup", scenario.setup), ("thread", scenario.threads)):
        for index, story in enumerate(stories):
            for number, line in enumerate(story.lines):
                yield story, line, (key, index, "do", number)


def _check_forks(scenario: Scenario, wrong: Tell) -> None:
    """A process is made once."""
    made: set[str] = set()
    for story, line, place in _lines(scenario):
        if line.verb == "fork":
            if line.mm in made or line.mm == story.mm:
                wrong(said("scenario.is-there", line.mm), said("hint.made-once"), *place)
            made.add(line.mm)


def _check_thread_names(scenario: Scenario, wrong: Tell) -> None:
    names = [story.thread for story in scenario.threads]
    for index, story in enumerate(scenario.threads):
        if story.thread in names[:index] + [mm for mm in scenario.mms if mm != story.mm]:
            hint = said("hint.thread-own-name")
            wrong(said("scenario.thread-named", story.thread), hint, "thread", index, "name")


def _check_what_is_named(scenario: Scenario, wrong: Tell) -> None:
    """What a kernel thread looks at must be there, and the file, too."""
    for _, line, place in _lines(scenario):
        if line.verb in KERNEL_VERBS and line.mm and line.mm not in scenario.mms:
            hint = said("hint.name-one-of", ", ".join(scenario.mms))
            wrong(said("scenario.no-process", line.mm), hint, *place)
        if line.verb == "truncate" and line.last >= scenario.file:
            wrong(said("scenario.file-pages", scenario.file), said("hint.write-file"), *place)


def _check_who_is_there(scenario: Scenario, wrong: Tell) -> None:
    never = _never_there(scenario)
    if never:
        index = next((index for index, story in enumerate(scenario.threads) if story.mm in never), 0)
        hint = said("hint.one-from-the-start")
        wrong(said("scenario.fork-each-other", ", ".join(never)), hint, "thread", index, "mm")


def _never_there(scenario: Scenario) -> list[str]:
    """The processes that wait for a fork which none that is there can make."""
    there = set(scenario.mms) - set(scenario.forked)
    while True:
        made = {line.mm for story, line, _ in _lines(scenario) if line.verb == "fork" and story.mm in there}
        if made <= there:
            return [mm for mm in scenario.mms if mm not in there]
        there |= made
