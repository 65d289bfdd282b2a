"""All that does not change while a run is open (`engine.run.run_info.RunInfo`)."""

from __future__ import annotations

from engine.lang.lower import dead_spans
from engine.lang.protocol import Protocol, Source
from engine.lang.tokens import tokens
from engine.machine.violations import PROPERTIES
from engine.run.breakpoints import lines_of
from engine.run.code_info import FunctionInfo, SourceInfo, TokenInfo
from engine.run.costs import COSTS
from engine.run.frames import SEMANTICS
from engine.run.model import HARDWARE, Model
from engine.run.run_info import CostWordsInfo, PresetInfo, PropertyInfo, RunInfo, StoryInfo, ToggleInfo
from engine.run.statements import statements
from engine.run.stories import constants
from engine.run.threads import span_info
from engine.scenario.scenario import Story
from engine.words.saying import said

BASES = ("hardware.c", "mm.c")
"""Texts whose toggles are about the machine, not about a proposal."""


def run_info(model: Model) -> RunInfo:
    """The texts, toggles, stories and properties of a model."""
    protocol, scenario = model.protocol, model.scenario
    return RunInfo(
        semantics=SEMANTICS,
        protocol=protocol.name,
        protocol_title=protocol.title,
        protocol_date=protocol.header.date,
        protocol_text=protocol.header.text,
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_text=scenario.text,
        toggles=_toggles(model),
        presets=_presets(protocol),
        sources=tuple(
            SourceInfo(source.file, source.text, source.file == HARDWARE, _tokens(model, source))
            for source in protocol.sources
        ),
        functions=tuple(
            FunctionInfo(f.name, f.span.file, f.span.line, f.span.end_line) for f in protocol.functions
        ),
        statements=statements(model),
        lines=tuple((file, tuple(lines)) for file, lines in lines_of(model).items()),
        dead=tuple(span_info(span) for span in dead_spans(protocol, model.config, constants(model.shape))),
        stories=tuple(_story(model, index, story) for index, story in enumerate(scenario.threads)),
        properties=tuple(PropertyInfo(p.id, p.title, p.severity, p.help) for p in PROPERTIES.values()),
        costs=tuple(CostWordsInfo(id, *words) for id, words in COSTS.items()),
        slots=model.shape.slots,
        entries=model.shape.entries,
    )


def _tokens(model: Model, source: Source) -> tuple[TokenInfo, ...]:
    run = {frame.function for code in model.threads for frame in code.program.frames}
    spans = [f.span for f in model.protocol.functions if f.name in run and f.file == source.file]
    return tuple(
        token
        for token in tokens(source.text)
        if any(span.line <= token.line <= span.end_line for span in spans)
    )


def _presets(protocol: Protocol) -> tuple[PresetInfo, ...]:
    """The `as-of:` lines of the header: what they do not name is as the text has it."""
    named = {name for preset in protocol.header.as_of for name, _ in preset.setting}
    usual = [(name, value) for name, value in protocol.defaults().items() if name in named]
    return tuple(
        PresetInfo(preset.text, tuple({**dict(usual), **dict(preset.setting)}.items()))
        for preset in protocol.header.as_of
    )


def _toggles(model: Model) -> tuple[ToggleInfo, ...]:
    from_scenario = dict(model.scenario.config)
    found = []
    for toggle in model.protocol.toggles:
        default = from_scenario.get(toggle.name, toggle.default)
        index = toggle.values.index(default) if isinstance(default, str) else default
        group = "machine" if toggle.define.span.file in BASES else "protocol"
        found.append(
            ToggleInfo(
                toggle.name, toggle.label, toggle.help, toggle.values, model.config[toggle.name], index, group
            )
        )
    return tuple(found)


def _story(model: Model, index: int, story: Story) -> StoryInfo:
    lines = tuple(line.told(model.shape.pages_of_mm) for line in story.lines)
    told = () if story.text else lines or (said("story.nothing"),)
    return StoryInfo(
        thread=model.shape.threads[index],
        mm=story.mm,
        cpu=f"CPU {model.shape.cpu_of(index)}",
        lines=tuple(line.text for line in story.lines),
        text=story.text or ", ".join(line.text for line in told),
        told=told,
    )
