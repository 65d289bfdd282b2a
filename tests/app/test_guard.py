"""Which names and origins a server answers to, and what browsers are told."""

from __future__ import annotations

import pytest

from app.guard import is_known_host, is_known_origin
from app.settings import Settings

CONFIGURED = Settings(allowed_hosts=("Teach.example",), allowed_origins=("https://portal.example",))


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8642", "127.0.0.1:1", "[::1]:8642", "192.0.2.7", "teach.example:80"]
)
def test_local_numeric_and_configured_names_are_known(host: str) -> None:
    assert is_known_host(host, CONFIGURED)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8642",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example@127.0.0.1",
        "evil.example#127.0.0.1",
        "127.0.0.1/evil.example",
        "[::1",
        "]",
        "a b",
        "::1]:[",
        "localhost:port",
    ],
)
def test_any_other_name_may_be_rebound_and_is_not(host: str) -> None:
    assert not is_known_host(host, CONFIGURED)


@pytest.mark.parametrize("origin", [None, "http://127.0.0.1:8642", "https://portal.example"])
def test_programs_own_pages_and_configured_pages_may_open_the_socket(origin: str | None) -> None:
    assert is_known_origin(origin, "127.0.0.1:8642", CONFIGURED)


@pytest.mark.parametrize(
    "origin",
    ["null", "", "http://127.0.0.1:9999", "http://evil.example", "file://127.0.0.1:8642", "http://["],
)
def test_other_pages_may_not(origin: str) -> None:
    assert not is_known_origin(origin, "127.0.0.1:8642", CONFIGURED)
