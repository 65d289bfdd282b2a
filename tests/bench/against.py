"""The search against Spin and TLC: the same model, searched whole, nothing reduced.

Runs that are compared take turns, and the median of each counts: another load on the machine meets both.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.check.memo import Book
from engine.check.search import Search
from engine.export.promela import promela
from engine.export.tla import configuration, tla
from engine.library import protocol, scenario
from engine.run.build import build
from engine.run.model import Model
from engine.scenario.scenario import Scenario
from tests.bench.peers import Pan, Spin, spin, timed, tlc
from tests.bench.scenarios import unsharers, writers, zappers
from tests.bench.targets import Targets

ROOT = Path(__file__).parent.parent.parent
HAND = Path(__file__).parent / "zap-zap.pml"
NEVER = 10**12
"""States from which on the compiled loop is used, if it never is."""

PEERS: tuple[tuple[str, Callable[[int], Scenario], int, int], ...] = (
    ("repaired", unsharers, 2, 3),
    ("repaired", writers, 2, 3),
    ("repaired", writers, 3, 3),
    ("repaired", zappers, 4, 3),
    ("feb17", unsharers, 4, 3),
    ("testzero", writers, 3, 3),
    ("repaired", zappers, 5, 1),
)
"""Protocol, scenario, processes, turns."""

COLD = """
from engine.library import protocol
from engine.run.build import build
from engine.check.search import Search
from tests.bench.scenarios import {maker}
found = Search(build(protocol("{protocol}"), {maker}({processes}))).run(10**8)
assert found.progress.complete
"""


@dataclass
class Ours:
    """Our search. Seconds of CPU; warm: with the model built anew, in a running server; cold: all of it.

    pure, fast: with the readable steps that are met for the first time; again: what a worker takes that has
    checked the same model before, so the loop alone, as `pan` alone is what gcc made beforehand.
    """

    pure: float
    fast: float
    again: float
    warm: float
    cold: float
    states: int
    transitions: int
    bytes: float


def search_time(
    model: Model, compile_from: int, limit: int = 10**8, book: Book | None = None
) -> tuple[float, Search]:
    begin = time.process_time()
    search = Search(model, compile_from, book)
    search.run(limit)
    return time.process_time() - begin, search


def against_peers(targets: Targets) -> None:
    for name, make, processes, turns in PEERS:
        model = build(protocol(name), make(processes))
        text = f"{name}, {processes} {make.__name__}"
        with TemporaryDirectory() as folder:
            other = spin(promela(model), Path(folder), "-DDAMAGE=0")
            ours, pan = _in_turns(model, other, turns)
            begin = time.process_time()
            build(protocol(name), make(processes))
            ours.warm = min(ours.pure, ours.fast) + time.process_time() - begin
            script = COLD.format(protocol=name, maker=make.__name__, processes=processes)
            ours.cold = statistics.median(
                timed([sys.executable, "-c", script], ROOT)[0] for _ in range(turns)
            )
        _tell(targets, text, ours, other, pan)
        if name == "repaired" and ours.states < 5_000:
            _against_tlc(targets, text, model, ours)


def _in_turns(model: Model, other: Spin, turns: int) -> tuple[Ours, Pan]:
    pans, pures, fasts, agains, size = [], [], [], [], 0.0
    for _ in range(turns):
        pans.append(other.search())
        pure, search = search_time(model, NEVER)
        fast, compiled = search_time(model, 5_000)
        again, repeated = search_time(model, 5_000, book=compiled.book)
        assert repeated.found.progress == compiled.found.progress
        pures.append(pure)
        fasts.append(fast)
        agains.append(again)
        if compiled.compiled is not None:
            size = compiled.compiled.size / compiled.found.progress.states
    progress = search.found.progress
    pan = sorted(pans, key=lambda one: one.seconds)[turns // 2]
    times = statistics.median(pures), statistics.median(fasts), statistics.median(agains)
    return Ours(*times, 0.0, 0.0, progress.states, progress.transitions, size), pan


def _tell(targets: Targets, text: str, ours: Ours, other: Spin, pan: Pan) -> None:
    same = (ours.states, ours.transitions) == (pan.states, pan.transitions)
    counts = "as many" if same else f"{pan.states} and {pan.transitions}: NOT THE SAME"
    print(f"{text}: {ours.states} states, {ours.transitions} transitions; Spin {counts}", flush=True)
    alone = max(pan.seconds, 0.001)

    def rate(seconds: float) -> str:
        return f"{ours.states / seconds / 1e3:.0f}k/s"

    if ours.states >= 180_000:
        first = targets.at_least(f"{text}, numba against pan alone", alone / ours.fast, 2)
        pure = targets.at_least(f"{text}, pure Python against pan alone", alone / ours.pure, 0.5)
    else:
        first, pure = (f"{alone / seconds:.2g}x" for seconds in (ours.fast, ours.pure))
    print(f"    states a second: pan {rate(alone)}; numba {rate(ours.fast)} {first}")
    print(f"                     checked again: {rate(ours.again)} {alone / ours.again:.2g}x")
    print(f"                     pure Python {rate(ours.pure)} {pure}")
    total = other.generate + other.compile + pan.seconds
    small = ours.states <= 130_000
    warm = targets.at_least(f"{text}, warm", total / ours.warm, 10 if small else 2)
    cold = f"{total / ours.cold:.2g}x"
    if small:
        cold = targets.at_least(f"{text}, cold", total / ours.cold, 4)
    print(f"    in all: Spin {other.generate:.2f} + {other.compile:.2f} + {pan.seconds:.2f} s;")
    print(f"            warm {ours.warm:.3f} s, ahead {warm}; cold {ours.cold:.2f} s, ahead {cold}")
    if ours.bytes:
        room = targets.at_most(f"{text}, bytes a state", ours.bytes, round(pan.bytes), " bytes")
        print(f"    a state: {room}")


def _against_tlc(targets: Targets, text: str, model: Model, ours: Ours) -> None:
    with TemporaryDirectory() as folder:
        try:
            other = tlc(tla(model), configuration(), Path(folder))
        except (ValueError, OSError) as error:
            print(f"    no TLC: {error}")
            return
    counts = "as many states" if other.states == ours.states else f"{other.states} states: NOT THE SAME"
    behind = targets.at_least(f"{text}, cold against TLC", other.total / ours.cold, 1)
    print(f"    TLC: {counts}, {other.total:.1f} s; cold ahead {behind}")


def against_by_hand(targets: Targets) -> None:
    for processes, turns in ((2, 1), (4, 7)):
        model = build(protocol("repaired"), zappers(processes))
        with TemporaryDirectory() as folder:
            hand = spin(HAND.read_text(), Path(folder) / "hand", f"-DN={processes}")
            ours = spin(promela(model), Path(folder) / "ours")
            pairs = [(hand.search(), ours.search()) for _ in range(turns)]
        by_hand, exported = pairs[-1]
        same = by_hand.states == exported.states and by_hand.transitions == exported.transitions
        counts = "same" if same else f"{exported.states} and {exported.transitions}, NOT THE SAME"
        size = f"{by_hand.states} states, {by_hand.transitions} transitions"
        print(f"{processes} zap under repaired: {size}, {counts}", flush=True)
        print(
            f"    gcc: {hand.compile:.2f} s by hand, {ours.compile:.2f} s as exported;"
            f" bytes a state: {by_hand.bytes:.0f}, {exported.bytes:.0f}"
        )
        if turns == 1:
            continue
        medians = [statistics.median(pan.seconds for pan in pans) for pans in zip(*pairs, strict=True)]
        slower = statistics.median(theirs.seconds / own.seconds for own, theirs in pairs)
        told = targets.at_most("exported Promela against one by hand, pan", slower, 1.3)
        whole = (ours.compile + medians[1]) / (hand.compile + medians[0])
        print(f"    pan: {medians[0]:.3f} s by hand, {medians[1]:.3f} s as exported, {told}")
        print(f"    gcc and pan: {whole:.2g}x")


def against_the_command(targets: Targets) -> None:
    """All that `ptscope check` does as a cold process: shortest runs, claims and coverage, too."""
    for name in ("repaired", "feb17"):
        model = build(protocol(name), scenario("write-write"))
        with TemporaryDirectory() as folder:
            other = spin(promela(model), Path(folder), "-DDAMAGE=0")
            total = other.generate + other.compile + other.search().seconds
        command = [sys.executable, "-m", "app", "check", "--protocol", name, "--scenario", "write-write"]
        seconds = statistics.median(timed(command, ROOT, (0, 1))[0] for _ in range(3))
        ahead = targets.at_least(f"ptscope check, {name}", total / seconds, 4)
        print(f"ptscope check, {name}, write-write: {seconds:.2f} s; Spin {total:.2f} s: ahead {ahead}")
