"""Models for the tests of the workers: what ships, a large one, and some that misbehave."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from app.runs import Opened, begin, model_of, open_run
from engine import library
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.read import parse_scenario

LARGE = """
title = "three write and unmap"
text = "Some million states: more than a test waits for."

[shape]
slots = 1
entries = 2

[[setup]]
mm = "A"
do = ["map 0-1", "write 0 = 1", "write 1 = 2", "fork B", "fork C"]

[[thread]]
mm = "A"
do = ["write 0 = 3", "munmap 0-1"]

[[thread]]
mm = "B"
do = ["write 0 = 4", "munmap 0-1"]

[[thread]]
mm = "C"
do = ["write 1 = 5", "munmap 0-1"]
"""


def model(protocol: str, scenario: str, config: Mapping[str, int | str]) -> Model:
    """Scenarios that ship, and "large", "deaf", "dying", "faulty"."""
    match scenario:
        case "large":
            return build(library.protocol(protocol), parse_scenario("large", LARGE), config)
        case "deaf":
            time.sleep(60)
        case "dying":
            os._exit(7)
        case "faulty":
            raise ZeroDivisionError
    return model_of(protocol, scenario, config)


def opened(protocol: str, scenario: str, config: Mapping[str, int | str]) -> Opened:
    """What ships, and "large"."""
    if scenario == "large":
        return begin(library.protocol(protocol), parse_scenario("large", LARGE), config)
    return open_run(protocol, scenario, config)
