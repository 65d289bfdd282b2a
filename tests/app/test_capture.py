"""`ptscope capture`: a real process, whose count must be the kernel's, and what cannot be looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import proc
from app.cli import main
from app.pagemap import ENTRY_PRESENT, ENTRY_SWAPPED, populated_by_entries
from app.proc import estimated, read_smaps, vm_pte
from engine.cost.space import ANONYMOUS, FILE, HUGETLB, SPECIAL, Pages, levels
from engine.errors import EngineError

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")

CHILD = """
import mmap, sys
memory = mmap.mmap(-1, 24 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
memory.madvise(mmap.MADV_NOHUGEPAGE)
for at in range(0, len(memory), 4096):
    memory[at] = 1
print("ready", flush=True)
sys.stdin.read()
"""
SMAPS = """\
08000000-08003000 r-xp 00000000 08:01 7   /usr/bin/some thing
Rss:                   8 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me
08200000-08800000 rw-p 00000000 00:00 0   [heap]
Rss:                4104 kB
Anonymous:          4104 kB
AnonHugePages:      2048 kB
Swap:                  8 kB
VmFlags: rd wr mr mw me ac
09000000-09400000 rw-s 00000000 00:0f 99  /dev/hugepages/x
Rss:                   0 kB
Shared_Hugetlb:     4096 kB
VmFlags: rd wr sh ht
0a000000-0a001000 r--p 00000000 00:00 0   [vvar]
Rss:                   0 kB
VmFlags: rd mr pf io de dd
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]
"""


@pytest.fixture
def child() -> Iterator[subprocess.Popen[str]]:
    """A process that has written 24 MB, and waits."""
    command = [sys.executable, "-I", "-S", "-c", CHILD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate("")


@linux
@pytest.mark.slow
def test_the_count_of_a_real_process_agrees_with_the_kernels(
    child: subprocess.Popen[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "process.json"
    assert main(["capture", str(child.pid), "--fork-plan", "-o", str(file)]) == 0
    said = capsys.readouterr().out
    made = json.loads(file.read_text())
    assert made["levels"]["pte"] >= 12  # 24 MB
    # Tables that were emptied since may stay: more than the count, never less.
    assert made["exact"]
    assert 0 <= made["vm_pte"]["difference_kb"] <= 16
    forks = {system["id"]: system["fork"] for system in made["systems"]}
    assert forks["today"]["ptes_copied"] >= 6144
    assert forks["february-2002"]["ptes_copied"] == 0
    assert "counted" in said
    assert "on-demand-fork" in said
    assert str(file) in said
    assert "/usr" not in file.read_text()
    assert "0x" not in file.read_text()


@linux
@pytest.mark.slow
def test_all_ways_to_look_agree_on_what_they_can_see(
    child: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> list[Pages]:
        raise OSError

    best = proc.capture(child.pid)
    monkeypatch.setattr(proc, "populated_by_scan", refuse)
    by_entries = proc.capture(child.pid)
    monkeypatch.setattr(proc, "populated_by_entries", refuse)
    guessed = proc.capture(child.pid)
    assert (best.exact, by_entries.exact, guessed.exact) == (True, True, False)
    assert levels(best.space) == levels(by_entries.space)
    assert abs(levels(guessed.space).pte - levels(best.space).pte) <= 3


@linux
@pytest.mark.slow
def test_without_a_file_the_json_goes_to_the_pipe_with_names_if_asked_for(
    child: subprocess.Popen[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["capture", str(child.pid), "--names"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert any("python" in mapping["name"] for mapping in made["mappings"])
    assert len(made["addresses"]) == len(made["runs"])


@linux
@pytest.mark.parametrize(
    ("pid", "words"),
    [("4194305", "there is no process 4194305"), ("self", "'self' is no process"), ("-1", "is no process")],
)
def test_no_such_process(pid: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "--", pid]) == 3
    assert words in capsys.readouterr().err


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of process 7 in a /proc of our own."""
    monkeypatch.setattr(proc, "PROC", tmp_path)
    for name in ("self", "7"):
        (tmp_path / name).mkdir()
    (tmp_path / "self" / "maps").write_text("")
    (tmp_path / "7" / "smaps").write_text(SMAPS)
    (tmp_path / "7" / "status").write_text("VmPTE:\t     40 kB\n")
    return tmp_path / "7"


