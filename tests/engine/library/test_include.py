"""What an `#include` can reach: the texts that ship, and nothing else of this machine."""

from __future__ import annotations

import pytest

from engine import library
from engine.errors import RoutineError


@pytest.mark.parametrize(
    "file", ["/etc/hostname", "../__init__.py", "../scenarios/zap-zap.toml", "base/mm.c", ""]
)
def test_an_include_never_leaves_the_library(file: str) -> None:
    assert library.include(file) is None


def test_an_include_finds_bases_and_protocols() -> None:
    assert (library.include("mm.c") or "").startswith("/*")
    assert "put_page_testzero" in (library.include("feb17.c") or "")


def test_a_text_that_includes_a_path_is_refused_with_its_place() -> None:
    with pytest.raises(RoutineError) as caught:
        library.protocol_from_text("mine", '#include "/etc/passwd"\n', lambda file: None)
    assert caught.value.diagnostics[0].span.line == 1
