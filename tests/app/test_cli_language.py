"""The command line in the reader's language: which one it is, and that nothing of another is left."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from app import check_command
from app.cli import main
from app.parser import spoken
from app.retold import covered, interleavings, large
from engine import library
from engine.check.beyond import gone_beyond
from engine.check.interleavings import Interleavings
from engine.check.interleavings import words as in_english
from engine.check.verdict import check
from engine.cost.sharing import SYSTEMS
from engine.export import TARGETS
from engine.run.build import build
from engine.words.catalogue import ENGLISH, MARKED, words
from tests.outside import outside

RACE = ["-p", "feb17", "-s", "zap-zap"]
GERMAN = ["--lang", "de"]
MUTANT = '#include "eager-copy.c"\n\nstatic void pte_free(struct page *page)\n{\n\tput_page(page);\n}\n'

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command writes, to both streams, whatever becomes of it."""
    try:
        main(arguments)
    except SystemExit:  # argparse's help
        pass
    said = capsys.readouterr()
    return said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "variable", "language", "others"),
    [
        (["list"], None, "en", ["list"]),
        (["list"], "", "en", ["list"]),
        (["list"], "de", "de", ["list"]),
        (["list", "--lang", "en"], "de", "en", ["list"]),
        (["--lang", "de", "list"], None, "de", ["list"]),
        (["check", "-p", "x", "--lang=de", "--all"], None, "de", ["check", "-p", "x", "--all"]),
        (["list", "--lang", "x-test"], None, "x-test", ["list"]),
    ],
)
def test_the_option_wherever_it_stands_beats_the_variable_beats_english(
    arguments: list[str], variable: str | None, language: str, others: list[str]
) -> None:
    environment = {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}
    if variable is not None:
        environment["PTSCOPE_LANG"] = variable
    found, left = spoken(arguments, environment)
    assert (found.language, left) == (language, others)


@pytest.mark.parametrize("asked", ["fr", "../de", "DE"])
def test_a_language_that_is_not_there_is_refused_with_those_that_are(
    asked: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--lang", asked]) == 3
    said = capsys.readouterr().err
    assert f"RUN90 there is no language '{asked}' here" in said
    assert "hint: name one of en, de, with --lang or in PTSCOPE_LANG" in said
    monkeypatch.setenv("PTSCOPE_LANG", asked)
    assert main(["list"]) == 3


def test_a_check_is_told_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "check", *RACE, *GERMAN)
    assert said.startswith(
        "feb17: die Wette (17. Feb. 2002)\nzap-zap: zap ∥ zap\n\nSCHADEN: alle Abläufe wurden durchsucht\n"
    )
    assert "  2 684 Zustände, 4 660 Übergänge, Tiefe 49, 9,8 Billionen Verschränkungen, " in said
    assert re.search(r" \d+,\d\d s\n  der Speicher ist sequentiell konsistent\n", said)
    assert "!! Freie Tabelle benutzt: B belebt T0 wieder, das freigegeben wurde\n" in said
    assert "   21 Schritte, 3 Wechsel: http://127.0.0.1:8642/run?" in said
    assert "   unvermeidbar ab Schritt 19; es geht auch gut aus: 1.A9B7A2B18A10\n" in said


def test_the_matrix_is_told_in_german(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTSCOPE_LANG", "de")
    head, row, *rest = printed(capsys, "check", "--all", *RACE).splitlines()
    assert head.split() == ["feb17"]
    assert row == "zap-zap  Schaden 21"
    assert "Jedes Urteil setzt voraus: der Speicher ist sequentiell konsistent." in rest


def test_an_error_is_told_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "run", *RACE, "-t", "1.AC", *GERMAN)
    assert "ptscope: RUN92 Schritt 2 des Schedules passt nicht: " in said
    assert "\n  Tipp: " in said


def test_what_is_wrong_in_a_protocol_is_told_in_german(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.c"
    mine.write_text("int f(void)\n{\n\treturn g();\n}\n")
    said = printed(capsys, *GERMAN, "run", "-p", str(mine), "-s", "zap-zap")
    assert re.search(r"ptscope: mine\.c:3:9: LANG\d\d \S.*\n  Tipp: ", said)


def test_help_is_told_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "--help", *GERMAN)
    assert said.startswith("Aufruf: ptscope ")
    assert "\nBefehle:\n" in said
    assert "durchsucht alle Verschränkungen" in said
    said = printed(capsys, *GERMAN, "capture", "-h")
    assert said.startswith("Aufruf: ptscope capture ")
    assert "\nArgumente:\n  PID " in said
    assert "\nOptionen:\n" in said


