"""What several commands do with a terminal and with files."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.errors import RequestError


def progress(text: str) -> None:
    """One line on a terminal, written over and over; nothing elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def write_text(path: Path, text: str) -> None:
    """Raises RequestError if the file cannot be written."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        hint = "name a file that can be written"
        raise RequestError("FILE04", f"{path}: {error.strerror}", hint) from error
