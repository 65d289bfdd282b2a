"""The golden traces are what write.py would write, and lose nothing on their way through JSON."""

from __future__ import annotations

import importlib.util
import json
import types
import typing
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.run.frames import Frame
from engine.run.run_info import RunInfo

GOLDEN = Path(__file__).parent.parent / "golden"
_SPEC = importlib.util.spec_from_file_location("golden_write", GOLDEN / "write.py")
assert _SPEC is not None
assert _SPEC.loader is not None
write = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(write)


def restored(kind: Any, value: Any) -> Any:
    """A value of a dataclass type, from what JSON made of it."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        assert value.keys() == {field.name for field in fields(kind)}, kind
        return kind(**{name: restored(hints[name], item) for name, item in value.items()})
    if origin is tuple and arguments[-1] is Ellipsis:
        return tuple(restored(arguments[0], item) for item in value)
    if origin is tuple:
        return tuple(restored(one, item) for one, item in zip(arguments, value, strict=True))
    if origin in (types.UnionType, typing.Union):
        made = next((one for one in arguments if is_dataclass(one)), None)
        return restored(made, value) if made and isinstance(value, dict) else value
    assert isinstance(value, kind), f"{value!r} is no {kind}"
    return value


@pytest.mark.parametrize("name", write.TRACES)
def test_a_golden_trace_is_what_would_be_written_now(name):
    written = (GOLDEN / f"{name}.json").read_text("utf-8")
    assert written == write.trace(name), "python tests/golden/write.py writes it anew; review the diff"


def test_there_is_a_file_for_each_trace_and_no_other():
    assert {path.stem for path in GOLDEN.glob("*.json")} == write.TRACES.keys()


@pytest.mark.parametrize("name", write.TRACES)
def test_frames_lose_nothing_in_json(name):
    trace = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    info = restored(RunInfo, trace["info"])
    assert json.loads(json.dumps(asdict(info))) == trace["info"]
    for at, value in enumerate(trace["frames"]):
        frame = restored(Frame, value)
        assert frame.at == at
        assert json.loads(json.dumps(asdict(frame))) == value
