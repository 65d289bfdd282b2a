"""The same answers in every process, whatever its hash seed; and two runs that do not know of each other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from engine import library
from engine.run.build import build
from engine.run.run import Run
from engine.run.schedule import Choice, parse_schedule

ROOT = Path(__file__).parent.parent.parent

SCRIPT = """
import hashlib
from engine import library
from engine.check.path import shortest_run
from engine.check.search import Search
from engine.run.build import build
from engine.run.run import Run
from engine.run.schedule import format_schedule, parse_schedule

model = build(library.protocol("feb17"), library.scenario("zap-write"))
search = Search(model)
found = search.run()
print(found.progress)
for kind, discovery in found.discoveries.items():
    print(kind, discovery.violation, discovery.steps, format_schedule(shortest_run(search, discovery)))
run = Run(model)
run.replay(parse_schedule("1.A20B30A9B9"))
frames = "".join(repr(run.frame(at)) for at in range(0, run.length + 1, 7))
print(hashlib.sha256(frames.encode()).hexdigest())
"""


def told_under(seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "COVERAGE_PROCESS_START": ""}
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_searches_shortest_runs_and_frames_do_not_depend_on_the_hash_seed():
    first, *others = [told_under(seed) for seed in "012"]
    assert first.count("\n") > 10
    assert others == [first, first]


def digest(run: Run) -> str:
    return hashlib.sha256(repr([run.frame(at) for at in range(run.length + 1)]).encode()).hexdigest()


def test_two_runs_side_by_side_do_not_influence_each_other():
    def model():
        return build(library.protocol("feb17"), library.scenario("zap-zap"))

    def alone(schedule: str) -> str:
        run = Run(model())
        assert run.replay(parse_schedule(schedule)) is None
        return digest(run)

    schedules = "1.A9B7A4B", "1.B4A12B5"
    expected = [alone(schedule) for schedule in schedules]
    shared = model()
    for models in ((model(), model()), (shared, shared)):
        runs = [Run(one) for one in models]
        turns = [list(parse_schedule(schedule)) for schedule in schedules]
        while any(turns):
            for run, choices in zip(runs, turns, strict=True):
                if choices:
                    run.step(choices.pop(0))
                    run.frame()
        assert [digest(run) for run in runs] == expected


def test_a_run_that_goes_back_has_forgotten_the_way():
    run, straight = (Run(build(library.protocol("feb17"), library.scenario("zap-zap"))) for _ in range(2))
    run.replay(parse_schedule("1.A5B9"))
    run.truncate(3)
    assert run.length == 3
    assert run.schedule() == "1.A3"
    run.step(Choice("B"))
    assert straight.replay(parse_schedule("1.A3B")) is None
    assert digest(run) == digest(straight)
