"""The command line: its output, its exit status, and that it shows what the page shows."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app import wire
from app.cli import main
from app.session import Session
from tests.app.whole import whole

SEED = ["run", "--protocol", "feb17", "--scenario", "zap-zap"]


def test_list_names_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    said = capsys.readouterr().out
    assert all(
        id in said for id in ("protocols", "eager-copy", "feb17", "scenarios", "zap-zap", "fork-write")
    )


def test_run_prints_a_line_a_step_and_who_can_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SEED, "--schedule", "1.A3B"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines if re.match(r" +\d", line)] == [
        ["1", "A"],
        ["2", "A"],
        ["3", "A"],
        ["4", "B"],
    ]
    assert "schedule 1.A3B" in lines
    assert [line for line in lines if line.startswith("can go on")]


def test_run_says_who_waits_for_whom(capsys: pytest.CaptureFixture[str]) -> None:
    main([*SEED, "--schedule", "1.A10B7"])
    assert re.search(r"cannot: +B +waits for page_table_share_lock, held by A", capsys.readouterr().out)


def test_json_is_what_the_page_gets(capsys: pytest.CaptureFixture[str], session: Session) -> None:
    schedule = "1.A5B3A2"
    request = {"type": "open", "id": 1, "protocol": "feb17", "scenario": "zap-zap", "config": {}}
    opening = wire.read_client(json.dumps({**request, "schedule": schedule, "at": None}))
    sent = [json.loads(wire.write(message)) for message in whole(session.answer(opening))]
    for message in sent:
        for name in ("v", "seq", "re"):
            del message[name]
    assert main([*SEED, "--schedule", schedule, "--json"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert printed == sent


@pytest.mark.parametrize("option", ["SHARE_LOCK_PER_TABLE=1", "CONFIG_SHARE_LOCK_PER_TABLE=1"])
def test_an_option_sets_a_toggle(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert main([*SEED, "--option", option]) == 0
    assert "CONFIG_SHARE_LOCK_PER_TABLE=1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-p", "feb18", "-s", "zap-zap"], "feb17"),
        (["-p", "feb17", "-s", "zap"], "zap-zap"),
        (["-p", "feb17", "-s", "zap-zap", "-t", "2.A"], "begin it with"),
        (["-p", "feb17", "-s", "zap-zap", "-t", "1.AC"], "step 2"),
        (["-p", "feb17", "-s", "zap-zap", "-o", "SPEED=1"], "CONFIG_SPEED"),
        (["-p", "feb17", "-s", "zap-zap", "-o", "SPEED"], "NAME=VALUE"),
        (["-p", "missing.c", "-s", "zap-zap"], "missing.c: No such file"),
        (["-p", "feb17", "-s", "no/such.toml"], "such.toml: No such file"),
        (["-p", ".", "-s", "zap-zap"], "there is no protocol"),
        (["-p", "./", "-s", "zap-zap"], "Is a directory"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_hint_and_status_3(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["run", *arguments]) == 3
    said = capsys.readouterr().err
    assert words in said
    assert "hint: " in said


def test_a_schedule_that_does_not_fit_prints_the_steps_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SEED, "-t", "1.ABC"]) == 3
    assert "schedule 1.AB" in capsys.readouterr().out


def test_files_from_disk_run_like_what_ships(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.c").write_text('/*\n * title: mine\n */\n#include "beside.c"\n#include "mm.c"\n')
    (tmp_path / "beside.c").write_text('#include "sharing.c"\n')
    shipped = Path(__file__).parents[2] / "engine/library"
    (tmp_path / "mine.c").write_text((shipped / "protocols/feb17.c").read_text().replace("the bet", "my bet"))
    (tmp_path / "story.toml").write_text((shipped / "scenarios/zap-zap.toml").read_text())
    arguments = ["run", "-p", str(tmp_path / "mine.c"), "-s", str(tmp_path / "story.toml"), "-t", "1.AB"]
    assert main(arguments) == 0
    assert "mine: my bet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"int x(", "mine.c:1"),
        (b'#include "/etc/passwd"\n', "another folder"),
        (b'#include "../secret.c"\n', "another folder"),
        (b"\xff", "not UTF-8"),
        (b" " * 70_000, "more than 65536 bytes"),
    ],
)
def test_a_file_that_is_wrong_is_said_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, words: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.c").write_text("int secret;")
    (inside / "mine.c").write_bytes(text)
    assert main(["run", "-p", str(inside / "mine.c"), "-s", "zap-zap"]) == 3
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_reader_that_has_enough_is_no_fault() -> None:
    command = f"{sys.executable} -m app run -p feb17 -s zap-zap -t 1.A9B7 --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.slow
def test_serve_says_where_it_is_and_stops_on_ctrl_c() -> None:
    command = [sys.executable, "-m", "app", "serve", "--port", "0", "--open"]
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            address = re.fullmatch(r"ptscope is at (http://127\.0\.0\.1:\d+/)\n", process.stdout.readline())
            assert address
            assert httpx.get(f"{address[1]}healthz", trust_env=False, timeout=60).json()["status"] == "ok"
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 3
    assert "--port" in capsys.readouterr().err


def test_the_usual_port_gives_way_to_a_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from app import serve

    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(serve, "DEFAULT_PORT", taken.getsockname()[1])
        listener = serve.listen("127.0.0.1", None)
        listener.socket.close()
    assert listener.moved
    assert not listener.address.endswith(f":{taken}/")


def test_list_and_run_know_a_folder_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "protocols").mkdir()
    (tmp_path / "protocols/mine.c").write_text('/*\n * title: my own\n */\n#include "feb17.c"\n')
    assert main(["list", "--library", str(tmp_path)]) == 0
    assert "my own" in capsys.readouterr().out
    assert main(["run", "-p", "mine", "-s", "zap-zap", "-t", "1.A", "--library", str(tmp_path)]) == 0
    assert main(["list", "--library", str(tmp_path / "none")]) == 3
    assert "RUN10" in capsys.readouterr().err
