"""The run in words: copied by one key, and a pasted text becomes the run that it means."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import RunPage

RACE = "/run?p=feb17&s=zap-zap&t=1.A9B7A4B"
HAND = """\
CPU0\t\t\t\tCPU1
zap_pte_range()
  put_page_testzero()  // 2 -> 1
  page_count() reads 1
\t\t\t\tdrops the last reference (1 -> 0)
\t\t\t\tfrobnicates the widget
  frees T0
"""


def test_a_diagram_is_copied_by_one_key_and_pasted_back(
    run_page: RunPage, page: Page, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    run_page.open(RACE)
    expect(run_page.slider).to_have_attribute("aria-valuenow", "21")
    page.keyboard.press("y")
    expect(page.get_by_text("Diagram copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("BUG: Freed table used: B resurrects T0, which was freed.\n")
    assert max(map(len, copied.splitlines())) <= 75

    run_page.open("/run?p=feb17&s=zap-zap")
    page.keyboard.press("w")
    words = page.get_by_role("dialog", name="This run in words")
    words.get_by_role("textbox", name="Paste a diagram").fill(copied)
    words.get_by_role("button", name="Play it").click()
    expect(words.get_by_text("Every line has its place")).to_be_visible()
    expect(words.get_by_role("region", name="Diagram", exact=True)).to_contain_text("BUG: Freed table used")
    expect(words.get_by_role("table", name="The state after step 21")).to_contain_text(
        "freed by A at step 20"
    )
    words.get_by_role("button", name="Close").click()
    expect(words).to_be_hidden()
    expect(page).to_have_url(re.compile(r"t=1\.A9B7A4B$"))


def test_a_line_that_cannot_be_placed_is_marked_and_the_others_are_played(
    run_page: RunPage, page: Page
) -> None:
    run_page.open("/run?p=feb17&s=zap-zap")
    page.get_by_role("button", name="This run in words").click()
    words = page.get_by_role("dialog", name="This run in words")
    words.get_by_role("textbox", name="Paste a diagram").fill(HAND)
    words.get_by_role("button", name="Play it").click()
    wrong = words.get_by_role("listitem").filter(has_text="frobnicates the widget")
    expect(wrong).to_contain_text("It names no step that is known")
    expect(wrong.get_by_role("img", name="No place")).to_be_visible()
    expect(words.get_by_text("1 line could not be placed")).to_be_visible()
    expect(words.get_by_role("button", name="A frees T0")).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
