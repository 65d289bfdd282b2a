"""Laws of steps, on runs that Hypothesis chooses among the enabled choices."""

from __future__ import annotations

import random
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import RequestError
from engine.machine.violations import PROPERTIES
from engine.run.run import Run
from engine.run.schedule import Choice, format_schedule, parse_schedule
from engine.run.step import Attempt, attempt, candidates, enabled, step

MODELS = [
    ("eager-copy", "fork-write", {}),
    ("testzero", "partial-write", {"CONFIG_WALK_CACHE": 1, "CONFIG_GATHER": 2}),
    ("feb17", "zap-write", {}),
    ("feb17", "zap-partial", {"CONFIG_SMP": 0}),
    ("feb17", "zap-zap-idle", {"CONFIG_SHARE_LOCK_PER_TABLE": 1, "CONFIG_FLUSH_BROADCAST": 1}),
]


def _numbers(seed: int, length: int) -> list[int]:
    """Which of the enabled choices is taken, step by step; mostly the same again, so that runs get far."""
    chance = random.Random(seed)
    numbers = [chance.randrange(12)]
    for _ in range(length):
        numbers.append(numbers[-1] if chance.random() < 0.8 else chance.randrange(12))
    return numbers


CHOSEN = st.builds(_numbers, st.integers(0, 2**32 - 1), st.integers(0, 110))


def told(tried: Attempt) -> tuple[object, ...]:
    """All of an attempt but the state that it led to."""
    how = (tried.goes, tried.over, tried.can_fail, tried.touched, getattr(tried.blocked, "args", None))
    return (*how, tried.events, tried.violations, tried.foreign)


def chosen_run(model, numbers):
    """A run by random choices: as far as the numbers and the model go."""
    run = Run(model)
    for number in numbers:
        able = enabled(model, run.moments[-1].state)
        if not able:
            break
        run.step(able[number % len(able)])
    return run


@pytest.mark.parametrize(("protocol", "scenario", "config"), MODELS)
def test_replaying_the_text_of_a_run_gives_equal_states_and_equal_frames(model, protocol, scenario, config):
    shipped = model(protocol, scenario, **config)

    @settings(max_examples=4)
    @given(CHOSEN)
    def law(numbers):
        run = chosen_run(shipped, numbers)
        again = Run(shipped)
        text = run.schedule()
        assert again.replay(parse_schedule(text)) is None
        assert again.schedule() == format_schedule(run.choices) == text
        assert [moment.state for moment in again.moments] == [moment.state for moment in run.moments]
        at = run.length * 2 // 3
        assert asdict(again.frame(at)) == asdict(run.frame(at))
        assert again.frame() == run.frame()

    law()


@pytest.mark.parametrize(("protocol", "scenario", "config"), MODELS)
def test_a_choice_that_is_not_enabled_is_refused_and_changes_nothing(model, protocol, scenario, config):
    shipped = model(protocol, scenario, **config)
    every = [Choice(name, fails) for name in shipped.shape.threads for fails in (False, True)]

    @settings(max_examples=10)
    @given(CHOSEN)
    def law(numbers):
        run = chosen_run(shipped, numbers)
        moments, state = list(run.moments), run.moments[-1].state
        able = set(enabled(shipped, state))
        for choice in every:
            if choice in able:
                assert step(shipped, state, choice).goes
            else:
                with pytest.raises(RequestError, match="RUN03"):
                    run.step(choice)
        assert run.moments == moments
        with pytest.raises(RequestError, match="RUN04 there is no thread Z"):
            run.step(Choice("Z"))

    law()


