"""`ptscope measure-fork`: what it measures, what it refuses, and what its file must be to be read again.

Times are whatever they are; that they are there, and in order, is all that is asked of them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app import measure
from app.cli import main
from app.measure import check_pages, most_pages, read_measured
from engine.errors import EngineError

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")

POINT = {"pages": 100, "median_us": 3.5, "least_us": 3, "most_us": 4, "page_tables_kb": 8}
DOCUMENT = {
    "type": "ptscope-measured-fork",
    "version": 1,
    "system": {"kernel": "6.1"},
    "page_size": 4096,
    "runs": 3,
    "series": [{"memory": "private", "baseline": POINT, "points": [POINT]}],
}


@linux
@pytest.mark.slow
def test_it_counts_page_tables_and_times_forks_of_both_kinds_of_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "measured.json"
    assert main(["measure-fork", "--pages", "1200", "20", "--runs", "3", "--json", str(file)]) == 0
    document = read_measured(file)
    assert [series["memory"] for series in document["series"]] == ["private", "shared"]
    for series in document["series"]:
        assert series["baseline"]["page_tables_kb"] <= 12
        assert [point["pages"] for point in series["points"]] == [20, 1200]
        # 1200 pages need 3 tables, or 4 across a boundary; the kernel may have had one of them already
        assert 8 <= series["points"][1]["page_tables_kb"] <= 24
        for point in (series["baseline"], *series["points"]):
            assert 0 < point["least_us"] <= point["median_us"] <= point["most_us"]
    said = capsys.readouterr().out
    assert "median of 3" in said
    assert "ptscope serve --measured" in said


@linux
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--pages", "999999999999"], "LIM94 999999999999 pages are"),
        (["--pages", "0"], "--pages 0"),
        (["--runs", "0"], "--runs 0"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measure-fork", *arguments]) == 3
    assert words in capsys.readouterr().err


def test_a_hint_says_how_much_can_be_measured() -> None:
    check_pages([10, 100], 100)
    with pytest.raises(EngineError) as caught:
        check_pages([10, 101], 100)
    assert caught.value.hint.text.startswith("measure up to 100 pages")


@linux
def test_the_limit_of_a_container_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "CGROUP", tmp_path)
    (tmp_path / "memory.max").write_text("8192000\n")
    (tmp_path / "memory.current").write_text("0\n")
    limited = most_pages()
    (tmp_path / "memory.max").write_text("max\n")
    assert limited == 8192000 // 2 // 4096 < most_pages()


def test_another_system_is_told_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measure, "PROC", tmp_path)
    assert main(["measure-fork"]) == 3
    assert "run it on a Linux machine" in capsys.readouterr().err


@linux
def test_a_measurement_that_dies_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying = tmp_path / "timer.py"
    dying.write_text("raise MemoryError('no')")
    monkeypatch.setattr("app.fork_timer.__file__", str(dying))
    with pytest.raises(EngineError, match="MemoryError: no"):
        measure.measure([1], 1)


def test_what_it_wrote_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "measured.json"
    file.write_text(json.dumps(DOCUMENT))
    assert read_measured(file) == DOCUMENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"type": "ptscope-measured-fork"}',
        json.dumps({**DOCUMENT, "version": 2}),
        json.dumps({**DOCUMENT, "type": "ptscope-capture"}),
        json.dumps({**DOCUMENT, "series": [{"memory": "odd", "baseline": POINT, "points": []}]}),
        json.dumps({**DOCUMENT, "series": [{"memory": "private", "baseline": {}, "points": []}]}),
        json.dumps({**DOCUMENT, "series": [{"memory": "private", "baseline": 1, "points": []}]}),
        json.dumps(
            {**DOCUMENT, "series": [{"memory": "private", "baseline": {**POINT, "pages": -1}, "points": []}]}
        ),
        json.dumps({**DOCUMENT, "series": [1]}),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "measured.json"
    file.write_text(text)
    with pytest.raises(EngineError, match="FILE05"):
        read_measured(file)


def test_a_file_that_is_not_there_or_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="FILE01"):
        read_measured(tmp_path / "none.json")
    (tmp_path / "long.json").write_text(" " * (measure.MOST_BYTES + 1))
    with pytest.raises(EngineError, match="LIM93"):
        read_measured(tmp_path / "long.json")
