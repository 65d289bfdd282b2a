"""Ask Lighthouse about the home and the run page: `python tests/bench/lighthouse.py`. Prints medians.

Lighthouse is installed by npm into a temporary folder; where it cannot be had one line says so.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent.parent), str(Path(__file__).parent.parent.parent / ".ci")]

from system_packages import find_chromium  # noqa: E402

from tests.bench.page import FLAGS, serve  # noqa: E402

VERSION = "lighthouse@12.8.2"
PAGES = {"home": "/", "run": "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"}
FORMS = {"mobile": (), "desktop": ("--preset=desktop",)}
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS = 3


def install(folder: str) -> Path | None:
    """The command, or None where there is no npm or it reaches no registry."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    got = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", VERSION], cwd=folder, capture_output=True, check=False
    )
    return Path(folder, "node_modules/.bin/lighthouse") if got.returncode == 0 else None


def ask(command: Path, address: str, options: tuple[str, ...]) -> dict[str, Any]:
    told = subprocess.run(
        [
            *(str(command), address, "--quiet", "--output=json", *options),
            *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless {' '.join(FLAGS)}"),
        ],
        env={**os.environ, "CHROME_PATH": find_chromium() or ""},
        capture_output=True,
        check=True,
    )
    report: dict[str, Any] = json.loads(told.stdout)
    return report


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = install(folder)
        if command is None:
            print(f"{VERSION} cannot be had here (it needs npm and its registry): nothing is asked.")
            return
        server, port = serve()
        for name, path in PAGES.items():
            for form, options in FORMS.items():
                reports = [ask(command, f"http://127.0.0.1:{port}{path}", options) for _ in range(RUNS)]
                print(f"{name}, {form}: {', '.join(scores(reports))}", flush=True)
        server.should_exit = True


def scores(reports: list[dict[str, Any]]) -> list[str]:
    """The median of each category, as Lighthouse shows it."""
    found = {
        each: statistics.median(one["categories"][each]["score"] for one in reports) for each in CATEGORIES
    }
    return [f"{each} {100 * score:.0f}" for each, score in found.items()]


if __name__ == "__main__":
    main()
