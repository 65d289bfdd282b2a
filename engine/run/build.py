"""From texts to a model at its start: toggles set, shape worked out, the set-up run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.errors import LimitReached, RequestError
from engine.lang.protocol import Protocol
from engine.machine.layout import Layout
from engine.machine.memory import LIVE, MM_LIVE, Memory
from engine.machine.shape import NO_MM, NO_VALUE, Shape
from engine.run.model import Model, compile_programs
from engine.run.step import attempt
from engine.run.stories import compile_story
from engine.scenario.scenario import Scenario, Story
from engine.words.saying import of_library, said

HOST = "H"
"""The name of the mm that owns the file's page tables."""

SETUP_LIMIT = 5_000
"""Steps that one line of a set-up may take."""


def configure(protocol: Protocol, scenario: Scenario, chosen: Mapping[str, int | str]) -> dict[str, int]:
    """The value of each toggle: as the user chose, else as the scenario says, else as the text has it.

    Raises:
        RequestError: a name that is no toggle, a value that it does not have, or a combination that the
            protocol's header refuses.
    """
    config = protocol.defaults()
    for settings in (dict(scenario.config), chosen):
        for name, value in settings.items():
            config[name] = _toggle_value(protocol, name, value)
    for refused in protocol.header.refuses:
        if refused.holds(config):
            setting = ", ".join(f"{name}={value}" for name, value in refused.setting)
            raise RequestError(
                "RUN15",
                said("error.setting-refused", protocol.name, setting, of_library(refused.text)),
                said("hint.change-a-toggle"),
            )
    return config


def _toggle_value(protocol: Protocol, name: str, value: int | str) -> int:
    toggle = next((toggle for toggle in protocol.toggles if toggle.name == name), None)
    if toggle is None:
        names = ", ".join(toggle.name for toggle in protocol.toggles) or said("hint.none")
        raise RequestError(
            "RUN06", said("error.no-toggle", protocol.name, name), said("hint.toggles-are", names)
        )
    labels = toggle.values
    if isinstance(value, str) and value in labels:
        return labels.index(value)
    text = str(value)
    if not re.fullmatch("[0-9]{1,4}", text) or int(text) >= len(labels):
        options = ", ".join(f"{index} ({label})" for index, label in enumerate(labels))
        raise RequestError(
            "RUN06", said("error.toggle-value", name, repr(text[:40])), said("hint.write-one-of", options)
        )
    return int(text)


def shape_of(protocol: Protocol, scenario: Scenario, config: Mapping[str, int]) -> Shape:
    """How large the machine is."""
    uses = protocol.primitives
    host = len(scenario.mms) if scenario.file and "host_mm" in uses else None
    mms = (*scenario.mms, HOST) if host is not None else scenario.mms
    return Shape(
        mms=mms,
        born=tuple(index for index, mm in enumerate(mms) if mm not in scenario.forked),
        threads=tuple(story.thread for story in scenario.threads),
        thread_mm=tuple(mms.index(story.mm) if story.mm else NO_MM for story in scenario.threads),
        slots=scenario.slots,
        entries=scenario.entries,
        tables_per_mm=scenario.tables,
        pages_per_mm=scenario.pages,
        values=scenario.values,
        smp=bool(config.get("CONFIG_SMP", 1)),
        own_pools=not config.get("CONFIG_LOWEST_FREE", 0),
        walk_cache=bool(config.get("CONFIG_WALK_CACHE", 0)),
        out_of_memory=scenario.out_of_memory,
        swap=scenario.swap,
        rss=scenario.rss,
        file=scenario.file,
        protects=scenario.does("protect", "unprotect"),
        discards=scenario.does("madvise", "zap"),
        lockless=scenario.does("gup"),
        pmd_write_bit="pmd_wrprotect" in uses,
        counting=protocol.header.count.under(config),
        host=host,
    )


def build(protocol: Protocol, scenario: Scenario, chosen: Mapping[str, int | str] | None = None) -> Model:
    """A model whose `initial` is the state after the set-up.

    Raises:
        RequestError: a toggle or a routine is missing, or the set-up cannot run under this protocol.
        LimitReached: a bound of the model is met.
    """
    config = configure(protocol, scenario, chosen or {})
    shape = shape_of(protocol, scenario, config)
    model = Model(protocol, scenario, config, shape, compile_programs(protocol, scenario, config, shape))
    memory = _newborn(model.layout)
    for story in scenario.setup:
        thread = shape.threads.index(story.thread)
        programs = tuple(
            compile_story(protocol, story.lines if index == thread else (), story.mm, config, shape)
            for index in range(len(shape.threads))
        )
        memory = _run_alone(Model(protocol, scenario, config, shape, programs), memory, thread, story)
    model.initial = memory
    return model


def _newborn(layout: Layout) -> int:
    """Empty memory: the mms that no fork makes are live and have mapped nothing."""
    memory = Memory(layout, 0)
    for index, mm in enumerate(layout.mms):
        for oracle in mm.oracle:
            memory.set(oracle, 1 << len(layout.shape.values))
        if index in layout.shape.born:
            memory.set(mm.state, MM_LIVE)
            memory.set(mm.mm_users, max(layout.shape.thread_mm.count(index), 1))
        if index == layout.shape.host:
            memory.set(mm.vmas, (1 << layout.shape.file) - 1)
    _fill_file(memory)
    return memory.state


def _fill_file(memory: Memory) -> None:
    """Every page of the file is in the page cache, which holds a reference to it."""
    layout = memory.layout
    first = len(layout.pages) - layout.shape.file
    for address, (cell, oracle) in enumerate(zip(layout.file.cache, layout.file.oracle, strict=True)):
        memory.set(cell, layout.pointers.data_page(first + address))
        memory.set(layout.pages[first + address].state, LIVE)
        memory.set(layout.pages[first + address].count, 1)
        memory.set(oracle, 1 << NO_VALUE)


def _run_alone(setup: Model, memory: int, thread: int, story: Story) -> int:
    """A story of the set-up, run to its end; returns the machine's part of the state."""
    state = memory
    name = setup.shape.threads[thread]
    enters = setup.threads[thread].enters
    for number, line in enumerate(story.lines, 1):
        for _ in range(SETUP_LIMIT):
            if setup.place(state, thread) >= enters[number]:
                break
            state = _set_up_step(setup, state, thread, f"'{line.text}' of {name}")
        else:
            raise LimitReached(
                "LIM11",
                said("error.setup-too-long", line.text, name, SETUP_LIMIT),
                said("hint.endless-loop"),
            )
    return state & setup.machine_mask


def _set_up_step(setup: Model, state: int, thread: int, line: str) -> int:
    tried = attempt(setup, state, thread)
    if not tried.goes:
        raise RequestError(
            "RUN07",
            said("error.setup-stuck", line),
            said("hint.setup-alone"),
        )
    for violation in tried.violations:
        raise RequestError(
            "RUN07",
            said("error.setup-breaks", line, violation.property),
            said("hint.setup-breaks"),
        )
    return tried.state
