"""How the loops are compiled, and when what was compiled before still holds.

numba keeps what it has compiled until the file of that very function changes. Here a function has others of
other files written into it, so what is kept must go with any of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba  # type: ignore[import-not-found, import-untyped, unused-ignore]

FILES = (
    "kernel.py",
    "kernel_arrays.py",
    "kernel_back.py",
    "kernel_cache.py",
    "kernel_find.py",
    "kernel_holds.py",
    "memo.py",
    "packing.py",
)
"""Where functions and numbers stand that the loops are compiled with."""


def stamp(folder: Path) -> str:
    """Names what the files hold now."""
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in FILES)).hexdigest()


_STAMP = stamp(Path(__file__).parent)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """numba's compiler, with its cache where there is a place for one."""
    try:
        found: Any = numba.njit(cache=True, nogil=True)(function)
        found._cache._cache_file._source_stamp = _STAMP
    except (RuntimeError, AttributeError):
        # "no locator available": neither the source's folder nor the user's is writable; or a numba of which
        # the cache cannot be told: then none is safer
        found = numba.njit(nogil=True)(function)
    return found  # type: ignore[no-any-return, unused-ignore]


inlined = numba.njit(inline="always")
"""For what the loops ask at every step: called, and not written there, it makes them a third slower."""
