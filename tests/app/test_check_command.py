"""`ptscope check`: its words, its JSON, its JUnit file, its exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

from app import check_command
from app.cli import main
from engine import library
from engine.machine.violations import PROPERTIES

ROOT = Path(__file__).parents[2]
RACE = ["check", "-p", "feb17", "-s", "zap-zap"]
SAFE = ["check", "-p", "eager-copy", "-s", "zap-zap"]
DAMAGES = [id for id, known in PROPERTIES.items() if known.severity == "damage"]


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (SAFE, 0),
        (["check", "-p", "feb17", "-s", "zap-zap-idle"], 0),
        (RACE, 1),
        ([*SAFE, "--limit", "100"], 0),  # a reduced search is complete below that
        ([*SAFE, "--limit", "100", "--no-reduce"], 2),
        ([*SAFE, "--limit", "100", "--reduce", "merge"], 0),
        ([*SAFE, "--limit", "100", "--reduce", "names"], 2),
        ([*SAFE, "--reduce", "symmetry,sleep"], 3),
        ([*RACE, "--limit", "1000", "--no-reduce"], 1),
        (["check", "-p", "feb18", "-s", "zap-zap"], 3),
        (["check", "-s", "zap-zap"], 3),
        (["check", "-p", "feb17"], 3),
        ([*RACE, "--limit", "many"], 3),
        ([*RACE, "--limit", "0"], 3),
        ([*RACE, "--shape", "2by4"], 3),
        ([*RACE, "-o", "SPEED=1"], 3),
        ([*RACE, "--junit", "no/such/folder/file.xml"], 3),
    ],
)
def test_the_exit_status_is_the_verdict(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    assert ("hint: " in capsys.readouterr().err) == (status == 3)


def test_a_command_line_that_cannot_be_read_is_bad_input_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*RACE, "--depth", "3"])
    assert stopped.value.code == 3
    assert "there is no --depth" in capsys.readouterr().err


def test_each_violation_is_told_with_its_run_and_where_to_watch_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(RACE)
    said = printed(capsys)
    assert said.startswith(
        "feb17: the bet (17 Feb 2002)\nzap-zap: zap ∥ zap\n\nDAMAGE: all runs were searched\n"
    )
    assert "  2 684 states, 4 660 transitions, depth 49" in said
    assert "  memory is sequentially consistent\n" in said
    assert "!! Freed table used: B resurrects T0, which was freed\n" in said
    assert "   21 steps, 3 switches: http://127.0.0.1:8642/run?p=feb17&s=zap-zap&t=1.A9B7A4B\n" in said
    assert " ! Count below slots" in said


def test_a_bad_run_is_told_where_it_turns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(RACE)
    assert "   certain from step 19 on; it ends well, too: 1.A9B7A2B18A10\n" in printed(capsys)
    text = (ROOT / "engine/library/protocols/eager-copy.c").read_text("utf-8")
    mine = tmp_path / "mine.c"
    munmap = "int sys_munmap(struct mm_struct *mm, unsigned long a, unsigned long s)"
    mine.write_text(f"{text}\n{munmap}\n{{\nBUG_ON(1);\nreturn 0;\n}}\n")
    main(["check", "-p", str(mine), "-s", "zap-zap"])
    assert "   no run without damage ends\n" in printed(capsys)


def test_further_runs_are_shown_if_they_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    main([*RACE, "--another", "2"])
    assert "   another: A resurrects T0, which was freed (21 steps, 3 switches): 1.B9A7B4A\n" in printed(
        capsys
    )
    main([*RACE, "--another", "2", "--json"])
    violations = json.loads(printed(capsys))["violations"]
    assert [len(one["further"]) for one in violations if one["severity"] == "damage"] == [2, 2, 2]


def test_other_ways_in_which_a_property_breaks_stand_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "-p", "feb17", "-s", "zap-write"])
    assert "   or B:0 maps D0, which was freed (49 steps, 4 switches): 1.B11A7B9A18B4\n" in printed(capsys)


def test_toggles_are_told_and_stand_in_the_links(capsys: pytest.CaptureFixture[str]) -> None:
    main([*RACE, "-o", "SHARE_LOCK_PER_TABLE=1"])
    said = printed(capsys)
    assert "  CONFIG_SHARE_LOCK_PER_TABLE=1: share lock, per table\n" in said
    assert "/run?p=feb17&s=zap-zap&SHARE_LOCK_PER_TABLE=1&t=1." in said


def test_the_links_are_what_the_page_would_write(capsys: pytest.CaptureFixture[str]) -> None:
    main([*RACE, "--json"])
    violations = json.loads(printed(capsys))["violations"]
    assert all(one["link"] == f"/run?p=feb17&s=zap-zap&t={one['schedule']}" for one in violations)
    assert violations[0]["link"].endswith("t=1.A9B7A4B")


def test_json_has_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*RACE, "--json"]) == 1
    document = json.loads(printed(capsys))
    for name in ("verdict", "complete", "states", "transitions", "depth", "seconds", "violations"):
        assert name in document
    assert (document["verdict"], document["complete"], document["states"]) == ("damage", True, 2684)
    assert document["assumes"] == "memory is sequentially consistent"
    first = document["violations"][0]
    wanted = {"invariant", "severity", "sentence", "objects", "steps", "switches", "schedule", "link"}
    assert wanted <= set(first)
    assert first["severity"] == "damage"
    facts = document["facts"]
    assert facts["interleavings"]["count"] == "9845532557174"
    guide = (ROOT / "docs/checking.md").read_text("utf-8")
    names = (*document, *first, *facts, *facts["interleavings"], *facts["claims"][0], *facts["coverage"])
    assert [name for name in names if f"`{name}`" not in guide] == []


def test_a_claim_is_told_with_the_run_that_refutes_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "-p", "feb17", "-s", "zap-partial"])
    said = printed(capsys)
    assert "refuted: Count = 1 means a full zap\n   B zaps 1 of the 2 entries of T0" in said
    assert "http://127.0.0.1:8642/run?p=feb17&s=zap-partial&t=1.A7B12\n" in said
    main(["check", "-p", "feb17", "-s", "zap-partial", "--json"])
    claims = json.loads(printed(capsys))["facts"]["claims"]
    assert [one["link"] for one in claims][-2:] == [None, "/run?p=feb17&s=zap-partial&t=1.A7B12"]


def test_a_safe_check_says_how_much_it_covers(capsys: pytest.CaptureFixture[str]) -> None:
    main(SAFE)
    said = printed(capsys)
    assert "SAFE: all runs were searched\n" in said
    assert "depth 44, 1.6 trillion interleavings, " in said
    assert "holds in all 534 states: Zero means this mm is the exclusive owner" in said
    assert " ! vacuous: it never happens that two processes share a page table\n" in said
    assert re.search(r"^no run reaches mm\.c:\d+(, \d+)*", said, re.M)
    main(["check", "-p", "repaired", "-s", "zap-zap"])
    assert re.search(r"^no run calls \w+", printed(capsys), re.M)


def test_a_run_in_a_larger_machine_is_shown_by_its_schedule(capsys: pytest.CaptureFixture[str]) -> None:
    main([*RACE, "--shape", "1x4"])
    assert re.search(r"^   \d+ steps, \d+ switch(es)?: 1\.[AB0-9]+$", printed(capsys), re.M)


def test_a_check_without_gaps_does_not_speak_of_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.toml").write_text('[[thread]]\nmm = "A"\ndo = []\n')
    assert main(["check", "-p", "eager-copy", "-s", str(tmp_path / "odd.toml")]) == 0
    assert "no run" not in printed(capsys)


def test_a_large_search_loads_the_compiled_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    warmed = []
    monkeypatch.setattr(check_command, "WARM_FROM", 100)
    monkeypatch.setattr(check_command, "SLICE", 500)
    monkeypatch.setattr("engine.check.compiled.warm", lambda: warmed.append(1))
    main(SAFE)
    main(RACE)
    assert warmed


def test_a_protocol_of_ones_own_is_replayed_by_ptscope_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.c").write_text((ROOT / "engine/library/protocols/feb17.c").read_text("utf-8"))
    path = str(tmp_path / "mine.c")
    assert main(["check", "-p", path, "-s", "zap-zap", "-o", "SHARE_LOCK_PER_TABLE=1"]) == 1
    said = printed(capsys)
    command = next(line for line in said.splitlines() if "ptscope run" in line).partition("ptscope ")[2]
    assert command.startswith(f"run -p {path} -s zap-zap -o SHARE_LOCK_PER_TABLE=1 -t 1.")
    assert main(command.split()) == 0
    assert "!! Freed table used" in printed(capsys)
    main(["check", "-p", path, "-s", "zap-zap", "--json"])
    assert {one["link"] for one in json.loads(printed(capsys))["violations"]} == {None}


def test_all_is_a_table_of_protocols_and_scenarios(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert main(["check", "--all", "-s", "zap-zap"]) == 1
    head, row, *rest = printed(capsys).splitlines()
    assert head.split() == list(library.protocol_ids())
    assert row.startswith("zap-zap  safe ")
    assert "damage 21" in row
    assert any(line.startswith("damage N: ") for line in rest)
    assert "Every verdict: memory is sequentially consistent." in rest


def test_a_table_is_parted_where_it_would_not_fit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    main(["check", "--all", "-s", "zap-zap"])
    lines = printed(capsys).splitlines()
    heads = [line.split() for line in lines if line.startswith(" " * 9)]
    assert len(heads) > 1
    assert [name for head in heads for name in head] == list(library.protocol_ids())
    assert all(len(line) <= 50 for line in lines[: 3 * len(heads)])


def test_what_does_not_apply_is_no_verdict_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.c").write_text(
        '/*\n * title: mine\n * lacks: swap: no page goes to swap\n */\n#include "mm.c"\n'
    )
    (tmp_path / "out.toml").write_text('needs = ["swap"]\n[[thread]]\nmm = "A"\ndo = ["exit"]\n')
    pair = ["-p", str(tmp_path / "mine.c"), "-s", str(tmp_path / "out.toml")]
    assert main(["check", *pair]) == 3
    assert "RUN96 out does not apply to mine: it needs pages that go to swap" in capsys.readouterr().err
    junit = tmp_path / "all.xml"
    assert main(["check", "--all", *pair, "--junit", str(junit)]) == 0
    assert re.search(
        r"^–: in \S*mine\.c does not apply \S*out\.toml, which needs pages", printed(capsys), re.M
    )
    assert xml.parse(junit).find("testsuite/testcase/skipped") is not None
    main(["check", "--all", *pair, "--json"])
    (one,) = json.loads(printed(capsys))["checks"]
    assert (one["verdict"], one["problem"][:10]) == ("not-applicable", "needs page")


def own_library(folder: Path) -> Path:
    (folder / "protocols").mkdir()
    (folder / "scenarios").mkdir()
    header = "/*\n * title: mine\n * date: 3 Mar 2026\n * text: As the bet.\n * source: ours\n */\n"
    (folder / "protocols/mine.c").write_text(f'{header}#include "feb17.c"\n')
    story = (ROOT / "engine/library/scenarios/zap-zap.toml").read_text("utf-8")
    (folder / "scenarios/twice.toml").write_text(story.replace("zap ∥ zap", "twice"))
    return folder


def test_a_file_more_in_a_folder_of_ones_own_is_a_column_and_a_row_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    own = ["--library", str(own_library(tmp_path))]
    assert main(["check", "--all", "-s", "twice", *own]) == 1
    head, row, *_ = printed(capsys).splitlines()
    assert "mine" in head.split()
    assert row.startswith("twice  safe")
    assert row.count("damage 21") == 2, "the bet's, and that which includes it"
    assert main(["check", "-p", "mine", "-s", "twice", *own]) == 1
    assert "/run?p=mine&s=twice&t=1.A9B7A4B" in printed(capsys)


def test_verdicts_of_ones_own_are_kept_in_ones_own_folder_and_computed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = library.Library((own_library(tmp_path), *library.SHIPPED.folders[:0]))
    (tmp_path / "base").mkdir()
    for base in (ROOT / "engine/library/base").iterdir():
        (tmp_path / "base" / base.name).write_text(base.read_text("utf-8"))
    feb17 = (ROOT / "engine/library/protocols/feb17.c").read_text("utf-8")
    (tmp_path / "base/feb17.c").write_text(feb17)
    monkeypatch.setattr(check_command, "library_of", lambda folder: alone)
    keep = ["check", "--all", "--write"]
    assert main(keep) == 0
    assert printed(capsys).startswith("1 cell computed, 0 kept as they were")
    assert '"twice": {"key": ' in (tmp_path / "verdicts/mine.json").read_text("utf-8")
    assert main([*keep, "--settings"]) == 0
    assert printed(capsys).startswith("6 cells computed, 1 kept as they were")
    assert main([*keep, "--again"]) == 0
    assert printed(capsys).startswith("1 cell computed, 0 kept as they were"), "of the scenario's own setting"
    (tmp_path / "verdicts/mine.json").unlink()
    (tmp_path / "verdicts").rmdir()
    (tmp_path / "verdicts").write_text("")
    assert main(keep) == 3
    assert "FILE04" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["-p", "feb17"], ["-s", "partial"], ["-o", "SMP=0"], ["--shape", "2x4"]])
def test_verdicts_are_kept_of_all_or_none(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--all", "--write", *more]) == 3
    assert "RUN97" in capsys.readouterr().err


def test_all_says_what_does_not_fit_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "poor.c").write_text('/*\n * title: poor\n */\n#include "hardware.c"\n#include "mm.c"\n')
    (tmp_path / "odd.toml").write_text('[[thread]]\nmm = "A"\ndo = ["map 0", "read 0"]\n')
    story = str(tmp_path / "odd.toml")
    assert main(["check", "--all", "-p", "feb17", "-s", story, "-o", "SHARE_LOCK_PER_TABLE=1"]) == 0
    capsys.readouterr()
    assert main(["check", "--all", "-p", "eager-copy", "-s", story, "-o", "SHARE_LOCK_PER_TABLE=1"]) == 0
    said = printed(capsys)
    assert "cannot run" in said
    assert "has no toggle CONFIG_SHARE_LOCK_PER_TABLE" in said


def test_all_as_json_is_a_list_of_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "--all", "-p", "eager-copy", "-s", "partial"]
    assert main([*arguments, "--json"]) == 0
    (one,) = json.loads(printed(capsys))["checks"]
    assert (one["protocol"], one["scenario"], one["verdict"]) == ("eager-copy", "partial", "safe")
    file = tmp_path / "all.xml"
    assert main([*arguments, "-o", "NONE=1", "--json", "--junit", str(file)]) == 0
    (one,) = json.loads(printed(capsys))["checks"]
    assert one["verdict"] == "refused"
    assert xml.parse(file).find("testsuite/testcase/error") is not None


@pytest.mark.parametrize(("limit", "skipped"), [("1000000", 0), ("1000", len(DAMAGES) - 1)])
def test_junit_has_a_case_for_each_property(
    tmp_path: Path, limit: str, skipped: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.xml"
    main([*RACE, "--limit", limit, "--no-reduce", "--junit", str(file)])
    suite = xml.parse(file).find("testsuite")
    assert suite is not None
    assert [case.get("name") for case in suite.findall("testcase")] == DAMAGES
    assumes = suite.find("properties/property")
    assert assumes is not None
    assert assumes.get("value") == "memory is sequentially consistent"
    assert suite.get("tests") == str(len(DAMAGES))
    assert len(suite.findall("testcase/failure")) == int(suite.get("failures", ""))
    assert len(suite.findall("testcase/skipped")) == int(suite.get("skipped", "")) == skipped
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.text == "21 steps, 3 switches: /run?p=feb17&s=zap-zap&t=1.A9B7A4B"


def test_a_terminal_is_told_how_far_a_long_search_has_come(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(check_command, "SLICE", 100)
    main(RACE)
    assert "feb17 zap-zap: " in capsys.readouterr().err


@pytest.mark.slow
def test_a_check_does_without_the_web_stack() -> None:
    script = f"""
import sys
from app.cli import main
main({SAFE!r})
print(sorted({{"fastapi", "starlette", "uvicorn", "websockets", "jinja2", "pydantic"}} & set(sys.modules)))
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
