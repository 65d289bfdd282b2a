"""`ptscope check --shape`: the same story in a larger machine."""

from __future__ import annotations

import json

import pytest

from app.cli import main

PAIR = ["check", "-p", "repaired", "-s", "zap-zap"]


def test_a_larger_machine_has_more_states(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PAIR, "--json"]) == 0
    small = json.loads(capsys.readouterr().out)
    assert main([*PAIR, "--shape", "2x4", "--json"]) == 0
    large = json.loads(capsys.readouterr().out)
    assert large["verdict"] == small["verdict"] == "safe"
    assert large["states"] > small["states"]


@pytest.mark.parametrize("shape", ["9x9", "2", "2x1", "0x4", "x", "2x4x2"])
def test_what_is_no_shape_is_told_what_is(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PAIR, "--shape", shape]) == 3
    told = capsys.readouterr().err
    assert shape in told
    assert "2x4" in told
