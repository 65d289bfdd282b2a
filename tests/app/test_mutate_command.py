"""`ptscope mutate`: what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.runs import open_run
from engine import library
from engine.check.mutate import mutants

PROTOCOL = """#include "eager-copy.c"

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
    command = lines[2].strip()
    assert command.startswith(f"ptscope run -p {path}~5-drop -s zap-zap -t 1.")
    assert lines[-1] == "1 caught"
    assert main(command.split()[1:]) == 0
    assert "!! " in capsys.readouterr().out


def test_a_mutant_of_what_ships_has_a_link(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = mutants(library.protocol("repaired"))
    ghost = next(one for one in every if one.change.startswith("drop `ASSERT_EXCLUSIVE_ACCESS"))
    clear = next(one for one in every if one.change == "drop `pmd_clear(pmd)`")
    monkeypatch.setattr("app.mutate_command.mutants", lambda protocol: [ghost, clear])
    reasons = {(ghost.function, ghost.change): "it does nothing"}
    monkeypatch.setattr("app.mutate_command.library.harmless", lambda protocol: reasons)
    assert main(["mutate", "-p", "repaired", "-s", "zap-zap"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "    harmless: it does nothing"
    assert lines[4].startswith(f"    http://127.0.0.1:8642/run?p=repaired~{clear.id}&s=zap-zap&t=1.")
    assert lines[-1] == "1 caught, 1 harmless"
    main(["mutate", "-p", "repaired", "-s", "zap-zap", "--json"])
    link = json.loads(capsys.readouterr().out.splitlines()[1])["link"]
    opened = open_run(f"repaired~{clear.id}", "zap-zap", {})
    assert opened.info.protocol == f"repaired~{clear.id}"
    run, misfit = opened.after(link.rpartition("=")[2])
    assert misfit is None
    assert any(violation.severity == "damage" for violation in run.frame().violations)


@pytest.mark.parametrize(
    ("protocol", "says"),
    [
        ("repaired~46-drop", "is a mutant itself"),
        ("repaired~99-drop", "has no mutant '99-drop'"),
        ("nothing~1-drop", "there is no protocol 'nothing'"),
    ],
)
def test_what_is_no_mutant_is_refused(protocol: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = "mutate" if "itself" in says else "check"
    assert main([command, "-p", protocol, "-s", "zap-zap"]) == 3
    assert says in capsys.readouterr().err


def test_what_a_file_includes_from_beside_it_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "beside.c").write_text('#include "eager-copy.c"\n')
    path = tmp_path / "mine.c"
    path.write_text(PROTOCOL.replace("eager-copy.c", "beside.c"))
    assert main(["mutate", "-p", str(path), "-s", "zap-zap"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 caught"


def test_json_has_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.c"
    path.write_text(PROTOCOL)
    assert main(["mutate", "-p", str(path), "-s", "zap-zap", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["line"], row["result"], row["scenario"]) == (5, "caught", "zap-zap")


def test_scenarios_that_the_protocol_does_not_pass_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.c"
    path.write_text(PROTOCOL.replace("eager-copy.c", "feb17.c"))
    assert main(["mutate", "-p", str(path), "-s", "zap-zap", "-s", "partial"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "without zap-zap: mine itself does not pass there"
