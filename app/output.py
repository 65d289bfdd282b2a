"""What several commands do with a terminal and with files."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.errors import RequestError
from engine.words.saying import said


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
        hint = said("hint.writable-file")
        raise RequestError("FILE04", said("error.file", str(path), str(error.strerror)), hint) from error
