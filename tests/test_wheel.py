"""The built wheel is whole: started from another folder, it serves what the working tree serves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
VERSION = re.compile(r"ptscope \d[\w.+]*")  # a working tree need not be installed to be tested


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds; its dependencies are those of this environment."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    # The bundle is there already, made by the install of this tree.
    environment = {**os.environ, "PTSCOPE_SKIP_BUNDLE": "1"}
    subprocess.run([*command, "--wheel-dir", place, ROOT], env=environment, check=True)
    (wheel,) = place.glob("ptscope-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def shipped(folder: Path, *patterns: str) -> set[str]:
    return {str(path.relative_to(folder)) for pattern in patterns for path in folder.glob(pattern)}


@pytest.mark.slow
def test_everything_that_is_read_at_run_time_is_in_it(installed: Path) -> None:
    patterns = (
        "engine/**/*.py",
        "engine/library/**/*.c",
        "engine/library/**/*.toml",
        "engine/library/**/*.md",
        "app/*.py",
        "engine/words/**/*.json",
    )
    assert shipped(installed, *patterns) == shipped(ROOT, *patterns)
    patterns = ("templates/*.html", "static/css/*.css", "static/dist/*.js", "static/*.json")
    assert shipped(installed / "app", *patterns) == shipped(ROOT, *patterns)


@pytest.mark.slow
def test_nothing_else_is_in_it(installed: Path) -> None:
    assert {path.name.split("-")[0] for path in installed.iterdir()} == {"app", "engine", "ptscope"}
    assert shipped(installed, "app/static/src", "engine/ruff.toml", "**/.*") == set()


@pytest.mark.slow
def test_it_serves_the_same_page_from_another_folder(installed: Path, tmp_path: Path, site: str) -> None:
    command = [sys.executable, "-P", "-m", "app", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address
            for path in ("/", "/run", "/static/dist/run.js"):
                there = httpx.get(f"{address[0].rstrip('/')}{path}", trust_env=False, timeout=60)
                here = httpx.get(f"http://{site}{path}", trust_env=False, timeout=60)
                assert there.status_code == here.status_code == 200
                assert VERSION.sub("", there.text) == VERSION.sub("", here.text)
        finally:
            process.send_signal(signal.SIGINT)
