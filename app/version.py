"""The version of the installed distribution; pyproject.toml is where it is written."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("ptscope")
    except PackageNotFoundError:  # run from a working tree that was never installed
        return "0+unknown"


VERSION = _installed()