def test_a_pasted_diagram_is_answered_in_german(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diagram = printed(capsys, "run", *RACE, "-t", "1.A9B7A4B", "--diagram", *GERMAN)
    assert "BUG: Freed table used" in diagram, "the words of commit messages stay English"
    (tmp_path / "race.txt").write_text(f"{diagram}\n", "utf-8")
    said = printed(capsys, "run", *RACE, "--paste", str(tmp_path / "race.txt"), *GERMAN)
    assert "Schedule 1.A9B7A4B (10 Schritte, die keine Zeile nennt)" in said


def without_times(text: str) -> str:
    return re.sub(r'("seconds": |time=")[\d.e-]+', r"\1-", text)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", *RACE, "--json"],
        ["check", "--all", "-p", "eager-copy", "-s", "swapout-zap", "--json"],
        ["run", *RACE, "-t", "1.A9B7A4BB", "--json"],
    ],
)
def test_json_is_the_same_in_every_language(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(arguments)
    english = capsys.readouterr().out
    main([*arguments, *GERMAN])
    assert without_times(capsys.readouterr().out) == without_times(english)
    assert all(json.loads(line) for line in english.splitlines())


def test_junit_is_the_same_in_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "en.xml", tmp_path / "de.xml"]
    for file, language in zip(files, ("en", "de"), strict=True):
        printed(capsys, "check", *RACE, "--junit", str(file), "--lang", language)
    one, other = (without_times(file.read_text("utf-8")) for file in files)
    assert one == other


# Outside of the catalogue stand names, addresses, codes and units only.
NAME = re.compile(
    r"""ptscope:?|http://\S+|/\S+|kB|VmPTE|CPU|[0-9.:,;()|!∅–-]+|[A-E]|(RUN|FILE)\d\d|1\.[A-E\d!]+
    |\[\S+\]|-[a-z]|\[?--[a-z-]+\]?""",
    re.X,
)
IDS = {*library.protocol_ids(), *library.scenario_ids()}


def unmarked(text: str) -> list[str]:
    return [word for word in outside(text).split() if not NAME.fullmatch(word) and word not in IDS]


