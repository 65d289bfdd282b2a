"""Runs the tiny protocols of programs/*.c, one thread alone.

- `// story: LINE`: the lines of A's story; without any, A calls sys_munmap once, as `munmap 0-1` does
- `// expect: PROPERTY: sentence`: this damage, in this order, and no other
- `// expect: finishes`: A comes to the end of its story; without it, the kernel stops before
- `// expect: CODE sentence`: the engine refuses, with an error of this code; LANG stands for any of its codes
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine import library
from engine.errors import EngineError
from engine.lang.check import read_protocol
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.history import key
from engine.run.run import Run
from engine.run.schedule import Choice
from engine.run.sentences import said
from engine.run.step import look
from engine.scenario.read import parse_scenario

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.c"))


def lines_of(text: str, key: str) -> list[str]:
    return re.findall(rf"^// {key}: (.*)$", text, re.MULTILINE)


def outcome(text: str) -> list[str]:
    """What happens, in the words of the `expect` lines."""
    story = lines_of(text, "story") or ["munmap 0-1"]
    scenario = f'[shape]\nslots = 1\nentries = 2\n[[thread]]\nmm = "A"\ndo = {story!r}\n'
    run: Run | None = None
    try:
        protocol = read_protocol("program", f"/*\n * title: a program\n */\n{text}", library.include)
        run = Run(build(protocol, parse_scenario("program", scenario)))
        while not (over := look(run.model, run.moments[-1].state, 0).over):
            run.step(Choice("A"))
        return damage(run) + ["finishes"] * (over == "finished")
    except EngineError as error:
        return [*(damage(run) if run else []), f"{error.code} {error.message.text}"]


def damage(run: Run) -> list[str]:
    """What each step broke that was whole before it."""
    return [
        f"{violation.property}: {said(f'violation.{violation.message}', *violation.args).text}"
        for at, moment in enumerate(run.moments)
        for violation in moment.broken
        if PROPERTIES[violation.property].severity == "damage" and moment.history.broken[key(violation)] == at
    ]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_does_what_its_comments_say(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("engine.run.run.STEPS_LIMIT", 500)  # the one that never ends is to end soon
    text = path.read_text("utf-8")
    expected, found = lines_of(text, "expect"), outcome(text)
    assert expected, "a program says what it expects"
    if expected == ["LANG"]:
        assert [line[:4] for line in found] == ["LANG"]
    else:
        assert found == expected


def test_the_runner_notices_what_nobody_expects():
    text = (PROGRAMS[0].parent / "leaked_page.c").read_text("utf-8")
    assert outcome(text) != outcome(text.replace("get_page(alloc_page(mm))", "__free_page(alloc_page(mm))"))