@pytest.mark.parametrize(("protocol", "scenario", "config"), MODELS)
def test_a_step_depends_on_nothing_but_what_it_touched_and_its_own_part(model, protocol, scenario, config):
    shipped = model(protocol, scenario, **config)

    @settings(max_examples=12)
    @given(CHOSEN, st.integers(0, 2**32 - 1))
    def law(numbers, seed):
        state = chosen_run(shipped, numbers).moments[-1].state
        noise = random.Random(seed).getrandbits(shipped.bits)
        for thread, code in enumerate(shipped.threads):
            one = attempt(shipped, state, thread)
            other = state ^ noise & ~(one.touched | code.mask)
            two = attempt(shipped, other, thread)
            assert two.state ^ other == one.state ^ state
            assert (two.goes, two.over, two.can_fail, two.touched) == (
                one.goes,
                one.over,
                one.can_fail,
                one.touched,
            )
            assert (two.events, two.violations, two.foreign) == (one.events, one.violations, one.foreign)
            assert getattr(two.blocked, "args", None) == getattr(one.blocked, "args", None)

    law()


@pytest.mark.parametrize(("protocol", "scenario", "config"), MODELS)
def test_a_step_changes_only_what_it_touched_and_its_own_part(model, protocol, scenario, config):
    shipped = model(protocol, scenario, **config)

    @settings(max_examples=12)
    @given(CHOSEN)
    def law(numbers):
        state = chosen_run(shipped, numbers).moments[-1].state
        for thread, code in enumerate(shipped.threads):
            tried = attempt(shipped, state, thread)
            assert (tried.state ^ state) & ~(tried.touched | code.mask) == 0
            if not tried.goes:
                assert tried.state == state

    law()


@pytest.mark.parametrize("config", [{}, {"CONFIG_SMP": 0}, {"CONFIG_WALK_CACHE": 1, "CONFIG_LOWEST_FREE": 1}])
@pytest.mark.parametrize("scenario", ["fork-write", "zap-partial", "exit-write", "fork-fork"])
def test_the_oracle_and_all_properties_are_content_with_eager_copy(model, scenario, config):
    shipped = model("eager-copy", scenario, **config)

    @settings(max_examples=3)
    @given(CHOSEN)
    def law(numbers):
        run = chosen_run(shipped, numbers)
        assert [moment.broken for moment in run.moments] == [()] * len(run.moments)

    law()


def test_on_one_cpu_a_thread_is_left_only_where_it_may_sleep_or_in_user_mode(model):
    shipped = model("feb17", "zap-write", CONFIG_SMP=0)
    sleeping = {"down_read", "down_write", "pte_alloc_one", "alloc_page"}

    @settings(max_examples=20)
    @given(CHOSEN)
    def law(numbers):
        run = chosen_run(shipped, numbers)
        for moment, after in zip(run.moments, run.moments[1:], strict=False):
            runs = shipped.thread_index(after.choice.thread)
            for other, code in enumerate(shipped.threads):
                if other != runs and code.in_kernel[place := shipped.place(moment.state, other)]:
                    assert code.program.code[place].operation in sleeping

    law()


def test_where_it_may_sleep_a_thread_may_be_left(model):
    shipped = model("feb17", "zap-write", CONFIG_SMP=0)
    assert candidates(shipped, shipped.initial) == (0, 1)
    run = Run(shipped)
    run.step(Choice("A"))
    assert candidates(shipped, run.moments[-1].state) == (0,)
    with pytest.raises(RequestError, match="B waits for the CPU, on which A is in the kernel"):
        run.step(Choice("B"))
    while len(candidates(shipped, run.moments[-1].state)) == 1:
        run.step(Choice("A"))
    assert shipped.place(run.moments[-1].state, 0) in shipped.threads[0].enters


@pytest.mark.parametrize("protocol", ["feb17", "testzero"])
def test_the_runs_of_these_laws_are_not_all_quiet(model, protocol):
    shipped = model(protocol, "exit-write")
    seen: set[str] = set()
    for seed in range(60):
        if "damage" not in seen:
            run = chosen_run(shipped, _numbers(seed, 110))
            seen |= {PROPERTIES[v.property].severity for moment in run.moments for v in moment.broken}
    assert seen == {"warning", "damage"}
