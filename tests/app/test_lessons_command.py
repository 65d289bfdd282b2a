"""`ptscope lessons`: what an author of a lesson is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import BAD_INPUT, main

GOOD = """+++
title = "Mine"
text = "Short."
minutes = 5
+++

```step
protocol = "feb17"
scenario = "zap-zap"
schedule = "1.A7"
expect = ["at 7: T0.count is 1"]
```
"""


def test_a_lesson_that_is_right_is_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "50-mine.md").write_text(GOOD, "utf-8")
    assert main(["lessons", "mine", "--library", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "lessons/50-mine.md: 1 step, 0 ask, 0 level\n"


def test_a_lesson_that_is_wrong_is_refused_by_file_and_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "50-mine.md").write_text(GOOD.replace("count is 1", "count is 2"), "utf-8")
    assert main(["lessons", "mine", "--library", str(tmp_path)]) == BAD_INPUT
    said = capsys.readouterr()
    assert said.out == "lessons/50-mine.md: 1 step, 0 ask, 0 level, 1 wrong\n"
    assert "lessons/50-mine.md:7:1: LESS06 T0.count is 1 at step 7, not 2" in said.err


def test_a_translation_is_read_with_its_lesson(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "lessons" / "de").mkdir(parents=True)
    (tmp_path / "lessons" / "50-mine.md").write_text(GOOD, "utf-8")
    translation = tmp_path / "lessons" / "de" / "50-mine.md"
    translation.write_text('+++\ntitle = "Meine"\ntext = "Kurz."\n+++\n```step\n```\n', "utf-8")
    assert main(["lessons", "mine", "--library", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "lessons/50-mine.md: 1 step, 0 ask, 0 level, also in de\n"


def test_a_translation_that_differs_is_refused_by_file_and_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "lessons" / "de").mkdir(parents=True)
    (tmp_path / "lessons" / "50-mine.md").write_text(GOOD, "utf-8")
    translation = tmp_path / "lessons" / "de" / "50-mine.md"
    translation.write_text('+++\ntitle = "Meine"\ntext = "Kurz."\n+++\nProsa.\n', "utf-8")
    assert main(["lessons", "mine", "--library", str(tmp_path)]) == BAD_INPUT
    said = capsys.readouterr()
    assert said.out == "lessons/50-mine.md: 1 step, 0 ask, 0 level, 1 wrong\n"
    assert "lessons/de/50-mine.md:5:1: LESS01 this section has not the block" in said.err


def test_a_lesson_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lessons", "nope"]) == BAD_INPUT
    assert "there is no lesson 'nope'" in capsys.readouterr().err
