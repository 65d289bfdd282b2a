"""The browser finds no fault with the pages: no script error, no blocked style, nothing from elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "path", ["/", "/run", "/run?p=feb17&s=zap-zap&t=1.A9B7&at=3", "/run?p=nowhere&s=%3Cb%3E&t=?"]
)
def test_the_browser_has_nothing_to_complain_of(page: Page, base_url: str, path: str) -> None:
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: elsewhere.append(request.url))
    # Heard by the page itself: a violation of the policy is no console error in every version.
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective, e.blockedURI))"
    )
    page.goto(path, wait_until="networkidle")
    assert complaints == []
    assert [url for url in elsewhere if not url.startswith((f"{base_url}/", "data:", "blob:"))] == []
