"""`make bench`: how fast ptscope is, held against Spin and TLC in the same run. It asserts
nothing, and says of each target whether it is met.

All times are CPU seconds, so that another load on the machine matters less; ratios are what to look at.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time

from engine.check import compiled
from engine.check.search import Kind, Search
from engine.library import protocol, scenario
from engine.machine.violations import PROPERTIES
from engine.run.build import build
from engine.run.run import Run
from engine.run.step import enabled
from tests.bench.against import (
    NEVER,
    against_by_hand,
    against_peers,
    against_the_command,
)
from tests.bench.growth import growth
from tests.bench.targets import Targets
from tests.classic import CLASSIC


def title(text: str) -> None:
    print(f"\n{text}\n", flush=True)


def steps() -> None:
    title("engine step: Run.step and Run.frame, as the page has it (target: median below 1 ms)")
    for id in ("zap-zap", "zap-write", "write-write-idle", "fork-fork"):
        model, took = build(protocol("feb17"), scenario(id)), []
        for repeat in range(8):
            run = Run(model)
            while able := enabled(model, run.moments[-1].state):
                begin = time.perf_counter()
                run.step(able[(7 * run.length + repeat) % len(able)])
                run.frame()
                took.append(time.perf_counter() - begin)
        tail = sorted(took)[len(took) * 95 // 100]
        print(f"{id:18} median {statistics.median(took) * 1e3:.2f} ms, 95 % below {tail * 1e3:.2f} ms")


def first_answers(targets: Targets) -> None:
    title("first answers of the seed (feb17), two processes, pure Python: each kind of damage; all states")
    for id in CLASSIC:
        model = build(protocol("feb17"), scenario(id))
        if len(model.threads) != 2:
            continue
        begin, last, known = time.process_time(), 0.0, 0
        search = Search(model, NEVER)
        while not search.advance(64):
            if len(damage(search)) > known:
                known, last = len(damage(search)), time.process_time() - begin
        whole = time.process_time() - begin
        if len(damage(search)) > known:
            known, last = len(damage(search)), whole
        told = "no damage"
        if known:
            told = f"{known} kinds within {targets.at_most(f'{id}, first answers', last * 1e3, 50, ' ms')}"
        print(f"{id:18} {told}; {search.found.progress.states} states in {whole * 1e3:.0f} ms")


def damage(search: Search) -> list[Kind]:
    return [kind for kind in search.found.discoveries if PROPERTIES[kind[0]].severity == "damage"]


def main() -> None:
    targets = Targets()
    print(sys.version.split()[0], "numba" if compiled.warm() else "no numba")
    steps()
    first_answers(targets)
    if shutil.which("spin") and shutil.which("gcc"):
        title("the exported Promela against one that is written by hand (tests/bench/zap-zap.pml)")
        against_by_hand(targets)
        title("against Spin and TLC: whole search, nothing reduced, the same model")
        against_peers(targets)
        title("against Spin: the command, as a cold process")
        against_the_command(targets)
    else:
        print("spin or gcc is not installed: no comparison")
    growth()
    title("targets")
    print(targets.summary())


if __name__ == "__main__":
    main()
