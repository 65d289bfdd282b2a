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
from urllib.request import urlopen

sys.path[:0] = [str(Path(__file__).parent.parent.parent), str(Path(__file__).parent.parent.parent / ".ci")]

from system_packages import find_chromium  # noqa: E402

from tests.bench.page import FLAGS, serve  # noqa: E402

VERSION = "lighthouse@12.8.2"
PAGES = {"home": "/", "run": "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"}
FORMS = {"mobile": (), "desktop": ("--preset=desktop",)}
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS = 3
ATTEMPTS = 5


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
    """A report. Now and then the browser's trace lacks its beginning; then Lighthouse says to ask again."""
    written = command.parent / "report.json"  # a pipe is cut off when Lighthouse ends in haste
    for _ in range(ATTEMPTS):
        written.unlink(missing_ok=True)
        told = subprocess.run(
            [
                *(str(command), address, "--quiet", "--output=json", f"--output-path={written}", *options),
                *(
                    f"--only-categories={','.join(CATEGORIES)}",
                    f"--chrome-flags=--headless {' '.join(FLAGS)}",
                ),
            ],
            env={**os.environ, "CHROME_PATH": find_chromium() or ""},
            capture_output=True,
            text=True,
            check=False,
        )
        if not written.exists():
            raise SystemExit(f"Lighthouse has no report of {address}: {told.stderr}")
        report: dict[str, Any] = json.loads(written.read_text("utf-8"))
        if "runtimeError" not in report:
            return report
    raise SystemExit(f"Lighthouse has no report of {address}: {report['runtimeError']['message']}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = install(folder)
        if command is None:
            print(f"{VERSION} cannot be had here (it needs npm and its registry): nothing is asked.")
            return
        server, port = serve()
        busy, cpus = os.getloadavg()[0], os.cpu_count() or 1
        if busy > cpus / 2:
            print(f"The load is {busy:.1f} on {cpus} CPUs: a busy machine makes the page slower than it is.")
        for name, path in PAGES.items():
            address = f"http://127.0.0.1:{port}{path}"
            urlopen(address).read()  # what a server does once is no visitor's time
            for form, options in FORMS.items():
                reports = [ask(command, address, options) for _ in range(RUNS)]
                print(f"{name}, {form}: {', '.join([*scores(reports), *figures(reports)])}", flush=True)
        server.should_exit = True


def scores(reports: list[dict[str, Any]]) -> list[str]:
    """The median of each category, as Lighthouse shows it."""
    found = {
        each: statistics.median(one["categories"][each]["score"] for one in reports) for each in CATEGORIES
    }
    return [f"{each} {100 * score:.0f}" for each, score in found.items()]


def figures(reports: list[dict[str, Any]]) -> list[str]:
    """The median of what performance is made of."""

    def median(audit: str) -> float:
        return float(statistics.median(one["audits"][audit]["numericValue"] for one in reports))

    return [
        f"first paint {median('first-contentful-paint') / 1000:.1f} s",
        f"largest {median('largest-contentful-paint') / 1000:.1f} s",
        f"blocked {median('total-blocking-time'):.0f} ms",
        f"moved {median('cumulative-layout-shift'):.3f}",
        f"{median('total-byte-weight') / 1000:.0f} kB",
    ]


if __name__ == "__main__":
    main()
