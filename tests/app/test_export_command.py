"""`ptscope export`: every notation is written, an unknown one is told."""

from __future__ import annotations

import json

import pytest

from app.cli import main

PAIR = ["export", "-p", "eager-copy", "-s", "zap-zap", "--to"]


@pytest.mark.parametrize(
    ("to", "word"), [("promela", "active proctype"), ("tla", "MODULE"), ("dot", "digraph")]
)
def test_a_model_is_written(to: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PAIR, to]) == 0
    assert word in capsys.readouterr().out


def test_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PAIR, "json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_an_unknown_notation_is_told_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PAIR, "alloy"]) == 3
    assert "promela" in capsys.readouterr().err
