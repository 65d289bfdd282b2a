"""`make bench`: how fast ptscope is, held against Spin and TLC in the same run. It asserts nothing.

All times are CPU seconds, so that another load on the machine matters less; ratios are what to look at.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine.check import compiled
from engine.check.reduce import reduced
from engine.check.search import Search
from engine.export.promela import promela
from engine.export.tla import configuration, tla
from engine.library import protocol, scenario
from engine.run.build import build
from engine.run.model import Model
from engine.run.run import Run
from engine.run.step import enabled
from engine.scenario.scenario import Scenario
from tests.bench.peers import Spin, spin, timed, tlc
from tests.bench.scenarios import unsharers, writers, zappers
from tests.classic import CLASSIC

ROOT = Path(__file__).parent.parent.parent
NEVER = 10**12
GROWTH_LIMIT = 3_000_000
COLD = """
from engine.library import protocol
from engine.run.build import build
from engine.check.search import Search
from tests.bench.scenarios import writers, zappers, unsharers
found = Search(build(protocol("{protocol}"), {maker}({processes}))).run(10**8)
assert found.progress.complete
"""


def title(text: str) -> None:
    print(f"\n{text}\n", flush=True)


def search_time(model: Model, compile_from: int, limit: int = 10**8) -> tuple[float, Search]:
    begin = time.process_time()
    search = Search(model, compile_from)
    search.run(limit)
    return time.process_time() - begin, search


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


def first_answers() -> None:
    title("first answer of the seed (feb17), two processes, pure Python: until damage, until complete")
    for id in CLASSIC:
        model = build(protocol("feb17"), scenario(id))
        if len(model.threads) != 2:
            continue
        begin = time.process_time()
        search = Search(model, NEVER)
        while not damaged(search) and not search.advance(64):
            pass
        first = time.process_time() - begin
        whole, search = search_time(model, NEVER)
        told = f"{first * 1e3:5.1f} ms" if damaged(search) else "no damage"
        print(f"{id:18} {told:>10} {whole * 1e3:7.1f} ms {search.found.progress.states:8} states")


def damaged(search: Search) -> bool:
    warnings = {"count-below-slots", "two-owners", "foreign-change", "freed-while-named"}
    return any(property not in warnings for property, _ in search.found.discoveries)


PEERS = (
    ("repaired", unsharers, 2),
    ("repaired", writers, 2),
    ("repaired", writers, 3),
    ("repaired", zappers, 4),
    ("testzero", writers, 3),
    ("feb17", unsharers, 4),
    ("repaired", zappers, 5),
    ("repaired", writers, 4),
)


def against_peers() -> None:
    title(
        "against Spin and TLC: whole search, nothing reduced, same model (exported)\n"
        "states/s: search alone, and how many times pan's; then in all: warm server and cold process against"
        " spin + gcc + pan"
    )
    for name, make, processes in PEERS:
        text = f"{name} {make.__name__} {processes}"
        model = build(protocol(name), make(processes))
        states, ours = our_times(model, name, make.__name__, processes)
        with tempfile.TemporaryDirectory() as folder:
            print_spin(text, states, ours, spin(promela(model), Path(folder)))
        if name == "repaired" and states < 20_000:
            with tempfile.TemporaryDirectory() as folder:
                other = tlc(tla(model), configuration(), Path(folder))
            print(
                f"    TLC: {other.total:.2f} s, {other.states} states;"
                f" warm x{other.total / ours['warm']:.0f}, cold x{other.total / ours['cold']:.1f} ahead"
            )


def our_times(model: Model, name: str, maker: str, processes: int) -> tuple[int, dict[str, float]]:
    pure, search = min((search_time(model, NEVER) for _ in range(2)), key=lambda one: one[0])
    fast, other = min((search_time(model, 20_000) for _ in range(2)), key=lambda one: one[0])
    begin = time.process_time()
    build(protocol(name), model.scenario)
    building = time.process_time() - begin
    script = COLD.format(protocol=name, maker=maker, processes=processes)
    cold, _ = timed([sys.executable, "-c", script], ROOT)
    times = {"pure": pure, "fast": fast, "warm": building + min(pure, fast), "cold": cold}
    size = other.compiled.size / other.found.progress.states if other.compiled else 0.0
    return search.found.progress.states, times | {"bytes": size, "width": search.book.packing.width}


def print_spin(text: str, states: int, ours: dict[str, float], other: Spin) -> None:
    same = "same count" if other.states - states in range(9) else f"Spin counts {other.states}"
    print(f"{text}: {states} states ({same}); {ours['width']:.0f} bits each", flush=True)
    pan = max(other.search, 0.001)
    print(
        f"    pan {states / pan / 1e3:.0f}k/s; pure {states / ours['pure'] / 1e3:.0f}k/s"
        f" (x{pan / ours['pure']:.2f});"
        f" numba {states / ours['fast'] / 1e3:.0f}k/s (x{pan / ours['fast']:.2f})"
    )
    print(
        f"    Spin {other.generate:.2f} + {other.compile:.2f} + {other.search:.2f} s;"
        f" warm {ours['warm']:.3f} s (x{other.total / ours['warm']:.0f} ahead),"
        f" cold {ours['cold']:.2f} s (x{other.total / ours['cold']:.1f} ahead)"
    )
    if ours["bytes"]:
        print(
            f"    bytes a state: Spin {other.bytes:.0f}, numba {ours['bytes']:.0f} (index and room included)"
        )


def growing() -> Iterator[tuple[str, Scenario]]:
    for make, most in ((writers, 4), (zappers, 5)):
        for lowest in (False, True):
            for processes in range(2, most + 1):
                name = f"{make.__name__} {processes} {'lowest free' if lowest else 'own pools'}"
                yield name, make(processes, lowest)


def growth() -> None:
    title(f"growth under repaired, up to {GROWTH_LIMIT} states: whole, and with local steps merged")
    for name, one in growing():
        model = build(protocol("repaired"), one)
        whole, search = search_time(model, 20_000, GROWTH_LIMIT)
        progress = search.found.progress
        stopped = "" if progress.complete else "(stopped)"
        text = f"{name:24} whole {progress.states:8} states {whole:6.2f} s {stopped}"
        if progress.states > 400_000 and "writers" in name:
            print(f"{text:64} reduced: left out, pure Python takes minutes", flush=True)
            continue
        begin = time.process_time()
        less = reduced(model, 150_000)
        took = time.process_time() - begin
        stopped = "" if less.complete else "(stopped)"
        print(
            f"{text:64} reduced {less.states:7} states {took:6.2f} s {less.rounds} rounds {stopped}",
            flush=True,
        )


def main() -> None:
    print(sys.version.split()[0], "numba" if compiled.warm() else "no numba")
    steps()
    first_answers()
    if shutil.which("spin") and shutil.which("gcc"):
        try:
            against_peers()
        except (ValueError, subprocess.TimeoutExpired) as error:
            print(error)
    else:
        print("spin or gcc is not installed: no comparison")
    growth()


if __name__ == "__main__":
    main()
