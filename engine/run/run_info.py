"""What is sent of a run once, before its frames."""

from __future__ import annotations

from dataclasses import dataclass

from engine.run.code_info import FunctionInfo, SourceInfo, SpanInfo, StatementInfo
from engine.words.text import Text


@dataclass(frozen=True, slots=True)
class ToggleInfo:
    """A CONFIG_ constant. `values` are labels; `value` and `default` are indices of them."""

    name: str
    label: str
    help: str
    values: tuple[str, ...]
    value: int
    default: int
    group: str  # "protocol": a fix or a reading of the proposal; "machine": CPUs, TLBs, allocator


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """What a system was like at some time. `values`: (toggle, value) of each toggle that any preset names."""

    name: str  # "2012", "today"
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class StoryInfo:
    thread: str
    mm: str  # "" for a kernel thread
    cpu: str
    lines: tuple[str, ...]  # "munmap 0-1"
    text: str  # "unmaps all of its table"
    told: tuple[Text, ...]  # the same as sentences, one a line; empty where the author wrote a text


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    id: str
    title: str
    severity: str
    help: str


@dataclass(frozen=True, slots=True)
class CostWordsInfo:
    """A field of CostInfo: how it is called, and what it counts."""

    id: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """All that does not change while a run is open."""

    semantics: int
    protocol: str
    protocol_title: str
    protocol_date: str
    protocol_text: str
    scenario: str
    scenario_title: str
    scenario_text: str
    toggles: tuple[ToggleInfo, ...]
    presets: tuple[PresetInfo, ...]  # oldest first; empty for a system that never changed
    sources: tuple[SourceInfo, ...]
    functions: tuple[FunctionInfo, ...]
    statements: tuple[StatementInfo, ...]  # those that touch something
    lines: tuple[tuple[str, tuple[int, ...]], ...]  # of each file, the lines on which a thread runs something
    dead: tuple[SpanInfo, ...]  # branches that the toggles switch off
    stories: tuple[StoryInfo, ...]
    properties: tuple[PropertyInfo, ...]
    costs: tuple[CostWordsInfo, ...]
    slots: int
    entries: int
