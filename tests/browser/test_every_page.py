"""What holds for all pages: they load without complaint, fit every width, are light or dark, and
axe has nothing to say against them (WCAG 2.2 AA, as far as a program can tell).

That the browser has nothing to complain of is asserted for every test of this folder, in `conftest.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Complaints

PAGES = [
    "/",
    "/?toggles=each&machine=one-cpu",
    "/protocol/feb17",
    "/costs?y=locks",
    "/capture",
    "/lessons",
    "/lesson/the-bet?seed=3",
    "/compare?p=feb17&s=zap-zap&t=1.A9B7A4B&q=repaired",
    "/run",
    "/run?p=feb17&s=zap-zap&t=1.A9B7A4B",
    "/run?p=nowhere&s=%3Cb%3E&t=?",
]
WIDTHS = [360, 390, 768, 1280, 1440]

SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
TWO_PICTURES_LATER = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
LIGHTNESS = """(element) => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(element).PROPERTY;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 765;
}"""
PAPER = LIGHTNESS.replace("PROPERTY", "backgroundColor")
INK = LIGHTNESS.replace("PROPERTY", "color")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
FOR_AXE = [path for path in PAGES if not path.startswith("/?")]
"""The matrix with all its rows is as the other one, and takes axe half a minute."""


def faults(page: Page, part: str | None = None, options: dict[str, object] = ALL) -> list[str]:
    """What axe says against a page, or the part of it that a selector names."""
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]}" for each in found for node in each["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_in_peace_and_scrolls_sideways_at_no_width(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")
    expect(page.get_by_role("main")).to_have_count(1)
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(TWO_PICTURES_LATER)
        over = page.evaluate(SIDEWAYS)
        if over > 0:
            too_wide[width] = over
    assert too_wide == {}


@pytest.mark.parametrize("path", ["/", "/run?p=feb17&s=zap-zap"])
def test_a_page_follows_the_systems_light_or_dark(page: Page, path: str, browser_name: str) -> None:
    page.goto(path)
    # A stock Firefox cannot be told that its system is dark: there the button's test has to do.
    for scheme, is_dark in (("dark", True), ("light", False))[browser_name == "firefox" :]:
        page.emulate_media(color_scheme=scheme)
        assert (page.locator("body").evaluate(PAPER) < 0.5) is is_dark
        assert (page.get_by_role("heading", level=1).evaluate(INK) > 0.5) is is_dark


def test_the_theme_button_outlives_a_reload(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/run?p=feb17&s=zap-zap")
    page.get_by_role("button", name="Light or dark").click()
    assert page.locator("body").evaluate(PAPER) < 0.5
    page.reload()
    assert page.locator("body").evaluate(PAPER) < 0.5


@pytest.mark.parametrize("path", FOR_AXE)
def test_axe_finds_nothing_in_either_theme(page: Page, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(path, wait_until="networkidle")
    expect(page.get_by_role("main")).to_have_count(1)
    page.emulate_media(color_scheme="light")
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, options=CONTRAST) == [], "in the dark"


@pytest.mark.parametrize("path", ["/nowhere", "/lesson/none"])
def test_an_address_without_a_page_gets_one_with_ways_on(
    page: Page, complaints: Complaints, path: str
) -> None:
    complaints.expected.append("404")
    page.goto(path, wait_until="networkidle")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate(SIDEWAYS) == 0
    page.get_by_role("link", name="The lessons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Share page tables, and keep them")


def test_axe_finds_nothing_after_a_check_nor_in_the_help_nor_before_an_audience(page: Page) -> None:
    page.goto("/run?p=feb17&s=zap-zap&t=1.A9B7A4B")
    expect(page.get_by_label("Threads")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_text("kinds of violation", exact=True)).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("p")
    assert faults(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []
