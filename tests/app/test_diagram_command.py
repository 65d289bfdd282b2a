"""`ptscope run --diagram`, `--paste` and `--table`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.cli import main

RACE = ("run", "-p", "feb17", "-s", "zap-zap")


def test_the_diagram_of_a_run_is_printed_and_pasted_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*RACE, "-t", "1.A9B7A4B", "--diagram"]) == 0
    printed = capsys.readouterr().out
    assert printed.endswith("BUG: Freed table used: B resurrects T0, which was freed.\n")
    (tmp_path / "race.txt").write_text(printed, "utf-8")
    assert main([*RACE, "--paste", str(tmp_path / "race.txt")]) == 0
    assert "schedule 1.A9B7A4B (10 steps that no line names)" in capsys.readouterr().out


def test_the_full_diagram_has_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RACE, "-t", "1.A3", "--diagram", "full"]) == 0
    assert "spin_lock(A.page_table_lock)" in capsys.readouterr().out


def test_a_line_without_a_place_is_told_with_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("A: put T0 2 -> 1\nB: put T0 1 -> 0\nA: widget\nB: free T0\n")
    )
    assert main([*RACE, "--paste", "-"]) == 3
    out, err = capsys.readouterr()
    assert "line 2: `put T0 1 -> 0` is taken for step 14; step 30 fits, too" in out
    assert "line 3: `widget`: it names no step that is known; possible here: `" in out
    assert "RUN94 line 3 of the diagram" in err


def test_the_state_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RACE, "-t", "1.A9B5", "--table"]) == 0
    rows = {line.split("  ")[0].strip(): line for line in capsys.readouterr().out.splitlines()}
    assert rows["T0"].split()[1:] == "page table live, count 1, references 2".split()
    assert "held by A since step 3" in rows["A.page_table_lock"]
    assert rows["page_table_share_lock"].endswith("held by A since step 8")


@pytest.mark.parametrize(
    ("protocol", "scenario"),
    [
        ("patch-3", "swapout-read"),
        ("mshare", "truncate-fault"),
        ("lockless", "gup-munmap"),
        ("feb17", "zap-3"),
    ],
)
def test_every_kind_of_state_has_a_table(
    protocol: str, scenario: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "-p", protocol, "-s", scenario, "--table"]) == 0
    assert "CPU 0 " in capsys.readouterr().out


def test_a_file_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RACE, "--paste", "nowhere.txt"]) == 3
    assert "RUN93 nowhere.txt cannot be read" in capsys.readouterr().err
