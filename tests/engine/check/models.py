"""Models to search in tests: all that ship, any that Hypothesis thinks of; and a plainly right search."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from engine.errors import EngineError
from engine.library import protocol, protocol_ids, scenario
from engine.run.build import build
from engine.run.judge import broken_by, broken_in
from engine.run.model import Model
from engine.run.step import attempt, candidates
from engine.scenario.scenario import Scenario, Story
from engine.scenario.story import parse_line
from tests.classic import CLASSIC


@cache
def shipped(protocol_id: str, scenario_id: str) -> Model:
    return build(protocol(protocol_id), scenario(scenario_id))


SHIPPED = [(one, other) for one in protocol_ids() for other in CLASSIC]


def _lines() -> st.SearchStrategy[str]:
    page = st.integers(0, 1)
    return st.one_of(
        st.sampled_from(["munmap 0-1", "munmap 0", "munmap 1", "exit", "map 0-1"]),
        page.map(lambda n: f"read {n}"),
        page.map(lambda n: f"unshare {n}"),
        st.builds(lambda n, value: f"write {n} = {value}", page, st.integers(3, 4)),
    )


@st.composite
def models(draw: st.DrawFn) -> Model | None:
    """A random scenario of two or three processes under a random protocol and toggles; None if none such."""
    names = "AB" if draw(st.booleans()) else "ABC"
    stories = [draw(st.lists(_lines(), min_size=1, max_size=2)) for _ in names]
    setup = ["map 0-1", "write 0 = 1", *(f"fork {name}" for name in names[1:])]
    chosen = draw(st.sampled_from(protocol_ids()))
    toggles = {toggle.name: len(toggle.values) for toggle in protocol(chosen).toggles}
    config = draw(st.fixed_dictionaries({}, optional={n: st.integers(0, k - 1) for n, k in toggles.items()}))
    random = Scenario(
        "random",
        "random",
        "",
        1,
        2,
        draw(st.sampled_from([2, 3])),
        draw(st.sampled_from([4, 6])),
        draw(st.booleans()),
        tuple(config.items()),
        (Story("A", tuple(parse_line(line) for line in setup)),),
        tuple(
            Story(name, tuple(parse_line(line) for line in lines))
            for name, lines in zip(names, stories, strict=True)
        ),
        "",
    )
    try:
        return build(protocol(chosen), random)
    except EngineError:
        return None


def level_by_level(model: Model, limit: int) -> tuple[list[list[int]], int, dict[tuple[str, str], tuple]]:
    """Levels, transitions and first violations by kind, by nothing but `attempt` and the judges.

    Levels begun before `limit` states were known are finished.
    """
    levels, seen, transitions = [[model.initial]], {model.initial}, 0
    kinds: dict[tuple[str, str], tuple] = {}

    def note(violations, steps, before, thread, fails):
        for violation in violations:
            kinds.setdefault((violation.property, violation.message), (steps, before, thread, fails))

    note(broken_in(model, model.initial), 0, model.initial, None, False)
    while levels[-1] and len(seen) <= limit:
        following: list[int] = []
        for state in levels[-1]:
            moved = False
            for thread in () if model.halted(state) else candidates(model, state):
                tried = attempt(model, state, thread)
                ways = [(tried, False)] if tried.goes else []
                if ways and tried.can_fail and model.shape.out_of_memory:
                    ways.append((attempt(model, state, thread, fails=True), True))
                for way, fails in ways:
                    moved = True
                    transitions += 1
                    note(broken_by(model, state, thread, way), len(levels), state, thread, fails)
                    if way.state in seen:
                        continue
                    seen.add(way.state)
                    following.append(way.state)
                    broken = [one for one in broken_in(model, way.state) if one.property != "deadlock"]
                    note(broken, len(levels), state, thread, fails)
            if not moved:
                deadlock = [one for one in broken_in(model, state) if one.property == "deadlock"]
                note(deadlock, len(levels) - 1, state, None, False)
        levels.append(following)
    return levels if levels[-1] else levels[:-1], transitions, kinds
