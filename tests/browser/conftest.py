"""A stock Chromium for pytest-playwright, and the server that it visits. None is a failure, never a skip."""

from __future__ import annotations

from typing import Any

import pytest
from system_packages import HOW_TO_GET, find_chromium

# The first is for root in a container; the others keep the browser quiet where there is no network.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """So that tests write `page.goto("/run?p=feb17")`."""
    return f"http://{site}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    assert chromium, f"The browser tests need {HOW_TO_GET['chromium']}."
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}