COMMANDS = [
    ["list"],
    ["run", *RACE, "-t", "1.A9B7A4B", "-o", "SHARE_LOCK_PER_TABLE=1"],
    ["run", *RACE, "-t", "1.A10B7"],
    ["run", *RACE, "-t", "1.AC"],
    ["run", "-p", "nothing", "-s", "zap-zap"],
    ["check", *RACE, "--another", "1"],
    ["check", "-p", "eager-copy", "-s", "zap-zap", "--limit", "100"],
    ["check", "-p", "repaired", "-s", "zap-zap", "--limit", "10"],
    ["check", "-p", "feb17", "-s", "zap-zap", "--limit", "100", "--reduce", "merge"],
    ["check", "--all", "-p", "eager-copy", "-s", "partial"],
    ["check", "--all", "-p", "eager-copy", "-s", "swapout-zap"],
    ["check", "--all", "-p", "eager-copy", "-s", "partial", "-o", "NONE=1"],
    ["check", "--all", "--write", *RACE],
    ["export", *RACE, "--to", "nothing"],
    ["lessons", "the-bet"],
    ["serve", "--measured", "nothing.json"],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_nothing_of_a_command_stands_outside_of_the_catalogue(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, *arguments, "--lang", MARKED)
    assert "⟦" in said
    assert unmarked(said) == []


HELD = [RACE + ["-t", "1.A10B7"], ["-p", "feb17", "-s", "zap-write", "-t", "1.B11A7B9"]]


@pytest.mark.parametrize("run", HELD)
def test_nothing_of_a_table_stands_outside_of_the_catalogue(
    run: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = printed(capsys, "run", *run, "--table", "--lang", MARKED).splitlines()
    assert all(re.fullmatch(r"(CPU \d|\S+) +⟦.*⟧ +(⟦.*⟧|[A-Z]\d?)", row) for row in rows), rows


def test_nothing_of_mutants_stands_outside_of_the_catalogue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.c").write_text(MUTANT)
    said = printed(capsys, "mutate", "-p", str(tmp_path / "mine.c"), "-s", "zap-zap", "--lang", MARKED)
    assert "⟦line 5: ⟦drop `put_page(page)`⟧⟧\n    ⟦⟦⟦caught⟧ in zap-zap⟧: ⟦" in said
    assert re.fullmatch(r"\s*ptscope run -p \S+ -s zap-zap -t 1\.\S+\s*", outside(said))


@linux
@pytest.mark.slow
def test_nothing_of_a_measurement_and_of_a_capture_stands_outside_of_the_catalogue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "out.json")
    measure = ["measure-fork", "--pages", "1", "--runs", "1", "--json", file]
    capture = ["capture", str(os.getpid()), "--fork-plan", "-o", file]
    for arguments in (measure, capture):
        said = printed(capsys, *arguments, "--lang", MARKED)
        systems = {system.id for system in SYSTEMS}
        assert [word for word in unmarked(said) if word not in systems] == []


COMMAND_NAMES = ["serve", "run", "check", "export", "mutate", "lessons", "measure-fork", "capture", "list"]


@pytest.mark.parametrize("command", ["", *COMMAND_NAMES])
def test_nothing_of_a_help_stands_outside_of_the_catalogue(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, *filter(None, [command]), "--help", "--lang", MARKED)
    assert "⟦usage:⟧ ptscope" in said
    left = re.findall(r"(?<![\w-])[a-z][\w-]+", outside(said))
    assert set(left) <= {"ptscope", "en", "de", "compact", "full", *TARGETS, *COMMAND_NAMES}


def test_a_terminal_is_told_in_german_how_far_a_long_search_has_come(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(check_command, "SLICE", 100)
    assert re.search(r"feb17 zap-zap: \d+ Zustände, Tiefe \d", printed(capsys, "check", *RACE, *GERMAN))


@pytest.mark.parametrize("limit", [10, 100, 2_000, 1_000_000])
def test_what_a_search_covered_is_said_as_the_engine_says_it(limit: int) -> None:
    model = build(library.protocol("feb17"), library.scenario("zap-zap"))
    stopped = check(model, limit, facts=False)
    assert covered(stopped, None, ENGLISH) == stopped.covered
    more = gone_beyond(model, stopped, limit, ["symmetry", "merge"])
    found = more.verdict(stopped)
    if not stopped.complete:
        assert covered(found, more.covered, ENGLISH) == found.covered


@pytest.mark.parametrize("count", [1, 12_345, 999_999, 7_600_000_000, 9_845_532_557_174, 3 * 10**22])
def test_a_number_of_runs_is_said_as_the_engine_says_it(count: int) -> None:
    assert large(count, ENGLISH) == in_english(count)


def test_large_numbers_have_german_names() -> None:
    german = words("de")
    assert [large(10**power, german) for power in (6, 9, 12, 15)] == [
        "1,0 Millionen",
        "1,0 Milliarden",
        "1,0 Billionen",
        "1,0 Billiarden",
    ]
    cut = Interleavings("12345678", "", unbounded=True, steps=40)
    assert interleavings(cut, german) == "unbegrenzt; 12 Millionen Verschränkungen bis zu 40 Schritten"


@pytest.mark.parametrize(
    ("arguments", "english", "german"),
    [
        (["check", "--foo"], "there is no --foo", "--foo gibt es nicht"),
        ([], "COMMAND must be given", "BEFEHL muss angegeben werden"),
        (["run", "-p"], "--protocol/-p needs a value", "--protocol/-p braucht einen Wert"),
        (["measure-fork", "--pages"], "--pages needs a value", "--pages braucht einen Wert"),
        (["nosuch"], "COMMAND cannot be 'nosuch'", "BEFEHL kann nicht 'nosuch' sein"),
        (
            ["serve", "--port", "x"],
            "--port must be a whole number, not 'x'",
            "--port muss eine ganze Zahl sein",
        ),
        (
            ["check", "--no-reduce", "--reduce", "merge"],
            "--reduce and --no-reduce cannot be given together",
            "--reduce und --no-reduce lassen sich nicht zusammen angeben",
        ),
        (["run", "--json=x"], "argument --json: ignored explicit argument 'x'", "argument --json"),
    ],
)
def test_a_command_line_that_cannot_be_read_is_answered_in_the_language(
    capsys: pytest.CaptureFixture[str], arguments: list[str], english: str, german: str
) -> None:
    assert english in printed(capsys, *arguments)
    assert german in printed(capsys, *arguments, *GERMAN)