def test_a_kernel_thread_has_no_memory(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made_up / "smaps").write_text("")
    assert main(["capture", "7"]) == 3
    assert "PROC05" in capsys.readouterr().err


def test_a_process_of_somebody_else(made_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(EngineError, match="PROC04") as caught:
        proc.capture(7)
    assert "sudo" in caught.value.hint.text


def test_another_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proc, "PROC", tmp_path)
    with pytest.raises(EngineError, match="PROC01"):
        proc.capture(1)


def test_without_pagemap_it_is_estimated_and_said(
    made_up: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["capture", "7", "-o", str(tmp_path / "x.json")]) == 0
    said = capsys.readouterr().out
    assert "estimated" in said
    assert "3 regions of huge pages" in said


def test_smaps_tell_kinds() -> None:
    vmas = read_smaps(SMAPS, 4096)
    kinds = [(vma.mapping.kind, vma.mapping.shared, vma.mapping.own) for vma in vmas]
    assert kinds == [
        (FILE, False, False),
        (ANONYMOUS, False, True),
        (HUGETLB, True, False),
        (SPECIAL, False, False),
    ]
    assert vmas[0].mapping.name == "/usr/bin/some thing"
    assert (vmas[0].mapping.first, vmas[0].mapping.end) == (0x8000, 0x8003)
    assert (vmas[0].mapping.writable, vmas[1].mapping.writable) == (False, True)


def test_an_estimate_lays_pages_side_by_side() -> None:
    found = list(estimated(read_smaps(SMAPS, 4096), 4096, 512))
    heap, pool = 0x8200, 0x9000
    assert found == [
        (0, Pages(0x8000, 0x8002)),
        (1, Pages(heap, heap + 512, huge=True)),
        (1, Pages(heap + 512, heap + 1026)),
        (1, Pages(heap + 1026, heap + 1028, swapped=True)),
        (2, Pages(pool, pool + 1024, huge=True)),
    ]


def test_vm_pte_takes_in_what_older_kernels_count_apart() -> None:
    assert vm_pte("VmPTE:\t  40 kB\nVmPMD:\t  12 kB\n") == 52
    assert vm_pte("Name:\tkthreadd\n") is None


def pagemap_of(tmp_path: Path, entries: list[int]) -> int:
    file = tmp_path / "pagemap"
    file.write_bytes(array("Q", entries).tobytes())
    return os.open(file, os.O_RDONLY)


def test_entries_are_joined_into_stretches_across_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pagemap.CHUNK_PAGES", 2)
    present, swapped = ENTRY_PRESENT, ENTRY_SWAPPED
    pagemap = pagemap_of(tmp_path, [0, present, present | 5, present, 0, 0, swapped, 0, present])
    try:
        found = populated_by_entries(pagemap, 0, 9, {"Rss": 16, "Swap": 4}, 4096)
        first = populated_by_entries(pagemap, 0, 9, {"Rss": 4}, 4096)
        none = populated_by_entries(pagemap, 0, 9, {"Rss": 0}, 4096)
        monkeypatch.setattr("app.pagemap.MOST_PAGES", 4)
        with pytest.raises(OSError, match="too large"):
            populated_by_entries(pagemap, 0, 9, {"Rss": 400}, 4096)
    finally:
        os.close(pagemap)
    assert found == [Pages(1, 4), Pages(6, 7, swapped=True), Pages(8, 9)]
    assert (first, none) == ([Pages(1, 2)], [])  # enough was found in the first chunk


def test_full_regions_are_taken_for_the_huge_pages_that_smaps_counts(tmp_path: Path) -> None:
    pagemap = pagemap_of(tmp_path, [0] + [ENTRY_PRESENT] * 2000)
    try:
        found = populated_by_entries(pagemap, 0, 2001, {"Rss": 8000, "AnonHugePages": 2048}, 4096)
    finally:
        os.close(pagemap)
    assert found == [Pages(1, 512), Pages(512, 1024, huge=True), Pages(1024, 2001)]
