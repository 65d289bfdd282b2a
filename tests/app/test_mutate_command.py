"""`ptscope mutate`: what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main

PROTOCOL = """#include "repaired.c"

static void pte_free(struct page *page)
{
	put_page(page);
}
"""


def test_it_says_what_each_line_protects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.c"
    path.write_text(PROTOCOL)
    assert main(["mutate", "-p", str(path), "-s", "zap-zap"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "line 5: drop `put_page(page)`"
    assert lines[1].startswith("    caught in zap-zap: ")
    assert lines[2].startswith("    1.")
    assert lines[-1] == "1 caught"


def test_what_a_file_includes_from_beside_it_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "beside.c").write_text('#include "repaired.c"\n')
    path = tmp_path / "mine.c"
    path.write_text(PROTOCOL.replace("repaired.c", "beside.c"))
    assert main(["mutate", "-p", str(path), "-s", "zap-zap"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 caught"


def test_json_has_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.c"
    path.write_text(PROTOCOL)
    assert main(["mutate", "-p", str(path), "-s", "zap-zap", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["line"], row["result"], row["scenario"]) == (5, "caught", "zap-zap")
