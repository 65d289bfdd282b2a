"""What the tests of diagrams share: shipped models, their runs, and the shortest runs that are kept."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from engine.lang.check import read_protocol
from engine.library import include, protocol, scenario
from engine.run.build import build
from engine.run.model import Model
from engine.run.run import Run
from engine.run.schedule import parse_schedule
from engine.scenario.read import parse_scenario

KEPT = Path(__file__).parents[3] / "engine" / "library" / "verdicts"


@cache
def model_of(protocol_id: str, scenario_id: str, config: tuple[tuple[str, int], ...] = ()) -> Model:
    return build(protocol(protocol_id), scenario(scenario_id), dict(config))


def run_of(protocol_id: str, scenario_id: str, schedule: str) -> Run:
    run = Run(model_of(protocol_id, scenario_id))
    assert run.replay(parse_schedule(schedule)) is None
    return run


def shortest_runs(protocol_id: str, scenario_id: str) -> list[Run]:
    """The runs of the kept verdict that can still be played."""
    kept = json.loads((KEPT / f"{protocol_id}.json").read_text("utf-8")).get(scenario_id, {})
    runs = []
    for broken in kept.get("broken", ()):
        run = Run(model_of(protocol_id, scenario_id))
        if run.replay(parse_schedule(broken["schedule"])) is None:
            runs.append(run)
    return runs


def tiny(statements: str, shape: str = "slots = 1\nentries = 2\n") -> Model:
    """One thread that calls a sys_munmap of these statements."""
    text = (
        "/*\n * title: tiny\n */\n"
        "int sys_munmap(struct mm_struct *mm, unsigned long address, unsigned long size)\n"
        f"{{\n{statements}\nreturn 0;\n}}\n"
    )
    story = f'[shape]\n{shape}\n[[thread]]\nmm = "A"\ndo = ["munmap 0-1"]\n'
    return build(read_protocol("tiny", text, include), parse_scenario("tiny", story))
